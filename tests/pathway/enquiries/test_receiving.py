"""An enquiry comes in, from every front door, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from mash.foundation.access.models import Standing
from mash.foundation.access.verbs import ACTIONS, Invalid, Refused
from mash.foundation.partnership.models import ServiceStandard
from mash.pathway.enquiries.actions import receive_enquiry
from mash.pathway.enquiries.models import (
    DescribedPerson,
    Enquiry,
    Message,
    Origin,
    ProtectedAddress,
    Receipt,
    Relation,
    Words,
)
from mash.pathway.people.models import Person, PersonAddress
from tests import world
from tests.pathway.enquiries.conftest import MUM, ROWAN, STORY, described, enquiry, told

REFERRER = {
    "name": "Ottoline Quaverley",
    "agency": "Tamar Bridge Primary",
    "job": "Deputy head",
    "phone": "01632960111",
}


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("by", "channel"),
    [
        (None, "public"),
        (None, "professional"),
        ("school.1", "professional"),
        ("calls.tamarshire.1", "phone"),
        ("sw.tamarshire.1", "phone"),
        ("pm.tamarshire.1", "mail"),
        ("evaluator.1", "police"),
        ("police.1", "police"),
    ],
)
def test_every_channel_makes_one_enquiry_with_one_reference(by: str | None, channel: str) -> None:
    received = told(by=by, channel=channel)
    made = enquiry(received)
    assert made.reference == received.reference
    assert made.state == "received"
    assert made.origin.channel == channel
    assert made.words.narrative == STORY["narrative"]
    with world.backstage():
        assert Enquiry.objects.count() == 1


@pytest.mark.parametrize(
    "by", ["health.1", "probation.1", "team.tamar-north.1", "auditor.1", "admin.1", "analyst.1", "checker.1"]
)
def test_a_member_whose_role_takes_no_enquiries_is_refused(by: str) -> None:
    with world.as_(by) as me, pytest.raises(Refused, match="role"):
        receive_enquiry(me, **STORY)


def test_a_call_handler_takes_enquiries_for_their_own_area_alone() -> None:
    with pytest.raises(Refused, match="role"):
        told(by="calls.tamarshire.1", channel="phone", area="port-ellery")


def test_who_refers_may_tell_the_hub_of_any_area() -> None:
    received = told(by="school.1", channel="professional", area="port-ellery")
    assert enquiry(received).area_id == world.area("port-ellery").pk


@pytest.mark.rule(60)
@pytest.mark.parametrize(
    "model",
    [Enquiry, Words, Origin, Receipt, DescribedPerson, ProtectedAddress, Relation, Message, Person, PersonAddress],
)
@pytest.mark.parametrize("by", [None, "school.1"])
def test_the_front_door_can_select_nothing_of_what_it_takes_in(model: Any, by: str | None) -> None:
    told(by=by, channel="professional")
    with world.as_(by) as me:
        assert me.seat == "intake"
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.count()


@pytest.mark.rule(3)
def test_the_time_of_receipt_is_kept_to_the_second_and_cannot_be_changed() -> None:
    received = told(when=datetime(2026, 3, 2, 9, 0, 7, tzinfo=UTC))
    assert enquiry(received).received_at == datetime(2026, 3, 2, 9, 0, 7, tzinfo=UTC)
    with (
        world.as_("pm.tamarshire.1"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        Enquiry.objects.filter(pk=received.id).update(received_at=world.MONDAY_NINE)


@pytest.mark.rule(31)
def test_an_enquiry_keeps_the_service_standard_that_held_when_it_came() -> None:
    area = world.area()
    before = told()
    with world.backstage():
        later = ServiceStandard.add(
            area=area,
            holds_from=world.MONDAY_NINE + timedelta(days=1),
            rules=area.standard_on(world.MONDAY_NINE).rules,
        )
    after = told(when=world.MONDAY_NINE + timedelta(days=2))
    assert enquiry(before).standard_id != later.pk
    assert enquiry(after).standard_id == later.pk


@pytest.mark.rule(4, 10)
def test_one_enquiry_describes_many_children_and_adults_in_the_words_used() -> None:
    received = told(people=[ROWAN, MUM, {"as": "cat", "also_known_as": ["Caz"], "role": "partner of mother"}])
    assert set(received.people) == {"rowan", "mum", "cat"}
    child = described(received, "rowan")
    assert (child.given, child.family, str(child.born), child.role) == ("Rowan", "Testerby-Loom", "2018-05-14", "child")
    assert child.is_subject
    assert not described(received, "mum").is_subject
    assert str(described(received, "cat")) == "Caz"


@pytest.mark.rule(1)
def test_the_same_submission_sent_twice_is_one_enquiry_with_one_code() -> None:
    first = told(key="one-submission-of-a-form")
    second = told(key="one-submission-of-a-form", narrative="Sent again by a nervous finger.")
    assert (second.id, second.reference, second.code) == (first.id, first.reference, first.code)
    assert second.people == first.people
    assert told(key="another-submission").id != first.id


def test_two_members_never_share_a_submission() -> None:
    first = told(by="school.1", channel="professional", key="same-key")
    assert told(key="same-key").id != first.id


def test_words_are_kept_as_they_were_said_but_for_what_cannot_be_stored() -> None:
    said = "He said \x00'no' 😢 🏠\n\tשלום, he whispered\x07. <b>Not bold</b> O'Hara; drop table"
    received = told(narrative=said)
    kept = said.replace("\x00", "").replace("\x07", "")
    assert enquiry(received).words.narrative == enquiry(received).narrative == kept


@pytest.mark.parametrize("words", ["x" * 20_001, "x" * 100_000])
def test_a_story_that_is_too_long_is_said_to_be_so(words: str) -> None:
    with pytest.raises(Invalid) as refused:
        told(narrative=words)
    assert refused.value.errors == {"narrative": "Shorten it to 20,000 characters"}


def test_a_story_as_long_as_may_be_is_kept_whole() -> None:
    assert len(enquiry(told(narrative="word " * 3_999 + "words")).words.narrative) == 20_000


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"area": "atlantis"}, "area"),
        ({"area": None}, "area"),
        ({"channel": "pigeon"}, "channel"),
        ({"narrative": " \n "}, "narrative"),
        ({"narrative": None}, "narrative"),
        ({"concerns": ["no-such-concern"]}, "concerns"),
        ({"concerns": "neglect"}, "concerns"),
        ({"consent": {"state": "perhaps"}}, "consent"),
        ({"consent": {"state": "not_sought"}}, "consent_why"),
        ({"referrer": "somebody"}, "referrer"),
        ({"people": "Rowan"}, "people"),
        ({"people": [{}] * 31}, "people"),
        ({"people": [ROWAN, ROWAN]}, "people_1_as"),
        ({"people": [{"given": "x" * 121}]}, "people_0_given"),
        ({"people": [{}, {"dob": "2026-03-03"}]}, "people_1_dob"),
        ({"people": [{"dob": "1890-01-01"}]}, "people_0_dob"),
        ({"people": [{"dob": "14 May"}]}, "people_0_dob"),
        ({"people": [{"age": -1}]}, "people_0_age"),
        ({"people": [{"age": 121}]}, "people_0_age"),
        ({"people": [{"age": "six"}]}, "people_0_age"),
        ({"people": [{"age": True}]}, "people_0_age"),
        ({"people": [{"due_date": "2026-12-08"}]}, "people_0_due_date"),
        ({"people": [{"due_date": "2025-12-01"}]}, "people_0_due_date"),
        ({"people": [{"due_date": "2026-06-01", "age": 3}]}, "people_0_due_date"),
        ({"people": [{"also_known_as": [1]}]}, "people_0_also_known_as"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        told(**wrong)
    assert list(invalid.value.errors) == [field]
    with world.backstage():
        assert not Enquiry.objects.exists()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Invalid) as invalid:
        told(narrative="", concerns=["nothing"], people=[{"age": 200}])
    assert set(invalid.value.errors) == {"narrative", "concerns", "people_0_age"}


@pytest.mark.rule(13)
def test_an_unborn_child_has_a_due_date_within_280_days() -> None:
    received = told(people=[{"as": "baby", "due_date": "2026-12-07", "subject": True}])
    assert str(described(received, "baby").due_date) == "2026-12-07"


def test_somebody_may_be_born_on_the_day_of_the_enquiry_by_the_london_date() -> None:
    received = told(when=datetime(2026, 6, 30, 23, 30, tzinfo=UTC), people=[{"as": "baby", "dob": "2026-07-01"}])
    assert described(received, "baby").born


@pytest.mark.rule(14)
@pytest.mark.parametrize(
    ("supplied", "kept", "right"),
    [
        ("999 000 0018", "9990000018", True),
        ("999 000 0019", "999 000 0019", False),
        ("lost", "lost", False),
        ("", "", False),
    ],
)
def test_an_nhs_number_is_kept_as_supplied_when_its_check_digit_is_wrong(supplied: str, kept: str, right: bool) -> None:
    person = described(told(people=[{**MUM, "nhs_number": supplied}]), "mum")
    assert (person.nhs_number, person.nhs_number_is_right) == (kept, right)


@pytest.mark.rule(14)
def test_a_pupil_number_is_kept_as_supplied_when_its_letter_is_wrong() -> None:
    person = described(told(people=[{**MUM, "upn": "b823432198765"}]), "mum")
    assert (person.upn, person.upn_is_right) == ("b823432198765", False)


@pytest.mark.rule(21)
def test_a_protected_address_stands_apart_and_is_masked_in_the_story() -> None:
    received = told(
        narrative="She fled to Gannetmere Rise, the house at 4, in ZZ993VZ.",
        people=[{**ROWAN, "address_protected": True}, {**MUM, "gp": "Dr Who, near 4 Gannetmere Rise"}],
    )
    child, mother, made = described(received, "rowan"), described(received, "mum"), enquiry(received)
    assert (child.address, child.postcode, child.address_protected) == ("", "", True)
    assert str(child.protected_address) == "4 Gannetmere Rise, ZZ99 3VZ"
    for text in (made.narrative, mother.gp):
        assert "Gannetmere" not in text
        assert "withheld" in text
    assert "ZZ99" not in made.narrative
    assert "Gannetmere Rise" in made.words.narrative


@pytest.mark.rule(21)
def test_the_same_address_of_another_person_is_protected_with_it() -> None:
    received = told(
        people=[{**ROWAN, "address_protected": True}, {**MUM, "address": "4, gannetmere rise", "postcode": "zz993vz"}]
    )
    mother = described(received, "mum")
    assert (mother.address, mother.address_protected) == ("", True)
    assert "gannetmere" in str(mother.protected_address)


@pytest.mark.rule(21)
@pytest.mark.parametrize("by", [None, "calls.tamarshire.1"])
@pytest.mark.parametrize("how", [{"withhold_identity": True}, {"anonymous": True}])
def test_a_withheld_referrer_is_masked_in_the_story(how: dict[str, bool], by: str | None) -> None:
    said = "Mrs Quaverley, the deputy head of Tamar Bridge Primary (01632 960 111), saw it."
    received = told(by=by, narrative=said, channel="phone", referrer={**REFERRER, **how})
    made = enquiry(received)
    for mark in ("Quaverley", "deputy head", "Tamar Bridge", "960"):
        assert mark not in made.narrative
    assert made.words.narrative == said
    assert made.origin.withheld


def test_the_account_of_a_withheld_referrer_is_masked_too() -> None:
    member = world.member("school.1")
    received = told(
        by="school.1",
        channel="professional",
        narrative=f"{member.name} saw the bruise.",
        referrer={"withhold_identity": True},
    )
    assert member.name.split()[-1] not in enquiry(received).narrative


def test_a_referrer_who_may_be_named_is_not_masked() -> None:
    assert "Quaverley" in enquiry(told(narrative="Mrs Quaverley saw it.", referrer=REFERRER)).narrative


def test_a_signed_in_referrer_need_not_say_who_they_are() -> None:
    member = world.member("school.1")
    origin = enquiry(told(by="school.1", channel="professional")).origin
    assert (origin.name, origin.agency, origin.member) == (member.name, member.agency.name, member.pk)


def test_who_keyed_a_call_is_not_the_referrer() -> None:
    origin = enquiry(told(by="calls.tamarshire.1", channel="phone")).origin
    assert (origin.member, origin.taken_down_by) == (None, world.member("calls.tamarshire.1").pk)


@pytest.mark.rule(40)
def test_why_the_family_was_not_asked_is_kept() -> None:
    why = "It may put the children at more risk"
    made = enquiry(told(consent={"state": "not_sought", "why": why}))
    assert (made.consent, made.consent_why) == ("not_sought", why)


def test_receipt_gives_the_hub_and_a_signed_in_referrer_a_live_reason_and_nobody_else() -> None:
    public, school = told(), told(by="school.1", channel="professional")
    with world.backstage():
        assert [s.kind for s in Standing.objects.filter(enquiry=public.id)] == ["hub"]
        assert sorted(s.kind for s in Standing.objects.filter(enquiry=school.id)) == ["hub", "referrer"]


def test_the_ledger_says_that_an_enquiry_came_without_a_word_of_it() -> None:
    received = told(channel="police", by="evaluator.1", referrer={**REFERRER, "withhold_identity": True})
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select verb, people, to_jsonb(e)::text from ledger_event e where object_id = %s", [received.id])
        ((verb, people, event),) = cursor.fetchall()
    assert verb == "receive_enquiry"
    assert {str(person) for person in people} == set(received.people.values())
    for word in ("Rowan", "Testerby", "Quaverley", "bruise", "police"):
        assert word not in event.replace("agency", "")


def test_every_verb_of_this_part_is_registered() -> None:
    verbs = "receive_enquiry add_to_enquiry answer_hub ask_enquirer read_referrer_feedback add_person relate"
    others = "identify_subject link_enquiry take_enquiry break_glass review_break_glass declare_tie lift_tie"
    assert {*verbs.split(), *others.split()} <= set(ACTIONS)
