#!/usr/bin/env python3
"""markdown.py FOLDER OUT.csv: every cell of every table of a folder's Markdown files, read by markdown-it-py, as one CSV."""
import csv, pathlib, sys
from markdown_it import MarkdownIt

reader = MarkdownIt("commonmark").enable("table")
rows = 0
with open(sys.argv[2], "w", newline="") as out:
    writer = csv.writer(out)
    for file in sorted(pathlib.Path(sys.argv[1]).rglob("*.md")):
        row = None
        for token in reader.parse(file.read_text(encoding="utf-8-sig", errors="replace")):
            if token.type == "tr_open":
                row = []
            elif token.type == "tr_close":
                writer.writerow(row)
                row, rows = None, rows + 1
            elif token.type == "inline" and row is not None:
                row.append(token.content)
print(rows, "rows")
