"""Reads facts of Markdown boards off their recordings, without bangdan, and prints them as a table.

Run it beside the recordings: python3 tests/suite/world/markdown.py ../shared/recordings > tests/suite/world/markdown.tsv
"""

import csv
import html
import json
import re
import sys
from pathlib import Path

from lxml import html as lxml_html

HEADER = "recording board edition metric entries first first_score last last_score highest lowest missing".split()
ABSENT = {"", "-", "TBD"}
# `25.` is cut off behind the point: nobody can say which digits are lost, so it counts as no score.
CUT_OFF = re.compile(r"\d+\.")
FOLDER = Path(sys.argv[1])


def words(text):
    return " ".join(text.split())


def plain(cell):
    """What a reader of the page sees of a Markdown cell."""
    cell = re.sub(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)", r"\1", cell)
    cell = re.sub(r"<[^>]*>", "", cell)
    cell = cell.replace("**", "")
    return words(html.unescape(cell))


def cells(line):
    line = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in line.split("|")]


def tables(text):
    """Tables of a Markdown text: their nearest heading, their header and their rows, as written."""
    found, heading, lines, fenced = [], "", text.splitlines(), False
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.lstrip().startswith("```"):
            fenced = not fenced
        title = re.match(r"#+\s+(.*)", line)
        if title and not fenced:
            heading = words(title[1])
        rule = lines[at + 1] if at + 1 < len(lines) else ""
        if not fenced and "|" in line and re.fullmatch(r"[\s|:-]*-[\s|:-]*", rule) and "|" in rule:
            header = [plain(cell) for cell in cells(line)]
            at += 2
            rows = []
            while at < len(lines) and "|" in lines[at]:
                rows.append(cells(lines[at]))
                at += 1
            found.append((heading, header, rows))
            continue
        at += 1
    return found


def number(text):
    """The first number of a cell, with its exponent."""
    return float(re.search(r"[-+]?\d[\d.]*(?:e[-+]?\d+)?", text.replace(",", ""))[0])


FACTS = []


def fact(recording, board, metric, entries):
    """Writes down what is said of a metric; `entries` are pairs of a name and a score as printed."""
    shown = ["" if score in ABSENT or CUT_OFF.fullmatch(score) else score for _, score in entries]
    scores = [score for score in shown if score]
    # Of equal scores the last is the highest and the first the lowest, as the test has it.
    highest = max(reversed(scores), key=number)
    lowest = min(scores, key=number)
    row = [recording, board, "", metric, len(entries), entries[0][0], shown[0], entries[-1][0], shown[-1], highest]
    FACTS.append(row + [lowest, len(entries) - len(scores)])


def read(recording):
    return (FOLDER / recording).read_text(encoding="utf-8-sig")


def whole_rows(header, rows):
    """Rows with a cell for each header. A row of one cell is a line between groups; a row that lacks cells is
    reported and left out, since nothing says which it lacks."""
    return [row for row in rows if len(row) == len(header)]


def board(recording, name, chosen, model, metrics):
    _, header, rows = chosen
    for metric, column in metrics.items():
        place, score = header.index(model), header.index(column)
        entries = [(plain(row[place]), plain(row[score])) for row in whole_rows(header, rows)]
        fact(recording, name, metric, entries)


def under(recording, heading):
    return next(table for table in tables(read(recording)) if table[0] == heading)


def versions(source):
    return sorted(path.name for path in (FOLDER / "world" / source).glob("README.*.md"))


def c_eval():
    recording = "world/c-eval/README.md"
    groups = {"average": "Average", "stem": "STEM", "social-science": "Social Science"}
    board(recording, "c-eval/zero-shot", under(recording, "Zero-shot"), "Model", groups)
    board(recording, "c-eval/five-shot", under(recording, "Five-shot"), "Model", groups)
    shots = {"zero-shot": "Zero-shot", "five-shot": "Five-shot"}
    board(recording, "c-eval/hard", under(recording, "C-Eval Hard Leaderboard"), "Model", shots)
    board(recording, "c-eval/validation", under(recording, "Results On Validation Split"), "Model", shots)


