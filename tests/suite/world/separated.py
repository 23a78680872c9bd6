"""Reads facts of boards in CSV and Parquet off their recordings, without bangdan, and prints them as a table.

Run it beside the recordings (it needs pyarrow):
python3 tests/suite/world/separated.py ../shared/recordings > tests/suite/world/separated.tsv
"""

import csv
import json
import re
import sys
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet

HEADER = "recording board edition metric entries first first_score last last_score highest lowest missing".split()
ABSENT = {"", "-", "N/A", "—", "null", "?"}
FOLDER = Path(sys.argv[1])
FACTS = []


def words(text):
    return " ".join(text.split())


def lines(name):
    """The fields of every line of a recording."""
    with open(FOLDER / "world" / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def rows(name):
    """The lines under the header as dictionaries; lines with another number of fields are left out."""
    header, *rest = lines(name)
    return [dict(zip(header, line)) for line in rest if len(line) == len(header)]


def fact(recording, board, metric, entries, edition="", absent=ABSENT, value=None):
    """Writes down what is said of a metric; `entries` are pairs of a name and a score as printed.

    `value` gives the number of a cell that is more than a number.
    """
    shown = [(words(name), "" if score in absent else score) for name, score in entries]
    scores = [score for _, score in shown if score]
    value = value or (lambda text: Decimal(text.removesuffix("%")))
    # Of equal scores the last is the highest and the first the lowest, as the test has it.
    highest, lowest = max(reversed(scores), key=value), min(scores, key=value)
    (first, first_score), (last, last_score) = shown[0], shown[-1]
    missing = len(shown) - len(scores)
    FACTS.append([f"world/{recording}", board, edition, metric, len(shown), first, first_score, last, last_score,
                  highest, lowest, missing])


def columns(recording, board, metric, name, score, table=None, **more):
    """A fact of two columns of a recording."""
    table = rows(recording) if table is None else table
    fact(recording, board, metric, [(row[name], row[score]) for row in table], **more)


def found(pattern):
    return [path.relative_to(FOLDER / "world").as_posix() for path in sorted((FOLDER / "world").glob(pattern))]


def arena():
    for recording in found("lmarena-csv/*.csv"):
        kind = recording.rsplit("_", 1)[-1].removesuffix(".csv") if "lmarena_" in recording else "text"
        score = "arena_elo" if "arena_elo" in rows(recording)[0] else "arena_score"
        columns(recording, f"lmarena-csv/{kind}", "score", "model", score)
        if "rank_stylectrl" in rows(recording)[0]:
            columns(recording, f"lmarena-csv/{kind}", "style-place", "model", "rank_stylectrl")
    for recording in found("lmarena-history/*.csv"):
        (_, *models), *days = lines(recording)
        for day, *scores in (days[0], days[len(days) // 2], days[-1]):
            # 0.0 says that the model was not there.
            there = [(model, score) for model, score in zip(models, scores) if score != "0.0"]
            fact(recording, "lmarena-history", "rating", there, edition=day)
    for recording in found("lmarena-parquet/*.parquet"):
        table = pyarrow.parquet.read_table(FOLDER / "world" / recording).to_pylist()
        # The file holds doubles, which have no printed digits: whole ones are written without a point.
        entries = [(row["model_name"], f"{row['rating']:g}") for row in table if row["category"] == "full"]
        fact(recording, "lmarena/text", "rating", entries, edition=table[0]["leaderboard_publish_date"])


def alpaca():
    for recording in found("alpaca-eval/weighted*.csv"):
        controlled = "length_controlled_winrate" in rows(recording)[0]
        headline = "length_controlled_winrate" if controlled else "win_rate"
        columns(recording, "alpaca-eval/v2", "headline", "name", headline)
        columns(recording, "alpaca-eval/v2", "win-rate", "name", "win_rate")
        columns(recording, "alpaca-eval/v2", "length", "name", "avg_length")
    first = "alpaca-eval/alpaca_eval_gpt4_leaderboard.csv"
    columns(first, "alpaca-eval/v1", "win-rate", "name", "win_rate")
    columns(first, "alpaca-eval/v1", "lc-win-rate", "name", "length_controlled_winrate")
    judges = "alpaca-eval/evaluators_leaderboard.csv"
    columns(judges, "alpaca-eval/evaluators", "agreement", "", "Human agreement")
    columns(judges, "alpaca-eval/evaluators", "price", "", "Price [$/1000 examples]")


def digits(text):
    return len(text.partition(".")[2])


def rounded(mean, places):
    """Half away from zero; no score here is below zero or so small that it needs more places."""
    exact = Decimal(mean.numerator) / Decimal(mean.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


CATEGORIES = {"IF": "instruction"}


def livebench():
    for recording in found("livebench/table_*.csv"):
        release = recording.removeprefix("livebench/table_").removesuffix(".csv")
        categories = json.loads((FOLDER / f"world/livebench/categories_{release}.json").read_text())
        means = {category: [] for category in categories}
        overall = []
        for row in rows(recording):
            parts, places = [], []
            for category, tasks in categories.items():
                scores = [row[task] for task in tasks if row[task]]
                mean = Fraction(sum(map(Fraction, scores)), len(scores))
                place = min(max(map(digits, scores)) + 2, 6)
                means[category].append((row["model"], rounded(mean, place)))
                parts.append(mean)
                places.append(place)
            overall.append((row["model"], rounded(Fraction(sum(parts), len(parts)), min(max(places) + 2, 6))))
        fact(recording, "livebench/overall", "average", overall, edition=release)
        for category, entries in means.items():
            board = CATEGORIES.get(category, category.lower().replace(" ", "-"))
            fact(recording, f"livebench/{board}", board, entries, edition=release)


def bfcl():
    parts = {"non-live": "Non-Live AST Acc", "multi-turn": "Multi Turn Acc", "web-search": "Web Search Acc",
             "memory": "Memory Acc"}
    for recording in found("bfcl/data_overall*.csv"):
        columns(recording, "bfcl/overall", "overall", "Model", "Overall Acc")
        columns(recording, "bfcl/overall", "latency", "Model", "Latency Mean (s)")
        total = "Total Cost ($)" in rows(recording)[0]
        cost = "Total Cost ($)" if total else "Cost ($ Per 1k Function Calls)"
        columns(recording, "bfcl/overall", "cost" if total else "cost-1k", "Model", cost)
        for board, header in parts.items():
            if header in rows(recording)[0]:
                columns(recording, f"bfcl/{board}", board, "Model", header)
    for recording in found("bfcl/data.2*.csv"):
        table = rows(recording)
        if not table:
            # 16 names over 17 fields: the accuracy stands behind the licence, as the mean of the other groups shows.
            fact(recording, "bfcl/v1", "overall", [(line[1], line[5]) for line in lines(recording)[1:]])
            continue
        columns(recording, "bfcl/v1", "overall", "Model", "Overall Acc", table)
    columns("bfcl/data_live.csv", "bfcl/live", "live", "Model", "Live Overall Acc")


def forecasts():
    recording = "forecastbench/leaderboard_tournament.csv"
    board = "forecastbench/tournament"
    columns(recording, board, "overall", "Model", "Overall")
    # A bound is no number.
    entries = [(row["Model"], row["p-val Supers > Forecaster?"]) for row in rows(recording)]
    fact(recording, board, "p-super", [(name, "" if score[0] == "<" else score) for name, score in entries])
    columns(recording, board, "oracle", "Model", "x% oracle equiv")
    for part in ("dataset", "market"):
        columns(recording, f"{board}-{part}", part, "Model", part.capitalize())


def cybench():
    recording = "cybench/cybench.csv"
    columns(recording, "cybench/unguided", "solved", "Model", "End-to-End % Solved")
    columns(recording, "cybench/subtask-guided", "solved", "Model", "Subtask-Guided % Solved")
    columns(recording, "cybench/subtasks", "solved", "Model", "Subtasks % Solved")


def speech():
    for recording in found("open-asr/en_shortform*.csv"):
        columns(recording, "open-asr/short", "average", "model", "Avg. WER")
        columns(recording, "open-asr/short", "rtfx", "model", "RTFx", absent=ABSENT | {"-1"})
        columns(recording, "open-asr/short-ami", "wer", "model", "AMI WER")
        columns(recording, "open-asr/short-librispeech-clean", "wer", "model", "LS Clean WER")
        columns(recording, "open-asr/short-voxpopuli", "wer", "model", "Voxpopuli WER")
    long = "open-asr/en_longform.csv"
    columns(long, "open-asr/long", "average", "model_id", "Average")
    for board, header in (("earnings21", "earnings21"), ("tedlium", "tedlium"), ("coraal", "coraal_avg")):
        columns(long, f"open-asr/long-{board}", "wer", "model_id", header)
    several = "open-asr/multilingual.2026-03-26.csv"
    columns(several, "open-asr/multilingual", "average", "model", "Avg")
    columns(several, "open-asr/multilingual", "parameters", "model", "Model size (B)")
    for header in ("de_covost", "fr_mls", "pt_fleurs"):
        columns(several, f"open-asr/{header.replace('_', '-')}", "wer", "model", header)


def euroeval():
    tasks = {"angry-tweets": "angry_tweets", "dansk": "dansk", "scala": "scala_da", "multi-wiki-qa": "multi_wiki_qa_da",
             "nordjylland-news": "nordjylland_news", "talemaader": "danske_talemaader",
             "citizen-tests": "danish_citizen_tests", "hellaswag": "hellaswag_da"}
    for recording in found("euroeval/*.csv"):
        plain = lambda cell: words(re.sub(r"<[^>]*>", "", cell))
        _, header, *rest = lines(recording)
        table = [dict(zip(map(plain, header), map(plain, line))) for line in rest]
        # `1.15@@1.15`, and `60.17 ± 1.40 / 72.92 ± 1.18@@60.17` for two metrics.
        ranks = [(row["Model"], row["Rank"]) for row in table]
        first = lambda cell: Decimal(re.split(" ± |@@", cell)[0])
        second = lambda cell: Decimal(re.split(" / | ± ", cell)[2])
        fact(recording, "euroeval/danish", "rank", ranks, absent={"-@@100"}, value=first)
        for board, task in tasks.items():
            cells = [(row["Model"], row[task]) for row in table]
            fact(recording, f"euroeval/danish-{board}", board, cells, absent={"-@@-1"}, value=first)
            fact(recording, f"euroeval/danish-{board}", f"{board}-2", cells, absent={"-@@-1"}, value=second)


def others():
    recording = "nejumi/Nejumi4_result_20280826.csv"
    heads = {"nejumi/total": ("total", "TOTAL_SCORE"), "nejumi/glp": ("glp", "汎用的言語性能(GLP)_AVG"),
             "nejumi/alt": ("alt", "アラインメント(ALT)_AVG"), "nejumi/swe-bench": ("swe-bench", "AVG_swebench"),
             "nejumi/mt-bench": ("mt-bench", "AVG_mtbench")}
    for board, (metric, header) in heads.items():
        columns(recording, board, metric, "model_name", header)
    columns(recording, "nejumi/total", "parameters", "model_name", "model_size")
    columns("opencompass/opencompass_data.csv", "opencompass/average", "average", "model_name", "average")
    columns("mosaicml/mosaicml_table.csv", "mosaicml/average", "average", "Model_ID", "Mosaic_Avg")
    for recording in found("open-llm-leaderboard-v2-csv/*.csv"):
        new = "model_name" in rows(recording)[0]
        name = "model_name" if new else "model"
        for metric, old, header in (("average", "average", "model_average_score"),
                                    ("mmlu-pro", "mmlupro", "evaluations_mmlu_pro_normalized_score"),
                                    ("math-raw", "math_lvl_5_raw", "evaluations_math_value")):
            columns(recording, "open-llm-leaderboard-v2-csv", metric, name, header if new else old)
    recording = "clip-benchmark/benchmark.csv"
    table = rows(recording)
    for dataset in dict.fromkeys(row["dataset"] for row in table):
        part = [row for row in table if row["dataset"] == dataset]
        metric, header = ("accuracy", "acc1") if part[0]["acc1"] else ("image-recall", "image_retrieval_recall@5")
        if dataset == "voc2007_multilabel":
            metric, header = "map", "mean_average_precision"
        board = f"clip-benchmark/{dataset.removeprefix('vtab/').replace('_', '-')}"
        columns(recording, board, metric, "model", header, part)
    recording = "sad/sad.csv"
    table = rows(recording)
    for kind in dict.fromkeys(row["type"] for row in table):
        columns(recording, f"sad/{kind.lower()}", "score", "model", "score", [r for r in table if r["type"] == kind])


for reader in (arena, alpaca, livebench, bfcl, forecasts, cybench, speech, euroeval, others):
    reader()
print("\t".join(HEADER))
for row in FACTS:
    print("\t".join(map(str, row)))
