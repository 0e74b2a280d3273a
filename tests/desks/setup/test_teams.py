"""Teams are made and ended on pages; a handover that is on its way arrives."""

from __future__ import annotations

from html import unescape

import pytest

from mash.desks.setup.teams.actions import change_team, end_team, make_team, shown
from mash.desks.setup.verbs import digest
from mash.foundation.access.verbs import Invalid
from mash.foundation.partnership.models import Team
from mash.pathway.handover.models import Handover
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import leaving

pytestmark = pytest.mark.django_db


def team(slug: str = "tamar-north") -> Team:
    with world.backstage():
        return Team.objects.get(slug=slug)


def test_a_new_team_receives_handovers_and_the_checklist_asks_who_reads_them():
    with world.as_("admin.1") as me:
        made = make_team(me, area="tamarshire", name="Tamar East", phone="01632 960154")
    assert made.slug == "tamar-east"
    page = unescape(text_of(signed_in("admin.1").get("/admin-desk/")))
    assert "Tamar East has no member to read handovers." in page


def test_no_two_teams_that_work_have_one_name_and_a_name_is_free_again_when_a_team_has_ended():
    typed = {"area": "tamarshire", "name": "tamar north", "phone": "01632 960154"}
    with world.as_("admin.1") as me:
        with pytest.raises(Invalid, match="There is a team Tamar North already"):
            make_team(me, **typed)
        end_team(me, team().pk, why="It was merged.")
    with world.as_("admin.1") as me:
        assert make_team(me, **typed).slug == "tamar-north-2"


def test_a_handover_on_its_way_to_a_team_that_ends_is_told_of_before_and_still_acknowledged():
    enquiry = leaving.decided()
    handover = leaving.sent(leaving.prepared(enquiry))
    will = unescape(text_of(signed_in("admin.1").get("/admin-desk/teams/tamar-north/end")))
    assert "1 handover on the way to it: its members still acknowledge or return them" in will
    with world.as_("admin.1", when=leaving.NOON) as me:
        end_team(me, team().pk, why="It was merged.")
    leaving.acknowledged(handover)
    with world.backstage():
        assert Handover.objects.get(pk=handover.pk).state == Handover.State.ACKNOWLEDGED


def test_a_decision_that_names_an_ended_team_is_told_of_before_and_nothing_is_decided_for_it_after():
    leaving.decided()
    will = unescape(text_of(signed_in("admin.1").get("/admin-desk/teams/tamar-north/end")))
    assert "1 decision to hand over to it without anything sent" in will
    with world.as_("admin.1", when=leaving.NOON) as me:
        end_team(me, team().pk, why="It was merged.")
        with pytest.raises(Invalid, match="has ended"):
            end_team(me, team().pk, why="Twice.")
        with pytest.raises(Invalid, match="has ended"):
            change_team(me, team().pk, seen=digest(shown(team())), name="Tamar North", phone="01632 960154")
    with pytest.raises(Invalid):
        leaving.decided()
