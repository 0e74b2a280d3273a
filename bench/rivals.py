"""Who was found, side by side in one run: this hub, Splink as its tutorials train it, recordlinkage, trigram search.

python -m bench.rivals NAME=FOLDER …      (needs requirements/rivals.txt; `make rivals` sees to it)

A folder holds `register.csv` and `queries.csv` with known truth, as `bench.described` writes them. Called sure is what
has 0.95 and more. Trigram search tells no chance: it is given the bound at which its own F1 is best, with hindsight.
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg

from bench.reliability import SURE, Asked, figures
from mash.config import embedded
from mash.config.environment import data_dir

Row = dict[str, str]
Found = dict[str, list[tuple[str, float]]]
MOST = 10
COMPARED = ("given", "family", "dob", "postcode", "address", "nhs_number")
HEAD = (
    "| set | search | recall@1 | recall@5 | recall@10 | sure: precision | recall | F1 | wrong called sure | seconds |\n"
    "|---|---|---|---|---|---|---|---|---|---:|"
)
ALIKE = """
select person_id, similarity(name, %(name)s) + case when dob = %(dob)s and dob <> '' then 0.5 else 0 end
    + case when postcode = %(postcode)s and postcode <> '' then 0.2 else 0 end as like
from rival where name %% %(name)s order by 2 desc limit 10
"""


def main() -> None:
    """Run all of them on each set, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--write", type=Path, help="a file to put the table into, as Markdown")
    options = parser.parse_args()
    lines = [HEAD]
    print(HEAD)
    for told in options.sets:
        name, _, folder = told.partition("=")
        register, queries = _read(Path(folder) / "register.csv"), _read(Path(folder) / "queries.csv")
        searches: dict[str, Callable[[], Found]] = {
            "OpenMASH": lambda folder=folder: by_the_hub(Path(folder)),
            "Splink": lambda register=register, queries=queries: by_splink(register, queries),
            "recordlinkage": lambda register=register, queries=queries: by_recordlinkage(register, queries),
            "trigrams": lambda register=register, queries=queries: by_trigrams(register, queries),
        }
        for search, finds in searches.items():
            start = time.perf_counter()
            found = finds()
            took = time.perf_counter() - start
            asked = [Asked(one["true_person_id"], found.get(one["query_id"], [])) for one in queries]
            if search == "trigrams":
                asked = _with_hindsight(asked)
            lines.append(f"{figures(f'{name} | {search}', asked)} {took:,.0f} |")
            print(lines[-1], flush=True)
    if options.write:
        options.write.write_text("\n".join(lines) + "\n", "utf-8")


def by_the_hub(folder: Path) -> Found:
    """Through the commands, on an empty hub of its own."""
    mash = str(Path(sys.executable).parent / "mash")
    with tempfile.TemporaryDirectory() as home:
        surroundings = {**os.environ, "MASH_DATA_DIR": home, "MASH_DEMO": "0"}

        def run(*words: str) -> str:
            return subprocess.run([mash, *words], env=surroundings, capture_output=True, text=True, check=True).stdout

        run("people", "import", str(folder / "register.csv"), "--json")
        answers = run("people", "match", str(folder / "queries.csv"), "--on", "2026-03-02", "--json")
        subprocess.run([sys.executable, "-m", "mash.config.embedded", "remove", "--data-dir", home], check=False)
    told = [json.loads(line) for line in answers.splitlines()]
    return {one["query_id"]: [(other["id"], other["p"]) for other in one["candidates"]] for one in told}


