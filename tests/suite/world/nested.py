"""Reads facts of boards in nested data files (JSON, YAML, scripts) off their recordings, without bangdan, and prints
them as a table.

Run it beside the recordings: python3 tests/suite/world/nested.py ../shared/recordings > tests/suite/world/nested.tsv
"""

import csv
import io
import json
import re
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import yaml
from lxml import html as lxml_html

HEADER = "recording board edition metric entries first first_score last last_score highest lowest missing".split()
FOLDER = Path(sys.argv[1])
FACTS = []


class Printed(str):
    """A number as it stands in the text."""


def words(text):
    return " ".join(str(text).split())


def number(text):
    return Decimal(text.lstrip("$").replace(",", ""))


def fact(recording, board, metric, entries, edition=""):
    """Writes down what is said of a metric; `entries` are pairs of a name and a score as printed, empty for none."""
    scores = [score for _, score in entries if score]
    # Of equal scores the last is the highest and the first the lowest, as the test has it.
    highest = max(reversed(scores), key=number)
    lowest = min(scores, key=number)
    (first, first_score), (last, last_score) = entries[0], entries[-1]
    row = [recording, board, edition, metric, len(entries), first, first_score, last, last_score, highest, lowest]
    FACTS.append(row + [len(entries) - len(scores)])


def text(recording):
    return (FOLDER / recording).read_text(encoding="utf-8-sig")


def parse(body):
    return json.loads(body, parse_float=Printed, parse_int=Printed)


def load(recording):
    return parse(text(recording))


def load_yaml(recording):
    """YAML with every scalar as the text that stands there; an empty one is none."""

    class Loader(yaml.BaseLoader):
        pass

    return yaml.load(text(recording), Loader)


def score(value):
    """A score as printed; a dash, an empty text and null are none."""
    return "" if value in (None, "-", "", "null", "N/A") else words(value)


def files(source, pattern):
    return [f"world/{source}/{path.name}" for path in sorted((FOLDER / "world" / source).glob(pattern))]


def lmarena_catalog():
    ids = {
        "text": {"full": "overall", "hard_6": "hard", "hard_english_6": "hard-english", "if": "instruction-following",
                 "creative_writing": "creative-writing", "long_user": "long-query", "multiturn": "multi-turn",
                 "no_refusal": "no-refusal", "no_short": "no-short", "no_tie": "no-tie",
                 "industry_business_and_management_and_financial_operations": "business",
                 "industry_entertainment_and_sports_and_media": "entertainment",
                 "industry_legal_and_government": "legal",
                 "industry_life_and_physical_and_social_science": "science",
                 "industry_mathematical": "mathematical", "industry_medicine_and_healthcare": "medicine",
                 "industry_software_and_it_services": "software",
                 "industry_writing_and_literature_and_language": "writing"},
        "vision": {"full": "overall", "creative_writing_vision": "creative-writing",
                   "entity_recognition": "entity-recognition"},
        "image": {"full": "overall", "is_preset_generation": "preset", "not_preset_generation": "own"},
    }
    for arena, names in ids.items():
        recording = f"world/lmarena-catalog/leaderboard-{arena}.json"
        for category, models in load(recording).items():
            board = f"lmarena-catalog/{arena}-{names.get(category, category)}"
            fact(recording, board, "rating", [(name, model["rating"]) for name, model in models.items()])
    recording = "world/lmarena-catalog/scatterplot-data.json"
    models = load(recording)
    for metric, key in {"output-price": "output_token_price", "input-price": "input_token_price"}.items():
        fact(recording, "lmarena-catalog/prices", metric, [(words(m["name"]), score(m.get(key))) for m in models])


def aider():
    boards = [(name, "polyglot", "pass_rate_2") for name in files("aider-polyglot", "polyglot*.yml")]
    boards += [("world/aider-polyglot/edit_leaderboard.yml", "edit", "pass_rate_2")]
    boards += [("world/aider-polyglot/refactor_leaderboard.yml", "refactor", "pass_rate_1")]
    for recording, board, key in boards:
        runs = load_yaml(recording)
        main = [(words(run["model"]), score(run.get(key))) for run in runs]
        fact(recording, f"aider-polyglot/{board}", key.replace("_", "-"), main)
        # A cost of 0 is a cost that is not known.
        costs = [(words(run["model"]), score(run.get("total_cost"))) for run in runs]
        costs = [(name, cost if cost and number(cost) != 0 else "") for name, cost in costs]
        fact(recording, f"aider-polyglot/{board}", "cost", costs)


