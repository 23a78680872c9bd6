"""Reads facts off the recordings without bangdan, and writes tests/suite/facts.tsv.

    python3 tests/suite/facts.py RECORDINGS/clue > tests/suite/facts.tsv

Lines are split at pipes and tags removed with regular expressions; of the program only the definitions are used, for
which headings and headers belong to which board, and the list of versions in examples/distil/plan.rs.
"""

import csv, html, json, re, sys, tomllib, unicodedata
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ABSENT = {"", "-", "--", "?", "na", "未报告", "Comming"}


def fold(text):
    text = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in text if not c.isspace() and not 0xFE00 <= ord(c) <= 0xFE0F)


def plain(text):
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]*>", "", text))
    # Asterisks with a blank within them are no bold.
    text = re.sub(r"(\*+)(?=[^\s*])([^*]*[^\s*])\1", r"\2", text.replace("`", ""))
    return html.unescape(re.sub(r"\\(.)", r"\1", text)).strip()


def cells(line):
    line = line.strip().removeprefix("|")
    return [plain(cell) for cell in re.split(r"(?<!\\)\|", line.removesuffix("|"))]


def tables(text):
    """(heading, header, rows) of every table."""
    lines = [re.sub(r"^\s*>\s?", "", line) for line in text.split("\n")]
    heading, at = "", 0
    rule = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
    while at < len(lines):
        line = lines[at]
        if title := re.match(r"^\s{0,3}#{1,6}\s+(.+?)\s*#*\s*$", line):
            heading = plain(title[1])
        elif re.match(r"^\s{0,3}(-{2,}|=+)\s*$", line) and at and lines[at - 1].strip():
            heading = plain(lines[at - 1])
        elif "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] and rule.match(lines[at + 1]):
            end = at + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            yield heading, cells(line), [cells(row) for row in lines[at + 2 : end]]
            at = end
            continue
        at += 1


def pattern(template, editions):
    if "{edition}" not in template:
        return re.compile(re.escape(fold(template)) + "$")
    names = [e["name"].replace("{year}", "20[0-9]{2}").replace("{month}", "(?:1[0-2]|[1-9])") for e in editions]
    before, after = template.split("{edition}")
    return re.compile(re.escape(fold(before)) + "(?P<edition>" + "|".join(names) + ")" + re.escape(fold(after)) + "$")


def select(all_tables, selector, editions):
    fitting = []
    for heading, header, rows in all_tables:
        matches = [m for t in selector.get("heading", []) if (m := pattern(t, editions).match(fold(heading)))]
        folded = [fold(cell) for cell in header]
        fits = all(fold(h) in folded for h in selector.get("has", []))
        fits = fits and not any(fold(h) in folded for h in selector.get("lacks", []))
        if fits and (matches or not selector.get("heading")):
            fitting.append((matches[0].groupdict().get("edition") if matches else None, header, rows))
    nth = selector.get("nth")
    return fitting[nth - 1 : nth] if nth else fitting


def time(text):
    return datetime.fromisoformat(text if "T" in text else text + "T00:00:00+00:00").astimezone(timezone.utc)


def number(text, metric):
    """The number of a cell and its count of printed decimals."""
    text = unicodedata.normalize("NFKC", text).strip()
    for shape in metric.get("shape", []):
        parts = [re.escape(part).replace(r"\{_\}", ".+?") for part in shape.split("{value}")]
        expression = r"(?P<value>-?[\d.]+ ?%?)".join(parts).replace(":", r":\s*").replace(r"\ ", r"\s*")
        if found := re.match(expression.replace(r"\(", r"\s*\(") + "$", text):
            text = found["value"]
            break
    for mark in metric.get("strip", []):
        text = text.removesuffix(mark).strip()
    return float(text.rstrip("% ")) if re.match(r"^-?\d+(\.\d+)?\s*%?$", text) else None


def facts(name, board, edition, header, rows):
    folded = [fold(cell) for cell in header]
    column = lambda names: next((i for i, cell in enumerate(folded) if cell in {fold(n) for n in names}), None)
    model, rank = column(board["columns"]["model"]), column(board["columns"].get("rank", []))
    metrics = [(i, m) for m in board.get("metric", []) for i, c in enumerate(folded) if c in {fold(h) for h in m["header"]}]
    # A row that says nothing in any column of scores is no entry.
    says = lambda row: not metrics or any(row[i].strip() for i, _ in metrics)
    whole = [row for row in rows if len(row) == len(header) and row[model].strip() and says(row)]
    short = [row for row in rows if len(row) != len(header)]
    if not whole:
        return
    read = [number(row[i], m) for row in whole for i, m in metrics]
    odd = sorted({row[i] for row in whole for i, m in metrics if number(row[i], m) is None} - ABSENT - {"？"})
    primary = next((i for i, m in metrics if m.get("primary")), None)
    said = lambda row: [row[model], row[rank] if rank is not None else "", row[primary] if primary is not None else ""]
    numbers = [n for n in read if n is not None]
    fields = [name, board["id"], edition or "", len(whole), len(short), len(numbers), len(read) - len(numbers)]
    fields += [f"{sum(numbers):.2f}", *said(whole[0]), *said(whole[-1]), ",".join(odd)]
    print(*(re.sub(r"\s+", " ", str(field)).strip() for field in fields), sep="\t")


