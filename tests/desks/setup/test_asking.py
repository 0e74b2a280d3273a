"""Administrators say which agency is asked about what; the next rating asks by it."""

from __future__ import annotations

import pytest

from mash.desks.setup.asking.actions import end_asking_rule, set_asking_rule
from mash.desks.setup.asking.examples import MADE_UP, cases
from mash.desks.setup.asking.reading import in_words
from mash.foundation.access.verbs import Refused
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Agency, AskingRule, MemberRole, SharingAgreement
from mash.pathway.gathering.asking import candidates
from tests import world
from tests.desks.setup.administering import Desk
from tests.pathway import scene

pytestmark = pytest.mark.django_db

YOUTH, EARLY_YEARS = (f"/admin-desk/asking/tamarshire/{slug}" for slug in ("youth-offending", "early-years"))
A_CHILD_OF_NINE = ({"as": "child", "given": "Rowan", "age": 9, "subject": True, "role": "child"},)


def asked_about(**told: object) -> set[str]:
    """The agencies that the rules name for an enquiry."""
    made = scene.enquiry(people=A_CHILD_OF_NINE, **told)  # type: ignore[arg-type]  # as the scene takes it
    with world.as_("sw.tamarshire.1") as me:
        return {one.agency.slug for one in candidates(me, made, list(made.people.all())) if one.is_named}


def events(verb: str) -> list[dict[str, object]]:
    with world.backstage():
        return list(Event.objects.filter(verb=verb, outcome="made").values_list("details", flat=True))


@pytest.mark.rule(45, 46)
def test_the_next_rating_asks_by_the_new_rule():
    assert "youth-offending" not in asked_about()
    assert Desk().save(YOUTH, from_age="8", to_age="17").status_code == 302
    assert "youth-offending" in asked_about()
    (details,) = events("set_asking_rule")
    assert (details["from_age"], details["to_age"], details["always"]) == (8, 17, False)


@pytest.mark.rule(45)
def test_whom_made_up_enquiries_ask_is_shown_before_and_after_before_a_rule_is_saved():
    said, between = Desk().look(YOUTH, from_age="8", to_age="17")
    assert between is not None
    assert "An enquiry about a 9-year-old, with neglect" in said
    assert "Youth offending not asked a child is 9" in said
    assert "Youth offending is asked: when somebody it is about is 8 to 17." in said
    assert events("set_asking_rule") == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"from_age": "", "to_age": ""}, "This rule would never ask Youth offending"),
        ({"from_age": "17", "to_age": "10"}, "This rule would ask nobody: no one is 17 or older and 10 or younger"),
        ({"from_age": "ten"}, "Enter an age in whole years, from 0 to 120"),
        ({"concerns": ["weather"]}, "Choose concerns from the list"),
    ],
)
def test_a_rule_that_would_ask_nobody_is_turned_away(typed, message):
    said, between = Desk().look(YOUTH, **typed)
    assert message in said
    assert between is None


@pytest.mark.rule(46)
def test_an_agency_that_cannot_answer_is_said_so_before_its_rule_is_saved():
    with world.backstage():
        SharingAgreement.objects.filter(agency__slug="youth-offending").update(signed_at=None)
        MemberRole.objects.filter(member__agency__slug="youth-offending").delete()
    said, _ = Desk().look(YOUTH, from_age="8", to_age="17")
    assert "Youth offending has not signed the sharing agreement: it is asked nothing." in said
    assert "Youth offending has no researcher here: nobody would answer." in said


def test_an_agency_without_a_question_gets_no_rule():
    with world.backstage():
        Agency.objects.filter(slug="youth-offending").update(question="")
    said, between = Desk().look(YOUTH, from_age="8", to_age="17")
    assert "write first what Youth offending is asked" in said
    assert between is None


def test_a_rule_is_ended_and_the_agency_is_asked_only_by_hand():
    assert "education" in asked_about()
    desk = Desk()
    assert desk.send("/admin-desk/asking/tamarshire/education/end").status_code == 302
    assert "education" not in asked_about()
    assert "Education in the hub Only by hand" in desk.reads("/admin-desk/asking")
    assert "asked only by hand already" in desk.reads("/admin-desk/asking/tamarshire/education/end")


def test_the_checklist_names_enquiries_about_which_nobody_is_asked():
    with world.backstage():
        AskingRule.objects.filter(area__slug="tamarshire").update(always=False, when_adult=False, concerns=[])
    said = Desk().reads("/admin-desk/")
    assert "An enquiry about an adult of 70 at risk asks nobody by itself." in said
    with world.backstage():
        AskingRule.objects.filter(area__slug="tamarshire").delete()
    assert "No agency is asked by itself" in Desk().reads("/admin-desk/")


def test_two_administrators_who_change_one_rule_both_learn():
    desk = Desk()
    tab = desk.form(YOUTH)
    desk.save(YOUTH, from_age="8", to_age="17")
    answer = desk.post(YOUTH, {**tab.as_it_stands(), "from_age": ["12"], "do": ["save"]})
    said = answer.content.decode()
    assert "after you had opened it" in said
    assert 'value="12"' in said
    assert "What it says now, where you typed something else" in said
    with world.backstage():
        assert AskingRule.objects.get(area__slug="tamarshire", agency__slug="youth-offending").from_age == 8


def test_a_rule_is_for_administrators_of_the_area_and_for_agencies_that_serve_it():
    area = world.area()
    with world.backstage():
        agency = Agency.objects.get(slug="health")
        host = Agency.objects.get(slug="social-care")
    for username in ("pm.tamarshire.1", "auditor.1"):
        with world.as_(username) as me, pytest.raises(Refused):
            set_asking_rule(me, area.pk, agency.pk, always=True, seen="")
        with world.as_(username) as me, pytest.raises(Refused):
            end_asking_rule(me, area.pk, agency.pk, seen="")
    with world.as_("admin.1") as me, pytest.raises(Refused):
        set_asking_rule(me, area.pk, host.pk, always=True, seen="")


def test_rules_are_told_in_words():
    labels = {"neglect": "Neglect"}
    assert in_words(None, labels) == "Only by hand"
    assert in_words(AskingRule(), labels) == "Only by hand"
    assert in_words(AskingRule(always=True), labels) == "Always"
    rule = AskingRule(when_adult=True, from_age=5, to_age=17, concerns=["neglect"])
    assert in_words(rule, labels) == (
        "When an adult is described, somebody it is about is 5 to 17 or the concern is neglect"
    )


def test_examples_say_whom_a_change_adds_and_whom_it_leaves_out():
    police, school = Agency(name="Police"), Agency(name="School")
    stands = [AskingRule(agency=police, always=True), AskingRule(agency=school, from_age=0, to_age=12)]
    becomes = [AskingRule(agency=police, when_adult=True), AskingRule(agency=school, from_age=0, to_age=12)]
    nine = cases(stands, becomes)[0]
    assert nine.told == MADE_UP[0].told
    assert [(one.agency, one.stands, one.becomes, one.moves) for one in nine.asked] == [
        ("Police", "always asked", "", True),
        ("School", "a child is 9", "a child is 9", False),
    ]
