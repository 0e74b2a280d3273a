"""With the row policies taken out, Python's policy denies by itself."""

from __future__ import annotations

import pytest

from mash.foundation.access.policy import Part, Reading, read_part
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.policy import every_fact

pytestmark = pytest.mark.django_db


@pytest.mark.rule(57, 58, 59)
def test_without_row_policies_only_enquiries_that_the_policy_allows_are_loaded():
    scene = every_fact.build()
    wrong = []
    for roles, member in scene.members.items():
        with world.as_(member.username, seat=Seat.HUB) as me, world.backstage():
            everything = set(Enquiry.objects.values_list("pk", flat=True))
            loaded = set(Enquiry.objects.visible_to(me).values_list("pk", flat=True))
        assert {enquiry.pk for enquiry in scene.enquiries.values()} <= everything
        for relation, enquiry in scene.enquiries.items():
            facts = Reading(relation.tied, relation.live, relation.asked, relation.glass, roles)
            if (enquiry.pk in loaded) != read_part(Part.ENQUIRY, facts).allowed:
                wrong.append((roles, relation))
    assert not wrong, f"{len(wrong)}: {wrong[:3]}"
