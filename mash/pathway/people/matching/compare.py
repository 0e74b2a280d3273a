"""Compare births, homes, numbers and schools of two people: a level for the weights, and a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz.distance import OSA

from mash.pathway.people.matching.belonging import same_place
from mash.pathway.people.matching.dates import Dates, born_when_due, compare_dates, in_words
from mash.pathway.people.matching.description import Description
from mash.pathway.people.matching.places import Home, most_of_line, near_postcodes, same_line
from mash.pathway.people.matching.weights import Belonging, Birth, Chance, Level, Living, Number, Weights

# How many dates there are that are so near to a date.
DATES_NEAR = {Birth.SAME: 1, Birth.SWAPPED: 1, Birth.SLIP: 25}
YEAR_FITS, AGE_FITS, AGE_NEAR = 0.9, 0.55, 0.4  # people guess an age, and it ages while they tell of it
NEAR_AGE = timedelta(days=366)
SAME_DUE = timedelta(days=14)
NEAR_DUE = timedelta(days=42)
YEAR_DAYS = 365.25
FOR = {
    Living.LINE: "same address, a postcode missing",
    Living.STREET: "same street",
    Living.MOST: "addresses nearly the same",
    Living.POSTCODE: "same postcode",
    Living.NEAR: "postcodes nearly the same",
}
AGAINST = {
    Living.UNIT: "an address written the same, of two properties by their numbers",
    Living.OTHER: "different addresses",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one comparison found.

    Attributes:
        chance: how much it counts.
        why: a reason for, or empty.
        differs: a reason against, or empty.
    """

    level: Level
    chance: Chance
    why: str = ""
    differs: str = ""


def compare_births(one: Description, other: Description, weights: Weights) -> Finding | None:
    """Compare what is known of two births; none where one side says nothing."""
    if one.born and other.born:
        return _whole_dates(one.born, other.born, weights)
    if (one.due_date and not one.born) or (other.due_date and not other.born):
        return _due(one, other, weights)
    return _ages(one, other, weights)


def compare_homes(one: Description, other: Description, weights: Weights) -> Finding | None:
    """Compare where two people live and lived; none where one side says nothing. No address is named in a reason."""

    def found(level: Living, why: str = "", differs: str = "") -> Finding:
        return Finding(level, _of_homes(level, one, other, weights), why, differs)

    now = _living(one.home, other.home)
    if now is Living.SAME:
        by_number = one.home and other.home and _as_written(one.home, other.home) is not now
        return found(now, "same address, by the number of the property" if by_number else "same address")
    before = {_living(a, b) for a in (one.home, *one.homes_before) for b in (other.home, *other.homes_before)}
    if Living.SAME in before:
        return found(Living.BEFORE, "one lives or lived where the other did")
    if now in AGAINST:
        return found(now, differs=AGAINST[now])
    return found(now, FOR[now]) if now else None


def _of_homes(level: Living, one: Description, other: Description, weights: Weights) -> Chance:
    chance, common = weights.chances[level], weights.common
    if common is None:
        return chance
    match level:
        case Living.SAME | Living.BEFORE:
            share = common.of_a_door
        case Living.LINE | Living.MOST:
            share = common.of_a_line
        case Living.POSTCODE if one.home and other.home:
            share = common.of_postcode(other.home.postcode)
        case _:
            return chance
    return Chance(chance.same, share, max(chance.kin, share))


