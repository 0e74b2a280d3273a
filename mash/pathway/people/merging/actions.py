"""Merging two records, and taking it back: proposed by one person, confirmed or refused by another one."""

from __future__ import annotations

import uuid
from copy import copy
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import merge_records, second_person
from mash.foundation.access.verbs import Invalid, Refused, action, followed, record
from mash.foundation.access.words import Checking, checking
from mash.pathway.people.lists.remembered import described_as
from mash.pathway.people.merging.doubting import look_at, settle
from mash.pathway.people.merging.gains import TOLD, Gains, gains
from mash.pathway.people.merging.pairs import Key, Pair, lock_pair
from mash.pathway.people.models import Doubt, Merging, Person
from mash.pathway.people.register import keys_of

WAITS = "{who} has proposed that already. Answer it, or let somebody else do so"
ANSWERED = "{who} has {answer} this already. Look again"
NOT_MERGED = "These records are not merged"
NOT_KNOWN_APART = (
    "The record that stays is known here by this merging alone. Somebody of a hub that knew it before takes it back"
)
LATER = "Another record was merged with this one later. Take that back first"


@action
def propose_merge(me: Acting, doubt: Key, *, keep: Any, why: Any) -> Merging:
    """Propose that two records become one. Nothing changes before somebody else has confirmed it.

    Args:
        keep: which of the two stays, by id; the other one goes into it.

    Raises:
        Refused: neither practice manager nor social worker for both, or a tie.
        Invalid: no reason, neither of the two to keep, or somebody was first.

    Source: DESIGN section 6: a human confirms, merging is reversible.
    """
    pair = lock_pair(me, "propose_merge", doubt)
    found = pair.doubt
    with checking() as check:
        reason = check.text(why, "why", required="Say what shows that they are one person")
        kept = check.choice(
            str(keep), "keep", [str(found.one_id), str(found.other_id)], message="Choose which record stays"
        )
        look_at(check.wrong, found)
        _nothing_waits(check, found)
    stays, goes = (found.one_id, found.other_id) if kept == str(found.one_id) else (found.other_id, found.one_id)
    merging = Merging.add(
        doubt=found,
        kept_id=stays,
        folded_id=goes,
        why=reason,
        by_manager=pair.manages,
        proposed_by=me.known,
        proposed_at=me.now,
    )
    record(me, "propose_merge", about=merging, people=[stays, goes])
    followed(me, "propose_merge", merging)
    return merging


@action
def confirm_merge(me: Acting, merging: Key) -> Merging:
    """Merge two records, as the second person: all that is about the one is about the other from now on.

    Raises:
        Refused: not practice manager or social worker for both, a tie, or who proposed it; or neither is a manager.
        Invalid: answered already, or one of the two has been merged since.
    """
    found, pair = _to_answer(me, "confirm_merge", merging, undoing=False)
    with checking() as check:
        look_at(check.wrong, pair.doubt)
    people = {person.pk: person for person in (pair.doubt.one, pair.doubt.other)}
    kept, folded = people[found.kept_id], people[found.folded_id]
    gained = gains(_columns(kept), _columns(folded))
    found.change(answer=Merging.Answer.CONFIRMED, answered_by=me.known, answered_at=me.now)
    with connection.cursor() as cursor:
        cursor.execute("select * from people.open_when_merged(%s, %s)", [kept.pk, folded.pk])
        finds = keys_of(described_as(_merged(kept, folded, gained), cursor.fetchall()))
        cursor.execute("select people.fold(%s, %s, %s, %s)", [found.pk, gained.columns, gained.names, finds])
    settle(me, pair.doubt, Doubt.Finding.MERGED, found.why)
    record(me, "confirm_merge", about=found, people=[found.kept_id, found.folded_id])
    followed(me, "confirm_merge", found)
    return found


@action
def propose_unmerge(me: Acting, doubt: Key, *, why: Any) -> Merging:
    """Propose that two records that were merged are two again. Nothing changes before somebody else has confirmed it.

    Raises:
        Refused: neither practice manager nor social worker for both, or a tie.
        Invalid: no reason, they are not merged, something was merged later, or somebody was first.
    """
    pair = lock_pair(me, "propose_unmerge", doubt)
    standing = Merging.objects.filter(doubt=pair.doubt).standing().first()
    with checking() as check:
        reason = check.text(why, "why", required="Say what shows that they are two people")
        _may_come_back(check, standing)
        _nothing_waits(check, pair.doubt)
    if standing is None:
        raise Invalid(why=NOT_MERGED)
    undoing = Merging.add(
        doubt=pair.doubt,
        kept_id=standing.kept_id,
        folded_id=standing.folded_id,
        undoes=standing,
        why=reason,
        by_manager=pair.manages,
        proposed_by=me.known,
        proposed_at=me.now,
    )
    record(me, "propose_unmerge", about=undoing, people=[undoing.kept_id, undoing.folded_id])
    followed(me, "propose_unmerge", undoing)
    return undoing


