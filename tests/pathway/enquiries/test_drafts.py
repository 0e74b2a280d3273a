"""What somebody has begun to tell: kept, given to whoever tells it, and to nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.zones import Seat
from mash.pathway.enquiries.drafts.actions import (
    STALE,
    begin_draft,
    code_of,
    drafts_of,
    end_draft,
    hand_draft_on,
    keep_draft,
    open_draft,
    opener_of,
    throw_draft_away,
)
from mash.pathway.enquiries.models import Draft
from tests import world

pytestmark = pytest.mark.django_db

LATER = world.MONDAY_NINE + timedelta(days=27)
TOO_LATE = world.MONDAY_NINE + timedelta(days=28)


def begun(username: str | None = None, door: str = "public"):
    with world.as_(username, seat=Seat.INTAKE) as me:
        draft = begin_draft(me, door=door, area="tamarshire")
        return keep_draft(me, draft, part="story", told={"narrative": "He is cold."})


def test_a_draft_is_opened_by_the_browser_that_began_it_and_by_reference_and_code():
    draft = begun()
    with world.as_(None, when=LATER) as me:
        assert open_draft(me, opener=draft.opener).part("story") == {"narrative": "He is cold."}
        assert open_draft(me, opener=opener_of(draft.reference.lower(), code_of(draft))).id == draft.id


@pytest.mark.parametrize("opener", ["", "x", "K7QM2-XDPH8:AAAA-BBBB-CCCC"])
def test_a_wrong_key_or_code_opens_nothing(opener):
    draft = begun()
    with world.as_(None) as me, pytest.raises(Refused):
        open_draft(me, opener=opener)
    with world.as_(None) as me, pytest.raises(Refused):
        open_draft(me, key=draft.id)


def test_after_28_days_it_is_gone():
    draft = begun()
    with world.as_(None, when=TOO_LATE) as me, pytest.raises(Refused):
        open_draft(me, opener=draft.opener)


def test_of_two_tabs_the_second_to_save_is_told():
    draft = begun()
    with world.as_(None) as me:
        keep_draft(me, draft, part="story", told={"narrative": "He is cold and hungry."})
        with pytest.raises(Invalid, match=STALE[:20]):
            keep_draft(me, draft, part="who", told={"given": "Rowan"})
        assert open_draft(me, opener=draft.opener).part("story") == {"narrative": "He is cold and hungry."}


def test_a_member_finds_their_own_drafts_and_nobody_elses():
    draft = begun("school.1", "professional")
    with world.as_("school.1", seat=Seat.INTAKE) as me:
        assert [one.id for one in drafts_of(me)] == [draft.id]
        assert open_draft(me, key=draft.id).part("story")
    for other in ("calls.tamarshire.1", "sw.tamarshire.1", "pm.tamarshire.1"):
        with world.as_(other) as me:
            assert drafts_of(me) == []
            with pytest.raises(Refused):
                open_draft(me, key=draft.id)


def test_a_colleague_goes_on_with_the_code_that_was_given_to_them_and_with_no_earlier_one():
    draft = begun("school.1", "professional")
    with world.as_("school.1", seat=Seat.INTAKE) as me:
        before, code = code_of(draft), hand_draft_on(me, draft)
    with world.as_(None) as me:
        assert open_draft(me, opener=opener_of(draft.reference, code)).id == draft.id
        with pytest.raises(Refused):
            open_draft(me, opener=opener_of(draft.reference, before))


def test_what_was_sent_or_thrown_away_keeps_no_word():
    sent, thrown = begun(), begun()
    with world.as_(None) as me:
        end_draft(me, sent, enquiry=uuid4())
        assert open_draft(me, opener=sent.opener).told == {}
        with pytest.raises(Refused):
            keep_draft(me, replace(sent, version=sent.version + 1), part="story", told={})
        throw_draft_away(me, thrown)
        with pytest.raises(Refused):
            open_draft(me, opener=thrown.opener)


def test_no_seat_reads_the_table():
    begun("school.1", "professional")
    for username, seat in ((None, Seat.INTAKE), ("sw.tamarshire.1", Seat.HUB), ("auditor.1", Seat.AUDIT)):
        with world.as_(username, seat=seat), connection.cursor() as cursor:
            cursor.execute("select has_table_privilege(current_user, 'enquiries_draft', 'select')")
            assert cursor.fetchone() == (False,), seat
    with world.backstage():
        assert Draft.objects.count() == 1