def compare_numbers(one: Description, other: Description, weights: Weights) -> list[Finding]:
    """Compare valid identifiers, telephone numbers and e-mail addresses. Another one of the last two is no evidence."""
    found = []
    if one.valid_nhs_number and other.valid_nhs_number:
        if one.valid_nhs_number == other.valid_nhs_number:
            found.append(Finding(Number.NHS_SAME, weights.chances[Number.NHS_SAME], "same NHS number"))
        else:
            level = Number.NHS_OTHER
            found.append(Finding(level, weights.chances[level], differs="different NHS numbers"))
    if one.valid_upn and other.valid_upn:
        if one.valid_upn == other.valid_upn:
            found.append(Finding(Number.UPN_SAME, weights.chances[Number.UPN_SAME], "same unique pupil number"))
        else:
            level = Number.UPN_OTHER
            found.append(Finding(level, weights.chances[level], differs="different unique pupil numbers"))
    if one.phone_digits and one.phone_digits == other.phone_digits:
        found.append(Finding(Number.PHONE_SAME, weights.chances[Number.PHONE_SAME], "same telephone number"))
    if one.email_address and one.email_address == other.email_address:
        found.append(Finding(Number.EMAIL_SAME, weights.chances[Number.EMAIL_SAME], "same e-mail address"))
    return found


def compare_belongings(one: Description, other: Description, weights: Weights) -> list[Finding]:
    """Compare school and GP practice, as weak evidence; nothing where one side says nothing."""
    found = []
    if one.school_words and other.school_words:
        if same_place(one.school_words, other.school_words):
            found.append(Finding(Belonging.SCHOOL_SAME, weights.chances[Belonging.SCHOOL_SAME], "same school"))
        else:
            level: Level = Belonging.SCHOOL_OTHER
            found.append(Finding(level, weights.chances[level], differs="different schools"))
    if one.practice_words and other.practice_words:
        if same_place(one.practice_words, other.practice_words):
            found.append(Finding(Belonging.PRACTICE_SAME, weights.chances[Belonging.PRACTICE_SAME], "same GP practice"))
        else:
            level = Belonging.PRACTICE_OTHER
            found.append(Finding(level, weights.chances[level], differs="different GP practices"))
    return found


def _whole_dates(one: date, other: date, weights: Weights) -> Finding:
    level, words = _read_dates(one, other)
    both = "" if one == other else f": {in_words(one)}, {in_words(other)}"
    chance = _of_dates(level, one, other, weights)
    if level in (Birth.YEAR, Birth.OTHER):
        return Finding(level, chance, differs=words + both)
    return Finding(level, chance, words + both)


def _of_dates(level: Birth, one: date, other: date, weights: Weights) -> Chance:
    chance, common = weights.chances[level], weights.common
    if common is None or level not in DATES_NEAR:
        return chance
    share = DATES_NEAR[level] * max(common.of_day(one.year), common.of_day(other.year))
    return Chance(chance.same, share, max(chance.kin, share))


def _read_dates(one: date, other: date) -> tuple[Birth, str]:
    new_year = (one.month, one.day) == (1, 1) or (other.month, other.day) == (1, 1)
    parts = compare_dates(one, other)
    if new_year and parts in (Dates.OTHER_DAY, Dates.OTHER_MONTH, Dates.SAME_YEAR):
        return Birth.NEAR, "born in the same year, but 1 January may stand for a day not known"
    match parts:
        case Dates.SAME if new_year:
            return Birth.NEW_YEARS_DAY, "same date of birth, but 1 January may stand for a day not known"
        case Dates.SAME:
            return Birth.SAME, "same date of birth"
        case Dates.SWAPPED:
            return Birth.SWAPPED, "day and month swapped"
    if OSA.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}", score_cutoff=1) <= 1:
        return Birth.SLIP, "one digit of the date of birth differs"
    match parts:
        case Dates.OTHER_YEAR:
            return Birth.TWO_PARTS, "born on the same day and month of another year"
        case Dates.OTHER_MONTH:
            return Birth.TWO_PARTS, "born on the same day of another month"
        case Dates.OTHER_DAY:
            return Birth.TWO_PARTS, "born on another day of the same month"
        case Dates.SAME_YEAR:
            return Birth.YEAR, "dates of birth agree in the year only"
        case _:
            return Birth.OTHER, "different dates of birth"


def _born_within(person: Description) -> tuple[date, date] | None:
    return (person.born, person.born) if person.born else person.born_between


