"""Reads people as somebody told of them, and says what is wrong, field by field. Pure but for the check of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

from mash.foundation.access.words import Checking, day_told
from mash.foundation.spotting import find_address
from mash.pathway.enquiries.models import Living
from mash.pathway.people.matching import check_nhs_number, check_upn, check_uprn, fold_upn
from mash.pathway.people.matching.identifiers import valid_uprn
from mash.pathway.people.matching.places import place_of

MOST_PEOPLE = 30
OLDEST_YEARS = 120
LONGEST_PREGNANCY = timedelta(days=280)
LONG_OVERDUE = timedelta(days=42)
TEXTS = {
    "given": 120,
    "middle": 120,
    "family": 120,
    "sex": 20,
    "address": 250,
    "postcode": 20,
    "uprn": 20,
    "nhs_number": 40,
    "upn": 40,
    "phone": 30,
    "email": 254,
    "school": 160,
    "gp": 160,
    "role": 60,
}
MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class ToldLiving:
    """Whether somebody lives with those whom the enquiry is about, and from when to when."""

    where: str
    since: date | None
    until: date | None


class Whereabouts(Protocol):
    """Where somebody lives: as told, as described, or as protected."""

    address: str
    postcode: str
    uprn: str

    @property
    def clues(self) -> Sequence[str]:
        """What leads there without naming it: school and GP practice."""
        ...


@dataclass(slots=True)
class ToldPerson:
    """Somebody as told: the columns of `DescribedPerson`, with the address apart until it is known to be protected.

    School and GP practice are among the columns; they stand with the address when it is protected.
    """

    columns: dict[str, Any]
    address: str
    postcode: str
    protected: bool
    living: ToldLiving | None = None
    responsible: dict[str, bool] = field(default_factory=dict)
    """For whom they have parental responsibility, and for whom not: by the names that were given to people here."""
    uprn: str = ""

    @property
    def has_home(self) -> bool:
        """Whether anything is told of where they live."""
        return bool(self.address or self.postcode or valid_uprn(self.uprn))

    @property
    def clues(self) -> list[str]:
        """What leads to where they live without naming it."""
        return [clue for clue in (self.columns["school"], self.columns["gp"]) if clue]

    @property
    def names(self) -> list[str]:
        """The names by which they may be called in a text."""
        whole = " ".join(part for part in (self.columns["given"], self.columns["family"]) if part)
        return [name for name in (whole, *self.columns["also_known_as"]) if name]

    def open_columns(self) -> dict[str, Any]:
        """The columns as the whole hub may read them."""
        address, postcode = ("", "") if self.protected else (self.address, self.postcode)
        return {
            **self.columns,
            **({"school": "", "gp": ""} if self.protected else {}),
            "address": address,
            "postcode": postcode,
            "uprn": "" if self.protected else self.uprn,
            "place": place_of(address, postcode),
            "address_protected": self.protected,
        }


def read_people(check: Checking, people: Any, received: date) -> list[ToldPerson]:
    """Everybody described on an enquiry. Errors are named `people_0_dob` and so on."""
    if people is None:
        return []
    if not isinstance(people, Sequence) or isinstance(people, str) or not all(isinstance(p, Mapping) for p in people):
        check.wrong("people", "Describe the people as a list")
        return []
    if len(people) > MOST_PEOPLE:
        check.wrong("people", f"Describe at most {MOST_PEOPLE} people. Send another enquiry for the others")
        return []
    told = [read_person(check, person, received, f"people_{i}_") for i, person in enumerate(people)]
    aliases: set[str] = set()
    for i, person in enumerate(told):
        if person.columns["alias"] in aliases:
            check.wrong(f"people_{i}_as", "Give each person a name of their own")
        aliases |= {person.columns["alias"]} - {""}
    for i, person in enumerate(told):
        if not set(person.responsible) <= aliases - {person.columns["alias"]}:
            check.wrong(f"people_{i}_responsible", "Say for whom of the people described")
    share_home(told)
    hide_shared_addresses(told)
    return told


def read_person(check: Checking, person: Mapping[str, Any], received: date, prefix: str = "") -> ToldPerson:
    """One person as told on an enquiry that came on a day."""
    texts = {name: check.text(person.get(name), prefix + name, most=most) for name, most in TEXTS.items()}
    born = _day(check, person.get("dob"), prefix + "dob", "the date of birth")
    due = _day(check, person.get("due_date"), prefix + "due_date", "the date when the baby is due")
    age = _age(check, person.get("age"), prefix + "age")
    _check_birth(check, born, due, age, received, prefix)
    nhs_number, upn = check_nhs_number(texts.pop("nhs_number")), check_upn(fold_upn(texts["upn"]))
    address, postcode, uprn = texts.pop("address"), texts.pop("postcode"), check_uprn(texts.pop("uprn")).value
    columns = {
        **texts,
        "alias": check.text(person.get("as"), prefix + "as", most=60),
        "also_known_as": _names(check, person.get("also_known_as"), prefix + "also_known_as"),
        "is_subject": is_yes(person.get("subject")),
        "born": born,
        "age": age,
        "due_date": due,
        "nhs_number": nhs_number.value,
        "nhs_number_is_right": nhs_number.valid,
        "upn": upn.value if upn.valid else texts["upn"],
        "upn_is_right": upn.valid,
    }
    hidden = (address, postcode, uprn, texts["school"], texts["gp"])
    protected = is_yes(person.get("address_protected")) and any(hidden)
    living = read_living(check, person, received, prefix)
    return ToldPerson(columns, address, postcode, protected, living, _responsible(check, person, prefix), uprn)


def read_living(check: Checking, told: Mapping[str, Any], on: date, prefix: str = "") -> ToldLiving | None:
    """Where somebody lives, as told on a day: `lives` (here, elsewhere, left), `lives_since`, `lives_until`.

    None when nothing is said of it; since when alone means that they live there.
    """
    since = _day(check, told.get("lives_since"), prefix + "lives_since", "the day since when they live there")
    until = _day(check, told.get("lives_until"), prefix + "lives_until", "the day until when they lived there")
    if since and since > on:
        check.wrong(prefix + "lives_since", "The day since when they live there must not be in the future")
    if until and until > on:
        check.wrong(prefix + "lives_until", "The day until when they lived there must not be in the future")
    if since and until and until < since:
        check.wrong(prefix + "lives_until", "They cannot have left before they came")
    where = told.get("lives")
    if where in (None, ""):
        where = (Living.Where.LEFT if until else Living.Where.HERE) if since or until else ""
    else:
        where = check.choice(where, prefix + "lives", Living.Where, message="Choose whether they live there")
    if until and where != Living.Where.LEFT:
        check.wrong(prefix + "lives_until", "Say until when only of somebody who used to live there")
    return ToldLiving(where, since, until) if where else None


def share_home(told: Sequence[ToldPerson]) -> None:
    """Let those who are said to live together have one address, typed once (rule 10).

    It is that of the first subject who has one; where none has, that of somebody who lives with them, and then the
    subjects' too.
    """
    with_them = [person for person in told if person.living and person.living.where == Living.Where.HERE]
    subjects = [person for person in told if person.columns["is_subject"] and not person.living]
    home = next((person for person in (*subjects, *with_them) if person.has_home), None)
    if home is None:
        return
    for person in with_them if home in subjects else (*with_them, *subjects):
        if not person.has_home:
            person.address, person.postcode, person.uprn = home.address, home.postcode, home.uprn
            person.protected = person.protected or home.protected


def hide_shared_addresses(told: Sequence[ToldPerson]) -> None:
    """Protect the same address where another person brings it unprotected: two of one household live in one place."""
    hidden = [person for person in told if person.protected]
    for person in told:
        if not person.protected and any(is_the_same_place(person, h) for h in hidden):
            person.protected = True


def is_the_same_place(home: Whereabouts, hidden: ToldPerson) -> bool:
    """Whether an address tells a protected one, in any spelling or by the property's number."""
    if hidden.uprn and check_uprn(home.uprn) == check_uprn(hidden.uprn):
        return True
    line = ", ".join(part for part in (home.address, home.postcode) if part)
    return bool(line) and bool(find_address(line, hidden.address, hidden.postcode))


