"""Takes an address apart: what names a street or a building, what number it has, what is only a town."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mash.foundation.spotting.reading import Token, read
from mash.foundation.spotting.words import is_given_name, is_ordinary, word_set

_TYPES = """road rd|street st str|avenue ave av aven|lane ln la|close cl clo|drive dr drv|rise ris|crescent cres cr
cresc| court ct crt|place pl plc|terrace ter terr tce|gardens gdns gdn gardns|garden gdn|grove gr grv gro|way wy|square
sq| walk wlk wk|mews mws|hill hl|park pk|view vw|row|green grn|parade pde|gate gte|meadow mdw|meadows mdws mdw|mead|
cottage cott cotts|cottages cotts|house hse ho|lodge ldg|farm fm|villa|villas|mansions mans|vale|parkway pkwy|circus|
end|bank bk|quay|wharf whf|approach app|croft|field|fields|orchard orch|boulevard blvd bvd|bridge br|common|crossing|
passage|path|yard yd|mount mt|ridge|chase|dene|dell|estate est|flats|buildings bldgs|barn|mill|vicarage|rectory|hall|
manor|heights hts|point|tower twr|towers|wood|woods|warren|knoll|brow|esplanade esp|promenade prom|embankment|
caravan|ring|fold|garth|nook|side|brook|broadway|bungalow|grange|priory|paddock|paddocks|spinney|copse|coombe|combe"""

VARIANTS: dict[str, tuple[str, ...]] = {
    first: (first, *others) for first, *others in (entry.split() for entry in _TYPES.replace("\n", "").split("|"))
}
"""Each type of street or building with the ways in which it is shortened."""

_CANONICAL = {variant: kind for kind, variants in VARIANTS.items() for variant in variants}
_BUILDINGS = frozenset(
    [
        "cottage",
        "cottages",
        "house",
        "lodge",
        "farm",
        "villa",
        "villas",
        "mansions",
        "court",
        "bungalow",
        "grange",
        "hall",
        "barn",
    ]
)
_FLAT = word_set("flat apartment apt unit room floor block studio flt")
_NUMBER_SIGN = word_set("no nos number num nr")
_FILLERS = word_set("the of and at on in a")
_SPLIT = re.compile(r"[,;\n]+")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)

# Words that name so many streets and houses that alone they name none, though no dictionary has them.
_EVERYWHERE = word_set(
    """high church station park road victoria albert george alexandra queens kings windsor york manor mill school chapel
    north south east west upper lower springfield london chester oxford cambridge lancaster clarence gloucester richmond
    stanley elm oak ash beech cedar birch willow hawthorn sycamore chestnut maple holly laurel acacia rowan hazel poplar
    rosewood vicarage rectory wellington nelson churchill kensington hillside woodlands northfield southfield meadow
    nursing bungalow orchard orchards"""
)


@dataclass(frozen=True, slots=True)
class Named:
    """A street or a building: the words of its name, its type and its number in digits, where it has them."""

    words: tuple[str, ...]
    kind: str
    number: str

    @property
    def distinctive(self) -> tuple[str, ...]:
        """The words that alone give the place away."""
        return tuple(
            word
            for word in self.words
            if len(word) >= 4 and word.isalpha() and word not in _EVERYWHERE
            if not is_ordinary(word) and not is_given_name(word)  # 'Mary' of St Mary's Road
        )


def type_of(token: Token) -> str:
    """The type of street or building that a token says, as a word or short for it; none where it says none."""
    return _CANONICAL.get(token.word, "")


def is_type(token: Token, kind: str) -> bool:
    """Whether a token says this type: the word, a usual short form, or its beginning ('ris', 'aven')."""
    return token.word in VARIANTS[kind] or (len(token.word) >= 3 and kind.startswith(token.word))


def is_filler(token: Token) -> bool:
    """Whether a token may stand in a street's name or be left out: 'the', 'of', 'and'."""
    return token.word in _FILLERS


def leads_a_number(token: Token) -> bool:
    """Whether a token belongs to a house number that follows it: 'No', 'Flat', 'Unit'."""
    return token.word in _NUMBER_SIGN or token.word in _FLAT


def without_postcode(address: str) -> tuple[str, str]:
    """An address without the postcode written in it, and that postcode; none where there is none."""
    match = _POSTCODE.search(address)
    if match is None:
        return address, ""
    return address[: match.start()] + address[match.end() :], match[0]


def parse(address: str) -> tuple[Named, ...]:
    """The streets and buildings that an address names, towns and districts left out.

    What follows a street is taken for a town, which is no secret by itself. An address that names no street at all is
    one name: a house in a village, a refuge.
    """
    named: list[Named] = []
    number = ""
    for segment in _SPLIT.split(address):
        places, words, number = _segment(list(read(segment).tokens), number)
        in_a_building = not named or named[-1].kind in _BUILDINGS
        if words and not places and in_a_building and (number or not named):
            places, number = [Named(tuple(words), "", number)], ""
        named += places
    return tuple(named)


def _segment(tokens: list[Token], number: str) -> tuple[list[Named], list[str], str]:
    """What stands between two commas: the places it names, the words left over, and a number waiting for its street."""
    places: list[Named] = []
    words: list[str] = []
    for i, token in enumerate(tokens):
        if token.value.isdigit():
            of_a_flat = i and tokens[i - 1].word in _FLAT and not words
            if not of_a_flat and not (words and number):
                number = token.value
        elif words and type_of(token) and not (i + 1 < len(tokens) and type_of(tokens[i + 1])):
            places.append(Named(tuple(words), type_of(token), number))
            words, number = [], ""
        elif len(token.word) == 1:
            number += token.word if number and not words else ""  # 14b
        elif not (is_filler(token) or leads_a_number(token)):
            words.append(token.bare if len(token.bare) > 3 else token.word)
    return places, words, number
