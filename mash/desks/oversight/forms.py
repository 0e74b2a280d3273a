"""What auditors ask and write."""

from __future__ import annotations

from typing import Any

from django import forms

from mash.foundation.partnership.models import Member
from mash.ui.fields import LongText


class AboutForm(forms.Form):
    """Who looked at this person, or at this enquiry."""

    about = forms.CharField(
        label="An enquiry's reference, or a person's id",
        help_text="The id stands in the address of a person's page.",
        max_length=60,
        error_messages={"required": "Enter an enquiry's reference, or a person's id"},
    )


class MemberForm(forms.Form):
    """What did this member look at."""

    member = forms.ChoiceField(label="Member", error_messages={"required": "Choose a member"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = Member.objects.select_related("agency").order_by("name")
        choices = [(one.username, f"{one.name}, {one.agency.name}") for one in everybody]
        self.fields["member"] = forms.ChoiceField(
            label="Member",
            choices=[("", "Choose"), *choices],
            error_messages={"required": "Choose a member", "invalid_choice": "Choose a member"},
        )


class ReviewForm(forms.Form):
    """What an auditor found of broken glass."""

    finding = LongText(
        label="What did you find?",
        help_text="Whether the reason holds, and what follows. Whoever broke the glass does not read this.",
        max_length=4000,
        error_messages={"required": "Say what you found", "max_length": "Shorten it to 4,000 characters"},
    )


class LiftForm(forms.Form):
    """Why a tie is lifted."""

    why = LongText(
        label="Why is this tie lifted?",
        help_text="For example: declared in error. From then on the member sees these enquiries again.",
        max_length=4000,
        error_messages={"required": "Say why the tie is lifted", "max_length": "Shorten it to 4,000 characters"},
    )
