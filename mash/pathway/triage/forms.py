"""What people type when they rate, flag, keep a rating, weigh a duty and propose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from mash.foundation.access.verbs import Invalid
from mash.foundation.partnership.models import Service, Team
from mash.pathway.enquiries.forms.authorities import AuthorityField
from mash.pathway.enquiries.forms.telling import care_question, choice
from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.enquiries.particulars.care import ANSWERS
from mash.pathway.gathering.asking import Candidate
from mash.pathway.triage.models import CareDuty, Level
from mash.pathway.triage.outcomes import before, goes_to, lacks_authority, offered_to
from mash.pathway.triage.services import ServiceField, chosen_or_written, split
from mash.ui.fields import LongText, Radios, Ticks

SHORTEN = "Shorten it to 4,000 characters"


def reason(label: str, required: str, *, hint: str = "", rows: int = 4) -> LongText:
    """A field for a reason that somebody in the hub reads."""
    return LongText(
        label=label,
        help_text=hint,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": str(rows)}),
        error_messages={"required": required, "max_length": SHORTEN},
    )


class RatingForm(forms.Form):
    """How urgent it is, why, and who is asked on what basis."""

    level = forms.ChoiceField(
        label="How urgent is it?",
        choices=Level.choices,
        widget=Radios(),
        error_messages={"required": "Choose red, amber or green"},
    )
    rationale = reason(
        "Why?",
        "Say why you rated it so",
        hint="What you weighed, in a sentence or two. The practice manager reads this first.",
    )
    ask = forms.MultipleChoiceField(
        label="Who will be asked",
        required=False,
        widget=Ticks(),
        help_text="The hub's rules have ticked those that they name. You may change it.",
    )
    ask_why = forms.CharField(
        label="Why others than the rules name?",
        help_text="Only where you changed who is asked.",
        required=False,
        max_length=4000,
        error_messages={"max_length": SHORTEN},
    )
    basis = LongText(
        label="On what lawful basis?",
        help_text="The area's standing basis. It is recorded as your decision and stands on every request.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": "Say on what lawful basis agencies are asked", "max_length": SHORTEN},
    )

    def __init__(
        self, typed: QueryDict | None, *, due: Mapping[str, str], candidates: Sequence[Candidate], basis: str
    ) -> None:
        """`due` says for each level when it is due, and what that was worked out from."""
        super().__init__(
            typed, initial={"ask": [one.agency.slug for one in candidates if one.is_named], "basis": basis}
        )
        self.fields["level"].widget.hints = dict(due)
        ask = self.fields["ask"]
        if isinstance(ask, forms.MultipleChoiceField):
            ask.choices = [(one.agency.slug, one.agency.name) for one in candidates if one.can_be_asked]
            ask.widget.hints = {one.agency.slug: one.why for one in candidates if one.why}


class FlagForm(forms.Form):
    """Why it is child protection."""

    why = reason(
        "What makes this child protection?",
        "Say what makes this child protection",
        hint="The area's practice managers and the police in the hub read it at once.",
    )


class PauseForm(forms.Form):
    """What the hub waits for."""

    why = reason(
        "What does the hub wait for?",
        "Say what the hub waits for",
        hint="Something outside the hub, and until when about. The due times stay as they are.",
        rows=3,
    )


class KeepForm(forms.Form):
    """Why the hub's rating stays."""

    why = reason("Why does the rating stay as it is?", "Say why the rating stays as it is")


class CareDutyForm(forms.Form):
    """The three questions of the Care Act about one adult, and what follows where no duty does."""

    needs_care = care_question("needs_care", required=True)
    at_risk = care_question("at_risk", required=True)
    cannot_protect = care_question("cannot_protect", required=True)
    in_area = choice("", ANSWERS, required="Say whether they are in the area", inline=True)
    instead = choice(
        "If one of them is no: which other action follows?", CareDuty.Instead.choices, hint="Leave it if all are so"
    )
    why = LongText(
        label="Why?",
        help_text="Say it where no duty applies. Practice managers and social workers read it; it never leaves.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"max_length": SHORTEN},
    )

    def __init__(self, typed: QueryDict | None, *, area: str, before: Mapping[str, bool | None]) -> None:
        """`before` are answers that were given already, by the name of their question."""
        yes_or_no = {True: "yes", False: "no"}
        known = {name: yes_or_no[answer] for name, answer in before.items() if answer is not None}
        super().__init__(typed, initial=known)
        self.fields["in_area"].label = f"Are they in {area}, wherever they usually live?"


