"""The enquiry page: one page for everybody who works on it, each with what they may see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mash.foundation.access.models import Standing
from mash.foundation.clock.now import at
from mash.foundation.partnership.models import Agency
from mash.pathway.casework.history import line_of
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.handover.models import Feedback
from mash.pathway.people.models import Person
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway import leaving, scene, steps

pytestmark = pytest.mark.django_db

NOON = world.MONDAY_NINE + timedelta(hours=3)
WORKERS = ("pm.tamarshire.1", "sw.tamarshire.1", "calls.tamarshire.1")
OTHERS = ("school.1", "probation.1", "team.tamar-north.1", "auditor.1", "analyst.1", "admin.1", "conferences.1")


def page(username: str, enquiry: Enquiry, query: str = "") -> str:
    """What somebody reads on the enquiry's page at noon; empty when it is not there."""
    with at(NOON):
        answer = visit(signed_in(username), f"/enquiries/{enquiry.reference}/{query}").answer
    assert answer.status_code in (200, 404)
    return text_of(answer) if answer.status_code == 200 else ""


def asked_agency(enquiry: Enquiry, slug: str = "police") -> None:
    with world.backstage():
        agency = Agency.objects.get(slug=slug)
        Standing.add(enquiry=enquiry.pk, kind="asked", holder=agency.pk, since=world.MONDAY_NINE)


def rated(enquiry: Enquiry, level: str = "amber") -> Enquiry:
    steps.rate(enquiry, level)
    return scene.fresh(enquiry)


@pytest.mark.rule(54)
@pytest.mark.parametrize("username", OTHERS)
def test_who_has_nothing_to_do_with_it_does_not_find_it(username: str) -> None:
    assert page(username, scene.enquiry()) == ""


@pytest.mark.rule(54)
def test_another_areas_hub_does_not_find_it() -> None:
    assert page("pm.port-ellery.1", scene.enquiry()) == ""


@pytest.mark.rule(59)
def test_somebody_behind_a_wall_does_not_find_it() -> None:
    enquiry = scene.enquiry()
    scene.wall(enquiry, "pm.tamarshire.1")
    assert page("pm.tamarshire.1", enquiry) == ""
    assert page("pm.tamarshire.2", enquiry)


def test_a_researcher_finds_it_once_the_agency_is_asked() -> None:
    enquiry = scene.enquiry()
    assert page("police.1", enquiry) == ""
    asked_agency(enquiry)
    assert "Rowan, 7, and Wren, 3, Testerby-Loom" in page("police.1", enquiry)


@pytest.mark.parametrize("username", WORKERS)
def test_the_strip_says_whom_how_urgent_and_until_when(username: str) -> None:
    text = page(username, rated(scene.enquiry()))
    assert "Rowan, 7, and Wren, 3, Testerby-Loom" in text
    assert "◆ Amber" in text
    assert "Due Tue 17:00" in text
    assert "amber: end of the next working day after receipt" in text


def test_a_red_one_says_clock_time_and_distance() -> None:
    assert "Due 13:00, in 1 h" in page("sw.tamarshire.1", rated(scene.enquiry(), "red"))


def test_without_a_rating_it_says_when_it_must_be_rated() -> None:
    assert "Rate by Tue 17:00" in page("sw.tamarshire.1", scene.enquiry())
    assert "immediate danger: as soon as red" in page("sw.tamarshire.1", scene.enquiry(immediate_danger=True))


def test_the_title_of_the_page_holds_no_name() -> None:
    enquiry = scene.enquiry()
    with at(NOON):
        answer = signed_in("pm.tamarshire.1").get(f"/enquiries/{enquiry.reference}/")
    title = answer.content.decode().partition("<title>")[2].partition("</title>")[0]
    assert enquiry.reference in title
    assert "Testerby" not in title


def test_nobody_has_taken_it_until_somebody_has() -> None:
    enquiry = scene.enquiry()
    assert "nobody has taken it" in page("sw.tamarshire.1", enquiry)
    with world.backstage():
        scene.fresh(enquiry).change(taken_by=world.member("sw.tamarshire.2"))
    text = page("sw.tamarshire.1", enquiry)
    assert f"with {world.member('sw.tamarshire.2').name}" in text
    assert "Take it over" in text


@pytest.mark.parametrize(
    ("username", "may", "may_not"),
    [
        ("sw.tamarshire.1", ["Propose a decision", "Ask the enquirer", "Flag child protection"], ["Decide", "Close"]),
        ("pm.tamarshire.1", ["Decide", "Record a strategy discussion", "Take it"], ["Rate it", "Ask the enquirer"]),
        ("calls.tamarshire.1", ["Add a person", "Link another enquiry"], ["Rate it", "Decide", "Take it"]),
        ("police.1", ["Flag child protection", "I know somebody here"], ["Take it", "Link another", "Decide"]),
    ],
)
def test_each_is_offered_what_they_may_do_and_nothing_else(username: str, may: list[str], may_not: list[str]) -> None:
    enquiry = scene.enquiry()
    asked_agency(enquiry)
    text = page(username, enquiry)
    offered = text.partition("Flag child protection")[1] + text.partition("Flag child protection")[2]
    assert all(words in offered for words in may)
    assert not [words for words in may_not if words in offered]


def test_what_happened_is_told_in_words_to_those_who_work_on_it() -> None:
    enquiry = rated(scene.enquiry())
    steps.answer(enquiry, "health.1", rating="red")
    text = page("sw.tamarshire.2", enquiry)
    assert f"{world.member('sw.tamarshire.1').name} rated amber" in text
    assert "Health answered" in text
    assert "answer_request" not in text
    assert f"{world.member('health.1').name}, Health" in text  # who is on it