def by_splink(register: Sequence[Row], queries: Sequence[Row]) -> Found:
    """Comparisons, blocking and training as Splink's tutorial of linking two tables has them."""
    import pyarrow
    import splink.comparison_library as compare
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    rules = [
        block_on("given", "family"),
        block_on("dob"),
        block_on("family", "postcode"),
        block_on("given", "postcode"),
        block_on("nhs_number"),
        block_on("substr(given, 1, 3)", "substr(family, 1, 4)"),
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.NameComparison("given").configure(term_frequency_adjustments=True),
            compare.NameComparison("family").configure(term_frequency_adjustments=True),
            compare.DateOfBirthComparison("dob", input_is_string=True),
            compare.PostcodeComparison("postcode"),
            compare.JaroWinklerAtThresholds("address", [0.9, 0.8]),
            compare.ExactMatch("nhs_number"),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    database = DuckDBAPI()

    def table(name: str, rows: Sequence[Row], key: str) -> Any:
        plain = [{"unique_id": row[key], **{part: _plain(row, part) for part in COMPARED}} for row in rows]
        return database.register(pyarrow.Table.from_pylist(plain), dataset_display_name=name)

    linker = Linker(
        [table("queries", queries, "query_id"), table("register", register, "person_id")],
        settings,
        log_level=logging.ERROR,
    )
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("given", "family", "dob")], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    training.estimate_parameters_using_expectation_maximisation(block_on("given", "family"))
    pairs = linker.inference.predict(threshold_match_probability=0.001).as_record_list()
    return _ordered((one["unique_id_l"], one["unique_id_r"], one["match_probability"]) for one in pairs)


def by_recordlinkage(register: Sequence[Row], queries: Sequence[Row]) -> Found:
    """Indexing, comparisons and the unsupervised classifier as recordlinkage's documentation has them."""
    import pandas
    import recordlinkage

    def frame(rows: Sequence[Row], key: str) -> Any:
        return pandas.DataFrame(
            {part: [_plain(row, part) for row in rows] for part in COMPARED}, index=[r[key] for r in rows]
        )

    one, other = frame(queries, "query_id"), frame(register, "person_id")
    indexer = recordlinkage.Index()
    for block in (["given"], ["family"], ["dob"], ["postcode"], ["nhs_number"]):
        indexer.block(block)
    pairs = indexer.index(one, other)
    compare = recordlinkage.Compare()
    for part in ("given", "family", "address"):
        compare.string(part, part, method="jarowinkler", threshold=0.85, label=part)
    for part in ("dob", "postcode", "nhs_number"):
        compare.exact(part, part, label=part)
    features = compare.compute(pairs, one, other)
    classifier = recordlinkage.ECMClassifier(binarize=0.5)
    classifier.fit(features)
    chances = classifier.prob(features)
    return _ordered((query, person, float(p)) for (query, person), p in chances.items())


def by_trigrams(register: Sequence[Row], queries: Sequence[Row]) -> Found:
    """PostgreSQL's own extension: whole names that are alike, the birth and the postcode in the order."""
    found: Found = {}
    with embedded.database_url(data_dir()) as url, psycopg.connect(url, autocommit=True) as server:
        server.execute("create extension if not exists pg_trgm")
        server.execute("create temp table rival (person_id text, name text, dob text, postcode text)")
        with server.cursor() as cursor:
            cursor.executemany(
                "insert into rival values (%s, %s, %s, %s)",
                [(row["person_id"], _name(row), row["dob"], row["postcode"]) for row in register],
            )
        server.execute("create index on rival using gin (name gin_trgm_ops)")
        for row in queries:
            told = {"name": _name(row), "dob": row["dob"], "postcode": row["postcode"]}
            found[row["query_id"]] = [(key, float(like)) for key, like in server.execute(ALIKE, told)]
    return found


def _with_hindsight(asked: Sequence[Asked]) -> list[Asked]:
    """As if a search had known from where on its answers are best called sure."""
    bounds = sorted({round(one.best[1], 2) for one in asked})

    def of(bound: float) -> float:
        called = [one for one in asked if one.best[1] >= bound]
        right = sum(one.best[0] == one.truth for one in called)
        return 2 * right / max(1, len(called) + sum(bool(one.truth) for one in asked))

    best = max(bounds, key=of)
    return [
        replace(one, found=[(key, SURE if like >= best else 0.0) for key, like in one.found]) if one.found else one
        for one in asked
    ]


def _ordered(pairs: Iterable[tuple[str, str, float]]) -> Found:
    found: Found = {}
    for query, person, p in sorted(pairs, key=lambda pair: -pair[2]):
        together = found.setdefault(query, [])
        if len(together) < MOST:
            together.append((person, p))
    return found


def _name(row: Row) -> str:
    return f"{row['given']} {row['family']}".lower()


def _plain(row: Row, part: str) -> str | None:
    return row[part].lower() or None


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
