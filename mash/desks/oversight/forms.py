"""What auditors ask and write."""

from __future__ import annotations

from typing import Any

from django import forms

from mash.desks.oversight.asked import MOST_TYPED
from mash.foundation.partnership.models import Member
from mash.pathway.people.matching.names import fold
from mash.ui.fields import DateField, LongText

FEWEST_WORDS = 2


class AboutForm(forms.Form):
    """Who looked at this person, or at this enquiry."""

    about = forms.CharField(
        label="An enquiry's reference, or a person's id",
        help_text="The id stands in the address of a person's page.",
        max_length=MOST_TYPED,
        error_messages={
            "required": "Enter an enquiry's reference, or a person's id",
            "max_length": "Enter an enquiry's reference, or a person's id",
        },
    )


class NameForm(forms.Form):
    """Whom the register has under a name, for those who are asked about by it."""

    name = forms.CharField(
        label="Given and family name",
        help_text="That you looked is recorded; the name is not kept.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-no-keep": ""}),
        error_messages={"required": "Enter a name"},
    )
    born = DateField(label="Date of birth, where you know it", said="Date of birth", required=False)

    def clean_name(self) -> str:
        """A name that can be looked for."""
        name = str(self.cleaned_data["name"])
        if len(fold(name).split()) < FEWEST_WORDS:
            raise forms.ValidationError("Enter a given and a family name")
        return name

    @property
    def words(self) -> list[str]:
        """Its words, as the register's keys have them."""
        return fold(self.cleaned_data["name"]).split()


class CheckForm(forms.Form):
    """Have the whole ledger checked."""

    known = LongText(
        label="A checkpoint that you have kept",
        help_text="All of it, from the ledger's name to the signature. Without one, edits are found all the same.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        error_messages={"max_length": "A checkpoint is a few lines long"},
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
