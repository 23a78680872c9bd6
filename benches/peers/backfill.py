#!/usr/bin/env python3
"""backfill.py BANGDAN DIR [ROUNDS [VERSIONS [ROWS]]]: all versions of one README out of a local git repository.

Makes a repository of VERSIONS commits (200) of a README with a table of ROWS rows (200), of which a few scores change from
commit to commit, and runs in turn, each from nothing to its end:

  bangdan      `backfill --from git` into an empty archive, derived tables and all
  markdown-it  git rev-list and cat-file, every table of every version read by markdown-it-py, one CSV
  git-history  `git-history file` (PyPI) with a converter that splits the table's lines, over the first 20 versions only

Prints seconds, milliseconds a version, and the medians of the ratios taken round by round. Needs, in a virtual
environment: pip install git-history markdown-it-py
"""

import csv, os, pathlib, random, shutil, statistics, subprocess, sys, time

FEW = 20
DEFINITION = """
id = "bench"
publisher = "P"
name = { en = "Readme", zh = "说明" }
homepage = "https://example.org/"
languages = ["en"]

[resource.readme]
url = "https://raw.githubusercontent.com/p/readme/main/README.md"

[[board]]
id = "bench/board"
name = { en = "Board", zh = "榜" }
rolling = true
columns = { rank = ["Rank"], model = ["Model"] }
variants = [{ resource = "readme", table = { format = "markdown" } }]
metric = [
    { id = "total", name = { en = "Total", zh = "总分" }, header = ["Total"], benchmark = "bench", primary = true },
    { id = "math", name = { en = "Math", zh = "数学" }, header = ["Math"] },
    { id = "code", name = { en = "Code", zh = "代码" }, header = ["Code"] },
]
"""
CONVERT = """
rows = [line.strip().strip('|').split('|') for line in content.decode().splitlines() if line.startswith('|')]
head = [cell.strip() for cell in rows[0]]
return [dict(zip(head, (cell.strip() for cell in row))) for row in rows[2:]]
"""


def readme(rows):
    lines = ["# Board", "", "Some words before the table.", "", "| Rank | Model | Total | Math | Code |"]
    lines.append("|:---:|:---|:---:|:---:|:---:|")
    order = sorted(rows.items(), key=lambda row: -sum(row[1]))
    for place, (model, scores) in enumerate(order, 1):
        total = sum(scores) / 2
        lines.append(f"| {place} | {model} | {total:.2f} | {scores[0]:.1f} | {scores[1]:.1f} |")
    return "\n".join(lines) + "\n\nAnd some after it.\n"


def repository(folder, versions, count):
    chance = random.Random(20261123)
    rows = {f"Model-{n}-Chat": [chance.uniform(20, 90), chance.uniform(20, 90)] for n in range(count)}
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    stream = []
    for version in range(versions):
        for model in chance.sample(sorted(rows), 5):
            rows[model][chance.randrange(2)] = chance.uniform(20, 90)
        text = readme(rows)
        head = f"commit refs/heads/main\ncommitter T <t@example.invalid> {1_690_000_000 + version * 86_400} +0000\n"
        stream.append(f"{head}data 1\nx\nM 100644 inline README.md\ndata {len(text)}\n{text}\n")
    subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    subprocess.run(["git", "-C", folder, "reset", "-q", "--hard"], check=True)


MARKDOWN_IT = """
import csv, subprocess, sys
from markdown_it import MarkdownIt
reader = MarkdownIt("commonmark").enable("table")
git = ["git", "-C", sys.argv[1]]
commits = subprocess.check_output(git + ["rev-list", "HEAD", "--", "README.md"], text=True).split()
asked = "".join(f"{commit}:README.md\\n" for commit in commits).encode()
blobs = subprocess.run(git + ["cat-file", "--batch"], input=asked, stdout=subprocess.PIPE).stdout
at = 0
with open(sys.argv[2], "w", newline="") as out:
    writer = csv.writer(out)
    for commit in commits:
        end = blobs.index(b"\\n", at)
        size = int(blobs[at:end].split()[2])
        text, at, row = blobs[end + 1:end + 1 + size].decode(), end + 2 + size, None
        for token in reader.parse(text):
            if token.type == "tr_open":
                row = []
            elif token.type == "tr_close":
                writer.writerow([commit, *row])
                row = None
            elif token.type == "inline" and row is not None:
                row.append(token.content)
"""


def timed(command, **more):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    return time.perf_counter() - start


def main():
    bangdan, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).absolute()
    rounds, versions, count = (int(value) for value in (*sys.argv[3:], *"7 200 200".split()[len(sys.argv) - 3 :]))
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "sources").mkdir(parents=True)
    (folder / "sources/readme.toml").write_text(DEFINITION)
    (folder / "convert.py").write_text(CONVERT)
    (folder / "markdown_it.py.txt").write_text(MARKDOWN_IT)
    repository(folder / "all", versions, count)
    repository(folder / "few", FEW, count)
    beside = pathlib.Path(sys.executable).parent
    seconds = {"bangdan": [], "markdown-it": [], "git-history": []}
    for _ in range(rounds + 1):
        shutil.rmtree(folder / "archive", ignore_errors=True)
        (folder / "few.db").unlink(missing_ok=True)
        own = [bangdan, "--archive", folder / "archive", "--sources", folder / "sources"]
        own += ["backfill", "bench", "--from", "git", "--repository", folder / "all"]
        seconds["bangdan"].append(timed(own) / versions)
        script = [sys.executable, folder / "markdown_it.py.txt", folder / "all", folder / "cells.csv"]
        seconds["markdown-it"].append(timed(script) / versions)
        peer = [beside / "git-history", "file", folder / "few.db", folder / "few/README.md", "--repo", folder / "few"]
        peer += ["--id", "Model", "--convert", CONVERT]
        seconds["git-history"].append(timed(peer, cwd=folder) / FEW)
    # The first round warms up.
    for name, times in seconds.items():
        times = times[1:]
        ratio = statistics.median(other / own for other, own in zip(times, seconds["bangdan"][1:]))
        print(f"{name:12} {1000 * statistics.median(times):9.3f} ms a version  {ratio:8.1f} x bangdan")
    print("load", os.getloadavg())


main()
