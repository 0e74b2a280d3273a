"""Makes people with known truth: a register, and descriptions of people who are, or are not, in it.

python -m bench.described FOLDER --people 20000 --queries 2000 --seed 1

Names, homes and numbers are those of the demo's generator: nobody's. Households have step families, double names, twins
and names that parents hand down; people move and change names between the register and the description. Descriptions
are written down wrongly in the ways that `WAYS` lists; of those who are not in the register, most have a brother,
sister or parent who is.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from mash.demo.telling import names
from mash.pathway.people.matching.names import fold, known_forms

ON = date(2026, 3, 2)
POSTCODES = ("ZZ99 3", "ZZ99 4", "ZZ99 5", "ZZ98 1", "ZZ98 2", "ZZ97 1")
ABSENT, IN_A_HOUSEHOLD, MOVED, RENAMED = 0.2, 0.4, 0.15, 0.04
WITHOUT = {"dob": 0.03, "nhs_number": 0.4, "phone": 0.6, "address": 0.04}
HEADING = ("given", "middle", "family", "dob", "sex", "address", "postcode", "nhs_number", "phone")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as they are; texts as the register has them."""

    key: str
    household: int
    given: str
    middle: str
    family: str
    born: date
    sex: str
    address: str
    postcode: str
    nhs_number: str
    phone: str


def _home(draw: Random) -> names.Home:
    return names.home(draw, POSTCODES)