def repoqa():
    recording = "world/repoqa/COMBINED-RESULTS.json"
    for board in ["all", "python", "cpp", "java", "typescript", "rust"]:
        for metric, threshold in {"pass-08": "0.8", "pass-00": "0.0"}.items():
            entries = [(name, model["scores"][board][threshold]["pass@1"]) for name, model in load(recording).items()]
            fact(recording, f"repoqa/{board}", metric, entries)


def metr():
    recording = "world/metr/long_tasks.yaml"
    results = load_yaml(recording)["results"]
    for metric, key in {"p50-horizon": "p50_horizon_length", "p80-horizon": "p80_horizon_length"}.items():
        entries = [(name, score(model["metrics"].get(key, {}).get("estimate"))) for name, model in results.items()]
        fact(recording, "metr/horizon-v1", metric, entries)


def eq_bench():
    recording = "world/eq-bench/eqbench3.excerpt.js"
    inner = re.search(r"leaderboardDataEQBench3 = `(.*?)`", text(recording), re.S)[1]
    rows = list(csv.DictReader(io.StringIO(inner)))
    for metric, key in {"elo": "elo_norm", "rubric": "rubric_0_100"}.items():
        fact(recording, "eq-bench/v3", metric, [(row["model_name"].lstrip("*"), row[key]) for row in rows])


def webdev():
    recording = "world/webdev-arena/actualData.ts"
    rows = re.findall(r'\{ id: \d+, .*?\}', text(recording))
    models = [re.search(r'model: "([^"]*)"', row)[1] for row in rows]
    for metric, key in {"score": r"arenaScore: ([\d.]+)", "input-price": r'inputCost: "([^"]*)"'}.items():
        scores = [re.search(key, row)[1] for row in rows]
        fact(recording, "webdev-arena", metric, list(zip(models, map(score, scores))))


def top20():
    recording = "world/top20-timeseries/top20.jsonl"
    for line in text(recording).splitlines():
        capture = parse(line)
        entries = [(model["name"], model["score"]) for model in capture["models"]]
        fact(recording, "top20-timeseries", "score", entries, capture["date"])


def evalplus():
    new = {"humaneval": "humaneval", "humaneval-plus": "humaneval+", "mbpp": "mbpp", "mbpp-plus": "mbpp+"}
    old = {"humaneval": ("base", "humaneval"), "humaneval-plus": ("plus", "humaneval"), "mbpp": ("base", "mbpp"),
           "mbpp-plus": ("plus", "mbpp")}
    for recording in files("evalplus", "results.*.json"):
        for board in new:
            entries = []
            for name, model in load(recording).items():
                scores = model.get("pass@1")
                if scores is None:
                    part, key = old[board]
                    value = model[f"pass@1_{part}"][key]
                else:
                    value = scores[new[board]]
                if value is not None:
                    entries.append((words(name), value))
            fact(recording, f"evalplus/{board}", "pass-1", entries)


def mmmu():
    recording = "world/mmmu/index.2023-11-23.html"
    table = lxml_html.fromstring(text(recording)).get_element_by_id("table1")
    rows = [[words(cell.text_content()) for cell in row.findall("td")] for row in table.iter("tr")]
    fact(recording, "mmmu/test", "overall", [(row[0], score(row[1])) for row in rows[1:]])
    for recording in files("mmmu", "leaderboard_data.*.json"):
        for board in ["validation", "test", "pro"]:
            models = [model for model in load(recording)["leaderboardData"] if board in model]
            entries = [(words(model["info"]["name"]), score(model[board].get("overall"))) for model in models]
            fact(recording, f"mmmu/{board}", "overall", [entry for entry in entries if entry[1]])


