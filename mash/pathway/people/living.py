"""What the register learns of households: who lives with whom, from when to when, as an enquiry told it (rule 19)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import hold
from mash.foundation.clock.london import london_date
from mash.pathway.people.matching.identifiers import valid_uprn
from mash.pathway.people.matching.places import fold_postcode, place_of
from mash.pathway.people.models import Household, Relocation, Resident
from mash.pathway.people.register import Home


@dataclass(frozen=True, slots=True)
class Stay:
    """That somebody of the register lives, or lived until a day, at a home. Homes that are alike are one household."""

    person: uuid.UUID
    home: Home
    role: str
    since: date | None
    until: date | None


def learn_stays(me: Acting, area: uuid.UUID, enquiry: uuid.UUID, told_on: date, stays: Sequence[Stay]) -> None:
    """Write what an enquiry tells of who lives where; what it told before and tells no more is taken back.

    A stay that is known already keeps the day on which it was told first.
    """
    told: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for together in _by_home(stays):
        household = _household(me, area, enquiry, together)
        for stay in together:
            _learn(household, stay, area, enquiry, told_on)
            told.add((household.pk, stay.person))
    for row in Resident.objects.filter(enquiry=enquiry, area=area, taken_back=False):
        if (row.household_id, row.person_id) not in told:
            row.change(**({"enquiry": None} if _began_by_a_move(row) else {"taken_back": True}))


def residents_on(people: Iterable[uuid.UUID], day: date) -> list[Resident]:
    """Everybody who lived with one of these people on a day, themselves included, as far as whoever acts may read.

    A household that is asked about again is asked about as it was: give the day of the enquiry (rule 19). One query.
    """
    homes = Resident.objects.on(day).filter(person__in=list(people)).values("household")
    return list(
        Resident.objects.on(day)
        .filter(household__in=homes)
        .select_related("person", "household")
        .order_by("household", "told_on", "pk")
    )


def _by_home(stays: Sequence[Stay]) -> list[list[Stay]]:
    """Stays by the home that they are in, however it was spelt. Two numbers of properties are two homes; one that was
    told without its number is the numbered one at that address, and one of its own where there are several."""
    homes: list[list[Stay]] = []
    for stay in sorted(stays, key=lambda one: not _number(one.home)):
        fits = [together for together in homes if any(_is_one(stay.home, other.home) for other in together)]
        fits = [together for together in fits if not _number(together[0].home)] or fits
        if len(fits) == 1:
            fits[0].append(stay)
        else:
            homes.append([stay])
    return homes


def _is_one(one: Home, other: Home) -> bool:
    """Whether two homes are one, by their numbers or else by their spelling; of which nothing is known are alike."""
    numbers = _number(one), _number(other)
    if one.protected != other.protected or all(numbers):
        return one.protected == other.protected and numbers[0] == numbers[1]
    places = place_of(one.address, one.postcode), place_of(other.address, other.postcode)
    if all(places):
        return places[0] == places[1]
    here, there = ((home.address.lower(), fold_postcode(home.postcode)) for home in (one, other))
    return here == there and (any(here) or not any(numbers))


def _number(home: Home) -> str:
    return valid_uprn(home.uprn)


def hold_door(area: uuid.UUID, address: str, postcode: str, uprn: str = "") -> None:
    """Let nobody else make a household of this door in this area until what is done now is: a door has one."""
    door = place_of(address, postcode) or f"{address.lower()} {fold_postcode(postcode)}".strip() or uprn
    hold(Household, f"{area}:{door}")


def _household(me: Acting, area: uuid.UUID, enquiry: uuid.UUID, together: Sequence[Stay]) -> Household:
    home = next((stay.home for stay in together if stay.home.address or stay.home.postcode), together[0].home)
    number = _number(together[0].home)
    known = _known_household(area, enquiry, home, number)
    if known is None:
        hold_door(area, home.address, home.postcode, number)
        known = _known_household(area, enquiry, home, number)  # somebody else may have made it meanwhile
    return known or Household.add(
        area=area,
        uprn=number,
        address=home.address,
        postcode=fold_postcode(home.postcode),
        place=place_of(home.address, home.postcode),
        protected=home.protected,
        made_at=me.now,
    )


def _known_household(area: uuid.UUID, enquiry: uuid.UUID, home: Home, number: str) -> Household | None:
    place, postcode = place_of(home.address, home.postcode), fold_postcode(home.postcode)
    known = Household.objects.filter(area=area, protected=home.protected).order_by("made_at")
    by_number = known.filter(uprn=number).first() if number else None
    if by_number is not None:
        if (home.address or postcode) and not (by_number.address or by_number.postcode):
            by_number.change(address=home.address, postcode=postcode, place=place)
        return by_number
    if place:
        found = known.filter(place=place)
    elif home.address or postcode:
        found = known.filter(address__iexact=home.address, postcode=postcode, place="")
    elif number:
        found = known.none()
    else:
        found = known.filter(address="", postcode="", uprn="", residents__enquiry=enquiry)
    return _meant(list(found), number)


def _meant(there: Sequence[Household], number: str) -> Household | None:
    """Which of the households at one address is meant, oldest first; none where it is one that nobody told before."""
    open_to_both = next((one for one in there if not one.uprn), None)
    numbers = {one.uprn for one in there if one.uprn}
    if number and numbers:
        return None
    if number and open_to_both:
        open_to_both.change(uprn=number)
    return open_to_both or (there[0] if len(numbers) == 1 else None)


def _learn(household: Household, stay: Stay, area: uuid.UUID, enquiry: uuid.UUID, told_on: date) -> None:
    rows = list(Resident.objects.filter(household=household, person=stay.person))
    standing = sorted((row for row in rows if not row.taken_back), key=lambda row: row.began)
    row = _told_of(standing, stay, enquiry, told_on) or next(iter(rows), None)
    told_first = row.told_on if row else told_on
    if row is not None and _came_back(row, stay, enquiry, told_on):
        row = next((later for later in standing if row.until and later.began > row.until), None)
        told_first = min(row.told_on, told_on) if row else told_on
    if row is None:
        if stay.until is None and _lives_there_unseen(household, stay):
            return
        Resident.add(
            household=household,
            person_id=stay.person,
            area=area,
            enquiry=enquiry,
            role=stay.role,
            since=stay.since,
            until=stay.until,
            ended_by=enquiry if stay.until else None,
            told_on=told_on,
        )
        return
    since = stay.since or row.since
    until = stay.until or _still_ended(row, stay.since, enquiry, told_on)
    ended_by = row.ended_by if until == row.until else enquiry if until else None
    after = next((other for other in standing if other is not row and _goes_on(other, row)), None)
    if until is None and after is not None:  # they never left: what was taken for a coming back is the same stay
        until, ended_by = after.until, after.ended_by
        if after.since and after.since < (since or told_first):
            since = after.since
        after.change(taken_back=True)
    if since and until and until < since:
        since = None
    now = {
        "role": stay.role or row.role,
        "enquiry": row.enquiry or enquiry,
        "since": since,
        "until": until,
        "ended_by": ended_by,
        "told_on": told_first,
        "taken_back": False,
    }
    if until is None and (row.until or row.taken_back) and _lives_there_unseen(household, stay):
        return
    if any(getattr(row, name) != value for name, value in now.items()):
        row.change(**now)


def _goes_on(other: Resident, row: Resident) -> bool:
    """Whether one stay follows another that had ended, or has not ended while that one had, whenever it began."""
    return row.until is not None and (other.until is None or other.began >= row.until)


def _lives_there_unseen(household: Household, stay: Stay) -> bool:
    """Whether an enquiry behind a wall has told that they live there now: then nothing is to be written. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select people.lives_there_unseen(%s, %s)", [household.pk, stay.person])
        (lives,) = cursor.fetchone()
    return bool(lives)


