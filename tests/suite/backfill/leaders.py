"""Which models led SuperCLUE in which month, read off its README's versions without bangdan.

    python3 tests/suite/backfill/leaders.py RECORDINGS/clue/github/SuperCLUE > tests/suite/backfill/leaders.tsv

For each edition: the commit time of the first version that shows it, and from the last version that shows it how many
rows it has, the row with the highest total (people left out), and the row with the first place.
"""

import csv, html, re, sys
from datetime import datetime, timezone
from pathlib import Path

FOLDER = Path(sys.argv[1])
MEDALS = {"1", "🏅", "🏅️", "🥇"}


def cells(line):
    line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]*>", "", line)).strip().strip("|")
    return [html.unescape(cell).replace("*", "").strip() for cell in line.split("|")]


def edition(heading, header):
    if "v1.0版" in heading and "总榜单" in heading:
        return "2023年5月"
    named = re.search(r"(\d{4})年(\d{1,2})月", heading)
    if not named or not re.search(r"总排行榜|中文大模型排行榜", heading) or "基础" in heading:
        return None
    month = int(named[2])
    # Versions of one day in July show one month's table under the other's heading: only July's has licences.
    # Of July under June's heading nothing can be taken: the heading names another month than the table.
    licences = "许可证" in header
    if month == 6 and licences:
        return None
    if month == 7 and not licences:
        month = 6
    return f"{named[1]}年{month}月"


def tables(text):
    heading, lines, at = "", text.split("\n"), 0
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith("#"):
            heading = line
        rule = lines[at + 1].strip() if at + 1 < len(lines) else ""
        if line.startswith("|") and re.fullmatch(r"[|:\-\s]+", rule):
            header, rows, at = cells(line), [], at + 2
            while at < len(lines) and lines[at].strip().startswith("|"):
                rows.append(cells(lines[at]))
                at += 1
            yield heading, header, rows
            heading = ""
        else:
            at += 1


shown = {}
for version in csv.DictReader(open(FOLDER / "history.csv")):
    at = datetime.fromisoformat(version["committed_at"]).astimezone(timezone.utc)
    text = (FOLDER / version["file"]).read_text()
    for heading, header, rows in tables(text):
        label = edition(heading, header)
        total = next((header.index(name) for name in ("总分", "平均") if name in header), None)
        if label is None or total is None:
            continue
        model = header.index("模型")
        scored = [row for row in rows if len(row) > total and re.fullmatch(r"\d+(\.\d+)?", row[total])]
        scored = [row for row in scored if row[model] != "人类"]
        if not scored:
            continue
        top = max(scored, key=lambda row: float(row[total]))
        first = [row[model] for row in rows if "排名" in header and row[header.index("排名")] in MEDALS]
        since = shown[label][0] if label in shown else at.strftime("%Y-%m-%dT%H:%M:%SZ")
        shown[label] = (since, len(rows), top[model], top[total], first[0] if first else "")

print("# Read off the recordings by leaders.py: edition, first shown at, rows, highest total: name, total; first place.")
for label, facts in sorted(shown.items(), key=lambda item: int(re.search(r"年(\d+)月", item[0])[1])):
    print("\t".join(map(str, (label, *facts))))
