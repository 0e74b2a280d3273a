"""Nothing is asked twice: no two forms of one way through the product ask for the same attribute of the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from django import forms
from django.urls import resolve

from tests.faults.reading_forms import DATE_PART, Box, Form
from tests.faults.stages import STAGES, Walk, stage
from tests.pathway.enquiries.asked import AFTERWARDS, AGAIN, DOORS, ENQUIRY, Attribute, Boxes, asked_by

# Ask what to look for, in the address; or what opens an account. Neither asks for anything of an enquiry.
NOT_SENT = (
    "mash.foundation.access.sign_in.",
    "mash.desks.oversight.forms.AboutForm",
    "mash.desks.oversight.forms.MemberForm",
    "mash.desks.oversight.forms.NameForm",
)


@pytest.fixture(scope="module")
def walked(django_db_setup: None, django_db_blocker: Any) -> list[Form]:
    """Every form of every page that the URL table has, as somebody has it before them at some stage of the story."""
    walk, found = Walk(), []
    with django_db_blocker.unblock():
        for name in STAGES:
            with stage(name) as here:
                found += [form for _, form in walk.forms(here)]
    return found


def name_of(form: Form) -> str:
    """A form is named after where it is sent; one part of the professional's door has its own name."""
    match = resolve(form.action.partition("?")[0])
    return " ".join([match.view_name, *(value for name, value in match.kwargs.items() if name == "part")])


def boxes_of(form: Form) -> Iterator[str]:
    """The boxes that ask something; the three of a date are one, and what goes along unseen asks nothing."""
    seen: list[Box] = [box for box in form.boxes.values() if box.kind != "hidden"]
    return iter(dict.fromkeys(DATE_PART.sub("", box.name) for box in seen))


def asked_twice(walked: Iterable[Form]) -> dict[Attribute, set[str]]:
    """What more than one form of one way asks: each door with all that follows it."""
    asked: dict[Attribute, set[str]] = defaultdict(set)
    for form in walked:
        for box in boxes_of(form):
            if what := asked_by(name_of(form), box):
                asked[what].add(name_of(form))
    ways = [{*door, *AFTERWARDS} for door in DOORS]
    return {what: by for what, by in asked.items() if any(len(by & way) > 1 for way in ways)}


@pytest.mark.rule(10)
def test_no_two_forms_of_one_way_ask_for_the_same_of_the_same_thing(walked: list[Form]) -> None:
    twice = asked_twice(walked)
    assert {what: by for what, by in twice.items() if what not in AGAIN} == {}
    assert [what for what in AGAIN if what not in twice] == [], "nothing asks for these twice any more"


@pytest.mark.rule(10)
def test_of_every_box_of_the_product_it_is_said_what_it_asks(walked: list[Form]) -> None:
    unsaid = [(name_of(form), box) for form in walked for box in boxes_of(form) if not asked_by(name_of(form), box)]
    assert sorted(set(unsaid)) == []


def test_the_walk_has_met_every_form_there_is(walked: list[Form]) -> None:
    met = {box for form in walked for box in boxes_of(form)}
    missed = [
        (kind.__qualname__, name)
        for kind in forms_of_the_product()
        for name, field in kind.base_fields.items()
        if not isinstance(field.widget, forms.HiddenInput)
        and not any(re.search(rf"(^|[_.-]){name}$", box) for box in met)
    ]
    assert missed == []
    assert {name_of(form) for form in walked} >= {name for door in DOORS for name in door}


def forms_of_the_product() -> list[Any]:
    """Every form class: the URL table, which was walked, has imported them all."""

    def below(kind: Any) -> Iterator[Any]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    found = (one for one in below(forms.BaseForm) if one.__module__.startswith("mash."))
    return [one for one in found if not f"{one.__module__}.{one.__qualname__}".startswith(NOT_SENT)]


@pytest.mark.rule(10)
@pytest.mark.parametrize("before", ["/enquire/tamarshire/story", "/enquire/professional/worry", "/enquiries/calls/*"])
def test_the_test_finds_what_is_asked_again_after_any_door(
    before: str, walked: list[Form], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_door = [form for form in walked if form.action.startswith(before.rstrip("*")) and "narrative" in form.boxes]
    later = Form(
        "/", "/enquiries/K7QM2-XDPH8/link", {"to": Box("to", "text"), "once_more": Box("once_more", "textarea")}
    )
    assert asked_by(name_of(later), "once_more") is None, "of which it must be said what it asks"
    monkeypatch.setitem(AFTERWARDS[name_of(later)], "once_more", (ENQUIRY, "story"))
    assert asked_twice([*at_the_door, later]) == {(ENQUIRY, "story"): {name_of(at_the_door[0]), name_of(later)}}


@pytest.mark.rule(10, 19)
@pytest.mark.parametrize("door", DOORS)
def test_every_door_asks_who_lives_with_whom_and_never_of_the_subject_alone(
    door: Mapping[str, Boxes], walked: list[Form]
) -> None:
    forms_of_door = [form for form in walked if name_of(form) in door]
    asked = {(name_of(form), box.rpartition("_")[2]) for form in forms_of_door for box in boxes_of(form)}
    assert {name for name, box in asked if box == "lives"} & {
        "enquiries:public_others",
        "enquiries:part household",
        "enquiries:call",
    }
    assert not {name for name, box in asked if box == "lives"} & {"enquiries:public_who", "enquiries:part who"}
