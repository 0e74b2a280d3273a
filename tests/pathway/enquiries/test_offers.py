"""A child who lives in another area of the hub: the enquiry is offered there, taken on, or sent back (rule 9)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import (
    accept_offer,
    add_to_enquiry,
    answer_hub,
    ask_enquirer,
    identify_subject,
    offer_to_area,
    read_referrer_feedback,
    relate,
    say_where_lives,
    send_offer_back,
)
from mash.pathway.enquiries.models import (
    Attachment,
    DescribedPerson,
    Enquiry,
    Living,
    Message,
    Offer,
    Particulars,
    ProtectedAddress,
    Relation,
)
from mash.pathway.enquiries.offering.places import Place, area_of
from mash.pathway.handover.actions import tell_referrer
from mash.pathway.triage.actions.alerting import flag_child_protection
from mash.pathway.triage.actions.rating import rate_enquiry
from mash.pathway.triage.models import Alert
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import scene
from tests.pathway.enquiries.conftest import MUM, ROWAN, told

NINE = world.MONDAY_NINE
TEN = NINE + timedelta(hours=1)
HERE, PM_HERE, CALLS = "sw.tamarshire.1", "pm.tamarshire.1", "calls.tamarshire.1"
THERE, PM_THERE = "sw.port-ellery.1", "pm.port-ellery.1"
HIDDEN = {**ROWAN, "address_protected": True}
STORY = "They hide at 4 Gannetmere Rise, says Zillah Quaverley of Tamar Bridge Primary."
REFERRER = {"name": "Zillah Quaverley", "agency": "Tamar Bridge Primary", "phone": "01632 960118"}


def offered(received: Any, *, by: str = HERE, when: Any = TEN, area: Any = "port-ellery", why: Any = "lives") -> Offer:
    with world.as_(by, when=when) as me:
        return offer_to_area(me, received.id, area=area, why=why)


def taken(offer: Offer, *, by: str = THERE, when: Any = TEN) -> Offer:
    with world.as_(by, when=when) as me:
        return accept_offer(me, offer.became)


def sent_back(offer: Offer, *, by: str = PM_THERE, why: str = "They moved back in May.") -> Offer:
    with world.as_(by, when=TEN) as me:
        return send_offer_back(me, offer.became, why=why)


def became(offer: Offer) -> Enquiry:
    with world.backstage():
        return Enquiry.objects.select_related("words", "origin", "area", "standard").get(pk=offer.became)


def people_of(enquiry: Any) -> dict[str, DescribedPerson]:
    with world.backstage():
        return {one.alias: one for one in DescribedPerson.objects.filter(enquiry=enquiry)}


def page(enquiry: Any, by: str) -> str:
    with at(TEN):
        return text_of(signed_in(by).get(f"/enquiries/{enquiry.reference}/"))


def back(received: Any) -> str:
    with at(TEN):
        return text_of(Client().post("/enquire/back", {"reference": received.reference, "code": received.code}))


@pytest.mark.rule(1, 9, 10)
def test_the_other_area_gets_an_enquiry_of_its_own_with_all_that_was_told_once():
    received = told(
        people=[ROWAN, {**MUM, "lives": "here", "lives_since": "2019-08-02"}],
        concerns=["neglect"],
        consent={"state": "refused", "why": "She wants no help."},
        particulars={"tried": "A breakfast club.", "needs_care": "yes"},
        immediate_danger=True,
    )
    with world.as_(HERE, when=TEN) as me:
        relate(me, received.id, one="mum", other="rowan", kind="mother", parental_responsibility=True)
        say_where_lives(me, received.id, person="mum", lives="left", until="2026-01-09")
    offer = offered(received)
    other = became(offer)
    assert (other.area.slug, other.state, other.received_at) == ("port-ellery", "received", TEN)
    assert other.reference != received.reference
    assert other.words.narrative == other.narrative == "He came with a bruise shaped like a belt end."
    assert (other.concerns, other.consent, other.consent_why) == (["neglect"], "refused", "She wants no help.")
    assert other.immediate_danger
    people = people_of(other)
    assert (people["rowan"].born, people["rowan"].address, people["rowan"].is_subject) == (
        people_of(received.id)["rowan"].born,
        "4 Gannetmere Rise",
        True,
    )
    with world.backstage():
        relation, living = Relation.objects.get(enquiry=other), Living.objects.get(enquiry=other)
        kept = Particulars.objects.get(enquiry=other)
    assert (relation.one_id, relation.other_id, relation.kind) == (people["mum"].pk, people["rowan"].pk, "mother")
    assert relation.parental_responsibility
    assert (living.described_id, living.where, str(living.until)) == (people["mum"].pk, "left", "2026-01-09")
    assert (kept.tried, kept.needs_care) == ("A breakfast club.", True)


@pytest.mark.rule(21)
def test_protected_marks_and_a_withheld_referrer_are_handled_by_the_same_rules():
    received = told(
        by="school.1",
        channel="professional",
        narrative=STORY,
        people=[HIDDEN, {**MUM, "lives": "here"}],
        referrer={**REFERRER, "withhold_identity": True},
        particulars={"childs_words": "I live at Gannetmere Rise."},
    )
    other = became(offered(received))
    with world.backstage():
        particulars = Particulars.objects.get(enquiry=other)
        homes = ProtectedAddress.objects.filter(enquiry=other)
        assert {str(home) for home in homes} == {"4 Gannetmere Rise, ZZ99 3VZ"}
    for text in (other.narrative, particulars.childs_words):
        assert "Gannetmere" not in text
        assert "Quaverley" not in text
    assert other.words.narrative == STORY
    assert (other.origin.name, other.origin.withheld) == ("Zillah Quaverley", True)
    assert {one.address for one in people_of(other).values()} == {""}
    with world.as_("police.1", when=TEN):
        assert not Enquiry.objects.filter(pk=other.pk).exists()


@pytest.mark.rule(57, 88)
def test_each_area_reads_its_own_and_knows_only_that_they_are_known_there():
    received = told()
    offer = offered(received)
    other = became(offer)
    for by, own, others in ((HERE, received, other), (THERE, other, received)):
        client = signed_in(by)
        with at(TEN):
            assert client.get(f"/enquiries/{others.reference}/").status_code == 404
            read = text_of(client.get(f"/enquiries/{own.reference}/"))
        assert others.reference not in read
    assert "Offered to Port Ellery" in page(received, HERE)
    assert "Offered by Tamarshire" in page(other, THERE)
    assert "Known in Tamarshire: ask there" in page(other, THERE)
    taken(offer)
    assert "Port Ellery has taken it on" in page(received, HERE)
    assert "Known in Port Ellery: ask there" in page(received, HERE)


def test_what_agencies_said_ratings_files_and_who_they_are_stay():
    received = told()
    with world.as_(CALLS, when=TEN) as me:
        identify_subject(me, received.id, subject="rowan", person="new", why="x")
    with world.as_(HERE, when=TEN) as me:
        rate_enquiry(me, received.id, level="red", rationale="A belt.")
    other = became(offered(received))
    with world.backstage():
        assert other.level == ""
        assert not other.ratings.exists()
        assert not other.requests.exists()
        assert not Attachment.objects.filter(enquiry=other).exists()
    assert {one.person_id for one in people_of(other).values()} == {None}


@pytest.mark.rule(30)
def test_what_is_flagged_here_is_flagged_there():
    received = told()
    with world.as_(HERE, when=TEN) as me:
        flag_child_protection(me, received.id, why="A belt, and the police say plantedsecret.")
    offer = offered(received)
    with world.backstage():
        (why,) = Alert.objects.filter(enquiry=offer.became).values_list("why", flat=True)
    assert why == "Flagged as child protection in Tamarshire, which offers it to you."


@pytest.mark.rule(59)
def test_a_tie_shuts_the_other_areas_enquiry_too():
    received = told()
    other = became(offered(received))
    scene.wall(other, THERE)
    with pytest.raises(Refused, match="not_found"):
        taken(Offer(became=other.pk))
    with world.as_(THERE, when=TEN):
        assert not Offer.objects.exists()


@pytest.mark.rule(9)
@pytest.mark.parametrize("by", [THERE, PM_THERE])
def test_it_is_taken_on_once(by):
    offer = offered(told())
    assert taken(offer, by=by).answered_at == TEN
    for again in (taken, sent_back):
        with pytest.raises(Invalid, match="waits for an answer"):
            again(offer)
    assert "Next: rate it" in page(became(offer), THERE)


@pytest.mark.rule(9)
def test_whoever_rates_it_has_taken_it_on():
    offer = offered(told())
    with world.as_(THERE, when=TEN) as me:
        rate_enquiry(me, offer.became, level="amber", rationale="A belt.")
    with world.backstage():
        assert Offer.objects.get().answer == "accepted"


@pytest.mark.rule(9)
def test_it_is_sent_back_with_a_reason_and_goes_on_where_it_came_from():
    received = told()
    offer = offered(received)
    other = became(offer)
    with pytest.raises(Invalid, match="Say why"):
        sent_back(offer, why=" ")
    sent_back(offer)
    assert became(offer).state == "closed"
    said = page(received, HERE)
    assert "Port Ellery sent it back" in said
    assert "They moved back in May." in said
    assert "You sent it back" in page(other, THERE)
    assert "Next: rate it" in said
    again = offered(received, why="moved")
    assert again.became != offer.became


def test_it_is_offered_to_one_area_at_a_time_and_never_to_its_own():
    received = told()
    for area in ("tamarshire", "nowhere", None, ["port-ellery"]):
        with pytest.raises(Invalid, match="Choose another area"):
            offered(received, area=area)
    with pytest.raises(Invalid, match="why it is theirs"):
        offered(received, why="because")
    offer = offered(received)
    with pytest.raises(Invalid, match="offered already"):
        offered(received)
    with world.as_(THERE, when=TEN) as me, pytest.raises(Invalid, match="take it on, or send it back"):
        offer_to_area(me, offer.became, area="tamarshire", why="lives")


def test_a_closed_enquiry_is_not_offered():
    received = told()
    with world.backstage():
        scene.close(received.id)
    with pytest.raises(Invalid, match="closed"):
        offered(received)


@pytest.mark.parametrize("by", [CALLS, "police.1", THERE, "school.1"])
def test_only_those_who_weigh_in_its_area_offer_it(by):
    with pytest.raises(Refused):
        offered(told(), by=by)


@pytest.mark.parametrize("by", [HERE, "calls.port-ellery.1", "police.1"])
def test_only_the_other_area_answers(by):
    offer = offered(told())
    with pytest.raises(Refused):
        taken(offer, by=by)
    with pytest.raises(Refused):
        sent_back(offer, by=by)
    with pytest.raises(Refused, match="role"):
        sent_back(offer, by=THERE)


@pytest.mark.rule(1, 67)
def test_whoever_told_it_comes_back_with_the_same_reference_to_whoever_has_it():
    received = told(referrer={"name": "Bridie"})
    with world.as_(None, when=TEN) as me:
        add_to_enquiry(me, reference=received.reference, code=received.code, text="He limps.")
    offer = offered(received)
    other = became(offer)
    with world.backstage():
        assert list(other.messages.values_list("text", "heard_at")) == [("He limps.", None)]
    taken(offer)
    with world.as_(THERE, when=TEN) as me:
        ask_enquirer(me, other.pk, text="Which leg?")
    said = back(received)
    assert received.reference in said
    assert other.reference not in said
    assert "Which leg?" in said
    assert said.count("He limps.") == 1
    with world.as_(None, when=TEN) as me:
        answer_hub(me, reference=received.reference, code=received.code, text="The left.")
    with world.backstage():
        rows = Message.objects.filter(text="The left.")
        assert {row.enquiry_id for row in rows} == {received.id, other.pk}
    with world.backstage():
        scene.close(received.id)
    with world.as_(None, when=TEN) as me:
        add_to_enquiry(me, reference=received.reference, code=received.code, text="And the right.")
    with world.backstage():
        assert Message.objects.get(text="And the right.").enquiry_id == other.pk


@pytest.mark.rule(67)
def test_what_the_other_area_tells_reaches_whoever_told_it():
    received = told(by="school.1", channel="professional")
    offer = taken(offered(received))
    with world.backstage():
        Enquiry.objects.filter(pk=offer.became).update(state="decided", decided_at=TEN)
    with world.as_(THERE, when=TEN) as me:
        tell_referrer(me, offer.became, text="Thank you. We have read it.")
    with world.as_("school.1", when=TEN) as me:
        assert read_referrer_feedback(me, reference=received.reference).text == "Thank you. We have read it."
    with at(TEN):
        client = signed_in("school.1")
        assert became(offer).reference not in text_of(client.get("/enquire/mine/"))
        sent = text_of(client.get(f"/enquire/mine/{received.reference}"))
    assert "Port Ellery has it now" in sent
    assert "Thank you. We have read it." in sent


def test_what_waits_or_was_sent_back_tells_the_enquirer_nothing():
    received = told()
    offer = offered(received)
    assert "Port Ellery" not in back(received)
    sent_back(offer)
    with world.as_(None, when=TEN) as me:
        add_to_enquiry(me, reference=received.reference, code=received.code, text="He limps.")
    with world.backstage():
        assert Message.objects.get().enquiry_id == received.id


TAMARSHIRE, ELLERY = Place("tamarshire", "Tamarshire", ("ZZ99 3",)), Place("ellery", "Port Ellery", ("ZZ99 4", "ZZ9"))


@pytest.mark.parametrize(
    ("address", "postcode", "name"),
    [
        ("17 Ropewalk", "ZZ99 4BZ", "Port Ellery"),
        ("17 Ropewalk, zz994bz", "", "Port Ellery"),
        ("4 Gannetmere Rise", "ZZ99 3VZ", "Tamarshire"),
        ("His nan's in port ellery", "", "Port Ellery"),
        ("Port Ellery Road, Tamarshire", "", None),
        ("Somewhere", "PL1 1AA", None),
        ("", "", None),
    ],
)
def test_an_address_lies_where_its_postcode_or_its_words_say(address, postcode, name):
    found = area_of(address, postcode, [TAMARSHIRE, ELLERY])
    assert (found.name if found else None) == name


@pytest.mark.rule(9)
@pytest.mark.parametrize(
    ("rowan", "said"),
    [
        ({"address": "17 Ropewalk", "postcode": "ZZ99 4BZ"}, True),
        ({"address": "17 Ropewalk", "postcode": "ZZ99 4BZ", "address_protected": True}, True),
        ({"address": "At his dad's in Port Ellery", "postcode": ""}, True),
        ({}, False),
    ],
)
def test_the_page_says_who_seems_to_live_in_another_area(rowan, said):
    received = told(people=[{**ROWAN, **rowan}, MUM])
    assert ("seems to live in Port Ellery" in page(received, HERE)) is said
    assert "seems to live in Port Ellery" not in page(received, "calls.tamarshire.1")


@pytest.mark.rule(9)
def test_the_page_knows_from_the_register_where_somebody_lives_now():
    received = told(people=[{**ROWAN, "address": "", "postcode": ""}])
    earlier = told(area="port-ellery", people=[{**ROWAN, "address": "17 Ropewalk", "postcode": "ZZ99 4BZ"}])
    with world.as_("calls.port-ellery.1", when=TEN) as me:
        person = identify_subject(me, earlier.id, subject="rowan", person="new", why="x").person
    with world.as_(CALLS, when=TEN) as me:
        identify_subject(me, received.id, subject="rowan", person=str(person))
    assert "seems to live in Port Ellery" in page(received, HERE)


@pytest.mark.rule(9)
def test_the_pages_offer_take_on_and_send_back():
    received = told()
    with at(TEN):
        here, there = signed_in(HERE), signed_in(PM_THERE)
        address = f"/enquiries/{received.reference}/offer"
        assert "Port Ellery" in text_of(here.get(address))
        assert "Choose why it is theirs" in text_of(here.post(address, {"area": "port-ellery"}))
        here.post(address, {"area": "port-ellery", "why": "lives"})
        with world.backstage():
            other = became(Offer.objects.get())
        assert "Sent back" not in text_of(there.get("/board"))
        assert "Offered by Tamarshire" in text_of(there.get("/board"))
        back_there = f"/enquiries/{other.reference}/offer/back"
        assert "Say why you send it back" in text_of(there.post(back_there, {"why": ""}))
        there.post(f"/enquiries/{other.reference}/offer/accept")
        late = there.post(back_there, {"why": "Written in an old tab 😢"})
    assert "Written in an old tab 😢" in text_of(late)
    with world.backstage():
        assert Offer.objects.get().answer == "accepted"