def _ages(one: Description, other: Description, weights: Weights) -> Finding | None:
    first, second = _born_within(one), _born_within(other)
    if first is None or second is None:
        return None
    born = one.born or other.born
    said = f" for somebody born on {in_words(born)}" if born else ""
    by_age = any(person.by_age for person in (one, other))
    gap = max(first[0] - second[1], second[0] - first[1])
    share = min(0.4, _share_of_ages(first, second, weights))
    if gap <= timedelta(0):
        fits = AGE_FITS if by_age else YEAR_FITS
        return Finding(Birth.FITS, Chance(fits, share, min(0.5, 2 * share)), f"the age or year fits{said}")
    if gap <= NEAR_AGE and by_age:
        near = Chance(AGE_NEAR, 2 * share, min(0.5, 3 * share))
        return Finding(Birth.AGE_NEAR, near, f"the age is out by about one{said}")
    if gap <= NEAR_AGE:
        return Finding(Birth.NEAR, weights.chances[Birth.NEAR], differs=f"the year is out by about one{said}")
    return Finding(Birth.OTHER, weights.chances[Birth.OTHER], differs=f"the age or year does not fit{said}")


def _share_of_ages(first: tuple[date, date], second: tuple[date, date], weights: Weights) -> float:
    """How many fit by chance: all who were born in the wider span, and a half year beside it."""
    wider = max(first, second, key=lambda span: span[1] - span[0])
    years = max(((first[1] - first[0]) + (second[1] - second[0])).days / YEAR_DAYS, 0.5)
    if weights.common is None:
        return years / weights.age_span_years
    begins, ends = wider[0].year, wider[1].year
    return weights.common.of_years(begins, ends) * years / (ends - begins + 1)


def _due(one: Description, other: Description, weights: Weights) -> Finding | None:
    def found(level: Birth, why: str = "", differs: str = "") -> Finding:
        return Finding(level, weights.chances[level], why, differs)

    if one.due_date and other.due_date and not one.born and not other.born:
        apart = abs(one.due_date - other.due_date)
        if apart <= SAME_DUE:
            return found(Birth.DUE_SAME, "due at the same time")
        if apart <= NEAR_DUE:
            return found(Birth.DUE_NEAR, "due within six weeks of each other")
        return found(Birth.OTHER, differs="due at different times")
    unborn, born = (one, other) if one.due_date and not one.born else (other, one)
    within = _born_within(born)
    if within is None or unborn.due_date is None:
        return None
    first, last = born_when_due(unborn.due_date)
    if within[0] <= last and within[1] >= first:
        return found(Birth.BORN_AS_DUE, "born about when the baby was due")
    return found(Birth.OTHER, differs="not born when the baby was due")


def _living(one: Home | None, other: Home | None) -> Living | None:
    if one is None or other is None:
        return None
    if not (one.uprn and other.uprn):
        return _as_written(one, other)
    if one.uprn == other.uprn:
        return Living.SAME
    written = _as_written(one, other)
    return Living.UNIT if written in (Living.SAME, Living.LINE, Living.MOST) else written or Living.OTHER


def _as_written(one: Home, other: Home) -> Living | None:
    door, most = same_line(one, other), most_of_line(one, other)
    if not (one.numbers or one.postcode) or not (other.numbers or other.postcode):
        # A street or a village alone: it speaks for those who live there, and against nobody.
        return Living.STREET if one.street and one.street[:2] == other.street[:2] else None
    codes = bool(one.postcode and other.postcode)
    alike = codes and (one.postcode == other.postcode or near_postcodes(one.postcode, other.postcode))
    if door and alike:
        return Living.SAME
    if door and not codes:
        return Living.LINE
    if (most and alike) or door:
        return Living.MOST
    if alike:
        return Living.POSTCODE if one.postcode == other.postcode else Living.NEAR
    return Living.OTHER if codes or (one.street and other.street) else None
