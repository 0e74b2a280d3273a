"""School and GP practice of somebody whose address is protected leave the hub in nothing that is released."""

from __future__ import annotations

import pytest

from mash.pathway.handover.models import Finding, Release
from tests import world
from tests.pathway import leaving, scene

pytestmark = pytest.mark.django_db

FAMILY = (
    {
        **scene.FAMILY[0],
        "address": "4 Gannetmere Rise",
        "postcode": "ZZ99 3VZ",
        "school": "Tern Quay Academy",
        "gp": "Quillet Surgery",
        "address_protected": True,
    },
    *scene.FAMILY[1:],
)


def kinds(release: Release) -> set[str]:
    with world.backstage():
        return set(Finding.objects.filter(release=release).values_list("kind", flat=True))


@pytest.mark.rule(21)
def test_school_and_practice_go_by_no_line_of_a_handover_also_not_beside_the_address() -> None:
    release = leaving.prepared(leaving.decided(scene.enquiry(people=FAMILY)), addresses=["rowan"])
    assert "Gannetmere" in release.html
    assert not [text for text in ("Tern Quay", "Quillet") if text in release.html]


@pytest.mark.rule(21)
@pytest.mark.parametrize("note", ["See him at Tern Quay Academy.", "Quillet Surgery knows her."])
def test_a_note_that_names_them_waits_for_the_second_person(note: str) -> None:
    release = leaving.prepared(leaving.decided(scene.enquiry(people=FAMILY)), note=note)
    assert kinds(release) == {"location_clue"}
