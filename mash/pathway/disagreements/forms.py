"""What is typed about a disagreement, by whoever disagrees and by the hub."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from mash.foundation.partnership.models import Agency, Member
from mash.pathway.disagreements.models import Disagreement
from mash.pathway.handover.forms import brief
from mash.ui.fields import Radios


class DisagreeForm(forms.Form):
    """Why somebody disagrees with a decision."""

    why = brief(
        "What do you disagree with, and why?",
        required="Say what you disagree with, and why",
        hint="A manager of the hub reads this. Say what worries you still, and what you think should happen.",
        rows=6,
    )


class HearForm(forms.Form):
    """What somebody said who disagrees, as the hub writes it down."""

    party = forms.ChoiceField(
        label="Who disagrees?",
        widget=Radios(),
        error_messages={"required": "Choose who disagrees", "invalid_choice": "Choose who disagrees"},
    )
    heard = forms.CharField(
        label="Who told you, and how do you know that it was them?",
        help_text="Name and post, by telephone or in which meeting or letter, and how you made sure",
        max_length=250,
        error_messages={
            "required": "Say who told you, and how you know that it was them",
            "max_length": "Shorten it to 250 characters",
        },
    )
    why = brief(
        "What do they disagree with, and why?",
        required="Write what they disagree with, and why",
        hint="As they said it. Practice managers and social workers of the area read this; it never leaves the hub.",
        rows=6,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, agencies: Iterable[Agency]) -> None:
        """`agencies` are those that were asked."""
        super().__init__(data)
        party = Disagreement.Party.REFERRER
        choices = [(party.value, party.label), *((one.slug, one.name) for one in agencies)]
        self.fields["party"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class OwnerForm(forms.Form):
    """Whose a stage is to be."""

    owner = forms.ChoiceField(
        label="Who sees to it from now on?",
        widget=Radios(),
        error_messages={"required": "Choose who sees to it", "invalid_choice": "Choose who sees to it"},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, owners: Iterable[Member]) -> None:
        super().__init__(data)
        self.fields["owner"].choices = [(str(one.pk), one.name) for one in owners]  # type: ignore[attr-defined]  # a ChoiceField


class PlanForm(forms.Form):
    """Who keeps the child safe meanwhile."""

    plan = brief(
        "Who keeps them safe meanwhile, and how?",
        required="Say who keeps them safe meanwhile, and how",
        hint="Names, what each does, and when somebody looks at it again. It stands until another replaces it.",
        rows=5,
    )


class EscalateForm(forms.Form):
    """What a stage came to, and whose the next one is."""

    result = brief(
        "What did this stage come to, and why is it not settled?",
        required="Say what this stage came to, and why it is not settled",
        hint="Practice managers and social workers of the area read this; it never leaves the hub.",
        rows=4,
    )
    between = forms.CharField(
        label="Who talks at the next stage?",
        help_text="By name and post, for example heads of service of social care and health",
        max_length=250,
        required=False,
        error_messages={"max_length": "Shorten it to 250 characters"},
    )
    owner = forms.ChoiceField(
        label="Who in the hub sees to it?",
        widget=Radios(),
        error_messages={"required": "Choose who sees to it", "invalid_choice": "Choose who sees to it"},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, owners: Iterable[Member], owner: object) -> None:
        """`owner` is the one who is proposed."""
        super().__init__(data, initial={"owner": str(owner)})
        self.fields["owner"].choices = [(str(one.pk), one.name) for one in owners]  # type: ignore[attr-defined]  # a ChoiceField


class SettleForm(forms.Form):
    """What it came to, and what whoever disagreed is told."""

    finding = forms.ChoiceField(
        label="Is it upheld?",
        choices=Disagreement.Finding.choices,
        widget=Radios(),
        error_messages={"required": "Choose whether it is upheld"},
    )
    result = brief(
        "What was weighed?",
        required="Say what was weighed",
        hint="Practice managers and social workers of the area read this; it never leaves the hub.",
        rows=4,
    )
    told = brief("What are they told?", required="Write what they are told", rows=4)
