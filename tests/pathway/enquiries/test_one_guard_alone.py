"""With the row policies taken out, Python alone keeps the marks of an enquiry from those who may not read them."""

from __future__ import annotations

import pytest

from mash.foundation.access.models import Standing
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import declare_tie, identify_subject
from mash.pathway.enquiries.of_person import enquiries_about
from mash.pathway.enquiries.panels import enquirer, people, worry
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.people.models import Person, PersonAddress
from tests import world
from tests.pathway.enquiries.conftest import ROWAN, told


@pytest.mark.rule(21, 57)
def test_an_asked_researchers_panels_hold_no_marks() -> None:
    received = told(
        narrative="Mrs Quaverley saw it. They fled to Gannetmere Rise.",
        people=[{**ROWAN, "address_protected": True}],
        referrer={"name": "Ottoline Quaverley", "withhold_identity": True},
    )
    with world.backstage():
        agency = world.member("police.1").agency_id
        Standing.add(enquiry=received.id, kind="asked", holder=agency, since=world.MONDAY_NINE)
    with world.as_("police.1", seat=Seat.HUB) as me, world.backstage():
        enquiry, facts = enquiry_for(me, received.reference)
        told_to_police, whom = worry(me, enquiry, facts), people(me, enquiry, facts)
        assert enquirer(me, enquiry, facts) is None
    assert told_to_police
    assert whom
    held = f"{told_to_police.line} {dict(told_to_police.context)}"
    assert "Quaverley" not in held
    assert "Gannetmere" not in held
    assert told_to_police.context["origin"] is None
    assert whom.context["may_read_protected"] is False


@pytest.mark.rule(21, 59)
def test_the_register_is_read_by_area_and_without_ties_in_python_alone() -> None:
    received = told(people=[{**ROWAN, "address_protected": True}])
    with world.as_("calls.tamarshire.1") as me:
        person = identify_subject(me, received.id, subject="rowan", person="new").person
    for by, seen in (("sw.tamarshire.1", True), ("sw.port-ellery.1", False), ("police.1", False)):
        with world.as_(by) as me, world.backstage():
            assert Person.objects.visible_to(me).filter(pk=person).exists() is seen
            assert PersonAddress.objects.visible_to(me).filter(person=person).exists() is seen
    with world.as_("sw.port-ellery.1") as me, world.backstage():
        Person.objects.filter(pk=person).update(areas=[world.area().pk, world.area("port-ellery").pk])
        assert Person.objects.visible_to(me).filter(pk=person).exists()
        assert not PersonAddress.objects.visible_to(me).filter(person=person).exists()
        part, *_ = enquiries_about(me, Person.objects.get(pk=person))
        assert part is None or list(part.context["described"]) == []
    with world.as_("sw.tamarshire.1") as me:
        declare_tie(me, enquiry=received.id, subject="rowan", kind="relative")
    for by, seen in (("sw.tamarshire.1", False), ("sw.tamarshire.2", True)):
        with world.as_(by) as me, world.unguarded():
            assert Person.objects.filter(pk=person).exists()
            assert Person.objects.visible_to(me).filter(pk=person).exists() is seen
            assert PersonAddress.objects.visible_to(me).filter(person=person).exists() is seen
