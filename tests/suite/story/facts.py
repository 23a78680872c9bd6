"""Writes facts.tsv beside this file: who led SuperCLUE's general board in the last README of each edition, its entries, and
with which weight OPEN goes into the total (OPT has the rest), read from the recorded READMEs without bangdan.

    python3 tests/suite/story/facts.py ../shared/recordings/clue/github/SuperCLUE
"""

import csv
import re
import sys
from pathlib import Path

folder = Path(sys.argv[1])
MEDALS = {"🏅": 1, "🏅️": 1, "🥈": 2, "🥉": 3}


def clean(cell):
    cell = re.sub(r"<[^>]*>", "", cell)
    cell = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell)
    return cell.replace("*", "").replace("\\", "").strip()


def table(text, month):
    """The rows of the first table below the general board's heading of this month that has a column of totals."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if not re.match(r"#+ ", line) or "总排行榜" not in line or f"2023年{month}月" not in line:
            continue
        rows = []
        for following in lines[at + 1 :]:
            if following.startswith("#"):
                break
            if "|" in following:
                rows.append([clean(cell) for cell in following.strip().strip("|").split("|")])
            elif rows:
                break
        if rows and any("总分" in cell for cell in rows[0]):
            return rows[0], rows[2:]
    return None


editions = {}
for row in csv.DictReader(open(folder / "history.csv")):
    text = (folder / row["file"]).read_text()
    for month in (8, 9, 10, 11, 12):
        found = table(text, month)
        if found:
            editions[month] = found



def weight(header, rows):
    """The only two-digit weight that gives every total to within rounding; empty where there is none or several."""
    at = [next((i for i, cell in enumerate(header) if name in cell), None) for name in ("总分", "OPEN", "OPT")]
    if None in at:
        return ""
    numbers = []
    for row in rows:
        try:
            numbers.append([float(row[i]) for i in at])
        except ValueError:
            pass
    fits = lambda w: all(abs(w * o + (1 - w) * c - t) <= 0.0101 for t, o, c in numbers)
    found = [w for w in (i / 100 for i in range(101)) if fits(w)]
    return f"{found[0]:.2f}" if len(found) == 1 else ""


out = [("edition", "leaders", "entries", "weight", "names")]
for month, (header, rows) in sorted(editions.items()):
    rank = next(i for i, cell in enumerate(header) if cell == "排名")
    model = next(i for i, cell in enumerate(header) if cell.startswith("模型"))
    rows = [row for row in rows if len(row) == len(header)]
    first = [row[model] for row in rows if MEDALS.get(row[rank]) == 1 or row[rank] == "1"]
    names = sorted({row[model] for row in rows})
    out.append((f"2023年{month}月", "|".join(first), str(len(rows)), weight(header, rows), "|".join(names)))
Path(__file__).with_name("facts.tsv").write_text("".join("\t".join(row) + "\n" for row in out))