@action
def confirm_unmerge(me: Acting, merging: Key) -> Merging:
    """Take a merging back, as the second person: both records are what they were, but for what others told since.

    Args:
        merging: the proposal to take it back.

    Raises:
        Refused: not practice manager or social worker for both, a tie, or who proposed it; or neither is a manager.
        Invalid: answered already, or something was merged later.
    """
    found, pair = _to_answer(me, "confirm_unmerge", merging, undoing=True)
    with checking() as check:
        _may_come_back(check, found.undoes)
    found.change(answer=Merging.Answer.CONFIRMED, answered_by=me.known, answered_at=me.now)
    with connection.cursor() as cursor:
        cursor.execute("select people.unfold(%s)", [found.pk])
    settle(me, pair.doubt, Doubt.Finding.APART, found.why)
    record(me, "confirm_unmerge", about=found, people=[found.kept_id, found.folded_id])
    followed(me, "confirm_unmerge", found)
    return found


@action
def refuse_merge(me: Acting, merging: Key, *, why: Any) -> Merging:
    """Refuse that two records be merged, or be two again. Whoever proposed it may withdraw it in this way.

    Raises:
        Refused: neither practice manager nor social worker for both, or a tie.
        Invalid: no reason, or answered already.
    """
    found, _ = _to_answer(me, "refuse_merge", merging)
    with checking() as check:
        reason = check.text(why, "why", required="Say why not")
    found.change(answer=Merging.Answer.REFUSED, answered_by=me.known, answered_at=me.now, answer_why=reason)
    record(me, "refuse_merge", about=found, people=[found.kept_id, found.folded_id], undoes=found.undoes_id is not None)
    followed(me, "refuse_merge", found)
    return found


def _to_answer(me: Acting, verb: str, merging: Key, *, undoing: bool | None = None) -> tuple[Merging, Pair]:
    """A proposal that waits, both records locked, for somebody who may answer it.

    Args:
        undoing: what is confirmed: that a merging is taken back, or a merging; either, where none is said.
    """
    proposals = Merging.objects.select_related("undoes", "answered_by", "proposed_by")
    pair = lock_pair(me, verb, _doubt_of(merging))
    found = proposals.filter(pk=str(merging)).first()
    if found is None or (undoing is not None and undoing != (found.undoes_id is not None)):
        raise Refused("not_found")
    if undoing is not None:
        by_me = found.proposed_by_id == me.known.pk
        for verdict in (
            second_person(prepared_by_me=by_me),
            merge_records(by_manager=found.by_manager, manages=pair.manages),
        ):
            if not verdict.allowed:
                raise Refused(verdict.reason, about=found)
    if found.answer:
        raise Invalid(why=ANSWERED.format(who=found.answered_by, answer=found.get_answer_display().lower()))
    return found, pair


def _doubt_of(merging: Key) -> uuid.UUID:
    """The pair that a proposal is about, as far as whoever acts may see it."""
    try:
        found = Merging.objects.filter(pk=uuid.UUID(str(merging))).values_list("doubt", flat=True).first()
    except ValueError:
        found = None
    if found is None:
        raise Refused("not_found")
    return found


def _nothing_waits(check: Checking, doubt: Doubt) -> None:
    waiting = Merging.objects.filter(doubt=doubt).waiting().select_related("proposed_by").first()
    if waiting is not None:
        check.wrong("why", WAITS.format(who=waiting.proposed_by))


def _may_come_back(check: Checking, merging: Merging | None) -> None:
    """The latest merging of a record is taken back first: what it moved, an earlier one may have moved before."""
    if merging is None or not Merging.objects.filter(pk=merging.pk).standing().exists():
        check.wrong("why", NOT_MERGED)
        return
    later = Merging.objects.standing().filter(answered_at__gt=merging.answered_at)
    kept = merging.kept_id
    if Person.objects.filter(pk=kept, merged_into__isnull=False).exists() or later.filter(kept=kept).exists():
        check.wrong("why", LATER)
    with connection.cursor() as cursor:
        cursor.execute("select people.is_weighed_apart(%s)", [merging.pk])
        if not cursor.fetchone()[0]:
            check.wrong("why", NOT_KNOWN_APART)


def _merged(kept: Person, folded: Person, gained: Gains) -> Person:
    """The record that stays as it will be; it is written nowhere."""
    one = copy(kept)
    one.also_known_as = [*kept.also_known_as, *gained.names]
    for column in gained.columns:
        setattr(one, column, getattr(folded, column))
    return one


def _columns(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in (*TOLD, "also_known_as")}
