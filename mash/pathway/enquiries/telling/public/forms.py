"""What each page of the public door asks. Nothing must be known but what is happening; 'I do not know' is an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from mash.pathway.enquiries.forms.people import WIDTH_10
from mash.pathway.enquiries.forms.telling import PHONE, short, story
from mash.pathway.enquiries.models import Living
from mash.ui.fields import Radios

FEWEST_OTHERS, MOST_OTHERS = 1, 12
OTHER = ("given", "family", "role", "age", "lives", "worried")
ALONE = ("lives", "worried")
"""What alone tells of nobody."""
Kept = dict[str, Any]


class PublicForm(forms.Form):
    """One page. `groups` are boxes that stand under a legend of their own: (legend, names of fields)."""

    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __init__(self, data: Any = None, *, kept: Mapping[str, Any], whole: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(kept))

    def told(self) -> Kept:
        """What was answered, to be kept in a draft."""
        return dict(self.cleaned_data)


class DangerForm(PublicForm):
    """Comes first, because it may be the only page that anybody needs."""

    danger = forms.ChoiceField(
        label="Is anyone in danger right now?",
        help_text="If they are, call 999 first. You can come back here after that.",
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")],
        widget=Radios(),
        required=False,
        error_messages={"invalid_choice": "Choose yes, no or I do not know"},
    )


class WhoForm(PublicForm):
    """Whom the worry is about."""

    given = short("First name, or what you call them", 120)
    family = short("Last name", 120)
    age = short("How old are they?", 40, "A guess is fine", WIDTH_10)
    address = short("Where do they live, or where are they now?", 250, "A house, a street or a place", {})


class StoryForm(PublicForm):
    """What is happening, in their own words."""

    narrative = story(
        "What is happening?", "Use your own words. What did you see or hear, and when? Start where you like."
    )

    def __init__(self, data: Any = None, *, kept: Mapping[str, Any], whole: Mapping[str, Any]) -> None:
        super().__init__(data, kept=kept, whole=whole)
        if data is not None and "save" in data:  # who goes away now may say it later
            self.fields["narrative"].required = False


class OthersForm(PublicForm):
    """The others of whom they know: as many groups of boxes as there are people, and one more when asked for."""

    def __init__(self, data: Any = None, *, kept: Mapping[str, Any], whole: Mapping[str, Any]) -> None:
        people = kept.get("people", [])
        self.count = max(FEWEST_OTHERS, len(people)) if data is None else _count(data.get("people", ""))
        flat = {f"people_{n}_{name}": value for n, person in enumerate(people) for name, value in person.items()}
        super().__init__(data, kept=flat, whole=whole)
        for number in range(self.count):
            self.fields |= {f"people_{number}_{name}": field for name, field in _other().items()}
        self.groups = tuple(
            (f"Person {n + 1}", tuple(f"people_{n}_{name}" for name in OTHER)) for n in range(self.count)
        )

    def told(self) -> Kept:
        """The people of whom something was said."""
        said = [{name: self.cleaned_data[f"people_{n}_{name}"] for name in OTHER} for n in range(self.count)]
        people = [person for person in said if any(person[name] for name in OTHER if name not in ALONE)]
        return {"people": people} if people else {}

    def with_one_more(self) -> OthersForm:
        """The same boxes as they stand, and those of one more person."""
        people = [{name: self[f"people_{n}_{name}"].value() for name in OTHER} for n in range(self.count)]
        return OthersForm(kept={"people": [*people, {}][:MOST_OTHERS]}, whole={})


class SafeForm(PublicForm):
    """Asked before any number: a call at the wrong time may put somebody at risk."""

    safe = forms.ChoiceField(
        label="Is it safe for us to get in touch with you?",
        help_text="You do not have to hear from us. If you do not answer, we will not call you.",
        choices=[("yes", "Yes"), ("some", "Only in some ways, or at some times"), ("no", "No")],
        widget=Radios(),
        required=False,
        error_messages={"invalid_choice": "Choose yes, only in some ways, or no"},
    )
    how = short("How and when is it safe?", 180, "Like this: text me, but do not ring at night", {})


class YouForm(PublicForm):
    """Who they are, if they want to say. No number is asked of somebody whom it is not safe to call."""

    name = short("Your name", 120)
    phone = short("Your phone number", 30, "", PHONE)
    email = forms.EmailField(
        label="Your email",
        required=False,
        max_length=254,
        widget=forms.EmailInput(),
        error_messages={
            "invalid": "Enter an email like name@example.org, or leave it empty",
            "max_length": "Shorten it to 254 characters",
        },
    )

    def __init__(self, data: Any = None, *, kept: Mapping[str, Any], whole: Mapping[str, Any]) -> None:
        super().__init__(data, kept=kept, whole=whole)
        if whole.get("safe", {}).get("safe") == "no":
            del self.fields["phone"], self.fields["email"]


class SayForm(PublicForm):
    """Whether the family may hear who told."""

    say_who = forms.ChoiceField(
        label="May we say that you told us?",
        help_text="If you do not answer, we will not say.",
        choices=[("no", "No, do not say"), ("yes", "Yes, you may say")],
        widget=Radios(),
        required=False,
        error_messages={"invalid_choice": "Choose yes or no"},
    )


def _other() -> dict[str, forms.Field]:
    return {
        "given": short("First name, or what you call them", 120),
        "family": short("Last name", 120),
        "role": short("Who are they?", 60, "Like this: mum, nan, a friend"),
        "age": short("How old are they?", 40, "A guess is fine", WIDTH_10),
        "lives": forms.ChoiceField(
            label="Do they live there?",
            choices=[(Living.Where.HERE, "Yes"), (Living.Where.ELSEWHERE, "No"), ("unknown", "I do not know")],
            widget=Radios(inline=True),
            required=False,
            error_messages={"invalid_choice": "Choose yes, no or I do not know"},
        ),
        "worried": forms.BooleanField(label="I am worried about them too", required=False),
    }


def _count(typed: str) -> int:
    return min(int(typed[:3]), MOST_OTHERS) if typed.isascii() and typed.isdigit() else FEWEST_OTHERS
