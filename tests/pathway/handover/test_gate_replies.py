"""What the referrer is told says nothing that they may not know."""

from dataclasses import replace

import pytest

from mash.pathway.handover.gate import Forbidden, Kind, ProtectedAddress, Unreleased, find_for_reply

GIVEN = ("Rowan Testerby-Loom", "Isolde Testerby")
TOLD = "Rowan came to class with a bruise shaped like a belt end and would not say why."
FORBIDDEN = Forbidden(
    unreleased=(
        Unreleased("callout", "Two domestic callouts in January; ledgerfinch recorded as present.", "restricted"),
        Unreleased("fracture", "Seen in February with an elbow fracture after a fall from Karl Brandt's van.", "open"),
    ),
    addresses=(ProtectedAddress("rowan", "4 Gannetmere Rise", "ZZ99 3VZ"),),
    described=(*GIVEN, "Dorian Testerby", "Casper"),
    rationales=("Unexplained injuries and violence at home by the mother's partner",),
    common=("Tamar North",),
)
THANKS = "Thank you. Your worry has been passed to the team that can act on it."


def kinds(text, *, public, forbidden=FORBIDDEN):
    return {one.kind for one in find_for_reply(text, forbidden, public=public, given=GIVEN, told=(TOLD,))}


@pytest.mark.rule(67)
@pytest.mark.parametrize("public", [True, False])
def test_thanks_go_to_everyone(public):
    assert kinds(THANKS, public=public) == set()
    assert kinds("We have read what you told us and will act on it. You may write again.", public=public) == set()


@pytest.mark.rule(67)
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Two domestic callouts in January; ledgerfinch.", Kind.RESTRICTED_OVERLAP),
        ("He was seen in February with an elbow fracture.", Kind.OPEN_OVERLAP),
        ("There is violence at home by the mother's partner.", Kind.RATIONALE_OVERLAP),
        ("They live in gannetmere.", Kind.PROTECTED_ADDRESS),
        ("Mr Brandt is known to us.", Kind.THIRD_PARTY),
        ("Dorian is safe.", Kind.DESCRIBED_PERSON),
        ("Casper has left.", Kind.DESCRIBED_PERSON),
    ],
)
def test_items_reasons_addresses_and_people_stay_in_the_hub(text, kind):
    for public in (True, False):
        assert kind in kinds(text, public=public)


@pytest.mark.rule(67)
def test_a_professional_may_read_the_names_and_words_that_they_gave():
    text = "Rowan Testerby-Loom has been referred. Isolde Testerby knows. You saw a bruise shaped like a belt end."
    assert kinds(text, public=False) == set()
    assert Kind.DESCRIBED_PERSON in kinds("Dorian Testerby has been referred.", public=False)


@pytest.mark.rule(67)
@pytest.mark.parametrize(
    "text", ["Rowan is safe.", "The Testerbys have been visited.", "Isolde is well", "Mrs Testerby-Loom"]
)
def test_the_public_is_told_nobodys_name(text):
    assert kinds(text, public=True) == {Kind.DESCRIBED_PERSON}


@pytest.mark.rule(67)
@pytest.mark.parametrize(
    "text",
    ["A section 47 enquiry has begun.", "There will be an assessment.", "No further action.", "We offered early help."],
)
def test_the_public_is_not_told_what_was_decided(text):
    assert kinds(text, public=True) == {Kind.DECISION_DETAIL}
    assert kinds(text, public=False) == set()


def test_a_reply_finds_in_disguise_too():
    assert kinds("R\u043ewan is well.", public=True) == {Kind.DESCRIBED_PERSON}
    assert kinds("A s\u0435ction 47 enquiry.", public=True, forbidden=replace(FORBIDDEN, described=())) == {
        Kind.DECISION_DETAIL
    }
