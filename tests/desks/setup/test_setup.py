"""What administrators read: the partnership and its rules; nothing that tells of a family."""

from __future__ import annotations

from dataclasses import fields
from html import unescape

import pytest
from django.db import ProgrammingError, transaction
from django.db.models import Model
from django.utils.html import strip_tags

from mash.desks.setup import access_table
from mash.desks.setup.standard_in_words import limits_of, worked_example
from mash.foundation.access.guards import guarded_models
from mash.foundation.access.policy import READERS, RULES
from mash.foundation.access.table import VERBS, handled, permissions, readers
from mash.foundation.clock.standard import Standard
from mash.foundation.partnership.models import Member, MemberRole, Role, SharingAgreement
from mash.foundation.zones import Seat, Zone
from tests import world
from tests.browsing import signed_in
from tests.papers import words_of
from tests.pathway import scene

pytestmark = pytest.mark.django_db

CONTENT = {Zone.INTAKE, Zone.HUB, Zone.SEALED, Zone.RELEASE, Zone.EXCHANGE, Zone.LEDGER}


def rows_read(username: str, model: type[Model]) -> int:
    """How many rows of a table somebody gets; none where their seat may not even name it."""
    with world.as_(username):
        try:
            with transaction.atomic():
                return model._default_manager.count()
        except ProgrammingError:
            return 0


def shown(path: str, username: str = "admin.1") -> str:
    answer = signed_in(username).get(path)
    assert answer.status_code == 200
    return unescape(strip_tags(answer.content.decode()))


@pytest.mark.rule(57, 60)
@pytest.mark.parametrize(
    "model", [model for model in guarded_models() if model.zone in CONTENT], ids=lambda model: model._meta.label
)
def test_an_administrator_reads_no_content(model):
    scene.enquiry()
    assert rows_read("admin.1", model) == 0


def test_the_partnership_is_shown_as_it_stands():
    page = shown("/admin-desk/partnership")
    for text in ("Tamarshire", "Port Ellery", "Police", "Proposed, not signed", "sw.tamarshire.1", "Early Help Tamar"):
        assert text in page
    assert "Cafcass has not signed the sharing agreement, so it is asked nothing." in page


@pytest.mark.parametrize("username", ["sw.tamarshire.1", "pm.tamarshire.1", "analyst.1", "school.1"])
def test_the_set_up_is_for_administrators_and_auditors(username):
    for path in ("/admin-desk/", "/admin-desk/partnership", "/admin-desk/access"):
        assert signed_in(username).get(path).status_code == 404
        assert shown(path, "auditor.1")


@pytest.mark.rule(31, 34)
def test_the_service_standard_is_told_in_words_with_a_worked_example():
    example = worked_example(Standard(), world.MONDAY_NINE)
    assert example.case == "An enquiry received on Friday 6 March at 16:00"
    red, amber, green = example.lines
    assert red.startswith("Red: due Friday 6 March at 20:00 (")
    assert amber.startswith("Amber: due Monday 9 March at 17:00 (")
    assert green.startswith("Green: due Wednesday 11 March at 17:00 (")
    decision, *_ = limits_of(Standard())
    assert decision.red == "4 working hours, running on past closing"
    assert decision.amber == "end of the next working day"


def test_every_rule_shows_what_it_does_with_a_case():
    page = " ".join(shown("/admin-desk/partnership").split())
    assert "An enquiry about a 9-year-old, with neglect, asks" in page
    assert "Child and adolescent mental health: a child is 9." in page
    assert "Probation: an adult is described." in page


def test_the_demonstration_lacks_nobody_whom_something_takes_two_of():
    page = shown("/admin-desk/")
    assert "One administrator" not in page
    assert "Fewer than two" not in page


def test_what_is_missing_is_said():
    with world.backstage():
        leaving = Member.objects.get(username="pm.port-ellery.2")
        MemberRole.objects.filter(member=leaving).update(until=world.MONDAY_NINE)
        SharingAgreement.objects.filter(agency__slug="health", area__slug="port-ellery").update(signed_at=None)
    page = shown("/admin-desk/")
    assert "Fewer than two practice managers: a release needs two people." in page
    assert "Health has not signed the sharing agreement, so it is asked nothing." in page


def test_the_access_table_says_all_that_the_policy_says():
    assert [one.verb for one in permissions()] == list(RULES)
    assert set(VERBS) == set(RULES)
    assert len(readers()) == len(READERS)
    page = shown("/admin-desk/access")
    for one in permissions():
        assert one.text in page
    assert "Social worker, qualified" in page  # nobody else rates


@pytest.mark.rule(54, 57)
def test_the_handling_table_is_worked_out_by_the_policy():
    table = {one.who: (one.open, one.restricted, one.sealed) for one in handled()}
    assert table["A researcher of the agency that gave it"] == (True, True, True)
    assert table["A practice manager of the area"] == (True, True, True)
    assert table["The social worker who rates the enquiry"] == (True, True, True)
    assert table["Another social worker of the area"] == (True, True, False)
    assert table["A researcher of another agency that was asked"] == (True, False, False)
    assert table["A call handler of the area"] == (False, False, False)
    assert table["Anybody who is tied to somebody on the enquiry"] == (False, False, False)
    assert table["A team, in a handover: when its owner agreed"] == (True, True, False)
    assert len(fields(handled()[0])) == 4


def test_who_sits_at_the_set_up_holds_no_role_in_the_hub():
    with world.as_("admin.1") as me:
        assert me.seat is Seat.SETUP
        assert {held.role for held in me.roles} == {Role.ADMINISTRATOR}


@pytest.mark.rule(60)
def test_what_partners_sign_on_paper_is_what_the_page_says():
    answer = signed_in("admin.1").get("/admin-desk/access.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    paper = " ".join(words_of(answer.content).split())
    page = shown("/admin-desk/access")
    assert access_table.mark() in paper
    assert access_table.mark() in page
    for one in permissions():
        assert one.text in paper
    assert "Taken by Vera Stokes" in paper


def test_a_table_that_says_something_else_has_another_mark(monkeypatch):
    before = access_table.mark()
    monkeypatch.setitem(VERBS, "decide", "Decide everything")
    assert access_table.mark() != before