class ProposalForm(forms.Form):
    """Why this is proposed: for the practice manager, never passed on."""

    why = reason(
        "Why do you propose this?",
        "Say why you propose this",
        hint="The practice manager reads it. It never leaves the hub.",
    )


class OutcomeForm(forms.Form):
    """What follows for one subject; its own words go out with it."""

    outcome = forms.ChoiceField(
        label="What follows?", required=False, widget=Radios(), error_messages={"invalid_choice": "Choose what follows"}
    )
    authority = AuthorityField("Which council?", hint="One outside England goes into the box for a service")
    team = forms.ChoiceField(label="Which team?", required=False)
    service = forms.CharField(
        label="Which service or worker?",
        required=False,
        max_length=160,
        error_messages={"max_length": "Shorten it to 160 characters"},
    )
    why = LongText(
        label="What may be passed on about why?",
        help_text="The team reads this. Leave out what must stay in the hub.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "2"}),
        error_messages={"max_length": SHORTEN},
    )

    def __init__(
        self,
        typed: QueryDict | None,
        *,
        person: DescribedPerson,
        teams: Iterable[Team],
        services: Sequence[Service],
        on: date,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """`on` is the day on which the enquiry came: what does not fit the age of then is not offered."""
        super().__init__(typed, prefix=f"outcome-{person.pk}", initial=split(before(initial or {}), services))
        self.person = person
        if services:
            self.fields["listed"] = ServiceField(services)
            self.fields["service"].label = "Another service or worker"
        outcome = self.fields["outcome"]
        if isinstance(outcome, forms.ChoiceField):
            outcome.choices = offered_to(person, on)
        team = self.fields["team"]
        if isinstance(team, forms.ChoiceField):
            team.choices = [("", "No team"), *((one.slug, one.name) for one in teams)]

    def clean(self) -> dict[str, Any]:
        """What goes to another authority names it."""
        said = self.cleaned_data
        if "authority" in said:
            named = said["authority"] or said.get("listed") or said.get("service", "")
            if wrong := lacks_authority(self.person, said.get("outcome", ""), named):
                self.add_error("authority", wrong)
        return said

    def told(self) -> dict[str, Any]:
        """As `read_outcomes` takes it."""
        said = dict(self.cleaned_data)
        service = goes_to(said["outcome"], said.pop("authority"), chosen_or_written(said))
        return {**said, "service": service, "subject": str(self.person.pk)}


def outcome_forms(
    typed: QueryDict | None,
    *,
    subjects: Iterable[DescribedPerson],
    teams: Iterable[Team],
    services: Iterable[Service],
    on: date,
    initial: Iterable[Mapping[str, Any]] = (),
) -> list[OutcomeForm]:
    """A form for each subject, filled from outcomes that were proposed or decided before."""
    proposed = {str(one["subject"]): one for one in initial}
    teams, services = list(teams), list(services)
    return [
        OutcomeForm(typed, person=one, teams=teams, services=services, on=on, initial=proposed.get(str(one.pk)))
        for one in subjects
    ]


def put_beside(invalid: Invalid, form: forms.Form, outcomes: Sequence[OutcomeForm]) -> None:
    """Put what a verb found beside the fields that it concerns: those of one subject, or the form's own."""
    by_subject = {str(one.person.pk): one for one in outcomes}
    for where, message in invalid.errors.items():
        match where.split("."):
            case ["outcomes", subject, field] if subject in by_subject:
                by_subject[subject].add_error(field, message)
            case [field] if field in form.fields:
                form.add_error(field, message)
            case _:
                form.add_error(None, message)
