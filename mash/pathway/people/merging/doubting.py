"""That two records may be one person: found by the hub's own comparison or named by somebody, and told apart again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit_role
from mash.foundation.access.verbs import Invalid, Refused, action, followed, hold, hold_each, record
from mash.foundation.access.words import checking
from mash.pathway.people.lists.doubles import Double
from mash.pathway.people.lists.remembered import described_as, homes_of
from mash.pathway.people.matching import Band, band, score
from mash.pathway.people.merging.known import Known, changes, marks_of
from mash.pathway.people.merging.pairs import Key, lock_pair, roles_for, weighable
from mash.pathway.people.models import Doubt, Merging, Person, ToldApart

MERGED = "One of these records has been merged into another one since. Look again"
SETTLED = "{who} has found out already: {what}. Look again"


@action
def name_double(me: Acting, one: Key, *, other: Any) -> Doubt:
    """Say that two records may be one person, so that somebody looks at both. A pair that stands there already is it.

    Raises:
        Refused: neither practice manager nor social worker for both; or one is not found, or a tie shuts it.
        Invalid: the same record twice, or one that has been merged.
    """
    keys = [_key(one), _key(other)]
    hold_each(Person, keys)
    found = {person.pk: person for person in weighable(me).filter(pk__in=keys)}
    if not found.keys() >= set(keys):
        raise Refused("not_found")
    first, second = (found[key] for key in sorted(keys)[:2])
    permit_role(me, "name_double", roles_for(me, first, second))
    if first == second:
        raise Invalid(other="This is the same record. Choose another one")
    if first.merged_into_id or second.merged_into_id:
        raise Invalid(other=MERGED)
    known = Doubt.objects.filter(one=first, other=second).first()
    if known is not None:
        return known
    likeness = score(_described(first), _described(second))
    doubt = Doubt.add(
        one=first,
        other=second,
        p=likeness.p,
        why=list(likeness.why),
        differs=list(likeness.differs),
        found_at=me.now,
        named_by=me.known,
    )
    record(me, "name_double", about=doubt, people=keys, percent=round(100 * likeness.p))
    followed(me, "name_double", doubt)
    return doubt


@action
def tell_apart(me: Acting, doubt: Key, *, why: Any) -> Doubt:
    """Say that two records are two people; whoever finds more may still merge them.

    They are not listed again, unless what is known of one of them changes and the comparison then finds them alike.

    Raises:
        Refused: neither practice manager nor social worker for both, or a tie.
        Invalid: no reason; or somebody has found out since, or has proposed to merge them.
    """
    found = lock_pair(me, "tell_apart", doubt).doubt
    with checking() as check:
        reason = check.text(why, "why", required="Say what shows that they are two people")
        look_at(check.wrong, found)
        if found.stays_apart or found.finding == Doubt.Finding.MERGED:
            check.wrong("why", SETTLED.format(who=found.found_out_by, what=found.get_finding_display().lower()))
        if Merging.objects.filter(doubt=found).waiting().exists():
            check.wrong("why", "Somebody has proposed to merge them. Answer that first")
    settle(me, found, Doubt.Finding.APART, reason)
    record(me, "tell_apart", about=found, people=[found.one_id, found.other_id])
    followed(me, "tell_apart", found)
    return found


def look_at(wrong: Any, doubt: Doubt) -> None:
    """Say it where somebody else has found out already. No query besides those at hand."""
    if doubt.finding == Doubt.Finding.MERGED:
        wrong("why", SETTLED.format(who=doubt.found_out_by, what=doubt.get_finding_display().lower()))
    elif doubt.one.merged_into_id or doubt.other.merged_into_id:
        wrong("why", MERGED)


def settle(me: Acting, doubt: Doubt, finding: str, reason: str) -> None:
    """Write what people found of two records, and of two that are told apart what is known of them now."""
    doubt.change(finding=finding, found_out_by=me.known, found_out_at=me.now, reason=reason, again_at=None)
    if finding == Doubt.Finding.APART:
        known = _known_of([doubt]).get(doubt.pk, {})
        ToldApart.add(doubt=doubt, told_by=me.known, told_at=me.now, reason=reason, known=known)


def keep_doubts(me: Acting, doubles: Sequence[Double]) -> None:
    """Keep what the comparison of the register found, each pair once: what people have said of it stays.

    Two that were told apart are listed again where they look like one person and one of them has changed since. Two
    queries, three more where some were told apart, and a few for each that is new, or weighs or is otherwise now.
    """
    pairs = {(double.one.person, double.other.person): double for double in doubles}
    hold(Doubt, "found")
    ones = {one for one, _ in pairs}
    known = {(doubt.one_id, doubt.other_id): doubt for doubt in Doubt.objects.filter(one__in=ones)}
    for (one, other), double in pairs.items():
        told = {"p": double.p, "why": list(double.why), "differs": list(double.differs)}
        doubt = known.get((one, other))
        if doubt is None:
            Doubt.add(one_id=one, other_id=other, found_at=me.now, **told)
        elif any(getattr(doubt, name) != value for name, value in told.items()):
            doubt.change(**told)
    alike = {pair for pair, double in pairs.items() if band(double.p) in (Band.SURE, Band.LIKELY)}
    _list_again(me, [doubt for pair, doubt in known.items() if pair in alike and doubt.stays_apart])


def _list_again(me: Acting, apart: Sequence[Doubt]) -> None:
    """List two again that were told apart, where what is known of one of them is not what it was then."""
    if not apart:
        return
    known = _known_of(apart)  # read anew: the comparison may have read them before somebody told them apart
    last = {told.doubt_id: told for told in ToldApart.objects.filter(doubt__in=apart).order_by("told_at")}
    for doubt in apart:
        told, now = last.get(doubt.pk), known.get(doubt.pk)
        if told is None or now is None:
            continue
        if not told.known:
            told.change(known=now)
            continue
        changed = changes(told.known, now)
        # Whoever finds something out of them at this moment has the last word
        as_it_was = Doubt.objects.filter(pk=doubt.pk, finding=Doubt.Finding.APART, found_out_at=doubt.found_out_at)
        if changed and as_it_was.update(again_at=me.now):
            told.change(changed=changed)
            record(me, "list_double_again", about=doubt, people=[doubt.one_id, doubt.other_id])


def _known_of(doubts: Sequence[Doubt]) -> dict[uuid.UUID, Known]:
    """What is known of the two records of each of these, as far as whoever acts may read both. Two queries."""
    people = Person.objects.in_bulk({key for doubt in doubts for key in (doubt.one_id, doubt.other_id)})
    homes = homes_of(people)
    told = {key: marks_of(key, described_as(person, homes.get(key, []))) for key, person in people.items()}
    both = [doubt for doubt in doubts if doubt.one_id in told and doubt.other_id in told]
    return {doubt.pk: {"one": told[doubt.one_id], "other": told[doubt.other_id]} for doubt in both}


def _key(person: Any) -> uuid.UUID:
    try:
        return person if isinstance(person, uuid.UUID) else uuid.UUID(str(person))
    except ValueError:
        raise Refused("not_found") from None


def _described(person: Person) -> Any:
    return described_as(person, homes_of([person.pk]).get(person.pk, []))
