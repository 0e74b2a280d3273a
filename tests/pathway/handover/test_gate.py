"""The egress gate stops what has hurt families when it left, and lets ordinary handovers through."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.pathway.handover.gate import (
    ClearedBy,
    Forbidden,
    Kind,
    Part,
    Product,
    ProtectedAddress,
    Referrer,
    Unreleased,
    find,
)

CALLOUT = Unreleased(
    "callout", "Two domestic callouts in January; ledgerfinch recorded as present.", "restricted", "police"
)
SOURCE = Unreleased("source", "Informant operation marlinhouse names him as a supplier.", "sealed", "police")
EDUCATION = Unreleased("school", "Absent on eleven Mondays since September, always unexplained.", "open", "education")
GIST = Part("item:gist", "Police advise visiting in pairs: amberthistle.", item_id="gist", made_from=("callout",))
FRACTURE = Part(
    "item:fracture",
    "Seen in February with an elbow fracture; history given was copperwillow.",
    item_id="fracture",
)
NARRATIVE = Part(
    "narrative",
    "Rowan came to class with a bruise shaped like a belt end. fablesparrow said he was 'not allowed to say'.",
)
HOUSEHOLD = Part(
    "household", "Rowan Testerby-Loom, 7. Wren Testerby-Loom, about 3. Isolde Testerby, mother. Casper (Caz)."
)
NOTE = Part("note", "Please see both children today.")
ADDRESS = ProtectedAddress("rowan", "4 Gannetmere Rise", "ZZ99 3VZ")
REFERRER = Referrer(
    "Ottoline Quaverley",
    "Deputy head",
    "Tamar Bridge Primary",
    "01632960111",
    "o.quaverley@tamar.example",
    withheld=True,
)
FORBIDDEN = Forbidden(
    unreleased=(CALLOUT, SOURCE, EDUCATION),
    addresses=(ADDRESS,),
    referrer=REFERRER,
    described=("Rowan Testerby-Loom", "Wren Testerby-Loom", "Isolde Testerby", "Casper", "Caz"),
    rationales=(
        "Risk of serious harm.",
        "Unexplained injuries and violence at home, and nobody outside the home sees them.",
    ),
    common=("Tamarshire", "Tamar North", "Police", "Health"),
)


def handover(*parts):
    return Product((HOUSEHOLD, NARRATIVE, FRACTURE, GIST, *parts))


def kinds(text, forbidden=FORBIDDEN, name="note"):
    return {one.kind for one in find(handover(Part(name, text)), forbidden)}


def noted(text):
    return Product((Part("note", text),))


def test_an_ordinary_handover_goes_through():
    assert find(handover(NOTE), FORBIDDEN) == ()


# The written disclosures of recent years, with invented texts.


@pytest.mark.rule(54, 55)
def test_minutes_of_a_police_meeting_pasted_into_a_plan_are_stopped_and_need_the_second_person():
    minutes = replace(
        SOURCE, text="Strategy meeting: the uncle next door is under surveillance, and neighbours must not be warned."
    )
    pasted = "Plan: weekly visits. The uncle next door is under surveillance, and neighbours must be kind."
    (one,) = find(noted(pasted), Forbidden(unreleased=(minutes,)))
    assert one.kind == Kind.SEALED_OVERLAP
    assert one.cleared_by == ClearedBy.APPROVER
    assert pasted[one.span.start : one.span.end] == "The uncle next door is under surveillance, and neighbours must"
    assert one.about_id == "source"


@pytest.mark.rule(21)
def test_an_address_inside_a_released_medical_report_is_stopped():
    report = Part("item:report", "Clinic letter. Mother (now of 4, Gannetmere Rise) attended alone.", item_id="report")
    (one,) = find(Product((report,)), FORBIDDEN)
    assert (one.kind, one.cleared_by, one.about_id) == (Kind.PROTECTED_ADDRESS, ClearedBy.APPROVER, "rowan")


@pytest.mark.rule(21)
def test_the_same_paper_for_three_readers_is_judged_for_each():
    paper = noted("The assessment says: Absent on eleven Mondays since September, always unexplained.")
    assert {one.kind for one in find(paper, FORBIDDEN)} == {Kind.OPEN_OVERLAP}
    assert find(paper, replace(FORBIDDEN, known=(EDUCATION.text,))) == ()


@pytest.mark.rule(21)
def test_a_new_address_typed_into_the_note_is_stopped():
    assert kinds("Write to her at gannetmere, zz99 3vz, not the old house.") == {Kind.PROTECTED_ADDRESS}


@pytest.mark.rule(21)
def test_a_foster_address_does_not_go_to_the_birth_mother():
    foster = replace(FORBIDDEN, addresses=(ProtectedAddress("wren", "Wigglethorpe Lodge, Mill Lane, Tamarton"),))
    assert kinds("Wren is settled at Wigglethorpe.", foster) == {Kind.PROTECTED_ADDRESS}


@pytest.mark.rule(67)
@pytest.mark.parametrize(
    "told",
    [
        "Ottoline Quaverley told us this.",
        "Mrs Quaverley told us this.",
        "Ottoline knows the family well.",
        "The deputy headteacher told us this.",
        "It came from Tamar Bridge.",
        "Ring back on 01632 960 111.",
        "Answer to o.quaverley@tamar.example",
    ],
)
def test_who_told_the_hub_does_not_reach_the_father(told):
    (one,) = [one for one in find(handover(Part("note", told)), FORBIDDEN) if one.kind == Kind.REFERRER]
    assert one.cleared_by == ClearedBy.APPROVER
    named = replace(FORBIDDEN, referrer=replace(REFERRER, withheld=False))
    assert Kind.REFERRER not in kinds(told, named)


@pytest.mark.rule(21)
def test_what_leads_to_a_hidden_witness_is_pointed_out():
    hidden = replace(ADDRESS, clues=("Puddlewick Infants", "AB12 CDE"))
    for clue in ("He starts at Puddlewick on Monday.", "The blue car, AB12CDE, is hers."):
        assert kinds(clue, replace(FORBIDDEN, addresses=(hidden,))) == {Kind.LOCATION_CLUE}


# The rules of the gate.


@pytest.mark.rule(54)
@pytest.mark.parametrize(
    ("text", "kind", "cleared_by"),
    [
        ("Mind operation marlinhouse.", Kind.SEALED_OVERLAP, ClearedBy.APPROVER),
        ("There were two domestic callouts in January; ledgerfinch.", Kind.RESTRICTED_OVERLAP, ClearedBy.AUTHOR),
        ("Absent on eleven Mondays since September.", Kind.OPEN_OVERLAP, ClearedBy.AUTHOR),
        ("Unexplained injuries and violence at home, and more.", Kind.RATIONALE_OVERLAP, ClearedBy.AUTHOR),
        ("They live at 4 Gannetmere Rise.", Kind.PROTECTED_ADDRESS, ClearedBy.APPROVER),
    ],
)
def test_each_kind_is_cleared_by_the_one_who_may(text, kind, cleared_by):
    for name in ("note", "why:rowan"):
        (one,) = find(handover(Part(name, text)), FORBIDDEN)
        assert (one.kind, one.part, one.cleared_by) == (kind, name, cleared_by)
        assert one.kind.says


@pytest.mark.rule(42, 55)
def test_a_stranger_from_an_unreleased_item_is_pointed_out_and_the_family_is_not():
    item = replace(EDUCATION, text="Collected by Karl Brandt and once by Casper; Isolde Testerby agreed.")
    forbidden = replace(FORBIDDEN, unreleased=(item,))
    assert Kind.THIRD_PARTY in kinds("Speak to Karl Brandt first.", forbidden)
    assert kinds("Speak to Casper and Isolde Testerby first.", forbidden) == set()
    assert Kind.THIRD_PARTY in kinds(
        "Speak to Mr Oyelaran first.", replace(FORBIDDEN, third_parties=("Femi Oyelaran",))
    )
    assert kinds("Speak to Karl Brandt.", replace(forbidden, known=("Karl Brandt collects him.",))) == set()


@pytest.mark.rule(54)
def test_the_owner_let_the_words_of_its_gist_out_but_not_the_words_of_the_item():
    gist = Part("item:gist", "Two domestic callouts in January; go in pairs.", item_id="gist", made_from=("callout",))
    assert find(Product((gist,)), FORBIDDEN) == ()
    assert find(Product((gist, Part("note", "Note: two domestic callouts in January; go."))), FORBIDDEN) == ()
    assert find(Product((gist, Part("note", "Was ledgerfinch there?"))), FORBIDDEN) != ()


@pytest.mark.rule(54)
def test_a_corrected_item_goes_though_its_earlier_version_stays():
    earlier = Unreleased("first", FRACTURE.text.replace("February", "March"), "open", "health")
    corrected = replace(FRACTURE, made_from=("first",))
    forbidden = replace(FORBIDDEN, unreleased=(earlier,))
    assert find(Product((corrected,)), forbidden) == ()
    assert find(Product((FRACTURE,)), forbidden) != ()


@pytest.mark.rule(54)
def test_a_released_item_that_repeats_a_sealed_one_is_stopped():
    careless = Part("item:health", "Police told us of marlinhouse.", item_id="health")
    assert {one.kind for one in find(Product((careless,)), FORBIDDEN)} == {Kind.SEALED_OVERLAP}
    twice = Product((careless, replace(careless, name="item:education", item_id="education")))
    assert [one.part for one in find(twice, FORBIDDEN)] == ["item:health", "item:education"]


def test_items_that_repeat_what_the_enquirer_told_are_no_overlap_with_it():
    echo = Unreleased(
        "echo", "School says he came to class with a bruise shaped like a belt end. fablesparrow.", "open"
    )
    assert find(handover(NOTE), replace(FORBIDDEN, unreleased=(echo,))) == ()
    assert find(handover(Part("note", "fablesparrow again?")), replace(FORBIDDEN, unreleased=(echo,))) == ()


@pytest.mark.rule(21)
def test_the_narrative_itself_is_searched_for_addresses_and_the_referrer():
    told = Part("narrative", "Ms Quaverley says they now live in gannetmere rise.")
    findings = find(Product((told,)), FORBIDDEN)
    assert {(one.kind, one.part) for one in findings} == {
        (Kind.REFERRER, "narrative"),
        (Kind.PROTECTED_ADDRESS, "narrative"),
    }


@pytest.mark.rule(21)
def test_a_protected_address_goes_only_as_a_line_of_its_own_that_the_approver_confirms():
    line = Part("address:rowan", "4 Gannetmere Rise, ZZ99 3VZ", address_of="rowan")
    confirmed = replace(FORBIDDEN, addresses=(replace(ADDRESS, cleared_line=True),))
    assert find(Product((line,)), FORBIDDEN) != ()
    assert find(Product((line,)), confirmed) == ()
    assert kinds("He is at Gannetmere.", confirmed) == {Kind.PROTECTED_ADDRESS}
    assert kinds("He is at Gannetmere.", replace(FORBIDDEN, known=("He is at Gannetmere.",))) == {
        Kind.PROTECTED_ADDRESS
    }


def test_a_referrer_who_is_of_the_family_is_named_as_family_but_not_as_the_one_who_told():
    mother = replace(FORBIDDEN, referrer=Referrer("Isolde Testerby", withheld=True))
    assert find(handover(NOTE), mother) == ()
    assert kinds("Isolde Testerby rang us.", mother) == {Kind.REFERRER}
    aunt = replace(FORBIDDEN, referrer=Referrer("June Testerby", withheld=True))
    assert find(handover(NOTE), aunt) == ()
    assert kinds("June is kind.", aunt) == {Kind.REFERRER}


def test_an_unknown_handling_counts_as_sealed():
    odd = replace(EDUCATION, handling="secret")
    assert kinds(EDUCATION.text, replace(FORBIDDEN, unreleased=(odd,))) == {Kind.SEALED_OVERLAP}


def test_a_clearance_holds_while_the_words_do_and_no_longer():
    def keys(text):
        return {one.key for one in find(handover(Part("note", text)), FORBIDDEN)}

    first = keys("Visit him. He is at Gannetmere now.")
    assert first == keys("Visit him. He is at Gannetmere now.")
    assert first != keys("Visit him. He is at Gannetmere Rise now.")
    assert first != keys("Visit him. The nurse is at Gannetmere now.")
    assert all(len(key) == 64 for key in first)


CLEAN = [
    "Please see both children today.",
    "Visit in pairs. Call the police on 999 if anyone is hurt.",
    "Rowan is seven and Wren is three; their mother is Isolde Testerby.",
    "Health saw Rowan in February with an elbow fracture.",
    "The elbow was broken in February; the history given was copperwillow.",
    "Police advise visiting in pairs: amberthistle.",
    "Rowan said he was not allowed to say.",
    "Casper, known as Caz, is the mother's partner.",
    "There is a risk of serious harm.",
    "Agree a safety plan with the mother before the weekend.",
    "Section 47 enquiry, joint with the police.",
    "An assessment is needed because the injuries are not explained.",
    "The school is closed on Monday. See him at home.",
    "Speak to each child alone, and to the mother without her partner.",
    "A medical examination has been booked for three o'clock.",
    "Both children attend school and nursery and are up to date with injections.",
    "The mother has asked for help with housing.",
    "Team: Tamar North. Area: Tamarshire.",
    "The level is 4. The decision was made on 2 March 2026 at 12:30.",
    "There is a dog. Park on the road, not on the drive.",
    "The rise in calls since January is a worry.",
    "He was present and was named as the father.",
    "Wren is a happy child who likes birds and church bells.",
    "The head of the family is the grandmother, who lives elsewhere.",
    "Early help was offered in September and was refused.",
    "No interpreter is needed. The family speaks English at home.",
]


@pytest.mark.parametrize("clean", CLEAN)
def test_clean_texts_raise_no_alarm(clean):
    for name in ("note", "why:rowan"):
        assert find(handover(Part(name, clean)), FORBIDDEN) == ()


PHRASES = [
    "marlinhouse",
    "two domestic callouts in January ledgerfinch",
    "names him as a supplier for years",
    "eleven Mondays since September always unexplained",
    "Please see both children",
    "Karl Brandt",
    "Gannetmere",
    "Ottoline",
    "ZZ99 3VZ",
]
texts = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=5).map(". ".join)
items = st.builds(
    Unreleased, id=st.sampled_from("abc"), text=texts, handling=st.sampled_from(["open", "restricted", "sealed"])
)


@settings(max_examples=60)
@given(texts, st.lists(items, max_size=3).map(tuple), items)
def test_forbidding_more_never_finds_less(note, unreleased, another):
    product = handover(Part("note", note))
    before = find(product, replace(FORBIDDEN, unreleased=unreleased))
    after = find(product, replace(FORBIDDEN, unreleased=(*unreleased, another)))
    assert {one.key for one in before} <= {one.key for one in after}


@settings(max_examples=60)
@given(texts, st.lists(items, max_size=3).map(tuple))
def test_words_that_the_recipient_has_are_never_found(note, unreleased):
    found = find(noted(note), Forbidden(unreleased=unreleased, known=(note,)))
    assert found == ()


def test_what_is_forbidden_is_found_at_the_end_of_a_long_product():
    words = NARRATIVE.text.split() + EDUCATION.text.split()
    text = " ".join(words[(i * 7) % len(words)] for i in range(4990)) + " marlinhouse at Gannetmere, ZZ99 3VZ"
    many = tuple(
        replace(EDUCATION, id=str(n), text=f"Item {n}: " + " ".join(words[(i * n) % len(words)] for i in range(60)))
        for n in range(99)
    )
    found = {one.kind for one in find(noted(text), replace(FORBIDDEN, unreleased=(*many, SOURCE)))}
    assert {Kind.SEALED_OVERLAP, Kind.PROTECTED_ADDRESS} <= found