def _told_of(standing: list[Resident], stay: Stay, enquiry: uuid.UUID, told_on: date) -> Resident | None:
    """Which stay an enquiry tells of: the last that it told itself, or the one of its day. Where it told that somebody
    had come back, and now that they were gone before, the coming back is taken back."""
    own = [row for row in standing if row.enquiry == enquiry]
    began = [row for row in standing if row.began <= (stay.since or told_on)]
    row = next(reversed(own or began), standing[0] if standing else None)
    before = [one for one in standing if row and stay.until and one.until and one.began < row.began and one is not row]
    if own and row and before and stay.until and stay.until <= row.began:
        row.change(taken_back=True)
        return before[-1]
    return row


def _came_back(row: Resident, stay: Stay, enquiry: uuid.UUID, told_on: date) -> bool:
    """Whether somebody had left, as another enquiry or a move told, and lived there again a day later or more."""
    if row.until is None or row.taken_back or row.ended_by == enquiry or (stay.until and not stay.since):
        return False
    return (stay.since or told_on) > row.until and not _ended_by_a_move(row, stay.since, told_on)


def _still_ended(row: Resident, since: date | None, enquiry: uuid.UUID, told_on: date) -> date | None:
    """The day on which a stay ended for somebody who is told to live there: an enquiry that came before does not bring
    them back, and one that told the end itself was mended."""
    if row.ended_by != enquiry and not row.taken_back and row.until and not since and told_on < row.until:
        return row.until
    return _ended_by_a_move(row, since, told_on)


def _began_by_a_move(row: Resident) -> bool:
    """Whether a move that stands told of the stay as well: what an enquiry told of it may go."""
    if row.since is None:
        return False
    moves = Relocation.objects.standing().filter(person=row.person_id, moved_on=row.since)
    return moves.filter(Q(area=row.area) | Q(to_area=row.area)).exists()


def _ended_by_a_move(row: Resident, since: date | None, told_on: date) -> date | None:
    """The day on which they moved away, if one was told: what an older enquiry says again does not bring them back.

    They are back since a day after the move, or when an enquiry tells so that came later than the move and its telling.
    """
    if row.until is None or (since and since >= row.until):
        return None
    moves = Relocation.objects.standing().filter(person=row.person_id, area=row.area, moved_on=row.until)
    told = moves.order_by("-told_at").first()
    is_older = told is not None and told_on <= max(row.until, london_date(told.told_at))
    return row.until if is_older else None
