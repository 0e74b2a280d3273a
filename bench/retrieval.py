"""How well and how fast somebody described is found in registers of several sizes, beside plain trigram search.

python -m bench.retrieval [--people 50000 1000000] [--queries 500] [--write FILE]

The same people are asked for at every size. Trigram search is PostgreSQL's own extension as it is documented: whole
names that are alike (`%`), ordered by how alike they are, 0.5 more for the same birth and 0.2 for the same postcode.
Both are asked from this process over one connection; a time is that of the answer in hand, reasons and chances with it.
"""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from mash.config import embedded
from mash.config.environment import data_dir
from mash.config.opening import load_django

DATABASE = "mash_people"
MADE = 5_000_000
FOUND = (
    "| people | search | recall@1 | recall@5 | recall@10 | median ms | 95th ms |\n|---:|---|---:|---:|---:|---:|---:|\n"
)
LOADED = (
    "| people | people loaded a second | of it the keys' index in s | register MB | keys' index MB "
    "| trigram table and index made in s |\n"
    "|---:|---:|---:|---:|---:|---:|\n"
)


def main() -> None:
    """Fill to each size in turn, ask, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[50_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--write", type=Path, help="a file to put the tables into, as Markdown")
    options = parser.parse_args()
    os.environ["MASH_DEMO"] = "1"
    with embedded.database_url(data_dir()) as url:
        os.environ["MASH_DATABASE_URL"] = _own_database(url)
        load_django()
        from bench import finding, table
        from mash.config.ready import prepare

        prepare(print)
        asked = finding.people_asked_for(options.queries)
        found, loaded = FOUND, LOADED
        for people in options.people:
            rate, indexed = _fill(people)
            trigram = finding.make_trigrams()
            whole, keys = finding.sizes()
            loaded += f"| {people:,} | {rate:,.0f} | {indexed:,.0f} | {whole:,.0f} | {keys:,.0f} | {trigram:,.0f} |\n"
            for answered in (finding.by_keys(asked), finding.by_trigrams(asked)):
                found += f"| {people:,} | {answered.line} |\n"
            text = f"Measured on {table.machine()}\n\n{found}\n{loaded}"
            print(text, flush=True)
        if options.write:
            options.write.write_text(text, "utf-8")


def _own_database(url: str) -> str:
    """A database of its own on the bench's server: the other benches measure another register."""
    with psycopg.connect(url, autocommit=True) as server:
        if not server.execute("select true from pg_database where datname = %s", [DATABASE]).fetchone():
            server.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
    return urlsplit(url)._replace(path=f"/{DATABASE}").geturl()


def _fill(people: int) -> tuple[float, float]:
    """Fill the register up to a size, with as many processes as there are processors; beyond five million it mirrors.

    The keys' index is made when all are there, as for a first load of any large table.

    Returns:
        How many people a second, the index and all; and the seconds that the index took.
    """
    from bench import finding, register
    from mash.demo.copying.bulk import tidy
    from mash.demo.copying.register import people_there

    there = people_there()
    start = time.perf_counter()
    finding.drop_keys_index()
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"), initializer=load_django) as pool:
        made = min(people, MADE)
        for done in pool.map(register.fill, range(there // register.BATCH, made // register.BATCH)):
            if done % 20 == 0:
                print(f"{done * register.BATCH:,} people", flush=True)
    if people > made:
        register.mirror(people - made)
    indexed = finding.make_keys_index()
    took = time.perf_counter() - start
    tidy()
    return (people - there) / took, indexed


if __name__ == "__main__":
    main()
