"""What a professional tells besides the story: fields of their own, masked and read as the story is."""

from __future__ import annotations

from typing import Any

import pytest

from mash.foundation.access.verbs import Invalid
from mash.pathway.enquiries.actions import add_person, receive_enquiry
from mash.pathway.enquiries.models import Enquiry, Particulars, Relation
from tests import world
from tests.browsing import signed_in, text_of

pytestmark = pytest.mark.django_db

TOLD = {
    "seen_or_reported": "both",
    "childs_words": "He said: she shouts till I hide at 4 Gannetmere Rise.",
    "tried": "A breakfast club since January.",
    "strengths": "His grandmother fetches him.",
    "family_told": False,
    "family_not_told": "more_risk",
    "family_told_why": "She said she would move away.",
    "lawful_basis": "harm",
    "without_consent": "would_prejudice",
    "lawful_basis_why": "He would be kept at home.",
}
HIDDEN = {"as": "rowan", "given": "Rowan", "subject": True, "address": "4 Gannetmere Rise", "address_protected": True}


def sent(**told: Any) -> Enquiry:
    with world.as_("school.1") as me:
        made = receive_enquiry(
            me, channel="professional", area="tamarshire", narrative="He hides.", **{"particulars": TOLD, **told}
        )
    with world.backstage():
        return Enquiry.objects.select_related("particulars", "words").get(pk=made.id)


@pytest.mark.rule(5, 39, 40)
def test_each_answer_is_kept_in_a_field_of_its_own():
    particulars = sent().particulars
    assert {name: getattr(particulars, name) for name in TOLD} == TOLD


def test_an_enquiry_of_which_nothing_else_was_told_has_no_particulars():
    for said in (None, {}, {"tried": " ", "family_told": None}):
        sent(particulars=said)
    with world.backstage():
        assert not Particulars.objects.exists()


@pytest.mark.rule(40)
@pytest.mark.parametrize("reason", ["", "because", 7])
def test_a_family_that_was_not_told_needs_a_reason_from_the_list(reason):
    with pytest.raises(Invalid, match="why the family was not told"):
        sent(particulars={"family_told": "no", "family_not_told": reason})


@pytest.mark.parametrize(
    "said",
    ["x", ["tried"], {"lawful_basis": "mine"}, {"family_told": "perhaps"}, {"tried": "x" * 4001}, {"at_risk": [1]}],
)
def test_particulars_that_cannot_be_are_said_beside_their_field(said):
    with pytest.raises(Invalid):
        sent(particulars=said)


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    ("answers", "duty"),
    [
        (("yes", "yes", "yes"), "the duty of section 42 applies"),
        (("yes", "yes", "no"), "say why, and which other action"),
        (("yes", "unknown", "yes"), "Not all three are known"),
    ],
)
def test_the_three_questions_of_the_care_act_are_kept_apart(answers, duty):
    said = dict(zip(("needs_care", "at_risk", "cannot_protect"), answers, strict=True))
    enquiry = sent(particulars=said)
    kept = enquiry.particulars
    known = {"yes": True, "no": False, "unknown": None}
    assert [kept.needs_care, kept.at_risk, kept.cannot_protect] == [known[answer] for answer in answers]
    assert duty in text_of(signed_in("sw.tamarshire.1").get(f"/enquiries/{enquiry.reference}/"))


@pytest.mark.rule(21)
def test_a_protected_address_is_masked_in_them_as_in_the_story():
    enquiry = sent(people=[HIDDEN])
    assert enquiry.particulars.childs_words == "He said: she shouts till I hide at [withheld]."
    assert enquiry.words.childs_words == TOLD["childs_words"]
    assert "Gannetmere" in text_of(signed_in("sw.tamarshire.1").get(f"/enquiries/{enquiry.reference}/"))


@pytest.mark.rule(21)
def test_an_address_that_is_protected_later_is_masked_in_them_too():
    enquiry = sent()
    with world.as_("calls.tamarshire.1") as me:
        add_person(me, enquiry.pk, person={key: value for key, value in HIDDEN.items() if key != "as"})
    with world.backstage():
        assert "[withheld]" in Particulars.objects.get().childs_words


@pytest.mark.rule(10)
def test_parental_responsibility_is_told_with_the_person_and_stands_between_the_two():
    people = [
        {"as": "rowan", "given": "Rowan", "subject": True},
        {"as": "wren", "given": "Wren", "subject": True},
        {"given": "Isolde", "role": "mother", "responsible": {"rowan": True, "wren": False}},
        {"given": "Perran", "responsible": {"rowan": True}},
    ]
    sent(people=people)
    with world.backstage():
        found = {
            (r.one.given, r.kind, r.other.given, r.parental_responsibility)
            for r in Relation.objects.select_related("one", "other")
        }
    assert found == {
        ("Isolde", "mother", "Rowan", True),
        ("Isolde", "mother", "Wren", False),
        ("Perran", "parent or carer", "Rowan", True),
    }


@pytest.mark.parametrize("responsible", [{"nobody": True}, {"isolde": True}, {"rowan": "yes"}, ["rowan"]])
def test_parental_responsibility_for_nobody_described_is_wrong(responsible):
    people = [{"as": "rowan", "given": "Rowan"}, {"as": "isolde", "given": "Isolde", "responsible": responsible}]
    with pytest.raises(Invalid):
        sent(people=people)
