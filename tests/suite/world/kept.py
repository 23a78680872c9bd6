"""Reads facts of boards that others have kept (Epoch AI, BenchBench, sota-extractor and others) off their recordings, without
bangdan, and prints them as a table.

Run it beside the recordings: python3 tests/suite/world/kept.py ../shared/recordings > tests/suite/world/kept.tsv
"""

import csv
import io
import json
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl

HEADER = "recording board edition metric entries first first_score last last_score highest lowest missing".split()
FOLDER = Path(sys.argv[1])
FACTS = []


def words(text):
    return " ".join(str(text).split())


def number(text):
    return Decimal(text.strip("$%").replace(",", ""))


class Printed(str):
    """A number as it stands in the text."""


def load(recording):
    text = (FOLDER / recording).read_text(encoding="utf-8")
    return json.loads(text, parse_float=Printed, parse_int=Printed)


def fact(recording, board, metric, entries, edition=""):
    """Writes down what is said of a metric; `entries` are pairs of a name and a score as printed, empty for none."""
    scores = [score for _, score in entries if score]
    # Of equal scores the last is the highest and the first the lowest, as the test has it.
    highest = max(reversed(scores), key=number)
    lowest = min(scores, key=number)
    (first, first_score), (last, last_score) = entries[0], entries[-1]
    row = [recording, board, edition, metric, len(entries), first, first_score, last, last_score, highest, lowest]
    FACTS.append(row + [len(entries) - len(scores)])


def rows_of(recording):
    text = (FOLDER / recording).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def score(text):
    """A figure as printed, with the sign of its unit; an empty cell is none."""
    return text.strip()


def epoch_ai():
    tasks = {"gpqa-diamond": "GPQA diamond", "math-level-5": "MATH level 5",
             "otis-mock-aime": "OTIS Mock AIME 2024-2025", "frontiermath": "FrontierMath-2025-02-28-Private",
             "frontiermath-public": "FrontierMath-2025-02-28-Public",
             "frontiermath-tier-4": "FrontierMath-Tier-4-2025-07-01-Private",
             "frontiermath-tier-4-public": "FrontierMath-Tier-4-2025-07-01-Public",
             "swe-bench-verified": "SWE-Bench verified"}
    recording = "world/epoch-ai/benchmarks_runs.csv"
    runs = rows_of(recording)
    for board, task in tasks.items():
        entries = [(words(run["model"]), run["Best score (across scorers)"]) for run in runs if run["task"] == task]
        fact(recording, f"epoch-ai/{board}", "score", entries)
    version = "Model version"
    copies = {
        "aider_polyglot": ("aider-polyglot", version, {"correct": "Percent correct", "cost": "Cost"}),
        "arc_agi": ("arc-agi-1", "Name", {"score": "Score"}),
        "balrog": ("balrog", version, {"progress": "Average progress", "nethack": "NetHack progress"}),
        "fictionlivebench": ("fiction-livebench", version, {"0": "0 token score", "192k": "192k token score"}),
        "gso_bench": ("gso", version, {"opt-1": "Score OPT@1", "opt-10": "Score OPT@10"}),
        "livebench": ("livebench", "id", {"average": "Global average", "instruction": "IF Average"}),
        "metr": ("metr", version, {"p50-horizon": "Time horizon", "average-score": "average_score"}),
        "os_world": ("os-world", "Agent", {"score": "Score"}),
        "simple_bench": ("simple-bench", version, {"score": "Score (AVG@5)"}),
        "superglue": ("superglue", "Name", {"score": "Score"}),
        "terminal_bench": ("terminal-bench", version, {"accuracy": "Accuracy mean"}),
        "the_agent_company": ("agent-company", "Model",
                              {"resolved": "% Resolved", "steps": "Average steps", "cost": "Average costs"}),
    }
    for file, (board, model, metrics) in copies.items():
        recording = f"world/epoch-ai/external_benchmark_{file}.csv"
        for metric, column in metrics.items():
            # A row that names no model is none.
            entries = [(words(row[model]), score(row[column])) for row in rows_of(recording) if row[model].strip()]
            fact(recording, f"epoch-ai/{board}", metric, entries)


def benchbench():
    boards = {
        "helm_classic_240130": ("helm-classic", {"mean-win-rate": "helm_mwr", "cnn-dailymail": "cnn/dailymail",
                                                 "hellaswag": "hellaswag", "boolq": "boolq"}),
        "helm_lite_240610": ("helm-lite", {"mean-win-rate": "helm_lite_mwr", "wmt-2014": "wmt_2014"}),
        "livebench_240701": ("livebench", {"average": "livebench_average", "instruction": "if_average"}),
        "mixeval_240601": ("mixeval", {"hard": "mixeval_hard_mixed", "all": "mixeval", "arena-elo": "arena_elo_mixed",
                                       "boolq": "boolq_mixed"}),
        "wildbench_240612": ("wildbench", {"reward": "wildbench_mix", "reward-gpt4t": "wildbench_gpt4t",
                                           "score": "wb_score", "alpaca": "alpacav2"}),
    }
    for file, (board, metrics) in boards.items():
        recording = f"world/benchbench-snapshots/{file}.csv"
        rows = rows_of(recording)
        models = list(dict.fromkeys(row["model"] for row in rows))
        for metric, scenario in metrics.items():
            scores = {row["model"]: score(row["score"]) for row in rows if row["scenario"] == scenario}
            entries = [(words(model), scores.get(model, "")) for model in models]
            fact(recording, f"benchbench-snapshots/{board}", metric, entries)
    recording = "world/benchbench-snapshots/hf_open_llm_v2_240829.csv"
    for metric, column in {"average": "hf_open_llm_v2", "bbh-raw": "HFV2_BBH Raw", "math": "HFV2_MATH_Lvl_5"}.items():
        entries = [(words(row["model"]), score(row[column])) for row in rows_of(recording)]
        fact(recording, "benchbench-snapshots/open-llm-leaderboard-v2", metric, entries)


