"""Reads off the fixtures, without bangdan, who led SuperCLUE's general ranking in which edition of 2023 and who came
to its first ten places, and writes tests/suite/news/leaders.tsv.

    python3 tests/suite/news/leaders.py > tests/suite/news/leaders.tsv

Of the archive only the log is read, for which README was public when; tables are found by their heading and split at
pipes. An edition is taken as its last README shows it.
"""

import json, re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ARCHIVE = ROOT / "fixtures/archive"
MEDALS = {"🏅": 1, "🥇": 1, "🥈": 2, "🥉": 3}
HEADINGS = [r"SuperCLUE总排行榜（(2023年\d+月)）", r"(2023年7月)SuperCLUE中文大模型总排行榜"]


def readmes():
    lines = [line for log in ARCHIVE.glob("captures/*.jsonl") for line in log.read_text("utf-8").splitlines()]
    captures = [json.loads(line) for line in lines]
    own = [c for c in captures if c["source"] == "superclue" and c["resource"] == "readme" and c.get("object")]
    for capture in sorted(own, key=lambda c: c["published_at"]):
        digest = capture["object"]
        yield capture["published_at"], (ARCHIVE / "objects" / digest[:2] / f"{digest}.md").read_text("utf-8")


def plain(cell):
    cell = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]*>", "", cell))
    return cell.replace("*", "").replace("\\", "").replace("\ufe0f", "").strip()


def table(text, heading):
    """(place, name) of the rows below a heading that have a place."""
    found = re.search(heading, text)
    if not found:
        return None
    rows, header = [], None
    for line in text[found.end():].split("\n"):
        if "|" not in line:
            if header:
                break
            continue
        cells = [plain(cell) for cell in line.strip().strip("|").split("|")]
        if header is None:
            header = cells
        elif not set(cells[0]) <= set(":- "):
            row = dict(zip(header, cells))
            rank = row.get("排名", "")
            place = MEDALS.get(rank[:1]) or (int(rank) if rank.isdigit() and rank != "0" else None)
            name = row.get("模型") or row.get("模型名称")
            if place:
                rows.append((place, name))
    return found.group(1), rows


def main():
    editions = {}
    for _, text in readmes():
        for heading in HEADINGS:
            found = table(text, heading)
            # The README of 2023-07-24 once shows the table of June under the heading of July: it has no licences.
            if found and not (found[0] == "2023年7月" and "许可证" not in text):
                editions[found[0]] = found[1]
    order = sorted(editions, key=lambda label: int(label[5:-1]))
    print("# written by leaders.py: edition, leader, leader of the edition before")
    for before, now in zip(order, order[1:]):
        leader = lambda edition: ", ".join(name for place, name in editions[edition] if place == 1)
        if leader(before) != leader(now):
            print("leader", now, leader(now), leader(before), sep="\t")
    for before, now in zip(order, order[1:]):
        top = lambda edition: {name for place, name in editions[edition] if place <= 10}
        for place, name in editions[now]:
            if place <= 10 and name not in top(before):
                print("entered", now, name, place, sep="\t")


main()
