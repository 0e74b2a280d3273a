"""Nothing is asked twice: no two forms of one way through the product ask for the same attribute of the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pytest
from django import forms

from mash.pathway.enquiries.forms.people import person_fields
from mash.pathway.enquiries.professional.forms import Known
from mash.pathway.enquiries.professional.parts import PARTS

KNOWN = Known(
    today=None,  # type: ignore[arg-type]  # nothing is checked here
    areas=[("tamarshire", "Tamarshire")],
    concerns=[("neglect", "Neglect")],
    subjects=[("who-1", "Rowan")],
    others=[("household-1", "Isolde")],
)

# What each box of a door asks for: the thing, and its attribute. A box that is missing here fails the test: say what
# it asks, and whether somebody has asked it before.
ENQUIRY, REFERRER, PERSON, OTHER, RELATION = "enquiry", "referrer", "subject", "another person", "relation"
OF_A_PERSON = {name: name for name in person_fields()} | {"same_address": "lives with the subject"}
ASKED: Mapping[str, tuple[str, str]] = {
    **{f"referrer_{name}": (REFERRER, name) for name in ("name", "agency", "job", "phone", "email")},
    "withhold": (REFERRER, "withheld"),
    "about": (ENQUIRY, "child or adult"),
    "area": (ENQUIRY, "area"),
    "concerns": (ENQUIRY, "concerns"),
    "seen_or_reported": (ENQUIRY, "seen or reported"),
    "narrative": (ENQUIRY, "story"),
    "childs_words": (ENQUIRY, "the child's own words"),
    "needs_care": (ENQUIRY, "section 42 (a)"),
    "at_risk": (ENQUIRY, "section 42 (b)"),
    "cannot_protect": (ENQUIRY, "section 42 (c)"),
    "tried": (ENQUIRY, "what was tried"),
    "strengths": (ENQUIRY, "what is strong"),
    "consent": (ENQUIRY, "consent"),
    "consent_why": (ENQUIRY, "why no consent"),
    "family_told": (ENQUIRY, "family told"),
    "family_not_told": (ENQUIRY, "reason why the family is not told"),
    "family_told_why": (ENQUIRY, "what the family knows and thinks"),
    "lawful_basis": (ENQUIRY, "lawful basis of the referrer"),
    "without_consent": (ENQUIRY, "condition without consent"),
    "lawful_basis_why": (ENQUIRY, "why this basis"),
    "immediate_danger": (ENQUIRY, "immediate danger"),
    "child_protection": (ENQUIRY, "child protection"),
}


def asked_by(part: str, form: forms.Form) -> Iterable[tuple[str, str]]:
    """What the boxes of one form ask for; a box for a key that goes along asks nothing."""
    for name, box in form.fields.items():
        if isinstance(box.widget, forms.HiddenInput):
            continue
        if of_person := re.fullmatch(r"people_0_(\w+)", name):
            yield (PERSON if part == "who" else OTHER), OF_A_PERSON[of_person[1]]
        elif name.startswith("responsible_"):
            yield RELATION, "parental responsibility"
        else:
            yield ASKED[name]


@pytest.mark.rule(10)
def test_no_two_parts_of_the_professionals_door_ask_for_the_same_of_the_same_thing() -> None:
    asked = defaultdict(list)
    for part in PARTS:
        for what in asked_by(part.slug, part.form(known=KNOWN)):
            asked[what].append(part.slug)
    assert len(asked) > 40
    assert {what: where for what, where in asked.items() if len(where) > 1} == {}


@pytest.mark.rule(10)
def test_the_test_finds_what_is_asked_twice() -> None:
    class Again(forms.Form):
        narrative = forms.CharField()

    assert set(asked_by("again", Again())) & set(asked_by("worry", PARTS[3].form(known=KNOWN)))


@pytest.mark.rule(10)
def test_the_address_of_a_household_is_asked_once_and_ticked_afterwards() -> None:
    household = next(part for part in PARTS if part.slug == "household")
    assert "people_0_same_address" in household.form(known=KNOWN).fields