def readme(recordings, source, folder, resource, versions):
    history = list(csv.DictReader(open(recordings / "github" / folder / "history.csv")))
    for version in versions:
        record = next(r for r in history if r["file"].startswith(version + "."))
        path, when = recordings / "github" / folder / record["file"], time(record["committed_at"])
        body, editions = list(tables(path.read_text("utf-8"))), source.get("editions", [])
        for board in source["board"]:
            for variant in board["variants"]:
                if variant["resource"] != resource:
                    continue
                if "published_since" in variant and when < time(variant["published_since"]):
                    continue
                if "published_until" in variant and when >= time(variant["published_until"]):
                    continue
                for edition, header, rows in select(body, variant["table"], editions):
                    if variant["table"].get("transpose"):
                        header, *rows = [list(column) for column in zip(*[header, *rows])]
                    for selector in variant.get("join", []):
                        [(_, joined, others)] = select(body, selector, editions)
                        key, mine = [fold(c) for c in joined].index("模型"), [fold(c) for c in header].index("模型")
                        more = {row[key]: row[:key] + row[key + 1 :] for row in others}
                        header, rows = header + joined[:key] + joined[key + 1 :], [r + more[r[mine]] for r in rows]
                    facts(f"github/{folder}/{record['file']}", board, edition or variant.get("edition"), header, rows)


def sheet(recordings, source, resource, edition, name, file, drop):
    path = recordings / file
    if path.suffix == ".json":
        dump = json.loads(path.read_text("utf-8"))
        header = [h for h in dump["headers"] if h]
        rows = [["" if row[h] is None else str(row[h]) for h in header] for row in dump["rows"]]
    else:
        header, *rows = list(csv.reader(open(path, encoding="utf-8")))
    kept = [i for i, h in enumerate(header) if h not in drop]
    header, rows = [header[i] for i in kept], [[row[i] for i in kept] for row in rows]
    for board in source["board"]:
        for variant in board["variants"]:
            if variant["resource"] == resource and name in variant["table"].get("sheet", []):
                facts(file, board, edition, header, rows)


def arena(recordings, source, resource, file):
    names = dict(rank="rank", org="organization", model="model_name", median="median", ciLow="ciLow", ciHigh="ciHigh", battles="battles")
    rows = [[str(row[name]) for name in names.values()] for row in json.loads((recordings / file).read_text("utf-8"))["rows"]]
    board = next(board for board in source["board"] if board["id"] == "superclue-arena/" + resource)
    facts(file, board, None, list(names), rows)


def main(recordings):
    plan = (ROOT / "examples/distil/plan.rs").read_text("utf-8")
    source = lambda id: tomllib.loads((ROOT / f"src/catalogue/sources/{id}.toml").read_text("utf-8"))
    for id, folder, versions in re.findall(r'readme\(\s*"([^"]+)",\s*"([^"]+)",\s*&\[(.*?)\]', plan, re.S):
        readme(recordings, source(id), folder, "readme", re.findall(r'"([\w.]+)"', versions))
    for resource, version in re.findall(r'past\("([\w-]+)", &\["(\w+)"\]\)', plan):
        readme(recordings, source("superclue"), "SuperCLUE/editions", resource, [version])
    for block in re.findall(r"    Workbook \{(.*?)\n    \}", plan, re.S):
        field = lambda name, default: (re.search(name + r': "([^"]+)"', block) or [0, default])[1]
        id = field("source", "superclue")
        edition = field("edition", "2026年7月" if "..JULY" in block else "2026年3月")
        drop = re.findall(r'"([^"]+)"', (re.search(r"drop: &\[(.*?)\]", block) or [0, ""])[1])
        for name, file in re.findall(r'\(\s*"([^"]+)",\s*"([^"]+)",?\s*\)', block):
            sheet(recordings, source(id), field("resource", "general"), edition, name, file, drop)
    for resource, file in re.findall(r'\("(\w+)", "\w+Board", "([^"]+)"\)', plan):
        arena(recordings, source("superclue-arena"), resource, file)


print("# Read off the recordings by facts.py: recording, board, edition, entries, rows left out, numbers, absences, sum of")
print("# the numbers, and name, rank and score (by which the board orders) of the first and last entry; odd cells.")
main(Path(sys.argv[1]))
