"""What goes to an authority outside this hub: named, sent at a time, acknowledged by somebody there (rule 9)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.foundation.partnership.authorities import authorities, authority_named
from mash.pathway.decisions.actions import decide
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.handover.actions import (
    acknowledge_elsewhere,
    close_enquiry,
    say_sent_elsewhere,
    tell_referrer,
)
from mash.pathway.handover.models import SentElsewhere
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import scene
from tests.pathway.leaving import NINE, NOON, PM, SW, TEN

pytestmark = pytest.mark.django_db

HOW = "Secure e-mail to their front door"


def decided(service: str = "Devon", *, enquiry: Enquiry | None = None) -> Enquiry:
    made = enquiry or scene.enquiry()
    told = [{"subject": name, "outcome": "other_authority", "service": service} for name in ("rowan", "wren")]
    with world.as_(PM, when=TEN) as me:
        decide(me, made.pk, threshold=3, rationale="They live there. Nobody was asked.", outcomes=told)
    return scene.fresh(made)


def sent(enquiry: Enquiry, *, by: str = PM, when: Any = NOON, to: str = "Devon County Council", **more: Any) -> Any:
    with world.as_(by, when=when) as me:
        return say_sent_elsewhere(me, enquiry.pk, **{"to": to, "how": HOW, **more})


def heard(gone: SentElsewhere, *, by: str = PM, when: Any = NOON, **more: Any) -> SentElsewhere:
    with world.as_(by, when=when) as me:
        return acknowledge_elsewhere(me, gone.pk, **{"there": "Duty manager", **more})


def page(enquiry: Enquiry, by: str = PM) -> str:
    with at(NOON):
        return text_of(signed_in(by).get(f"/enquiries/{enquiry.reference}/?open=elsewhere"))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Devon", "Devon"),
        ("devon county council", "Devon"),
        ("E10000008", "Devon"),
        ("London Borough of Barnet", "Barnet"),
        ("Bristol City Council", "Bristol, City of"),
        ("City of London", "City of London"),
        ("Durham County Council", "County Durham"),
        ("Port Ellery Council", None),
        ("Council", None),
        (" ", None),
    ],
)
def test_a_council_is_known_by_what_it_calls_itself(said, name):
    found = authority_named(said)
    assert (found.name if found else None) == name


def test_each_authority_of_england_is_itself():
    assert len(authorities()) == 153
    assert [one for one in authorities() if authority_named(one.name) != one or authority_named(one.code) != one] == []


@pytest.mark.rule(9)
@pytest.mark.parametrize("by", [SW, PM])
def test_the_record_names_the_authority_and_says_when_it_was_sent_and_who_there_has_it(by):
    enquiry = decided()
    assert "decided, and nobody has written down yet that it was sent" in page(enquiry)
    assert "Next: send it to Devon" in page(enquiry)
    gone = sent(enquiry, by=by, sent_at="2026-03-02T10:30:00+00:00")
    assert (gone.named, gone.code, gone.sent_at) == ("Devon", "E10000008", TEN + timedelta(minutes=30))
    assert "nobody has written down" not in page(enquiry)
    assert "Other authority" not in page(enquiry, "calls.tamarshire.1")
    heard(gone, by=by, acknowledged_at="2026-03-02T10:45:00+00:00")
    said = page(enquiry)
    assert "10:30" in said
    assert "Duty manager" in said
    with world.backstage():
        kept = SentElsewhere.objects.get()
    assert (kept.acknowledged_at, kept.heard_by_id) == (TEN + timedelta(minutes=45), world.member(by).pk)


@pytest.mark.rule(9)
def test_an_authority_outside_england_is_named_in_words():
    enquiry = decided("Cyngor Gwynedd")
    gone = sent(enquiry, to="Cyngor Gwynedd")
    assert (gone.named, gone.code) == ("Cyngor Gwynedd", "")
    assert "nobody has written down" not in page(enquiry)


def test_a_child_in_danger_elsewhere_does_not_wait_for_a_decision():
    assert sent(scene.enquiry(), to="Torbay").named == "Torbay"


@pytest.mark.rule(9)
def test_what_waits_elsewhere_waits_on_the_page_and_closing_is_not_offered_first():
    enquiry = decided()
    gone = sent(enquiry)
    with world.as_(PM, when=NOON) as me:
        tell_referrer(me, enquiry.pk, text="Thank you.")
    assert "Waits for another authority" in page(enquiry)
    heard(gone)
    assert "Next: close" in page(enquiry)
    with world.as_(PM, when=NOON) as me:
        assert close_enquiry(me, enquiry.pk).state == "closed"


def test_that_they_have_it_may_be_heard_after_closing_and_once():
    enquiry = decided()
    gone = sent(enquiry)
    with world.as_(PM, when=NOON) as me:
        tell_referrer(me, enquiry.pk, text="Thank you.")
        close_enquiry(me, enquiry.pk)
    heard(gone)
    with pytest.raises(Invalid, match="Duty manager has said so already"):
        heard(gone, there="Somebody else")
    with pytest.raises(Invalid, match="closed"):
        sent(enquiry)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"to": ""}, "to"),
        ({"to": "x" * 161}, "to"),
        ({"how": " "}, "how"),
        ({"sent_at": "2026-03-02T12:01:00+00:00"}, "sent_at"),
        ({"sent_at": (NINE - timedelta(minutes=1)).isoformat()}, "sent_at"),
        ({"sent_at": "31/02"}, "sent_at"),
        ({"sent_at": "2026-03-02T10:30:00"}, "sent_at"),
    ],
)
def test_what_cannot_be_is_said_by_field(said, field):
    with pytest.raises(Invalid) as wrong:
        sent(decided(), **said)
    assert field in wrong.value.errors


@pytest.mark.parametrize(
    ("said", "field"),
    [({"there": ""}, "there"), ({"acknowledged_at": "2026-03-02T11:59:00+00:00"}, "acknowledged_at")],
)
def test_they_have_it_after_it_was_sent_and_somebody_says_so(said, field):
    gone = sent(decided())
    with pytest.raises(Invalid) as wrong:
        heard(gone, **said)
    assert field in wrong.value.errors


@pytest.mark.rule(57, 59)
@pytest.mark.parametrize("by", ["calls.tamarshire.1", "police.1", "sw.port-ellery.1", "team.tamar-north.1"])
def test_only_those_who_weigh_in_the_area_write_and_read_it(by):
    enquiry = decided()
    gone = sent(enquiry)
    with pytest.raises(Refused):
        sent(enquiry, by=by)
    with pytest.raises(Refused):
        heard(gone, by=by)
    if not by.startswith("team"):
        with world.as_(by, when=NOON):
            assert not SentElsewhere.objects.exists()


def test_a_wall_shuts_it():
    enquiry = decided()
    gone = sent(enquiry)
    scene.wall(enquiry, SW)
    with pytest.raises(Refused, match="not_found"):
        heard(gone, by=SW)


@pytest.mark.rule(9)
def test_the_pages_ask_which_council_when_and_who_and_keep_what_was_typed():
    enquiry = decided()
    address = f"/enquiries/{enquiry.reference}/elsewhere"
    day = {"day_day": "2", "day_month": "3", "day_year": "2026", "clock": "11:45"}
    with at(NOON):
        client = signed_in(PM)
        assert '<option value="Devon" selected>' in client.get(address).content.decode()
        wrong = client.post(address, {"authority_typed": "Devn", "how": "Rung 😢", **day})
        html = wrong.content.decode()
        assert "There is no council of that name in England" in html
        assert 'data-typed="Devn"' in html
        assert "Rung 😢" in html
        early = client.post(address, {"authority": "Devon", "how": "Rung", **day, "clock": "08:59"})
        assert "before the enquiry came" in text_of(early)
        assert "Choose the council" in text_of(client.post(address, {"how": "Rung", **day}))
        client.post(address, {"authority": "", "authority_typed": "devon county council", "how": "Rung", **day})
        with world.backstage():
            gone = SentElsewhere.objects.get()
        assert gone.named == "Devon"
        has_it = f"/elsewhere/{gone.pk}"
        assert "Say who there has it" in text_of(client.post(has_it, day))
        client.post(has_it, {"there": "Ms Trew, duty", **day})
        assert "Ms Trew, duty said so" in text_of(client.get(has_it))
    assert "Ms Trew, duty" in page(enquiry)


@pytest.mark.rule(9)
@pytest.mark.parametrize(("below", "by"), [("decide", PM), ("propose", SW)])
def test_a_page_that_sends_a_child_elsewhere_wants_to_know_where(below, by):
    enquiry = scene.enquiry(people=[{"as": "one", "given": "Sam", "age": 4, "subject": True}])
    child = scene.people(enquiry)["one"]
    start = f"outcomes.{child.pk}." if below == "decide" else f"outcome-{child.pk}-"
    typed = {"threshold": "3", "rationale": "They live there.", "why": "They live there.", "do": "check"}
    address = f"/enquiries/{enquiry.reference}/{below}"
    with at(NOON):
        client = signed_in(by)
        html = client.get(address).content.decode()
        assert f'name="{start}authority"' in html
        wrong = client.post(address, {**typed, f"{start}outcome": "other_authority"})
        assert "Choose the council where Sam lives" in text_of(wrong)
        named = {**typed, f"{start}outcome": "other_authority", f"{start}authority": "Devon"}
        answer = client.post(address, named)
        if below == "decide":
            assert "this goes to another authority (Devon)" in text_of(answer)
            client.post(address, {**named, "do": "save"})
            with world.backstage():
                assert enquiry.outcomes.get().service == "Devon"
            corrected = client.get(f"/enquiries/{enquiry.reference}/correct-decision").content.decode()
            assert '<option value="Devon" selected>' in corrected
        else:
            with world.backstage():
                assert enquiry.proposals.get().outcomes[0]["service"] == "Devon"
