"""Trains Splink on the register and on whom the hub found described people to be, on DuckDB."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from mash.pathway.people.matching import Description
from mash.pathway.people.matching.learning import DEFAULTS_ARE_WORTH, GROUPS
from mash.pathway.people.matching.weights import CHANCES, Chance
from mash.pathway.people.training.levels import FUNCTIONS, settings, written

MOST_PAIRS = 300_000
FEWEST = 1e-6
SEED = 1


class NotInstalled(Exception):
    """Splink is an extra that a hub does not need in order to run."""


def train(register: Sequence[tuple[str, Description]], described: Sequence[tuple[str, Description]]) -> dict[str, Any]:
    """Splink's settings with what was learned.

    How often two people come out alike by chance is learned from random pairs; how often one person's two descriptions
    do, from those whom somebody of the hub confirmed, weighed against the defaults.

    Args:
        register: people by their ids.
        described: those who were described, each by the id of the person who they were found to be.

    Raises:
        NotInstalled: there is no Splink here.
    """
    try:
        import duckdb
        import pyarrow
        from splink import Linker
        from splink.backends.duckdb import DuckDBAPI
    except ImportError as error:
        raise NotInstalled from error
    logging.getLogger("splink").setLevel(logging.WARNING)
    with duckdb.connect() as connection:
        for name, compares in FUNCTIONS.items():
            connection.create_function(f"mash_{name}", compares, ["varchar", "varchar"], "varchar")
        database = DuckDBAPI(connection)

        def table(name: str, people: Sequence[tuple[str, Description]]) -> Any:
            rows = [
                {"unique_id": f"{name} {number}", "person": person, "told": written(one)}
                for number, (person, one) in enumerate(people)
            ]
            return database.register(pyarrow.Table.from_pylist(rows), dataset_display_name=name)

        linker = Linker([table("described", described), table("register", register)], settings())
        linker.training.estimate_u_using_random_sampling(max_pairs=MOST_PAIRS, seed=SEED)
        linker.training.estimate_m_from_label_column("person")
        model: dict[str, Any] = linker.misc.save_model_to_json()
    confirmed = len({person for person, _ in register} & {person for person, _ in described})
    levels = {
        level["label_for_charts"]: level
        for comparison in model["comparisons"]
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level")
    }
    for group in GROUPS:
        _temper([(CHANCES[level], levels[str(level)]) for level in group], confirmed)
    return model


def _temper(group: Sequence[tuple[Chance, dict[str, Any]]], confirmed: int) -> None:
    """Weigh what was learned against the defaults; what was never seen may come yet."""
    usual = sum(chance.same for chance, _ in group)
    learned = sum(level.get("m_probability", 0.0) for _, level in group)
    for chance, level in group:
        seen = confirmed * level.get("m_probability", 0.0) / learned if learned else 0.0
        level["m_probability"] = (DEFAULTS_ARE_WORTH * chance.same / usual + seen) / (
            DEFAULTS_ARE_WORTH + (confirmed if learned else 0)
        )
        level["u_probability"] = max(FEWEST, level.get("u_probability", chance.stranger))
