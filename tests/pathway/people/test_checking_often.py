"""How often a checker asks is limited; beyond it nobody is looked for, and that stands in the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mash.foundation.access.verbs import Refused
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.people.checking.actions import MOST, MOST_AN_HOUR
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway.people.test_checking import LATER, ROWAN_ASKED, SENT, SOMEBODY, asked
from tests.pathway.people.test_person_page import ROWAN, known

pytestmark = [pytest.mark.django_db, pytest.mark.rule(52)]


def ask_for_as_many_as_may_be() -> None:
    for _ in range(MOST_AN_HOUR // MOST):
        asked(*[SOMEBODY] * MOST)


def test_who_has_asked_for_too_many_people_reads_when_to_go_on_and_learns_nothing() -> None:
    known(ROWAN)
    ask_for_as_many_as_may_be()
    with at(LATER):
        answer = signed_in("checker.1").post("/checks", SENT)
    assert answer.status_code == 429
    said = text_of(answer)
    assert "You have asked for 60 people in this hour. Go on at 11:00" in said
    assert "Known to" not in said
    assert 'value="Rowan"' in answer.content.decode()
    with world.backstage():
        refused = Event.objects.get(verb="check_known", outcome="refused")
    assert (refused.reasons, refused.people) == (["too_many"], [])


def test_with_the_next_hour_they_go_on() -> None:
    known(ROWAN)
    ask_for_as_many_as_may_be()
    with pytest.raises(Refused):
        asked(ROWAN_ASKED)
    with at(LATER + timedelta(hours=1)):
        assert "Known to the hub of Tamarshire." in text_of(signed_in("checker.1").post("/checks", SENT))