def sota_extractor():
    """Of HotpotQA and of CMRC's challenge set a figure of nothing at all stands for none."""
    boards = [
        ("squad", 0, "squad-2", {"f1": "F1", "em": "EM"}, []),
        ("squad", 1, "squad-1", {"f1": "F1", "em": "EM"}, []),
        ("hotpotqa", 0, "hotpotqa", {"joint-f1": "JOINT-F1", "answer-f1": "ANS-F1", "support-em": "SUP-EM"},
         ["JOINT-F1", "SUP-EM"]),
        ("coqa", 0, "coqa", {"overall": "OVERALL", "out-of-domain": "OUT-OF-DOMAIN"}, []),
        ("record", 0, "record", {"f1": "F1", "em": "EM"}, []),
        ("snli", 0, "snli", {"test": "% Test Accuracy", "train": "% Train Accuracy"}, []),
        ("cmrc", 0, "cmrc-2018", {"test-f1": "TEST-F1", "challenge-em": "CHALLENGE-EM"}, ["CHALLENGE-EM"]),
        ("cmrc", 1, "cmrc-2019", {"qac": "QAC", "pac": "PAC"}, []),
    ]
    for file, place, board, metrics, without_zero in boards:
        recording = f"world/sota-extractor/{file}.json"
        rows = load(recording)[0]["datasets"][place]["sota"]["rows"]
        for metric, key in metrics.items():
            entries = []
            for row in rows:
                text = score(row["metrics"][key])
                if text == "–" or (key in without_zero and number(text) == 0):
                    text = ""
                if row["model_name"].strip():
                    entries.append((words(row["model_name"]), text))
            fact(recording, f"sota-extractor/{board}", metric, entries)


def llm_stats():
    """One file for each model; the board holds those that were there by then, in the order of their addresses."""
    saved = ["world/llm-stats/deepseek__models__deepseek-r1-0528__benchmarks.json",
             "world/llm-stats/openai__models__gpt-5-2025-08-07__benchmarks.json"]
    for recording, there in [(saved[1], saved[1:]), (saved[0], saved)]:
        for board, key in {"gpqa": "gpqa", "hle": "humanity's-last-exam", "browsecomp": "browsecomp", "mmlu": "mmlu",
                           "swe-bench-verified": "swe-bench-verified"}.items():
            figures = [one for file in there for one in load(file) if one["benchmark_id"] == key]
            entries = [(words(one["model_id"]), score(one["score"])) for one in figures]
            fact(recording, f"llm-stats/{board}", "score", entries)


def mteb():
    recording = "world/mteb/AFQMC.json"
    [result] = load(recording)["scores"]["validation"]
    # The folder that the manifest tells of: results/Alibaba-NLP__gme-Qwen2-VL-2B-Instruct/external.
    for metric, key in {"score": "main_score", "cosine-pearson": "cosine_pearson",
                        "manhattan-spearman": "manhattan_spearman"}.items():
        fact(recording, "mteb/afqmc", metric, [("gme-Qwen2-VL-2B-Instruct", result[key])])


def ai_month():
    recording = "world/ai-month/2026-08.json"
    digest = load(recording)
    for category in digest["categories"]:
        if category["id"] in ["reasoning", "image", "video"]:
            entries = [(words(model["name"]), score(model["score"])) for model in category["models"]]
            fact(recording, f"ai-month/{category['id']}", "score", entries, digest["month"])


def leaderboard_llm():
    """A workbook for each model; the board holds those that were there by then, in the order of their addresses."""
    marks = {}
    for model in ["claude-sonnet-46", "deepseek-v32-exp"]:
        recording = f"world/leaderboard-llm-xlsx/sample_import_template-{model}.xlsx"
        header, *rows = openpyxl.load_workbook(FOLDER / recording).active.iter_rows(values_only=True)
        task, mark = header.index("task_id"), header.index("quality_score")
        marks[model] = (recording, {row[task]: str(row[mark]) for row in rows})
    first, last = marks["deepseek-v32-exp"], marks["claude-sonnet-46"]
    for metric, task in {"poem": "language_tasks_002", "vanek": "context_understanding_007",
                         "balls": "programming_013", "animation": "svg_generation_017"}.items():
        entries = [(model, of[task]) for model, (_, of) in marks.items()]
        fact(first[0], "leaderboard-llm-xlsx", metric, [("deepseek-v32-exp", first[1][task])])
        fact(last[0], "leaderboard-llm-xlsx", metric, entries)


for group in [epoch_ai, benchbench, sota_extractor, llm_stats, mteb, ai_month, leaderboard_llm]:
    group()
writer = csv.writer(sys.stdout, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
writer.writerow(HEADER)
writer.writerows(FACTS)