def mathvista():
    for recording in files("mathvista", "model_scores.*.js"):
        body = text(recording).split("=", 1)[1].strip().rstrip(";")
        if body.startswith("["):
            rows = re.findall(r"'Model': '([^']*)', 'ALL': '([^']*)'", body)
            rows = [{"Model": name, "ALL": value} for name, value in rows]
        else:
            rows = list(parse(body).values())
        fact(recording, "mathvista/testmini", "all", [(words(r["Model"]), score(r["ALL"])) for r in rows])
        if "GPS" in rows[0]:
            fact(recording, "mathvista/testmini", "gps", [(words(r["Model"]), score(r["GPS"])) for r in rows])
    recording = "world/mathvista/index.html"
    # The third row lacks its opening tag; by the HTML standard a cell in a table's body opens a row, and lxml does not know.
    page = re.sub(r"</tr>(\s*)<td>", r"</tr>\1<tr><td>", text(recording))
    table = lxml_html.fromstring(page).get_element_by_id("results")
    rows = [[words(cell.text_content()) for cell in row.findall("td")] for row in table.iter("tr")]
    rows = [row for row in rows if len(row) > 5]
    place = rows[0].index("ALL")
    fact(recording, "mathvista/test", "all", [(row[1], score(row[place])) for row in rows[1:]])


def wildbench():
    recording = "world/wildbench/all_stat_wildbench.-1.json"
    boards = {"score": ("score", "WB_score.task_macro"), "elo": ("elo", "WB_Elo"),
              "reward": ("reward", "task_macro_reward.K=-1"), "reward-haiku": ("reward", "haiku_reward.K=-1"),
              "reward-llama": ("reward", "llama_reward.K=-1"), "reward-gpt4t": ("reward", "gpt4t_reward.K=-1")}
    for board, (metric, key) in boards.items():
        entries = [(words(name), score(model.get(key))) for name, model in load(recording).items()]
        fact(recording, f"wildbench/{board}", metric, entries)
    recording = "world/wildbench/pairwise-gpt4t-K=-1.json"
    models = load(recording).values()
    fact(recording, "wildbench/pairwise-gpt4t", "win", [(words(model["model"]), score(model["win"])) for model in models])


def chembench():
    recording = "world/chembench/chembench_leaderboard.json"
    models = load(recording).values()
    fact(recording, "chembench", "overall", [(words(m["name"]), score(m["overall_score"])) for m in models])
    topic = "Toxicity and Safety"
    fact(recording, "chembench", "safety", [(words(m["name"]), score(m["topic_score"].get(topic))) for m in models])


def tau_bench():
    """The board as it stands after the last recording that belongs to it: all that are saved, in the manifest's order."""
    manifest = load("world/tau-bench/manifest.json")
    for group, prefix in {"submissions": "", "voice_submissions": "voice-", "legacy_submissions": "legacy-"}.items():
        saved = [f"world/tau-bench/{name}.submission.json" for name in manifest[group]]
        saved = [recording for recording in saved if (FOLDER / recording).exists()]
        for board, key in {"retail": "retail", "airline": "airline", "telecom": "telecom",
                           "banking": "banking_knowledge"}.items():
            entries = [(words(one["model_name"]), score(one["results"][key].get("pass_1")))
                       for one in map(load, saved) if one["results"].get(key)]
            if entries:
                fact("world/tau-bench/manifest.json", f"tau-bench/{prefix}{board}", "pass-1", entries)
                for recording in saved:
                    if group == "submissions" or group == "voice_submissions":
                        fact(recording, f"tau-bench/{prefix}{board}", "pass-1", entries)


def rounded(value, places):
    """Half away from zero; zeros at the end are no digits of a mean."""
    scaled = value * 10**places
    whole = int(scaled + Fraction(1, 2)) if scaled >= 0 else -int(-scaled + Fraction(1, 2))
    digits = f"{Decimal(whole).scaleb(-places):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def livecodebench():
    recording = "world/livecodebench/2024_02_26.json"
    results = load(recording)["performances"]
    boards = {"all": lambda r: True, "easy": lambda r: r["difficulty"] == "easy",
              "medium": lambda r: r["difficulty"] == "medium", "hard": lambda r: r["difficulty"] == "hard",
              "since-2023-09": lambda r: int(r["date"]) >= 1693526400000}
    for board, fits in boards.items():
        models = {}
        for result in filter(fits, results):
            models.setdefault(result["model"], []).append(Fraction(result["pass@1"]))
        # A computed mean is shown without zeros at its end.
        mean = lambda scores: re.sub(r"\.?0+$", "", rounded(sum(scores) / len(scores), 6))
        entries = [(name, mean(scores) or "0") for name, scores in models.items()]
        fact(recording, f"livecodebench/{board}", "pass-1", entries)