@dataclass(slots=True)
class County:
    """People by household, drawn with one source of chance."""

    draw: Random
    people: list[Somebody] = field(default_factory=list)
    home: Callable[[Random], names.Home] = _home

    def household(self, number: int) -> None:
        """A single person, a couple or a family with children, some of them twins or of another father."""
        draw = self.draw
        home, family = self.home(draw), names.family_name(draw)
        other = names.family_name(draw)
        address = home.address if draw.random() < 0.8 else f"Flat {draw.randint(1, 20)}, {home.address}"
        place = (address, home.postcode, f"01632 96{draw.randrange(10_000):04d}")
        grown = draw.choice((1, 1, 2, 2, 2))
        parents = [
            self._somebody(number, family if draw.random() < 0.75 else other, draw.randint(20, 75), place)
            for _ in range(grown)
        ]
        oldest = max((ON - parent.born).days // 365 for parent in parents)
        children: list[Somebody] = []
        for _ in range(draw.choice((0, 0, 1, 2, 2, 3, 4)) if 20 <= oldest <= 55 else 0):
            called = draw.choice((family, family, family, other, f"{family}-{other}"))
            child = self._somebody(number, called, draw.randint(0, min(17, oldest - 17)), place)
            if children and draw.random() < 0.06:
                child = replace(child, born=children[-1].born, family=children[-1].family)
            if draw.random() < 0.03:
                child = replace(child, given=parents[0].given, sex=parents[0].sex)
            children.append(child)
        self.people += [*parents, *children]

    def _somebody(self, number: int, family: str, years: int, place: tuple[str, str, str]) -> Somebody:
        draw = self.draw
        sex = draw.choice(("female", "male"))
        given = names.given_name(draw, sex)
        if draw.random() < 0.05:
            given = f"{given}-{names.given_name(draw, sex)}"
        return Somebody(
            key=f"P{len(self.people)}-{draw.randrange(10**6):06d}",
            household=number,
            given=given,
            middle=names.given_name(draw, sex) if draw.random() < 0.5 else "",
            family=family,
            born=ON - timedelta(days=365 * years + draw.randrange(1, 365)),
            sex=sex,
            address=place[0],
            postcode=place[1],
            nhs_number=names.nhs_number(draw),
            phone=place[2],
        )


Told = dict[str, str]
Way = Callable[[Random, Told, Somebody], None]


def _slip(draw: Random, text: str) -> str:
    if len(text) < 3:
        return text
    at = draw.randrange(1, len(text))
    letter = draw.choice("abcdefghijklmnopqrstuvwxyz")
    swapped = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    return draw.choice(
        (text[:at] + text[at + 1 :], text[:at] + letter + text[at:], text[:at] + letter + text[at + 1 :], swapped)
    )


def slip(draw: Random, told: Told, one: Somebody) -> None:
    part = draw.choice(("given", "family"))
    told[part] = _slip(draw, told[part])


def two_slips(draw: Random, told: Told, one: Somebody) -> None:
    told["given"], told["family"] = _slip(draw, told["given"]), _slip(draw, told["family"])


def turned(draw: Random, told: Told, one: Somebody) -> None:
    told["given"], told["family"] = told["family"], told["given"]


def hyphen(draw: Random, told: Told, one: Somebody) -> None:
    first, _, second = told["family"].partition("-")
    told["family"] = draw.choice((f"{second}-{first}", first, second, f"{first} {second}")) if second else first
    if not second:
        told["family"] = f"{first}-{names.family_name(draw)}"


def initial(draw: Random, told: Told, one: Somebody) -> None:
    told["given"] = told["given"][:1]


def short_form(draw: Random, told: Told, one: Somebody) -> None:
    forms = sorted(known_forms(fold(told["given"].split("-")[0])))
    told["given"] = draw.choice(forms).capitalize() if forms else told["given"].split("-")[0]


def spelt_by_ear(draw: Random, told: Told, one: Somebody) -> None:
    for part in ("given", "family"):
        for plain, other in (("ph", "f"), ("ck", "k"), ("ee", "ea"), ("y", "ie"), ("k", "c"), ("ll", "l"), ("n", "nn")):
            if plain in told[part] and draw.random() < 0.5:
                told[part] = told[part].replace(plain, other, 1)


def day_for_month(draw: Random, told: Told, one: Somebody) -> None:
    if one.born.day <= 12:
        told["dob"] = date(one.born.year, one.born.day, one.born.month).isoformat()


def digit(draw: Random, told: Told, one: Somebody) -> None:
    for _ in range(20):
        digits = list(one.born.isoformat())
        at = draw.choice((2, 3, 5, 6, 8, 9))
        digits[at] = str(draw.randrange(10))
        try:
            wrong = date.fromisoformat("".join(digits))
        except ValueError:
            continue
        if wrong not in (one.born,) and wrong <= ON:
            told["dob"] = wrong.isoformat()
            return


def year(draw: Random, told: Told, one: Somebody) -> None:
    told["dob"] = str(one.born.year)


def age(draw: Random, told: Told, one: Somebody) -> None:
    told["dob"] = ""
    told["age"] = str(max(0, (ON - one.born).days * 4 // 1461 + draw.choice((-1, 0, 0, 0, 1))))


def no_birth(draw: Random, told: Told, one: Somebody) -> None:
    told["dob"] = ""


def baby(draw: Random, told: Told, one: Somebody) -> None:
    if (ON - one.born).days < 500:
        told["given"] = draw.choice(("Baby", "Baby Girl", "Unborn", "Baby Boy"))


def postcode(draw: Random, told: Told, one: Somebody) -> None:
    told["postcode"] = _slip(draw, told["postcode"]).upper()


def merged(draw: Random, told: Told, one: Somebody) -> None:
    told["given"], told["middle"] = f"{told['given']} {one.middle}".strip(), ""


def by_middle_name(draw: Random, told: Told, one: Somebody) -> None:
    if one.middle:
        told["given"], told["middle"] = one.middle, ""


def as_it_is(draw: Random, told: Told, one: Somebody) -> None:
    """Nothing is wrong."""


WAYS: tuple[Way, ...] = (
    *(as_it_is, slip, two_slips, turned, hyphen, initial, short_form, spelt_by_ear, day_for_month, digit, year, age),
    *(no_birth, baby, postcode, merged, by_middle_name),
)


def describe(draw: Random, one: Somebody) -> Told:
    """Somebody as somebody else tells it: with parts left out, after moves, and wrong in one way."""
    told = {name: str(getattr(one, name)) for name in ("given", "family", "address", "postcode", "phone")}
    told |= {"middle": one.middle if draw.random() < 0.25 else "", "dob": one.born.isoformat(), "age": ""}
    told["nhs_number"] = one.nhs_number if draw.random() < 0.1 else ""
    told["phone"] = one.phone if draw.random() < 0.1 else ""
    if draw.random() < MOVED:
        home = names.home(draw, POSTCODES)
        told |= {"address": home.address, "postcode": home.postcode}
    if draw.random() < RENAMED:
        told["family"] = names.family_name(draw)
    if draw.random() < 0.35:
        told |= {"address": "", "postcode": ""}
    way = draw.choice(WAYS)
    way(draw, told, one)
    return told | {"kind": way.__name__}


def make(folder: Path, *, people: int, queries: int, seed: int) -> None:
    """Write `register.csv` and `queries.csv`, with the columns of an agency's list."""
    draw = Random(f"described {seed}")  # nosec B311  # people who are nobody
    county = County(draw)
    number = 0
    while len(county.people) < people:
        county.household(number)
        number += 1
    everybody = county.people
    by_household: dict[int, list[Somebody]] = {}
    for one in everybody:
        by_household.setdefault(one.household, []).append(one)
    asked: list[tuple[Somebody, int]] = []
    for household in draw.sample(sorted(by_household), min(len(by_household), queries)):
        together = by_household[household]
        some = together if draw.random() < IN_A_HOUSEHOLD else [draw.choice(together)]
        asked += [(one, household) for one in some]
    asked = asked[:queries]
    absent = {one.key for one, _ in asked if draw.random() < ABSENT}
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("person_id", *HEADING))
        known = [one for one in everybody if one.key not in absent]
        draw.shuffle(known)
        for one in known:
            told = {name: str(getattr(one, name, "")) for name in HEADING} | {"dob": one.born.isoformat()}
            for name, share in WITHOUT.items():
                if draw.random() < share:
                    told[name] = ""
            out.writerow((one.key, *(told[name] for name in HEADING)))
    with (folder / "queries.csv").open("w", encoding="utf-8", newline="") as file:
        columns = ("given", "middle", "family", "dob", "age", "address", "postcode", "nhs_number", "phone", "kind")
        out = csv.writer(file)
        out.writerow(("query_id", "true_person_id", "household", *columns))
        for place, (one, household) in enumerate(asked):
            told = describe(draw, one)
            key = "" if one.key in absent else one.key
            out.writerow((f"Q{place:06d}", key, f"H{household}", *(told[name] for name in columns)))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make people with known truth.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    make(told.folder, people=told.people, queries=told.queries, seed=told.seed)


if __name__ == "__main__":
    main()