@pytest.mark.rule(28)
def test_that_an_agency_rates_higher_is_told_to_those_who_weigh() -> None:
    enquiry = rated(scene.enquiry())
    steps.answer(enquiry, "health.1", rating="red")
    assert "Health rates higher" in page("sw.tamarshire.1", enquiry)
    assert "Health rates higher" in page("pm.tamarshire.1", enquiry)
    for username in ("calls.tamarshire.1", "police.1"):
        assert "rates higher" not in page(username, enquiry)


def test_a_researcher_reads_no_history() -> None:
    text = page("police.1", rated(scene.enquiry()))
    assert "Next: answer" in text
    assert "What happened" not in text


@pytest.mark.rule(22)
def test_no_line_of_the_history_names_who_told_the_hub() -> None:
    for verb in ("receive_enquiry", "add_to_enquiry", "answer_hub"):
        line = line_of(NOON, verb, "Ottoline Quaverley", "Tamar Bridge Primary")
        assert "Quaverley" not in line.by + line.text
        assert "Bridge" not in line.by + line.text


def test_next_after_the_decision_is_to_hand_over() -> None:
    enquiry = leaving.decided(rated(scene.enquiry()))
    text = page("pm.tamarshire.1", enquiry)
    assert "Next: hand over to Tamar North" in text
    leaving.prepared(enquiry)
    assert "Waits for a second reader" in page("pm.tamarshire.1", enquiry)
    assert "Read the release" in page("pm.tamarshire.2", enquiry)


def test_next_at_the_end_is_to_close() -> None:
    enquiry = leaving.decided(rated(scene.enquiry()))
    handover = leaving.sent(leaving.prepared(enquiry))
    assert "Waits for a team" in page("pm.tamarshire.1", enquiry)
    leaving.acknowledged(handover)
    assert "Next: tell the referrer" in page("pm.tamarshire.1", enquiry)
    with world.backstage():
        told_by = world.member("pm.tamarshire.1")
        Feedback.add(enquiry=enquiry, area=enquiry.area_id, text="Thank you.", told_by=told_by, told_at=NOON)
    assert "Next: close" in page("pm.tamarshire.1", enquiry)


def test_a_part_opens_when_the_address_asks_for_it() -> None:
    enquiry = rated(scene.enquiry())
    with at(NOON):
        client = signed_in("pm.tamarshire.1")
        folded = client.get(f"/enquiries/{enquiry.reference}/").content.decode()
        opened = client.get(f"/enquiries/{enquiry.reference}/?open=urgency").content.decode()
    part = '<details class="mash-fold" id="urgency"'
    assert f"{part}>" in folded
    assert f"{part} open>" in opened


@pytest.mark.parametrize("username", [*WORKERS, "police.1"])
def test_the_page_asks_as_much_of_the_database_for_a_large_enquiry_as_for_a_small_one(username: str) -> None:
    small = rated(scene.enquiry())
    steps.answer(small, "health.1", rating="amber", rowan=steps.item())
    large = rated(large_enquiry())
    for by in ("police.1", "health.1", "education.1", "adult-mental-health.1"):
        steps.answer(large, by, rating="amber", rowan=[steps.item(f"Seen on day {day}.") for day in range(1, 12)])
    steps.rate(large, "red", when=NOON)
    has_come_before(large)
    counts = {}
    with at(NOON):
        client = signed_in(username)
        for name, enquiry in (("small", small), ("large", large)):
            seen = visit(client, f"/enquiries/{enquiry.reference}/")
            assert seen.answer.status_code == 200
            assert len(seen.apart) <= 5, seen.apart
            counts[name] = len(seen.queries)
    assert counts["large"] <= 15, seen.queries
    assert counts["large"] == counts["small"]


@pytest.mark.parametrize("username", ["pm.tamarshire.1", "sw.tamarshire.1"])
def test_the_page_stays_within_its_queries_once_everything_has_happened(username: str) -> None:
    enquiry = rated(scene.enquiry())
    steps.answer(enquiry, "health.1", rating="red", rowan=steps.item())
    enquiry = leaving.decided(enquiry)
    leaving.acknowledged(leaving.sent(leaving.prepared(enquiry)))
    has_come_before(enquiry)
    with at(NOON):
        seen = visit(signed_in(username), f"/enquiries/{enquiry.reference}/")
    assert seen.answer.status_code == 200
    assert len(seen.queries) <= 15, seen.queries


def has_come_before(enquiry: Enquiry, times: int = 3) -> None:
    """Its first subject is a person whom the hub knows from earlier enquiries."""
    before = [scene.enquiry(received_at=world.MONDAY_NINE - timedelta(days=30 * n)) for n in range(1, times + 1)]
    with world.backstage():
        person = Person.add(given="Rowan", family="Testerby-Loom", areas=[enquiry.area_id], made_at=world.MONDAY_NINE)
        for one in (enquiry, *before):
            one.people.get(alias="rowan").change(person=person)
            Standing.add(enquiry=one.pk, kind="earlier", holder=one.area_id, since=world.MONDAY_NINE)


def large_enquiry() -> Enquiry:
    """A household of twelve."""
    others = [
        {"as": f"o{n}", "given": f"One{n}", "family": "Loomis", "age": 4 * n, "subject": n < 5} for n in range(11)
    ]
    return scene.enquiry(people=[scene.FAMILY[0], *others])


def test_the_page_says_nothing_to_somebody_who_is_not_signed_in() -> None:
    answer = Client().get(f"/enquiries/{scene.enquiry().reference}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")
