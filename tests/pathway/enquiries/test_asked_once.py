"""Nothing is asked twice: no two forms of one way through the product ask for the same attribute of the same thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pytest
from django import forms

from mash.foundation.partnership.models import Prompt
from mash.pathway.enquiries.forms.calling import CallForm
from mash.pathway.enquiries.forms.people import person_fields
from mash.pathway.enquiries.professional.forms import Known
from mash.pathway.enquiries.professional.parts import BY_SLUG, PARTS
from mash.pathway.enquiries.telling.public.questions import QUESTIONS
from tests import world

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
OF_A_PERSON = {name: name for name in person_fields()} | {"worried": "subject"}
ASKED: Mapping[str, tuple[str, str]] = {
    **{f"referrer_{name}": (REFERRER, name) for name in ("name", "agency", "job", "phone", "email")},
    "referrer_safe_contact": (REFERRER, "safe contact"),
    "withhold": (REFERRER, "withheld"),
    "anonymous": (REFERRER, "anonymous"),
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
    "channel": (ENQUIRY, "channel"),
    "duty_did": (ENQUIRY, "what the duty team did"),
    "asked": (ENQUIRY, "what was asked on the telephone"),
}
# The public door has short names of its own.
IN_PUBLIC: Mapping[str, tuple[str, str]] = {
    "danger": (ENQUIRY, "immediate danger"),
    "narrative": (ENQUIRY, "story"),
    "safe": (REFERRER, "safe contact"),
    "how": (REFERRER, "how it is safe"),
    **{name: (REFERRER, name) for name in ("name", "phone", "email")},
    "say_who": (REFERRER, "withheld"),
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


def by_a_professional() -> Iterator[tuple[str, str]]:
    for part in PARTS:
        yield from asked_by(part.slug, part.form(known=KNOWN))


def by_the_public() -> Iterator[tuple[str, str]]:
    for question in QUESTIONS:
        form = question.form(kept={}, whole={})
        if question.slug == "who":
            yield from ((PERSON, OF_A_PERSON[name]) for name in form.fields)
        elif question.slug == "others":
            yield from asked_by(question.slug, form)
        else:
            yield from (IN_PUBLIC[name] for name in form.fields)


def on_the_telephone() -> Iterator[tuple[str, str]]:
    with world.backstage():
        form = CallForm(areas=[world.area()], prompts=Prompt.objects.all())
    yield from asked_by("call", form)


@pytest.mark.rule(10)
@pytest.mark.parametrize("door", [by_a_professional, by_the_public, on_the_telephone])
def test_no_door_asks_twice_for_the_same_of_the_same_thing(door) -> None:
    asked = Counter(door())
    assert len(asked) > 12
    assert [what for what, times in asked.items() if times > 1] == []


@pytest.mark.rule(10)
def test_the_test_finds_what_is_asked_twice() -> None:
    class Again(forms.Form):
        narrative = forms.CharField()

    assert set(asked_by("again", Again())) & set(asked_by("worry", BY_SLUG["worry"].form(known=KNOWN)))


@pytest.mark.rule(10, 19)
@pytest.mark.parametrize("door", [by_a_professional, by_the_public, on_the_telephone])
def test_every_door_asks_who_lives_with_whom(door) -> None:
    assert (OTHER, "lives") in set(door())
    assert (PERSON, "lives") not in set(door())