def open_llm():
    for recording in files("open-llm-leaderboard-v1", "*.json"):
        fact(recording, "open-llm-leaderboard-v1", "average", [(words(row[0]), row[1]) for row in load(recording)])
        fact(recording, "open-llm-leaderboard-v1", "truthfulqa", [(words(row[0]), row[5]) for row in load(recording)])
    recording = "world/open-llm-leaderboard-v1/20230915.csv"
    rows = list(csv.DictReader(io.StringIO(text(recording))))
    entries = [(words(row["Model"]), score(row["Average"])) for row in rows]
    fact(recording, "open-llm-leaderboard-v1/rounded", "average", entries)
    recording = "world/open-llm-leaderboard-gradio/leaderboard_data.json"
    columns = load(recording)
    for metric, key in {"average": "Average ⬆️", "gsm8k": "GSM8K"}.items():
        names = columns["model_name_for_query"]
        entries = [(words(names[at]), score(columns[key][at])) for at in names]
        fact(recording, "open-llm-leaderboard-gradio", metric, entries)


def gradio():
    recording = "world/gradio-config/config.json"
    components = load(recording)["components"]
    value = next(one["props"]["value"] for one in components if one["type"] == "dataframe")
    model, points = value["headers"].index("Model"), value["headers"].index("Arena Score")
    entries = [(words(lxml_html.fromstring(f"<p>{row[model]}</p>").text_content()), score(row[points]))
               for row in value["data"]]
    fact(recording, "gradio-config/text", "score", entries)


def datasets_server():
    """Pages 0 and 1; what is behind the gap is not read."""
    rows = []
    for offset in [0, 100]:
        rows += [one["row"] for one in load(f"world/hf-datasets-server/rows.offset{offset}.json")["rows"]]
    board = "hf-datasets-server/open-llm-leaderboard-v2"
    for offset in [0, 100]:
        recording = f"world/hf-datasets-server/rows.offset{offset}.json"
        fact(recording, board, "average", [(words(row["fullname"]), score(row["average"])) for row in rows])


def badges(name):
    """A name without the badges before it."""
    return words(re.sub("^(?:[🆕🥇🥈🥉🤠✅]\ufe0f?\\s*)+", "", words(name)))


def swe_bench():
    ids = {"Verified": "verified", "Lite": "lite", "Test": "test", "Multimodal": "multimodal", "bash-only": "bash-only"}
    for recording in files("swe-bench", "*"):
        body = text(recording)
        data = re.search(r'<script[^>]*id="leaderboard-data"[^>]*>(.*?)</script>', body, re.S)
        if recording.endswith(".json"):
            boards = parse(body)["leaderboards"]
        elif data:
            boards = parse(data[1])
        else:
            boards = []
            tables = lxml_html.fromstring(body).iter("table")
            for name, table in zip(["Test", "Verified", "Lite", "Multimodal"], tables):
                rows = [[words(cell.text_content()) for cell in row.findall("td")] for row in table.iter("tr")]
                results = [{"name": badges(row[0]), "resolved": row[1]} for row in rows if len(row) == 7]
                boards.append({"name": name, "results": results})
        for board in boards:
            entries = [(words(one["name"]), score(one["resolved"])) for one in board["results"]]
            fact(recording, f"swe-bench/{ids[board['name']]}", "resolved", entries)
    recording = "world/multi-swe-bench/data.json"
    for board in ["test", "lite"]:
        entries = [(words(one["name"]), score(one["resolved"])) for one in load(recording)[f"{board}_leaderboard"]]
        fact(recording, f"multi-swe-bench/{board}", "resolved", entries)


for group in [lmarena_catalog, aider, repoqa, metr, eq_bench, webdev, top20, evalplus, mmmu, mathvista, wildbench,
              chembench, tau_bench, livecodebench, open_llm, gradio, datasets_server, swe_bench]:
    group()
writer = csv.writer(sys.stdout, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
writer.writerow(HEADER)
writer.writerows(FACTS)
