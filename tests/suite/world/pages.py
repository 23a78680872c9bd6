"""Reads facts of boards in pages, and of the files behind them, off their recordings, without bangdan, and prints them
as a table.

Run it beside the recordings (it needs lxml): python3 tests/suite/world/pages.py ../shared/recordings > tests/suite/world/pages.tsv
"""

import csv
import json
import re
import sys
from decimal import Decimal
from pathlib import Path

from lxml import html

HEADER = "recording board edition metric entries first first_score last last_score highest lowest missing".split()
ABSENT = {"", "-", "N/A", "None", "not reported"}
FOLDER = Path(sys.argv[1])
FACTS = []


def words(text):
    return " ".join(text.split())


def found(pattern):
    return [path.relative_to(FOLDER).as_posix() for path in sorted((FOLDER / "world").glob(pattern))]


def read(recording):
    return (FOLDER / recording).read_text(encoding="utf-8-sig")


def number(cell):
    """The number of a cell that is more than a number: `16.2 ± 1.6`, `46/48`."""
    return Decimal(re.split(" ± |/", cell)[0])


def fact(recording, board, metric, entries):
    """Writes down what is said of a metric; `entries` are pairs of a name and a score as printed."""
    shown = [(words(name), "" if score in ABSENT else score) for name, score in entries]
    scores = [score for _, score in shown if score]
    # Of equal scores the last is the highest and the first the lowest, as the test has it.
    highest, lowest = max(reversed(scores), key=number), min(scores, key=number)
    (first, first_score), (last, last_score) = shown[0], shown[-1]
    missing = len(shown) - len(scores)
    FACTS.append([recording, board, "", metric, len(shown), first, first_score, last, last_score, highest, lowest, missing])


def tables(recording):
    """The rows of a page's tables, as lists of cells; rows of headers have none."""
    page = html.fromstring(read(recording))
    rows = [[row.findall("td") for row in table.iter("tr")] for table in page.iter("table")]
    return [[row for row in table if row] for table in rows]


def text(cell):
    return words(cell.text_content())


def first(cell):
    """The first text of a cell that is not blank."""
    return next(words(part) for part in cell.itertext() if part.strip())


def balrog():
    columns = {"llm": "progress babyai crafter textworld babaisai minihack nethack".split(),
               "vlm": "progress babyai crafter babaisai minihack nethack".split()}
    for recording in found("balrog/index.*.html"):
        for (board, metrics), rows in zip(columns.items(), tables(recording), strict=True):
            # Medals and signs end before the first letter of a name.
            names = [re.search(r"[A-Za-z].*", text(row[0]))[0] for row in rows]
            for at, metric in enumerate(metrics, start=1):
                fact(recording, f"balrog/{board}", metric, [(name, text(row[at])) for name, row in zip(names, rows)])


def squad():
    for recording in found("squad/index.*.html"):
        several = tables(recording)
        boards = {0: (), 1: ("v1.1",), 2: ("v2", "v1.1")}[len(several)]
        for board, rows in zip(boards, several, strict=True):
            for metric, at in {"em": 2, "f1": 3}.items():
                fact(recording, f"squad/{board}", metric, [(first(row[1]), text(row[at])) for row in rows])
    recording = "world/squad/out-v2.0.json"
    runs = json.loads(read(recording), parse_float=str)["leaderboard"]
    runs = [run for run in runs if run["submission"]["public"] is True and run["submission"]["description"]]
    for metric, key in {"em": "exact_match", "f1": "f1"}.items():
        name = lambda run: re.sub(r"\s*https?://\S*$", "", run["submission"]["description"])
        fact(recording, "squad/v2-competition", metric, [(name(run), str(run["scores"][key])) for run in runs])


def hotpotqa():
    metrics = "answer-em answer-f1 support-em support-f1 joint-em joint-f1".split()
    for recording in found("hotpotqa/index.*.html"):
        for board, rows in zip(("distractor", "fullwiki"), tables(recording), strict=True):
            for at, metric in enumerate(metrics, start=3):
                fact(recording, f"hotpotqa/{board}", metric, [(first(row[1]), text(row[at])) for row in rows])
    recording = "world/hotpotqa/distractor-leaderboard.json"
    runs = json.loads(read(recording), parse_float=str)["leaderboard"]
    # A description ends in a reference: `Name (lab) (single model) [reference](address)`.
    named = [(run["submission"]["description"].split("[")[0], run) for run in runs if run["submission"]["public"] is True]
    keys = "ans_em ans_f1 sup_em sup_f1 joint_em joint_f1".split()
    for metric, key in zip(metrics, keys):
        entries = [(name, str(run["scores"][key])) for name, run in named if name.strip()]
        fact(recording, "hotpotqa/distractor-competition", metric, entries)


def mathverse():
    recording = "world/mathverse/index.html"
    (rows,) = tables(recording)
    parts = "all text-dominant text-lite text-only vision-intensive vision-dominant vision-only".split()
    metrics = [metric for part in parts for metric in (f"{part}-cot", part)]
    for at, metric in enumerate(metrics, start=5):
        fact(recording, "mathverse/testmini", metric, [(text(row[1]), text(row[at])) for row in rows])


def oobabooga():
    recording = "world/oobabooga/benchmark.html"
    (rows,) = tables(recording)
    assert all(text(row[0]).endswith("/48") for row in rows)
    fact(recording, "oobabooga", "score", [(text(row[1]), text(row[0])) for row in rows])
    fact(recording, "oobabooga", "size", [(text(row[1]), text(row[3])) for row in rows])


def cruxeval():
    recording = "world/cruxeval/model_info.tsv"
    rows = list(csv.DictReader(read(recording).splitlines(), delimiter="\t"))
    for metric, column in {"humaneval": "HumanEval@1", "evalplus": "EvalPlus", "mbpp": "MBPP@1"}.items():
        entries = [(row["model"], row[column] or "") for row in rows]
        fact(recording, "cruxeval/other-benchmarks", metric, entries)


def runs():
    recording = "world/terminal-bench/goose_claude-4-opus_2025-08-29__14-06-41_results.json"
    run = json.loads(read(recording), parse_float=str)
    resolved = sum(task["is_resolved"] for task in run["results"])
    assert Decimal(run["accuracy"]) == Decimal(resolved) / len(run["results"])
    fact(recording, "terminal-bench/core-runs", "accuracy", [("claude-4-opus", run["accuracy"])])
    fact(recording, "terminal-bench/core-runs", "resolved", [("claude-4-opus", str(resolved))])
    recording = "world/terminal-bench/openhands_claude-4-sonnet_run_metadata.json"
    run = json.loads(read(recording), parse_float=str)
    fact(recording, "terminal-bench/core-metadata", "accuracy", [(run["model_name"], run["accuracy"])])
    recording = "world/can-ai-code/senior_llama31_70b.ndjson"
    questions = [json.loads(line) for line in read(recording).splitlines()]
    (model,) = {Path(question["model"]).name for question in questions}
    passed, total = (sum(question[key] for question in questions) for key in ("passed", "total"))
    fact(recording, "can-ai-code/senior", "checks-passed", [(model, str(passed))])
    fact(recording, "can-ai-code/senior", "checks", [(model, str(total))])
    # Two digits more than its parts have.
    share = str((Decimal(100 * passed) / total).quantize(Decimal("0.01")))
    fact(recording, "can-ai-code/senior", "passed", [(model, share)])


for reader in (balrog, squad, hotpotqa, mathverse, oobabooga, cruxeval, runs):
    reader()
print("\t".join(HEADER))
for row in FACTS:
    print("\t".join(map(str, row)))
