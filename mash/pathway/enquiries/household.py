"""The household of an enquiry: who lives with those whom it is about, as it was told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mash.foundation.access.acting import Acting
from mash.foundation.clock.london import in_london, london_date
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Living
from mash.pathway.enquiries.risks import tell_of_risks
from mash.pathway.people import register
from mash.pathway.people.living import Stay, learn_stays
from mash.pathway.people.matching.places import place_of

HERE, ELSEWHERE, LEFT = Living.Where.values


@dataclass(frozen=True, slots=True)
class Lives:
    """Where somebody described lives. `where` is empty when it is neither told nor to be seen from what was told."""

    where: str
    since: date | None = None
    until: date | None = None

    @property
    def apart(self) -> bool:
        """Whether they live, or have come to live, somewhere else."""
        return self.where in (ELSEWHERE, LEFT)


def where_they_live(
    people: Sequence[DescribedPerson], livings: Mapping[uuid.UUID, Living]
) -> Mapping[uuid.UUID, Lives]:
    """Where each of those described lives, by their id. No query where protected addresses are at hand.

    What somebody said counts. Of whom nothing was said: subjects live where they live; an address of one's own that is
    not the subjects' is somewhere else; a role in the household without an address is of the household.
    """
    theirs = home_of_subjects(people)
    return {
        person.pk: _said(livings[person.pk]) if person.pk in livings else _seen(person, theirs) for person in people
    }


def home_of_subjects(people: Sequence[DescribedPerson]) -> register.Home:
    """Where those live whom an enquiry is about: the address of the first of them who has one."""
    homes = (home_of(person) for person in people if person.is_subject)
    return next((home for home in homes if _is_known(home)), register.Home("", "", protected=False))


def home_of(described: DescribedPerson) -> register.Home:
    """Where somebody described lives, as far as whoever acts may know. One query when it is protected."""
    told = described.whereabouts
    if told is None:
        return register.Home("", "", protected=True)
    # Of some that is protected nobody has told it, but a school that leads there.
    protected = described.address_protected and any((told.address, told.postcode, told.uprn))
    return register.Home(told.address, told.postcode, protected=protected, uprn=told.uprn)


def settle_household(me: Acting, enquiry: Enquiry) -> None:
    """Let the register know who lives with whom, of those identified on an enquiry, as it tells it now (rule 19).

    The stays begin, where nobody knows since when, on the day on which the enquiry came.
    """
    people = list(DescribedPerson.objects.filter(enquiry=enquiry).select_related("protected_address"))
    said = {living.described_id: living for living in Living.objects.filter(enquiry=enquiry).order_by("told_at", "pk")}
    lives, theirs = where_they_live(people, said), home_of_subjects(people)
    told_on = in_london(enquiry.received_at).date()
    stays = [
        Stay(
            person.person_id,
            home,
            person.role,
            lives[person.pk].since,
            _until(lives[person.pk], told_on, said.get(person.pk)),
        )
        for person in people
        if person.person_id and (home := _home_now(person, lives[person.pk], theirs)) is not None
    ]
    learn_stays(me, enquiry.area_id, enquiry.pk, told_on, list({(s.person, s.home): s for s in stays}.values()))
    tell_of_risks([stay.person for stay in stays], telling=enquiry.pk)


def _home_now(person: DescribedPerson, lives: Lives, theirs: register.Home) -> register.Home | None:
    """The home in which the register keeps somebody; none where it is not known."""
    if lives.where in (HERE, LEFT):
        return theirs
    own = home_of(person)
    return own if lives.where == ELSEWHERE and _is_known(own) else None


def _until(lives: Lives, told_on: date, said: Living | None) -> date | None:
    """The day on which a stay was over. Nobody knows it: the enquiry's; of one that began since, when it was said."""
    if lives.where != LEFT or lives.until:
        return lives.until
    return london_date(said.told_at) if said and lives.since and lives.since > told_on else told_on


def _said(living: Living) -> Lives:
    return Lives(living.where, living.since, living.until)


def _seen(person: DescribedPerson, theirs: register.Home) -> Lives:
    if person.is_subject:
        return Lives(HERE)
    own = home_of(person)
    if _is_known(own) and _is_known(theirs):
        return Lives(HERE if _is_the_same(own, theirs) else ELSEWHERE)
    return Lives(HERE if person.role and not _is_known(own) else "")


def _is_known(home: register.Home) -> bool:
    return home.is_told or home.protected


def _is_the_same(one: register.Home, other: register.Home) -> bool:
    if one.protected != other.protected:
        return False
    numbers = one.columns["uprn"], other.columns["uprn"]
    if all(numbers):
        return bool(numbers[0] == numbers[1])
    places = place_of(one.address, one.postcode), place_of(other.address, other.postcode)
    if all(places):
        return places[0] == places[1]
    here, there = (one.address.lower(), one.postcode), (other.address.lower(), other.postcode)
    return any(here) and here == there
