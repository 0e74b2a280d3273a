"""An enquiry moves along the pathway and never back: the verbs and the database say the same."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from mash.pathway.enquiries import moves
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.pathway import scene

STATES = tuple(Enquiry.State)
ALLOWED = {(before, after) for ways in moves.MOVES.values() for before, after in ways.items()} | {
    (state, state) for state in STATES
}


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "after"), product(STATES, STATES), ids=str)
def test_an_enquiry_moves_along_the_pathway_and_never_back_whoever_writes(before, after):
    enquiry = scene.enquiry()
    with world.backstage():
        for state in STATES[1 : STATES.index(before) + 1]:
            enquiry.change(state=state)
        if (before, after) in ALLOWED:
            enquiry.change(state=after)
        else:
            with pytest.raises(IntegrityError, match="never goes from"), transaction.atomic():
                enquiry.change(state=after)
        enquiry.refresh_from_db()
    assert enquiry.state == (after if (before, after) in ALLOWED else before)


def test_the_database_holds_the_moves_that_the_verbs_make():
    text = (Path(moves.__file__).parent / "sql" / "moves.sql").read_text()
    held = {tuple(pair) for pair in re.findall(r"\('(\w+)', '(\w+)'\)", text)}
    assert held == {(str(before), str(after)) for before, after in ALLOWED if before != after}