def cmmlu():
    for name in versions("cmmlu"):
        recording = f"world/cmmlu/{name}"
        two = [table for table in tables(read(recording)) if table[1][-1] in ("平均分", "Average")]
        assert len(two) == 2, recording
        for shots, chosen in zip(("five-shot", "zero-shot"), two):
            chinese = chosen[1][0] == "模型"
            average, specific = ("平均分", "中国特定主题") if chinese else ("Average", "China-specific")
            metrics = {"average": average, "china-specific": specific}
            board(recording, f"cmmlu/{shots}", chosen, "模型" if chinese else "Model", metrics)


def alignbench():
    recording = "world/alignbench/README.md"
    text = read(recording)
    table = lxml_html.fromstring(text[text.index("<table") : text.index("</table>") + len("</table>")])
    rows = [[words(cell.text_content()) for cell in row.findall("td")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    order = "overall reasoning mathematics logic language fundamental understanding open-questions".split()
    order += "writing role-play professional".split()
    assert all(len(row) == 1 + len(order) for row in rows)
    for at, metric in enumerate(order, start=1):
        fact(recording, "alignbench", metric, [(row[0], row[at]) for row in rows])


def lawbench():
    recording = "world/lawbench/results.csv"
    lines = list(csv.DictReader(read(recording).splitlines()))
    models = list(dict.fromkeys(line["model_name"] for line in lines))
    for task in dict.fromkeys(line["task"] for line in lines):
        of_task = [line for line in lines if line["task"] == task]
        for metric, column in {"score": "score", "abstention": "abstention_rate"}.items():
            entries = [(line["model_name"], line[column]) for line in of_task]
            fact(recording, f"lawbench/task-{task}", metric, entries)
        by_model = {line["model_name"]: line["score"] for line in of_task}
        fact(recording, "lawbench/zero-shot", f"task-{task}", [(model, by_model[model]) for model in models])
    recording = "world/lawbench/README.md"
    for heading, name in {"Zero-shot 性能": "zero-shot-top", "One-Shot 性能": "one-shot-top"}.items():
        _, header, rows = under(recording, heading)
        for row in rows:
            metric = "average" if row[0] == "AVG" else f"task-{row[0]}"
            fact(recording, f"lawbench/{name}", metric, list(zip(header[1:], row[1:])))


def gaokao_bench():
    recording = "world/gaokao-bench/README.md"
    metrics = {"overall": "Overall", "chinese": "Chinese", "physics": "Phys.", "geography": "Geog."}
    board(recording, "gaokao-bench/objective", under(recording, "客观题得分率"), "Models", metrics)
    board(recording, "gaokao-bench/subjective", under(recording, "主观题得分率"), "Models", metrics)


def vectara():
    for name in versions("vectara-hallucination"):
        recording = f"world/vectara-hallucination/{name}"
        chosen = next(table for table in tables(read(recording)) if "Hallucination Rate" in table[1])
        consistency = next(header for header in chosen[1] if header in ("Accuracy", "Factual Consistency Rate"))
        metrics = {
            "hallucination-rate": "Hallucination Rate",
            "consistency-rate": consistency,
            "answer-rate": "Answer Rate",
            "summary-length": "Average Summary Length (Words)",
        }
        board(recording, "vectara-hallucination", chosen, "Model", metrics)


def nyt_connections():
    boards = {
        "Leaderboard": "original",
        "Leaderboard: Original Version": "original",
        "Leaderboard: Extended Version": "extended",
        "Leaderboard: Newest 100 puzzles, extended version": "newest",
        "Leaderboard: Older models": "older",
    }
    for name in versions("nyt-connections"):
        recording = f"world/nyt-connections/{name}"
        for table in tables(read(recording)):
            score = next(header for header in table[1] if header.startswith("Score"))
            board(recording, f"nyt-connections/{boards[table[0]]}", table, "Model", {"score": score})


def confabulations():
    recording = "world/confabulations/README.md"
    metrics = {"weighted": "Weighted", "confabulation": "Confab %", "non-response": "Non-Resp %"}
    board(recording, "confabulations", under(recording, "50-50 Ranking leaderboard"), "Model", metrics)
    recording = "world/confabulations/leaderboard1.html"
    data = re.search(r"const data = (\[.*?\n\s*\]);", read(recording), re.S)[1]
    entries = json.loads(data, parse_float=str)
    for metric, key in {"confabulation": "confabulations", "non-response": "nonResponse"}.items():
        fact(recording, "confabulations/interactive", metric, [(one["name"], str(one[key])) for one in entries])


def scicode():
    recording = "world/scicode/leaderboard.md"
    metrics = {"main": "Main Problem Resolve Rate", "subproblem": "Subproblem"}
    board(recording, "scicode", under(recording, "Leaderboard"), "Models", metrics)


def ruler():
    recording = "world/ruler/README.md"
    metrics = {"average": "Avg.", "weighted-long": "wAvg. (inc)", "weighted-short": "wAvg. (dec)"}
    metrics |= {length.lower(): length for length in ("4K", "8K", "16K", "32K", "64K", "128K")}
    chosen = next(table for table in tables(read(recording)) if "Claimed Length" in table[1])
    board(recording, "ruler", chosen, "Models", metrics)


def ludwig():
    columns = {
        "chatbot-arena": "Chatbot Arena Elo",
        "hellaswag-few-shot": "HellaSwag (few-shot)",
        "hellaswag-zero-shot": "HellaSwag (zero-shot)",
        "humaneval": "HumanEval-Python (pass@1)",
        "mmlu-few-shot": "MMLU (few-shot)",
        "winogrande-few-shot": "WinoGrande (few-shot)",
    }
    for name in versions("ludwig-llm-leaderboard"):
        recording = f"world/ludwig-llm-leaderboard/{name}"
        chosen = under(recording, "Leaderboard")
        metrics = {metric: column for metric, column in columns.items() if column in chosen[1]}
        board(recording, "ludwig-llm-leaderboard", chosen, "Model Name", metrics)


def arena_hard():
    recording = "world/arena-hard/README.md"
    blocks = re.findall(r"```console\n(\s*Model .*?)```", read(recording), re.S)
    assert len(blocks) == 3
    for name, block in zip(("v2-hard-gemini", "v2-hard-gpt", "v2-creative"), blocks):
        rows = [line.split() for line in block.strip().splitlines()[1:]]
        fact(recording, f"arena-hard/{name}", "score", [(row[1], row[2]) for row in rows])
    recording = "world/arena-hard/past_leaderboards.md"
    blocks = re.findall(r"```console\n(.*?)```", read(recording), re.S)
    assert len(blocks) == 2
    for name, block in zip(("v0.1-style", "v0.1"), blocks):
        rows = [[words(cell) for cell in line.split("|")] for line in block.strip().splitlines()]
        fact(recording, f"arena-hard/{name}", "score", [(row[0], row[1]) for row in rows])
        fact(recording, f"arena-hard/{name}", "tokens", [(row[0], row[3]) for row in rows])
    recording = "world/arena-hard/arena_hard_leaderboard_20240731.csv"
    rows = list(csv.DictReader(read(recording).splitlines()))
    fact(recording, "arena-hard/v0.1", "score", [(row["model"], row["score"]) for row in rows])
    fact(recording, "arena-hard/v0.1", "tokens", [(row["model"], row["avg_tokens"]) for row in rows])


def copies():
    recording = "world/mle-bench/mle_bench_leaderboard.csv"
    rows = list(csv.DictReader(read(recording).splitlines()))
    columns = {"all": "All (%)", "low": "Low == Lite (%)", "medium": "Medium (%)", "high": "High (%)"}
    for metric, column in columns.items():
        fact(recording, "mle-bench/copy", metric, [(words(row["LLM(s) used"]), row[column]) for row in rows])
    recording = "world/mt-bench/mt_bench.csv"
    rows = list(csv.DictReader(read(recording).splitlines()))
    fact(recording, "mt-bench", "score", [(row["Model_ID"], row["MT-bench (score)"]) for row in rows])


for source in (c_eval, cmmlu, alignbench, lawbench, gaokao_bench, vectara, nyt_connections, confabulations):
    source()
for source in (scicode, ruler, ludwig, arena_hard, copies):
    source()
print("\t".join(HEADER))
for row in FACTS:
    print("\t".join(str(cell) for cell in row))
