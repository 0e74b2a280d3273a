"""What a call handler takes down while somebody tells: what was typed is kept as it was typed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from mash.foundation.partnership.models import Area, Concern, Prompt
from mash.pathway.enquiries.forms.paper import BOXES, OnPaper, taken_at
from mash.pathway.enquiries.forms.people import (
    DATES,
    ELSEWHERE,
    EVERYTHING,
    HERE,
    LEFT,
    TICKS,
    person_fields,
    person_told,
    prefix_of,
)
from mash.pathway.enquiries.forms.telling import MOST_PEOPLE, PHONE, TOO_LONG, age_told, care_question, short, story
from mash.pathway.enquiries.models import Enquiry, Origin
from mash.pathway.enquiries.particulars.care import QUESTIONS
from mash.ui.fields import PARTS, LongText, Radios, Ticks

Typed = dict[str, list[str]]

OF_PERSON = (*EVERYTHING, *(f"{date}_{part}" for date in DATES for part in PARTS), "known", "why")
CHOSEN = ("known", "why")
BOX_OF_PERSON = re.compile(r"people_(\d{1,3})_(\w+)", re.ASCII)
MOST_WHY = 4_000


class PersonOfCall(forms.Form):
    """The boxes of one person, to be filled with a number by whoever adds a person."""

    def __init__(self) -> None:
        super().__init__()
        for name, field in boxes_of_person().items():
            self.fields[f"people_new_{name}"] = field


def boxes_of_person() -> dict[str, forms.Field]:
    """The boxes of one person, and in short what to call them: a caller waits while they are found."""
    fields = person_fields()
    for name, label in (
        ("given", "First name"),
        ("role", "Who they are"),
        ("address", "Address or place"),
        ("age", "Age"),
    ):
        fields[name].label = label
    for name in ("role", "age", "address_protected"):
        fields[name].help_text = ""
    fields["age"].widget.attrs = {}  # room for 'about 6', and for what cannot be read as a number
    fields["subject"].label = "The worry is about them"
    fields["lives"] = forms.ChoiceField(
        label="In the household?",
        choices=[("", "Not said"), (HERE, "Yes"), (ELSEWHERE, "Lives elsewhere"), (LEFT, "Used to")],
        required=False,
    )
    return fields


class CallForm(OnPaper):
    """One contact as it is taken down."""

    narrative = story("What are they telling you?", "", rows=9)
    referrer_name = short("Name", 120, attrs={})
    referrer_job = short("Job, or who they are to the family", 120, attrs={})
    referrer_agency = short("Organisation", 120, attrs={})
    referrer_phone = short("Phone number", 30, attrs={"inputmode": PHONE["inputmode"]})
    referrer_email = forms.EmailField(
        label="E-mail address",
        required=False,
        widget=forms.EmailInput(),
        error_messages={"invalid": "Enter an e-mail address, like name@example.org"},
    )
    referrer_safe_contact = short("Safe to ring back? When?", 250, attrs={})
    withhold = forms.BooleanField(label="Do not say who told us", required=False)
    anonymous = forms.BooleanField(label="The caller stays anonymous", required=False)
    immediate_danger = forms.ChoiceField(
        label="Is somebody in danger right now?",
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
        widget=Radios(inline=True),
        error_messages={"required": "Say whether somebody is in danger right now, or that it is not known"},
    )
    child_protection = forms.BooleanField(
        label="A child is suffering, or likely to suffer, significant harm",
        help_text="Practice managers and police see this at once.",
        required=False,
    )
    duty_did = LongText(
        label="What did the duty team do?",
        help_text="The hub was closed when this call came. Whoever reads it next starts from here.",
        required=False,
        max_length=MOST_WHY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG.format(MOST_WHY)},
    )
    asked = forms.MultipleChoiceField(label="Ask next", widget=Ticks(), required=False)
    area = forms.ChoiceField(
        label="Which area?",
        widget=Radios(inline=True),
        error_messages={"required": "Choose the area", "invalid_choice": "Choose the area"},
    )
    concerns = forms.MultipleChoiceField(label="What is the worry about?", widget=Ticks(), required=False)
    needs_care = care_question("needs_care")
    at_risk = care_question("at_risk")
    cannot_protect = care_question("cannot_protect")
    consent = forms.ChoiceField(
        label="Has the family agreed that this is shared?",
        help_text="Leave it open when the caller cannot say.",
        choices=Enquiry.Consent.choices,
        widget=Radios(),
        required=False,
    )
    consent_why = LongText(
        label="Why, if they refused or were not asked?",
        required=False,
        max_length=MOST_WHY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": TOO_LONG.format(MOST_WHY)},
    )
    channel = forms.ChoiceField(
        label="How did it come?",
        choices=[
            (Origin.Channel.PHONE, "By telephone"),
            (Origin.Channel.MAIL, "By e-mail"),
            (Origin.Channel.PUBLIC, "In person"),
        ],
        initial=Origin.Channel.PHONE,
        widget=Radios(inline=True),
        error_messages={"required": "Choose how the enquiry came"},
    )

    def __init__(
        self,
        typed: Typed | None = None,
        *,
        areas: Sequence[Area],
        prompts: Iterable[Prompt],
        sent: bool = False,
        more: bool = False,
        focus: str = "narrative",
    ) -> None:
        """`typed` is drawn as it is, or checked when it was `sent`; `more` adds the boxes of one more person."""
        typed = in_order(typed or {})
        self.described, self.taken_at = people_in(typed), taken_at(typed)
        self.people = min(max(self.described, 1) + more, MOST_PEOPLE)
        super().__init__(as_sent(typed) if sent else None)
        for number in range(self.people):
            for name, field in boxes_of_person().items():
                self.fields[prefix_of(number) + name] = field
        self._choose("area", [(area.slug, area.name) for area in areas])
        self._choose(
            "concerns", [(one.slug, one.label) for one in Concern.objects.offered(also=typed.get("concerns", ()))]
        )
        self._choose("asked", [(str(prompt.pk), prompt.text) for prompt in prompts])
        if len(areas) == 1:
            self.fields["area"].initial = areas[0].slug
        if typed and not sent:
            self.initial = _drawn_again(self, as_sent(typed))
        if focus in self.fields:
            self.fields[focus].widget.attrs["autofocus"] = ""
        self.care_answered = any(self[name].value() for name in QUESTIONS)
        self.chosen = [chosen_for(typed, prefix_of(number)) for number in range(self.people)]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def told(self, *, closed: Mapping[str, bool]) -> dict[str, Any]:
        """As the verb takes it. `closed` says of each area whether its hub was closed when it was told."""
        said = self.cleaned_data
        people = [person_told(said, prefix_of(number)) for number in range(self.people)]
        narrative = [said["narrative"]]
        for person in people:
            person["age"], unread = age_told(person["age"] or "")
            narrative += [f"How old {_called(person)} is: {unread}"] if unread else []
        out_of_hours = closed.get(said["area"], False)
        return {
            "channel": said["channel"],
            "area": said["area"],
            "narrative": "\n\n".join(narrative),
            "concerns": said["concerns"],
            "immediate_danger": said["immediate_danger"],
            "child_protection": said["child_protection"],
            "particulars": {name: said[name] for name in QUESTIONS},
            "consent": {"state": said["consent"], "why": said["consent_why"]} if said["consent"] else None,
            "on_paper_at": self.taken_at,
            "out_of_hours": out_of_hours,
            "duty_did": said["duty_did"] if out_of_hours else "",
            "referrer": {
                **{
                    name: said[f"referrer_{name}"]
                    for name in ("name", "agency", "job", "phone", "email", "safe_contact")
                },
                "anonymous": said["anonymous"],
                "withhold_identity": said["withhold"],
            },
            "people": people[: self.described],
        }


def typed_by(data: QueryDict) -> Typed:
    """What was typed into a call's form: its own boxes alone, whatever else was sent."""
    own = {*CallForm.base_fields, *BOXES}
    return {
        name: data.getlist(name)
        for name in data
        if name in own or ((found := BOX_OF_PERSON.fullmatch(name)) and found[2] in OF_PERSON)
    }


