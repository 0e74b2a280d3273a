"""A protected address is found however it is spelt, and nothing else is taken for one."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.foundation.spotting import find_address, mask

# A street that names itself, with ways in which people, phones, maps and careless pasting spell it.
STREETS = [
    "4 Gannetmere Rise",
    "4, Gannetmere Rise",
    "4 GANNETMERE RISE",
    "4 gannetmere rise",
    "4, gannetmere ris.",
    "no. 4 Gannetmere Rise",
    "No 4, Gannetmere",
    "number four, Gannetmere Rise",
    "four gannetmere",
    "Flat 2, 4 Gannetmere Rise",
    "4a Gannetmere Rise",
    "4 Gannetmere Road",
    "Gannetmere",
    "gannetmere",
    "Gannetmere's",
    "Gannetmere Rise, number 4",
    "4GannetmereRise",
    "4 Gannet mere Rise",
    "4 Gannet-mere Rise",
    "4 Gannet-\nmere Rise",
    "4\nGannetmere\nRise",
    "4 Gannetmere\u00a0Rise",
    "4 Gannet\u200bmere Rise",
    "4 Gannet\u00admere Rise",
    "4 Ga\u2060nnetmere",
    "4 G\u0430nn\u0435tm\u0435r\u0435 Rise",
    "4 Ｇａｎｎｅｔｍｅｒｅ Rise",
    "4 \U0001d406\U0001d41a\U0001d427\U0001d427\U0001d41e\U0001d42d\U0001d426\U0001d41e\U0001d42b\U0001d41e Rise",
    "4 Gánnetmere Rise",
    "4 Ganetmere Rise",
    "4 Gannettmere Rise",
    "4 Gannetmeer Rise",
    "4 Ganntemere Rise",
    "4 Gannetmer Rise",
    "4 Gannetmere Ri",
    "G a n n e t m e r e",
    "G.A.N.N.E.T.M.E.R.E",
    "4 Gannetm3re Rise",
    "4 G@nnetmere Rise",
    "maps?q=4+Gannetmere+Rise",
    "maps?q=4%20Gannetmere%20Rise",
    "4&nbsp;Gannetmere&nbsp;Rise",
    "#gannetmererise",
    "gannetmere_rise",
    "<b>Gannetmere</b> Rise",
]
POSTCODES = [
    "ZZ99 3VZ",
    "zz99 3vz",
    "ZZ993VZ",
    "zz993vz",
    "ZZ99-3VZ",
    "ZZ99.3VZ",
    "ZZ99\u00a03VZ",
    "ZZ99\n3VZ",
    "ZZ 99 3VZ",
    "ZZ99 3 VZ",
    "Z Z 9 9 3 V Z",
    "ZZ99\u200b3VZ",
    "ZZ99 3V*",
    "ZZ ninety-nine three VZ",
    "(ZZ99 3VZ)",
    "ZZ99%203VZ",
    "Ζ\u0396993VZ",
]
# A street whose name is a tree: it counts with its number or its type.
COMMON = [
    *(f"{number} {street}" for number, street in product(["12", "12,", "no 12", "twelve", "Flat 1, 12"], ["Acacia"])),
    *(f"12 Acacia {kind}" for kind in ["Avenue", "Ave", "Ave.", "Av", "avenue", "AVENUE", "Aven."]),
    *(f"{word} {kind}" for word, kind in product(["Acacia", "acacia", "ACACIA", "Accacia"], ["Avenue", "ave", "Av."])),
    "Acacia\nAvenue",
    "AcaciaAvenue",
    "Ac\u0430cia Avenue",
    "12acaciaavenue",
    "A c a c i a  A v e n u e",
    "12 Acacia",
    "12 the Acacia Avenue",
]
HIGH = [
    "7 High St",
    "7 high street",
    "High Street",
    "HIGH ST.",
    "seven High St",
    "7 High",
    "at 7 high",
    "number 7, High Street",
]
SAINT = [
    "St Mary's Road",
    "Saint Marys Road",
    "st. marys rd",
    "St Mary’s Rd",
    "21 St Marys",
    "twenty-one St Mary's",
    "St Mary Road",
]
HOUSE = ["Wigglethorpe Lodge", "wigglethorpe", "Wiggle-thorpe", "WIGGLETHORPE LDG", "the Wigglethorpe", "Wiglethorpe"]


def mangled(word):
    """A word with one slip or one disguise, at each of its letters in turn."""
    for at in range(1, len(word)):
        before, after = word[:at], word[at:]
        yield before + after[1:]  # a letter left out
        yield before + after[0] + after  # a letter doubled
        yield before[:-1] + after[0] + before[-1] + after[1:]  # two letters swapped
        yield before + "x" + after[1:]  # a wrong letter
        yield from (before + between + after for between in ("\u200b", "\u00ad", "-", " ", "\n", "\u2060", "."))
        yield (
            before
            + {"a": "\u0430", "e": "\u0435", "n": "\u0578", "m": "\u043c"}.get(after[0], after[0].upper())
            + after[1:]
        )


SPELT = [
    *(("4 Gannetmere Rise", "ZZ99 3VZ", written) for written in mangled("Gannetmere")),
    *(("4 Gannetmere Rise", "ZZ99 3VZ", written) for written in STREETS + POSTCODES),
    *(("12 Acacia Avenue, Tamarton", "ZZ99 3WZ", written) for written in COMMON),
    *(("7 High Street", "", written) for written in HIGH),
    *(
        ("Flat 3, Rosewood House, 21 St Mary's Road", "", written)
        for written in [*SAINT, "Rosewood House", "Rosewood Hse"]
    ),
    *(("Wigglethorpe Lodge, Mill Lane, Tamarton", "", written) for written in [*HOUSE, "Mill Lane", "mill ln"]),
]


@pytest.mark.rule(21)
def test_a_protected_address_is_caught_in_ninety_eight_of_a_hundred_spellings():
    missed = [
        (address, written)
        for address, postcode, written in SPELT
        if not find_address(f"They moved to {written} in May.", address, postcode)
    ]
    assert len(SPELT) >= 200
    assert len(missed) <= len(SPELT) * 0.02, missed


@pytest.mark.rule(21)
@pytest.mark.parametrize(
    "clean",
    [
        "Four children live with her, the eldest is 12.",
        "The risk is high and may rise again.",
        "Level 7 high need, seen at church on 12 May.",
        "She walks in the park by the station road.",
        "The acacia in the garden is 12 years old.",
        "He is in high school and plays at the lodge club.",
        "They moved away from Tamarton.",
        "St Mary's Church runs a playgroup.",
        "Flat 3 is what he calls his shoe.",
        "Gannets nest on the cliff; mere rise and fall.",
        "His postcode is not known. ZZ99 is a made-up district.",
        "The mill was closed. A lane leads there.",
        "Ring 01632 960 433 between 9 and 3.",
        "Mary was at home.",
    ],
)
def test_ordinary_words_are_no_address(clean):
    for address, postcode in {(address, postcode) for address, postcode, _ in SPELT}:
        assert find_address(clean, address, postcode) == []


def test_a_place_is_masked_with_its_number_and_type():
    text = "She is at flat 2, 4 Gannetmere Rise, ZZ99 3VZ, Tamarton."
    assert mask(text, find_address(text, "4 Gannetmere Rise", "ZZ99 3VZ")) == "She is at [withheld], Tamarton."


def test_a_word_that_everybody_knows_needs_number_or_type():
    address = "9 Tamar Close"
    assert find_address("Sent to Tamar North.", address)
    assert not find_address("Sent to Tamar North.", address, common=["Tamar North", "Tamarshire"])
    assert find_address("Sent to 9 Tamar Close.", address, common=["Tamar North"])


def test_a_property_number_and_three_words_are_addresses_too():
    assert find_address("UPRN 1000 4055 5777", "", uprn="100040555777")
    assert find_address("see ///wobbly.teacup.lantern", "", what3words="///wobbly.teacup.lantern")
    assert find_address("wobbly teacup lantern", "", what3words="wobbly.teacup.lantern")
    assert not find_address("a wobbly teacup", "", what3words="wobbly.teacup.lantern")


def test_an_address_may_hold_its_own_postcode():
    assert find_address("near zz993vz", "4 Gannetmere Rise, Tamarton ZZ99 3VZ")


def test_no_address_finds_nothing():
    assert find_address("anything at all", "", "") == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_street_is_found_whatever_stands_around_it(before, after):
    text = f"{before}\n Gannetmere \n{after}"
    spans = find_address(text, "4 Gannetmere Rise", "ZZ99 3VZ")
    assert any("Gannetmere" in text[span.start : span.end] for span in spans)
    assert "Gannetmere" not in mask(text, spans)
