"""What auditors see of broken glass and of releases: who, when, why and how much, never what it says."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.utils.html import strip_tags

from mash.desks.oversight.asked import Asked
from mash.desks.oversight.glasses import why_it_took_that
from mash.desks.oversight.releases import found_in_words, releases
from mash.foundation.access.models import Glass, Standing
from mash.foundation.access.verbs import record
from mash.pathway.enquiries.actions import break_glass, declare_tie, review_break_glass
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.handover.actions import withdraw_release
from mash.pathway.handover.gate import Kind
from tests import world
from tests.browsing import signed_in, visit
from tests.pathway import leaving, scene

pytestmark = pytest.mark.django_db

WHY = "The school rings about the sister, and nobody else is here."


def read(path: str) -> str:
    answer = signed_in("auditor.1").get(path)
    assert answer.status_code == 200
    return " ".join(unescape(strip_tags(answer.content.decode().replace(">", "> "))).split())


def broken(area: str = "port-ellery", *, by: str = "pm.tamarshire.1", **when) -> Glass:
    enquiry = scene.enquiry(area=area)
    with world.as_(by, **when) as me:
        return break_glass(me, enquiry.reference, why=WHY)


def reviewed(glass: Glass) -> None:
    with world.as_("auditor.1") as me:
        review_break_glass(me, glass.pk, finding="The reason holds.")


@pytest.mark.parametrize(
    ("held_role", "was_live", "says"),
    [
        (True, True, "could have read it without"),
        (True, False, "reason to read it had ended"),
        (False, True, "no practice manager in Port Ellery"),
        (False, False, "no practice manager in Port Ellery, and its hub's reason"),
    ],
)
def test_it_is_said_why_it_took_broken_glass(held_role, was_live, says):
    assert says in why_it_took_that(held_role=held_role, was_live=was_live, area="Port Ellery")


@pytest.mark.rule(86)
def test_broken_glass_says_why_it_took_that_and_how_much_was_read_through_it():
    glass = broken()
    closed = scene.enquiry()
    with world.backstage():
        Standing.objects.filter(enquiry=closed.pk, kind="hub").update(until=world.MONDAY_NINE)
    with world.as_("pm.tamarshire.2") as me:
        break_glass(me, closed.reference, why=WHY)
    for minutes in (5, 59, 60):
        with world.as_("pm.tamarshire.1", when=world.MONDAY_NINE + timedelta(minutes=minutes)) as me:
            record(me, "enquiry", enquiry=glass.enquiry, outcome="read")
    shown = read("/ledger/glass")
    assert "They are no practice manager in Port Ellery 2 pages read through it" in shown
    assert "Their hub's reason to read it had ended No pages read through it" in shown
    within = read(f"/ledger/glass/{glass.pk}")
    assert "broke the glass" in within
    assert "read the enquiry" in within
    assert "10:00" not in within.partition("open until")[2].partition("What they did")[2]


def test_all_that_waits_is_shown_whatever_is_looked_back_to_and_what_was_reviewed_by_period_and_area():
    old, recent = broken(), broken(area="tamarshire", by="pm.port-ellery.1")
    waiting = broken()
    reviewed(old)
    reviewed(recent)
    everything = read("/ledger/glass")
    assert "To review 1" in everything
    assert "Reviewed 2" in everything
    assert "Reviewed 1" in read("/ledger/glass?area=tamarshire")
    long_ago = read("/ledger/glass?period=week")
    assert "Reviewed 0" in long_ago
    assert "To review 1" in long_ago
    assert str(waiting.pk) in signed_in("auditor.1").get("/ledger/glass?period=week").content.decode()


@pytest.mark.rule(59)
def test_broken_glass_on_an_enquiry_to_which_the_auditor_is_tied_is_not_there():
    glass = broken()
    with world.backstage():
        reference = Enquiry.objects.get(pk=glass.enquiry).reference
    with world.as_("auditor.1") as me:
        declare_tie(me, kind="relative", enquiry=reference, subject="rowan")
    assert "To review 0" in read("/ledger/glass")
    assert signed_in("auditor.1").get(f"/ledger/glass/{glass.pk}").status_code == 404


@pytest.mark.rule(55, 86)
def test_a_release_is_told_as_two_people_what_went_by_number_what_was_found_and_what_became_of_it():
    enquiry = leaving.decided()
    prepared = leaving.prepared(enquiry, items=[leaving.item(enquiry, leaving.FRACTURE)], note=leaving.NOTE)
    assert "Waits for a second person" in read("/ledger/releases")
    leaving.sent(prepared)
    shown = read("/ledger/releases")
    author, second = world.member(leaving.PM).name, world.member(leaving.SECOND).name
    assert f"Prepared by {author}" in shown
    assert f"Approved and sent by {second}, a second person" in shown
    assert "The story and 1 item" in shown
    assert "Not opened yet" in shown
    for content in (leaving.FRACTURE, leaving.NOTE, leaving.RATIONALE, "Testerby", "belt end"):
        assert content not in shown


def test_a_withdrawal_says_by_whom_and_whether_anybody_had_read_it():
    enquiry = leaving.decided()
    first = leaving.prepared(enquiry)
    leaving.prepared(enquiry)  # in the place of the first
    second = leaving.prepared(leaving.decided())
    leaving.sent(second)
    with world.as_(leaving.PM, when=leaving.NOON + timedelta(hours=1)) as me:
        withdraw_release(me, second.pk, why="It named the wrong school.")
    shown = read("/ledger/releases")
    assert "Put aside: it was prepared anew" in shown
    assert f"Withdrawn by {world.member(leaving.PM).name}, before anybody opened it" in shown
    assert "wrong school" not in shown
    only = read("/ledger/releases?only=yes")
    assert only.count("Prepared by") == 2
    assert first.pk != second.pk


def test_what_the_gate_found_is_told_by_kind_and_by_who_let_it_stay():
    found = [
        {"kind": Kind.PROTECTED_ADDRESS, "by_approver": True, "number": 1, "cleared": 1},
        {"kind": Kind.THIRD_PARTY, "by_approver": False, "number": 3, "cleared": 2},
        {"kind": Kind.REFERRER, "by_approver": True, "number": 2, "cleared": 0},
    ]
    assert found_in_words(found) == (
        "The gate found 1 protected address, let stay by the second person; 3 people from items who are not described, "
        "2 of them let stay by its author; 2 clues to who told the hub, not cleared"
    )
    assert found_in_words([]) == "The gate found nothing"


def test_releases_follow_each_other_page_by_page_and_keep_to_their_area(monkeypatch):
    monkeypatch.setattr("mash.desks.oversight.releases.A_PAGE", 2)
    enquiries = [leaving.decided() for _ in range(5)]
    for enquiry in enquiries:
        leaving.prepared(enquiry)
    seen, asked = [], Asked()
    for _ in range(3):
        with world.as_("auditor.1", when=leaving.NOON + timedelta(days=1)) as me:
            rows, earlier = releases(me, asked, None)
        seen += [one.row.enquiry for one in rows]
        asked = Asked.in_address(dict(parse_qsl(earlier.removeprefix("?"))))
    assert sorted(seen) == sorted(enquiry.pk for enquiry in enquiries)
    assert "When a practice manager prepares" in read("/ledger/releases?area=port-ellery")


def test_the_pages_of_glass_and_releases_ask_a_fixed_number_of_queries():
    def cost(address: str) -> int:
        return len(visit(signed_in("auditor.1"), address).queries)

    reviewed(broken())
    broken()
    leaving.prepared(leaving.decided())
    pages = ["/ledger/glass", "/ledger/releases"]
    few = [cost(page) for page in pages]
    for _ in range(8):
        reviewed(broken())
        broken()
        leaving.sent(leaving.prepared(leaving.decided()))
    assert [cost(page) for page in pages] == few
    assert max(few) <= 15