def is_yes(value: Any) -> bool:
    """Whether somebody said yes, as JSON or a form has it."""
    return value is True or (isinstance(value, str) and value.lower() in {"true", "yes", "on", "1"})


def _responsible(check: Checking, person: Mapping[str, Any], prefix: str) -> dict[str, bool]:
    said = person.get("responsible") or {}
    if not isinstance(said, Mapping) or not all(
        isinstance(who, str) and isinstance(is_so, bool) for who, is_so in said.items()
    ):
        check.wrong(f"{prefix}responsible", "Say yes or no for each child")
        return {}
    return dict(said)


def _day(check: Checking, value: Any, field: str, what: str) -> date | None:
    day = day_told(value)
    if day is None and value not in (None, ""):
        check.wrong(field, f"Enter {what} as a real date")
    return day


def _age(check: Checking, value: Any, field: str) -> int | None:
    if value in (None, ""):
        return None
    try:
        age = int(value) if not isinstance(value, bool | float) else -1
    except (TypeError, ValueError):
        age = -1
    if not 0 <= age <= OLDEST_YEARS:
        check.wrong(field, f"Enter the age in whole years, from 0 to {OLDEST_YEARS}")
        return None
    return age


def _check_birth(
    check: Checking, born: date | None, due: date | None, age: int | None, received: date, prefix: str
) -> None:
    if born and born > received:
        check.wrong(prefix + "dob", "The date of birth must not be after the day on which the enquiry came")
    elif born and born.year < received.year - OLDEST_YEARS:
        check.wrong(prefix + "dob", f"Check the date of birth: it is more than {OLDEST_YEARS} years ago")
    if due and (born or age):
        check.wrong(
            prefix + "due_date", "Give a date of birth or an age, or for an unborn baby the date when it is due"
        )
    elif due and due > received + LONGEST_PREGNANCY:
        check.wrong(prefix + "due_date", "The date when the baby is due must be at most 280 days ahead")
    elif due and due < received - LONG_OVERDUE:
        check.wrong(
            prefix + "due_date", "Check the date when the baby is due: it is weeks ago. Give a date of birth instead"
        )


def _names(check: Checking, value: Any, field: str) -> list[str]:
    given = [value] if isinstance(value, str) else value or []
    if not isinstance(given, Sequence) or not all(isinstance(name, str) for name in given) or len(given) > MOST_NAMES:
        check.wrong(field, f"Give at most {MOST_NAMES} other names")
        return []
    return [name for name in (check.text(name, field, most=200) for name in given) if name]
