"""What is typed when deciding, and what people are told about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from mash.foundation.partnership.models import Member, Service, Team
from mash.pathway.decisions.models import StrategyDiscussion, lacks_team
from mash.pathway.enquiries.forms.authorities import AuthorityField
from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.triage.outcomes import before, goes_to, lacks_authority, offered_to
from mash.pathway.triage.services import ServiceField, chosen_or_written, split
from mash.ui.fields import LongText, Radios, Ticks

THRESHOLDS = [
    ("1", "1 Universal"),
    ("2", "2 Early help"),
    ("3", "3 Targeted"),
    ("4", "4 Specialist"),
]
THRESHOLD_HINTS = {
    "1": "Needs that every family's services meet",
    "2": "Needs that one service, or several together, can meet early",
    "3": "Several or complex needs: a plan and a lead",
    "4": "Significant harm, or likely to be",
}


class DecisionForm(forms.Form):
    """A decision: an outcome for each subject, then the level of need and the rationale once.

    The fields of a subject bear the names under which `decide` says what is wrong with them.
    """

    threshold = forms.ChoiceField(
        label="Level of need",
        choices=THRESHOLDS,
        widget=Radios(hints=THRESHOLD_HINTS),
        error_messages={"required": "Choose a level of need from 1 to 4"},
    )
    rationale = LongText(
        label="Why do you decide so?",
        help_text="Read by practice managers and social workers of the hub. It never leaves.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": "Say why you decide so", "max_length": "Shorten it to 4,000 characters"},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        subjects: Sequence[DescribedPerson],
        teams: Iterable[Team],
        services: Sequence[Service],
        on: date,
        **rest: Any,
    ) -> None:
        """`on` is the day on which the enquiry came: what does not fit the age of then is not offered."""
        super().__init__(data, **rest)
        self.subjects = subjects
        self.names = ("outcome", "authority", "team", *(["listed"] if services else []), "service", "why")
        self.initial = {**self.initial, **self._listed(services)}
        choices = [("", "No team"), *((team.slug, team.name) for team in teams)]
        for person in subjects:
            self.fields[f"outcomes.{person.pk}.outcome"] = forms.ChoiceField(
                label="What follows?",
                choices=[("", "Choose"), *offered_to(person, on)],
                error_messages=dict.fromkeys(("required", "invalid_choice"), f"Choose an outcome for {person}"),
            )
            self.fields[f"outcomes.{person.pk}.authority"] = AuthorityField(
                "Council", hint="One outside England goes into the box for a service"
            )
            self.fields[f"outcomes.{person.pk}.team"] = forms.ChoiceField(label="Team", choices=choices, required=False)
            if services:
                self.fields[f"outcomes.{person.pk}.listed"] = ServiceField(services)
            self.fields[f"outcomes.{person.pk}.service"] = forms.CharField(
                label="Another service" if services else "Service", max_length=160, required=False
            )
            self.fields[f"outcomes.{person.pk}.why"] = LongText(
                label="Why?",
                help_text="The team reads this.",
                max_length=4000,
                required=False,
                widget=forms.Textarea(attrs={"rows": "2"}),
                error_messages={"max_length": "Shorten it to 4,000 characters"},
            )

    def _listed(self, services: Sequence[Service]) -> dict[str, str]:
        """What stands in the boxes of those whose service, as it was proposed or decided before, is one of the list."""
        boxes: dict[str, str] = {}
        for person in self.subjects:
            key = f"outcomes.{person.pk}"
            found = split({"service": self.initial.get(f"{key}.service", "")}, services)
            boxes |= {f"{key}.{name}": said for name, said in found.items()}
        return boxes

    def cards(self) -> list[tuple[DescribedPerson, list[BoundField]]]:
        """Each subject with the fields about them."""
        return [(person, [self[f"outcomes.{person.pk}.{name}"] for name in self.names]) for person in self.subjects]

    def outcomes(self) -> list[dict[str, str]]:
        """The outcomes as the verbs take them."""
        told = []
        for person in self.subjects:
            said = {name: self.cleaned_data.get(f"outcomes.{person.pk}.{name}", "") for name in self.names}
            service = goes_to(said["outcome"], said.pop("authority"), chosen_or_written(said))
            told.append({**said, "subject": str(person.pk), "service": service})
        return told

    def clean(self) -> dict[str, Any] | None:
        """An outcome that a team carries out names the team, and one of another authority that authority."""
        cleaned = super().clean() or self.cleaned_data
        for person in self.subjects:
            outcome = cleaned.get(f"outcomes.{person.pk}.outcome", "")
            no_team = lacks_team(str(person), outcome, cleaned.get(f"outcomes.{person.pk}.team", ""))
            if no_team:
                self.add_error(f"outcomes.{person.pk}.team", no_team)
            if f"outcomes.{person.pk}.authority" in cleaned:
                named = "".join(
                    cleaned.get(f"outcomes.{person.pk}.{box}", "") for box in ("authority", "listed", "service")
                )
                if nowhere := lacks_authority(person, outcome, named):
                    self.add_error(f"outcomes.{person.pk}.authority", nowhere)
        return cleaned

    @staticmethod
    def initial_of(outcomes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """What stands in the fields when outcomes are known: those that are proposed, or those to correct."""
        return {
            f"outcomes.{outcome['subject']}.{name}": said
            for outcome in outcomes
            for name, said in before(outcome).items()
        }


class StrategyForm(forms.Form):
    """A strategy discussion, as somebody writes it down who took part."""

    members = forms.MultipleChoiceField(
        label="Who took part from the hub?", required=False, widget=Ticks(), help_text="You are taken to be there."
    )
    others = forms.CharField(
        label="Who else took part?",
        help_text="One on each line, with what they are: Dr Amis, paediatrician.",
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    decision = LongText(
        label="What was decided?",
        help_text="Read by practice managers and social workers of the hub. It never leaves.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": "Say what was decided", "max_length": "Shorten it to 4,000 characters"},
    )
    section_47 = forms.ChoiceField(
        label="Do section 47 enquiries follow?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(inline=True),
        error_messages={"required": "Say whether section 47 enquiries follow"},
    )
    agency = forms.ChoiceField(
        label="Who makes them?",
        choices=StrategyDiscussion.Inquiry.choices,
        widget=Radios(inline=True),
        error_messages={"required": "Choose single agency or joint with police"},
    )
    absent_why = LongText(
        label="Was a social worker, health or police not there? Say why",
        help_text="The record says who was not there in any case.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, members: Iterable[Member]) -> None:
        super().__init__(data)
        self.fields["members"].choices = [  # type: ignore[attr-defined]  # a choice field, made above
            (member.username, f"{member.name}, {member.agency}") for member in members
        ]

    def present(self) -> list[str]:
        """Everybody who took part, as the verb takes them."""
        others = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        return [*self.cleaned_data["members"], *others]


class ReviewForm(forms.Form):
    """What a late answer changes."""

    finding = LongText(
        label="What does this answer change?",
        help_text="The decision itself stays as it was made. When it must change, correct it.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": "Say what this answer changes", "max_length": "Shorten it to 4,000 characters"},
    )
