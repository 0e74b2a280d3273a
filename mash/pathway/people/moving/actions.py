"""The verbs of moves: tell another area's hub that people have moved there; take note of it there; take it back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit_role
from mash.foundation.access.verbs import Invalid, Refused, action, followed, hold, hold_each, lock, record
from mash.foundation.access.words import checking
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Area, Role
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.pathway.people.lists.remembered import described_as, homes_of
from mash.pathway.people.living import hold_door
from mash.pathway.people.matching.dates import in_words
from mash.pathway.people.matching.places import place_of
from mash.pathway.people.models import Person, Relocation
from mash.pathway.people.moving.told import ToldMove, read_move, ticked_in
from mash.pathway.people.register import keys_of

Key = uuid.UUID | str
LATER = "A later move of theirs was told after this one. Take that back first"


@action
def say_moved(
    me: Acting,
    person: Key,
    *,
    area: Any,
    movers: Any,
    moved_on: Any = "",
    address: Any = "",
    postcode: Any = "",
    protected: Any = False,
) -> Relocation:
    """Tell another area's hub that somebody has moved there, with all who go along.

    That hub may read these people from now on, and nothing else: of enquiries each area keeps its own. Both hubs know
    their new home; a protected one is read by these two alone. What any hub protects for one of them stays protected.

    Args:
        area: the other area's slug.
        movers: who has moved, by id: the person, those with whom they live now, or some of them.
        moved_on: the day; today unless it is said.

    Raises:
        Refused: neither a social worker nor a practice manager of an area that knows the person; or not found.
        Invalid: by field; or somebody has told it already.

    Source: DOMAIN rules 9, 10 and 88.
    """
    hold_each(Person, [person, *ticked_in(movers)])  # who tells of the same family waits, once
    found = lock(Person, person)
    permit_role(me, "say_moved", frozenset(Role(held.role) for held in me.roles if held.area_id in found.areas))
    if not Person.objects.visible_to(me).unmerged().filter(pk=found.pk).exists():
        raise Refused("not_found")
    told = {"area": area, "movers": movers, "moved_on": moved_on, "address": address, "postcode": postcode}
    move = read_move(me, found, {**told, "protected": protected})
    kept = _write(move, found)
    if move.has_home:
        _find_by_new_home([one.pk for one in move.people])
    record(me, "say_moved", about=kept, people=[one.pk for one in move.people], area=move.other.slug)
    notify(me, Notice.Kind.MOVED, path=f"/people/moves/{kept.pk}", area=move.other, role=Role.PRACTICE_MANAGER)
    followed(me, "say_moved", kept)
    return kept


@action
def take_note_of_move(me: Acting, move: Key) -> Relocation:
    """Say that one's own hub knows that these people have moved there: it waits no longer.

    Of those who moved together, a reader takes note of all whom they may read.

    Raises:
        Refused: neither a social worker nor a practice manager of the area that was told; tied; or not found.
        Invalid: somebody has done so already.
    """
    seen = lock(Relocation, move)
    hold(Relocation, seen.together)
    found = Relocation.objects.select_related("noted_by").get(pk=seen.pk)
    permit_role(
        me, "take_note_of_move", frozenset(Role(held.role) for held in me.roles if held.area_id == found.to_area)
    )
    if not Relocation.objects.visible_to(me).filter(pk=found.pk).exists():
        raise Refused("not_found")
    if found.taken_back_at:
        raise Invalid(move="The hub that told it has taken it back: it was a mistake")
    if found.noted_by and found.noted_at:
        raise Invalid(move=f"{found.noted_by} took note of it on {in_words(london_date(found.noted_at))}")
    waiting = list(Relocation.objects.to_note(me).filter(together=found.together))
    for one in waiting:
        one.change(noted_by=me.known, noted_at=me.now)
    record(me, "take_note_of_move", about=found, people=[one.person_id for one in waiting])
    followed(me, "take_note_of_move", found)
    found.refresh_from_db()
    return found


@action
def take_back_move(me: Acting, move: Key, *, why: Any) -> Relocation:
    """Say that a move that was told was a mistake: the hub there no longer reads these people because of it.

    What it changed becomes what it was, unless something else has changed it since. Of those who were told to move
    together, somebody takes back all whom they may read. A hub that has taken note is told.

    Args:
        why: that hub reads it too.

    Raises:
        Refused: neither a social worker nor a practice manager of the area that told it; tied; or not found.
        Invalid: no reason, somebody has done so already, or a later move of one of them was told: that goes first.

    Source: DOMAIN rules 9, 10 and 58.
    """
    seen = lock(Relocation, move)
    hold(Relocation, seen.together)
    permit_role(me, "take_back_move", frozenset(Role(held.role) for held in me.roles if held.area_id == seen.area))
    found = Relocation.objects.visible_to(me).select_related("taken_back_by", "noted_by").filter(pk=seen.pk).first()
    if found is None or not Person.objects.visible_to(me).filter(pk=found.person_id).exists():
        raise Refused("not_found")
    together = Relocation.objects.visible_to(me).standing().filter(together=found.together)
    # As somebody who tells of a later move does: one of the two knows of the other.
    hold_each(Person, together.values_list("person", flat=True))
    with checking() as check:
        reason = check.text(why, "why", most=1000, required="Say why it was a mistake")
        if found.taken_back_by and found.taken_back_at:
            check.wrong("why", f"{found.taken_back_by} took it back on {in_words(london_date(found.taken_back_at))}")
        if _later_move(found):
            check.wrong("why", LATER)
    told = list(together.select_related("noted_by").order_by("person"))
    people = [one.person_id for one in told]
    before = _keys_of(people)
    with connection.cursor() as cursor:
        cursor.execute("select people.stays_after_all(%s, %s)", [[one.pk for one in told], reason])
    after = _keys_of(people)
    for person in Person.objects.filter(pk__in=people):
        kept = {key for key in person.keys if key not in before[person.pk]}
        person.change(keys=sorted(kept | after[person.pk]))
    other = Area.objects.get(pk=found.to_area)
    record(me, "take_back_move", about=found, people=people, area=other.slug)
    if noted_by := {one.noted_by for one in told if one.noted_by}:
        path = f"/people/moves/{found.pk}"
        notify(me, Notice.Kind.NOT_MOVED, path=path, area=other, role=Role.PRACTICE_MANAGER)
        for member in sorted(noted_by, key=lambda member: member.pk):
            notify(me, Notice.Kind.NOT_MOVED, path=path, member=member)
    followed(me, "take_back_move", found)
    found.refresh_from_db()
    return found


def _later_move(found: Relocation) -> bool:
    """Whether a later move of one of them stands that the same hub told: it began where this one ends."""
    moved = Relocation.objects.filter(together=found.together).values("person")
    later = Relocation.objects.standing().filter(person__in=moved, area=found.area, told_at__gt=found.told_at)
    return later.exists()


def _keys_of(people: Sequence[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """What finds each of these by what is told of them now. Two queries."""
    homes = homes_of(people)
    known = Person.objects.filter(pk__in=people)
    return {one.pk: set(keys_of(described_as(one, homes.get(one.pk, [])))) for one in known}


def _write(move: ToldMove, person: Person) -> Relocation:
    """Let the database do all of it at once; the row of the person of whom it was told first."""
    together = uuid.uuid4()
    people = [one.pk for one in move.people]
    for area in sorted({move.home.pk, move.other.pk}):
        hold_door(area, move.address, move.postcode)
    home = (move.address, move.postcode, place_of(move.address, move.postcode))
    with connection.cursor() as cursor:
        cursor.execute(
            "select people.goes_to(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [together, people, move.home.pk, move.other.pk, move.moved_on, *home, move.protected],
        )
    told = {one.person_id: one for one in Relocation.objects.filter(together=together)}
    return told.get(person.pk) or told[people[0]]


def _find_by_new_home(people: Sequence[uuid.UUID]) -> None:
    # Only the database knows what another hub protects: a home that it kept as protected is not among these, and finds
    # nobody any more where it was told openly before.
    homes = homes_of(people)
    for one in Person.objects.filter(pk__in=people):
        one.change(keys=sorted({*one.keys, *keys_of(described_as(one, homes.get(one.pk, [])))}))