def kept_in(told: Mapping[str, Any]) -> Typed:
    """What was typed, as a draft has kept it."""
    return {name: list(values) for name, values in told.get("typed", {}).items()}


def in_order(typed: Mapping[str, Sequence[str]]) -> Typed:
    """The same without the persons of whom nothing was said, so that the first one is number 0."""
    people, rest = _people(typed)
    told = [person for _, person in sorted(people.items()) if _says_something(person)][:MOST_PEOPLE]
    return rest | {
        prefix_of(number) + name: values for number, person in enumerate(told) for name, values in person.items()
    }


def place_of(typed: Typed, number: int) -> int | None:
    """Which number somebody bears once nobody stands there of whom nothing was said."""
    people, _ = _people(typed)
    told = [n for n, person in sorted(people.items()) if _says_something(person)]
    return told.index(number) if number in told else None


def people_in(typed: Mapping[str, Sequence[str]]) -> int:
    """How many people something was said of."""
    return sum(_says_something(person) for person in _people(typed)[0].values())


def chosen_for(typed: Typed, prefix: str) -> tuple[str, str]:
    """Whom somebody was chosen to be, `new`, or nobody yet; and why they are not one of those alike."""
    known, why = ((typed.get(prefix + name) or [""])[-1] for name in CHOSEN)
    return (known if known == "new" or _is_id(known) else ""), why


def who_calls_about(typed: Typed) -> str:
    """Whom a call is about, for its place in the strip: the first one named, those of the worry first."""
    people = [person for _, person in sorted(_people(typed)[0].items()) if _says_something(person)]
    people.sort(key=lambda person: "subject" not in person)
    for person in people:
        named = " ".join((person.get(part) or [""])[-1].strip() for part in ("given", "family")).strip()
        if named:
            return named
    return ""


def as_sent(typed: Typed) -> QueryDict:
    """What was typed, as a form takes it."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def _drawn_again(form: forms.Form, data: QueryDict) -> dict[str, Any]:
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form.fields.items()
        if any(part in data for part in (name, *(f"{name}_{part}" for part in PARTS)))
    }


def _people(typed: Mapping[str, Sequence[str]]) -> tuple[dict[int, Typed], Typed]:
    people: dict[int, Typed] = {}
    rest: Typed = {}
    for name, values in typed.items():
        if found := BOX_OF_PERSON.fullmatch(name):
            people.setdefault(int(found[1]), {})[found[2]] = list(values)
        else:
            rest[name] = list(values)
    return people, rest


def _says_something(person: Typed) -> bool:
    """A tick, or a choice, alone tells of nobody."""
    return any(value.strip() for name, values in person.items() if name not in (*TICKS, *CHOSEN) for value in values)


def _called(person: Mapping[str, Any]) -> str:
    return " ".join(person[part] for part in ("given", "family") if person[part]) or person["role"] or "somebody"


def _is_id(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False
