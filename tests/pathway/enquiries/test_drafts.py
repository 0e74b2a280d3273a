"""What somebody has begun to tell: kept, given to whoever tells it, and to nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.ledger.models import Event
from mash.foundation.zones import Seat
from mash.pathway.enquiries.drafts.actions import (
    STALE,
    begin_draft,
    colleagues,
    end_draft,
    give_draft,
    hand_draft_on,
    keep_draft,
    throw_draft_away,
)
from mash.pathway.enquiries.drafts.opening import code_of, drafts_of, open_draft, opener_of
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


def times_noted(draft) -> int:
    with world.backstage():
        return Event.objects.filter(verb="keep_draft", object_id=draft.id).count()


def test_the_ledger_hears_of_a_draft_once_a_minute_and_at_once_when_somebody_else_saves_it():
    start = world.MONDAY_NINE
    with world.as_("calls.tamarshire.1") as me:
        draft = begin_draft(me, door="phone")
    for seconds in (0, 4, 8, 59):
        with world.as_("calls.tamarshire.1", when=start + timedelta(seconds=seconds)) as me:
            draft = keep_draft(me, open_draft(me, key=draft.id), part="call", told={"narrative": f"At {seconds}"})
    assert times_noted(draft) == 1
    with world.as_("calls.tamarshire.1", when=start + timedelta(seconds=60)) as me:
        draft = keep_draft(me, draft, part="call", told={"narrative": "At 60"})
    assert times_noted(draft) == 2
    with world.as_("calls.tamarshire.1", when=start + timedelta(seconds=61)) as me:
        give_draft(me, draft, to=world.member("sw.tamarshire.1").pk)
    with world.as_("sw.tamarshire.1", when=start + timedelta(seconds=62)) as me:
        keep_draft(me, open_draft(me, key=draft.id), part="call", told={"narrative": "At 62"})
    assert times_noted(draft) == 3


def test_a_call_is_given_to_a_colleague_who_takes_enquiries_here_and_to_nobody_else():
    draft = begun("calls.tamarshire.1", "phone")
    with world.as_("calls.tamarshire.1") as me:
        assert {one.username for one in colleagues(me)} >= {"sw.tamarshire.1", "pm.tamarshire.1"}
        for stranger in ("pm.port-ellery.2", "police.1", "calls.tamarshire.1"):
            with pytest.raises(Invalid):
                give_draft(me, draft, to=world.member(stranger).pk)
        give_draft(me, draft, to=str(world.member("sw.tamarshire.1").pk))
        with pytest.raises(Refused):
            open_draft(me, key=draft.id)
    with world.as_("sw.tamarshire.1") as me:
        assert [one.id for one in drafts_of(me)] == [draft.id]


def test_a_draft_whose_id_the_page_chose_is_begun_once_and_never_taken_from_somebody_else():
    chosen = uuid4()
    with world.as_("calls.tamarshire.1") as me:
        assert begin_draft(me, door="phone", key=chosen).id == begin_draft(me, door="phone", key=chosen).id == chosen
        assert len(drafts_of(me)) == 1
    with world.as_("sw.tamarshire.1") as me, pytest.raises(Refused):
        begin_draft(me, door="phone", key=chosen)


def test_what_cannot_be_stored_is_left_out_and_the_rest_is_kept():
    with world.as_("calls.tamarshire.1") as me:
        draft = begin_draft(me, door="phone")
        keep_draft(me, draft, part="call", told={"narrative": "be\x00fore 😢 \ud83d", "ticks": ["a\x00", "b"]})
        assert open_draft(me, key=draft.id).part("call") == {"narrative": "before 😢 ", "ticks": ["a", "b"]}
