"""`mash people`: agencies' lists of people, taken into the register or looked up in it.

Standard output is for programs, standard error says how far it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from time import monotonic

from django.db import connections
from psycopg import sql

from mash.config.opening import say
from mash.config.progress import progress_bar
from mash.foundation.clock.london import in_london
from mash.foundation.clock.now import now
from mash.pathway.people import tallies
from mash.pathway.people.lists.asking import match_list, read_queries
from mash.pathway.people.lists.doubles import find_doubles as doubles_of_the_register
from mash.pathway.people.lists.importing import Imported, import_list
from mash.pathway.people.lists.sheet import Malformed
from mash.pathway.people.merging.doubting import keep_doubts
from mash.pathway.people.models import Person, PersonAddress, Reference, Tally
from mash.pathway.people.rekeying import write_keys
from mash.pathway.people.training import kept, learning
from mash.pathway.people.training.examples import examples

MOST_TOLD = 20
FEWEST_PEOPLE = 100


def import_people(
    file: Path,
    *,
    source: str,
    area: str,
    said: Sequence[str],
    on: str,
    dry_run: bool,
    as_json: bool,
    compare: bool = False,
) -> int:
    """Take in an agency's list.

    Returns:
        0 when every row was taken in, 1 when some were rejected, 2 when the file as a whole cannot be used.
    """
    since = monotonic()
    try:
        with progress_bar() as progress:
            task = progress.add_task("Reading" if dry_run else "Importing", total=None)
            done = import_list(
                file,
                source=source,
                area=area,
                said=_mapping(said),
                on=_day(on),
                dry_run=dry_run,
                compare=compare,
                step=lambda line, of: progress.update(task, completed=line, total=of),
            )
    except (Malformed, OSError) as wrong:
        say(str(wrong))
        return 2
    if not dry_run:
        tallies.keep()
        _tidy()
    say(_rate(done.rows, "rows", since))
    if _is_for_programs(asked=as_json):
        sys.stdout.write(json.dumps(done.plain()) + "\n")
    else:
        sys.stdout.write(_in_words(done))
    return 1 if done.rejected else 0


def match_people(file: Path, *, on: str, as_json: bool) -> int:
    """Look up everybody whom a list describes: a line for each on standard output.

    Returns:
        0 when all were looked up, 2 when the file as a whole cannot be used.
    """
    try:
        queries = read_queries(file, on=_day(on))
    except (Malformed, OSError) as wrong:
        say(str(wrong))
        return 2
    since = monotonic()
    is_for_programs = _is_for_programs(asked=as_json)
    with progress_bar() as progress:
        task = progress.add_task("Matching", total=len(queries))
        for answer in match_list(queries, step=lambda done: progress.update(task, completed=done)):
            if is_for_programs:
                sys.stdout.write(json.dumps(answer.plain(), ensure_ascii=False) + "\n")
            else:
                best = answer.candidates[0] if answer.candidates else None
                told = f"{best.band} {best.p:.2f} {best.id}: {'; '.join(best.why)}" if best else "nobody"
                sys.stdout.write(f"{answer.query.number}: {told}\n")
    say(_rate(len(queries), "queries", since))
    return 0


def _is_for_programs(*, asked: bool) -> bool:
    """Whether to answer in JSON: as asked, and whenever nobody looks at standard output."""
    return asked or not sys.stdout.isatty()


def _rate(many: int, what: str, since: float) -> str:
    seconds = monotonic() - since
    return f"{many:,} {what} in {seconds:,.1f} s, {many / max(seconds, 0.001):,.0f} a second."


def find_doubles(*, as_json: bool) -> int:
    """List the records of the register that may be one person, likeliest first, and keep them for people to review."""
    since = monotonic()
    with progress_bar() as progress:
        task = progress.add_task("Comparing", total=None)
        doubles = doubles_of_the_register(
            step=lambda done, of: progress.update(task, completed=done, total=of), keep=keep_doubts
        )
        compared = int(progress.tasks[task].completed)
    say(_rate(compared, "people", since))
    if _is_for_programs(asked=as_json):
        sys.stdout.write(json.dumps([double.plain() for double in doubles], ensure_ascii=False) + "\n")
        return 0
    for double in doubles:
        told = "; ".join((*double.why, *(f"but {one}" for one in double.differs)))
        sys.stdout.write(f"{double.band} {double.p:.2f} {double.one.number}, {double.other.number}: {told}\n")
    return 0


def train(out: Path | None) -> int:
    """Learn from the register how much an agreement counts, and keep it as Splink's settings.

    Returns:
        0 when it was learned, 2 when Splink is not installed or there is nobody to learn from.
    """
    since = monotonic()
    register, confirmed = examples()
    if len(register) < FEWEST_PEOPLE:
        say(f"The register holds {len(register)} people; from fewer than {FEWEST_PEOPLE} nothing is learned.")
        return 2
    try:
        model = learning.train(register, confirmed)
    except learning.NotInstalled:
        say("Splink is not installed: pip install --require-hashes -r requirements/train.txt")
        return 2
    path = out or kept.place()
    kept.keep(model, path)
    say(_rate(len(register), "people", since))
    told = {"people": len(register), "confirmed": len(confirmed), "model": str(path)}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def rekey() -> int:
    """Write the keys of everybody anew whom older code wrote. Returns 0."""
    since = monotonic()
    with progress_bar() as progress:
        task = progress.add_task("Writing", total=None)
        written = write_keys(step=lambda done: progress.update(task, completed=done))
    _tidy()
    say(_rate(written, "people", since))
    return 0


def _tidy() -> None:
    """Let the planner know what has come, and searches find only what is there. As the owner, outside a transaction."""
    with connections["owner"].cursor() as cursor:
        for model in (Person, PersonAddress, Reference, Tally):
            cursor.execute(sql.SQL("vacuum (analyze) {}").format(sql.Identifier(model._meta.db_table)))


def _mapping(said: Sequence[str]) -> Mapping[str, str]:
    pairs = [one.partition("=") for one in said]
    if wrong := next((told for told, equals, _ in pairs if not equals), ""):
        raise Malformed(f"--map {wrong} must be what is told, =, and the column's name, such as given=Forename")
    return {told.strip(): column.strip() for told, _, column in pairs}


def _day(text: str) -> date:
    if not text:
        return in_london(now()).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"--on must be a date such as 2026-03-02, not {text}") from error


def _of_comparing(done: Imported) -> str:
    """Whether those who were made may be somebody of the register: found out, or not looked at."""
    if done.compared:
        pairs = "1 pair" if done.doubles == 1 else f"{done.doubles:,} pairs"
        return f"{pairs} of records to look at that may be one person."
    return "Those made were not compared with the register: run mash people dedupe, or import with --compare."


def _in_words(done: Imported) -> str:
    would = "would be " if done.dry_run else ""
    lines = [
        f"{done.rows:,} rows: {done.made:,} people {would}made, {done.known:,} known before ({done.unchanged:,} "
        f"unchanged), {len(done.rejected):,} {would}rejected."
    ]
    if not done.dry_run and done.made:
        lines.append(_of_comparing(done))
    for title, told in (("Rejected", done.rejected), ("Taken in without", done.remarks)):
        lines += [f"{title}: line {one.line}: {'; '.join(one.why)}" for one in told[:MOST_TOLD]]
        if len(told) > MOST_TOLD:
            lines.append(f"{title}: {len(told) - MOST_TOLD:,} more, which --json lists.")
    return "\n".join(lines) + "\n"
