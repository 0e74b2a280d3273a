"""Keys under which a person can be found: candidates are those who share at least one.

Each key is selective: at a million people it leads to hundreds at most, not thousands. So there is no key of a family
name alone. The register keeps `register_keys` in an array with a GIN index; a search asks for those that overlap
`search_keys`. The keys hold personal data: keep them as close as the person itself, and out of logs.

| key | of |
|---|---|
| `name:A+B` | sounds of a given and a family name, in the order of the alphabet, so that swapped names meet |
| `nf:S:2020`, `ng:S:2020` | sound of a family name, or of a given name, with the year of birth |
| `dob:2020-01-31` | whole date of birth; a search adds the date with day and month swapped |
| `pc:PL11AA+S` | postcode with the sound of a given or family name; a search adds those with two neighbours swapped |
| `ad:12 high street+S` | house number and street, with the same |
| `at:PL11AA 12` | postcode and house number: a door, whoever lives there |
| `ln:12:HSTR` | house number and how the street sounds, for doors with slips in them |
| `uprn:100040415231` | a door by the number of its property, whatever the spelling |
| `nhs:…`, `upn:…`, `phone:…`, `email:…` | valid numbers, and an e-mail address in small letters |
| `word:kaci` | a word of a name: in a small register, and in a search by hand |

School and GP practice have no key: hundreds share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace

from mash.pathway.people.matching.dates import swap_day_and_month
from mash.pathway.people.matching.description import Description
from mash.pathway.people.matching.names import FullName, fold, known_forms, sounds
from mash.pathway.people.matching.places import Home, swapped_in

WRITTEN_NOW = "keys:3"  # raised when what finds somebody changes: then `mash people rekey` writes them anew
NUMBERS = ("nhs:", "upn:", "phone:")
OF_A_WHOLE_NAME = ("name:",)
OF_A_BIRTH = ("dob:",)
OF_A_FAMILY = ("nf:",)
OF_A_GIVEN_NAME = ("ng:", "ln:", "word:", "email:")  # an office's address may stand on a whole list
WIDEST_YEARS = 6  # a wider guess at the year of birth selects too little to search by
FEWEST_LETTERS = 2
LINE_SOUNDS = 5
LONGEST_KEY = 120


def register_keys(person: Description) -> list[str]:
    """The keys to store with a person of the register, sorted. All names and earlier homes count."""
    return sorted(set(_keys(person)))


def search_keys(described: Description) -> list[str]:
    """The keys to look for, sorted: those of the person described and of what may have been meant.

    Short and full forms of the given name, a swapped day and month, a postcode with two neighbours swapped, and the
    years around a stated age are added. Empty where too little is known to search by.
    """
    found = set(_keys(described, years_either_side=1))
    forms = frozenset(
        sound for name in described.names for word in name.given for form in known_forms(word) for sound in sounds(form)
    )
    for name in described.names:
        found.update(_pairs(forms, _sounds_of(name.family, name.family_run)))
    found.update(f"ng:{sound}:{year}" for sound in forms for year in _years(described, either_side=0))
    if described.home:
        names = frozenset(sound for name in described.names for sound in _all_sounds(name))
        for code in swapped_in(described.home.postcode):
            found.update(_of_a_postcode(replace(described.home, postcode=code), names))
    swapped = swap_day_and_month(described.born) if described.born else None
    if swapped:
        found.add(f"dob:{swapped.isoformat()}")
    return sorted(found)


def word_keys(described: Description) -> frozenset[str]:
    """A key for each word of somebody's names: for a search by hand, and to search a small register more widely."""
    texts = (described.given, described.middle, described.family, *described.also_known_as)
    return frozenset(f"word:{word}" for text in texts for word in fold(text).split())


@dataclass(frozen=True, slots=True)
class Sought:
    """Keys to look for, by how many people of a large register may share one.

    Attributes:
        numbers: each is one person's, or a household's.
        narrow: dozens.
        named, born: hundreds.
        family, given: thousands. Those who share two of born, family and given are few.
    """

    numbers: list[str]
    narrow: list[str]
    named: list[str]
    born: list[str]
    family: list[str]
    given: list[str]

    @classmethod
    def of(cls, keys: Iterable[str]) -> Sought:
        """Put keys where they belong."""
        found = cls([], [], [], [], [], [])
        for key in sorted(keys):
            found._kind(key).append(key)
        return found

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return any(astuple(self))

    def _kind(self, key: str) -> list[str]:
        kinds = (
            (NUMBERS, self.numbers),
            (OF_A_WHOLE_NAME, self.named),
            (OF_A_BIRTH, self.born),
            (OF_A_FAMILY, self.family),
            (OF_A_GIVEN_NAME, self.given),
        )
        return next((keys for begins, keys in kinds if key.startswith(begins)), self.narrow)


def _keys(person: Description, years_either_side: int = 0) -> Iterator[str]:
    given = frozenset[str]().union(*(_given_sounds(name) for name in person.names))
    family = frozenset[str]().union(*(_sounds_of(name.family, name.family_run) for name in person.names))
    for name in person.names:
        yield from _pairs(_given_sounds(name), _sounds_of(name.family, name.family_run))
    for year in _years(person, either_side=years_either_side):
        yield from (f"nf:{sound}:{year}" for sound in family)
        yield from (f"ng:{sound}:{year}" for sound in given)
    if person.born:
        yield f"dob:{person.born.isoformat()}"
    for home in (*([person.home] if person.home else []), *person.homes_before):
        yield from _of_a_home(home, given | family)
    if person.valid_nhs_number:
        yield f"nhs:{person.valid_nhs_number}"
    if person.valid_upn:
        yield f"upn:{person.valid_upn}"
    if person.phone_digits:
        yield f"phone:{person.phone_digits}"
    if person.email_address:
        yield f"email:{person.email_address}"[:LONGEST_KEY]


def _of_a_home(home: Home, names: frozenset[str]) -> Iterator[str]:
    if home.uprn:
        yield f"uprn:{home.uprn}"
    yield from _of_a_postcode(home, names)
    if home.numbers and home.street:
        door = " ".join((*home.numbers, *home.street[:2]))
        yield from (f"ad:{door}+{sound}" for sound in names)
        yield from (f"ln:{home.numbers[-1]}:{sound[:LINE_SOUNDS]}" for sound in sounds("".join(home.street)))


def _of_a_postcode(home: Home, names: frozenset[str]) -> Iterator[str]:
    if home.postcode:
        yield from (f"pc:{home.postcode}+{sound}" for sound in names)
        if home.numbers:
            yield f"at:{home.postcode} {' '.join(home.numbers)}"


def _all_sounds(name: FullName) -> frozenset[str]:
    return _given_sounds(name) | _sounds_of(name.family, name.family_run)


def _given_sounds(name: FullName) -> frozenset[str]:
    return _sounds_of((*name.given, *name.middle), name.given_run)


def _sounds_of(words: Iterable[str], run: str) -> frozenset[str]:
    whole = {word for word in (*words, run) if len(word) >= FEWEST_LETTERS}
    return frozenset(sound for word in whole for sound in sounds(word))


def _pairs(given: Iterable[str], family: Iterable[str]) -> Iterator[str]:
    names = tuple(family)
    return ("name:" + "+".join(sorted((a, b))) for a in given for b in names)


def _years(person: Description, *, either_side: int) -> range:
    years = person.years_of_birth
    if years is None or years[1] - years[0] > WIDEST_YEARS:
        return range(0)
    around = 0 if person.born else either_side
    return range(years[0] - around, years[1] + around + 1)
