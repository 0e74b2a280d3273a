"""Whoever an agency's list makes is compared with the register as they come, where the operator asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from mash.config.people_commands import import_people
from mash.foundation.ledger.models import Event
from mash.pathway.people.lists import importing
from mash.pathway.people.lists.importing import Imported, import_list
from mash.pathway.people.models import Doubt, Person
from tests import world
from tests.pathway.people.lists.conftest import Write
from tests.pathway.people.lists.test_lists import KACI, TODAY, TYLER

pytestmark = pytest.mark.django_db

# The same number and name, and a digit of the date of birth wrong: nobody is taken for known by that.
AGAIN = KACI.replace("P1", "P7").replace("03/12/2019", "04/12/2019")


def compared(path: Any, source: str = "gp") -> Imported:
    return import_list(path, source=source, area="tamarshire", said={}, on=TODAY, dry_run=False, compare=True)


def waiting() -> int:
    with world.backstage():
        return Doubt.objects.count()


@pytest.mark.rule(16)
def test_whom_a_list_makes_and_the_register_may_know_waits_for_somebody_to_look(file: Write):
    compared(file(KACI, TYLER), "school")
    done = compared(file(AGAIN))
    assert (done.made, done.compared, done.doubles) == (1, 1, 1)
    assert waiting() == 1
    with world.backstage():
        assert not Person.objects.exclude(merged_into=None).exists()


@pytest.mark.rule(16)
def test_those_of_one_list_are_compared_with_each_other_in_whatever_part_they_stand(
    file: Write, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    monkeypatch.setattr(importing, "COMPARED_AT_ONCE", 1)
    done = compared(file(KACI, TYLER, AGAIN))
    assert (done.made, done.compared, done.doubles) == (3, 3, 1)
    assert waiting() == 1


@pytest.mark.rule(16)
def test_a_list_that_comes_again_compares_nobody_anew(file: Write):
    for _ in range(2):
        done = compared(file(KACI, AGAIN))
    assert (done.made, done.compared) == (0, 0)
    assert waiting() == 1
    with world.backstage():
        assert Event.objects.filter(verb="find_doubles").count() == 1


@pytest.mark.parametrize("compare", [False, True])
def test_the_report_says_whether_those_made_were_compared(
    file: Write, compare: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("mash.config.people_commands._tidy", lambda: None)
    how: dict[str, Any] = {"source": "gp", "area": "tamarshire", "said": (), "on": "2026-03-02", "as_json": False}
    import_people(file(KACI, AGAIN), dry_run=False, compare=compare, **how)
    said = capsys.readouterr().out
    assert ("1 pair of records to look at" in said) is compare
    assert ("not compared with the register: run mash people dedupe" in said) is not compare
