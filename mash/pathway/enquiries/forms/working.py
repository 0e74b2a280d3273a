"""The short forms of those who work on an enquiry, and of enquirers who come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from mash.foundation.access.models import Tie
from mash.foundation.files.field import FilesField
from mash.pathway.enquiries.forms.people import WIDTH_20, as_chosen, person_fields, person_told
from mash.pathway.enquiries.forms.telling import TOO_LONG, short
from mash.pathway.enquiries.models import Living, Offer
from mash.ui.fields import DateField, LongText, Radios

MOST = 4000


def words(label: str, hint: str = "", *, required: str = "Write what you want to say", rows: int = 5) -> LongText:
    """A box for a few sentences."""
    return LongText(
        label=label,
        help_text=hint,
        max_length=MOST,
        required=bool(required),
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": TOO_LONG.format(MOST)},
    )


class BackForm(forms.Form):
    """What an enquirer has to come back with."""

    reference = forms.CharField(
        label="Reference",
        help_text="Like K7QM2-XDPH8",
        widget=forms.TextInput(attrs={**WIDTH_20, "autocapitalize": "characters"}),
        error_messages={"required": "Enter your reference"},
    )
    code = forms.CharField(
        label="Code",
        help_text="You were shown it once, when you told us",
        widget=forms.TextInput(attrs={**WIDTH_20, "autocapitalize": "characters"}),
        error_messages={"required": "Enter your code"},
    )


class WithFiles(forms.Form):
    """A box for words, and files beside it: at least one of the two."""

    text: forms.Field
    attachments = FilesField()

    def clean(self) -> dict[str, Any]:
        """Words or files, whichever there are."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not said["text"].strip() and not said["attachments"]:
            self.add_error("text", "Write what you want to say, or choose a file")
        return said


class AddForm(WithFiles):
    """Something more about an enquiry."""

    text = words("What do you want to add?", "Those who work on it in the hub read it.", required="")
    field_order = ("text", "attachments")


class AnswerForm(WithFiles):
    """An answer to the hub's question."""

    text = words("Your answer", required="")
    field_order = ("text", "attachments")


class QuestionForm(forms.Form):
    """A question to the enquirer."""

    text = words(
        "What do you want to ask?",
        "The enquirer reads it when they come back with their reference and code. Say nothing about the family.",
        required="Write your question",
    )


class PersonForm(forms.Form):
    """One more person described on an enquiry."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, may_name_subjects: bool = True) -> None:
        super().__init__(data)
        self.fields.update(person_fields())
        if may_name_subjects:
            self.fields["why"] = words("Not one of these, because", required="")
        else:
            del self.fields["subject"]

    def told(self) -> dict[str, Any]:
        """As the verb takes it."""
        return as_chosen(person_told(self.cleaned_data))


class RelateForm(forms.Form):
    """How two of the people described belong together."""

    one = forms.ChoiceField(label="Who", error_messages={"required": "Choose somebody"})
    kind = short("is the", 60, "For example mother, partner, grandfather, lodger")
    other = forms.ChoiceField(label="of", error_messages={"required": "Choose somebody"})
    parental_responsibility = forms.ChoiceField(
        label="Parental responsibility?",
        choices=[("", "Not known"), ("yes", "Yes"), ("no", "No")],
        required=False,
        widget=forms.Select(),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, people: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = [("", "Choose"), *people]
        for name in ("one", "other"):
            self.fields[name].widget = forms.Select(choices=choices)
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def told(self) -> dict[str, Any]:
        """As the verb takes it."""
        said = self.cleaned_data
        responsible = {"yes": True, "no": False}.get(said["parental_responsibility"])
        return {name: said[name] for name in ("one", "other", "kind")} | {"parental_responsibility": responsible}


class LivesForm(forms.Form):
    """Whether somebody described lives with those whom the enquiry is about."""

    person = forms.ChoiceField(label="Who", error_messages={"required": "Choose somebody"})
    lives = forms.ChoiceField(
        label="Do they live with those whom the enquiry is about?",
        choices=Living.Where.choices,
        widget=Radios(),
        error_messages={"required": "Choose whether they live there"},
    )
    lives_since = DateField(label="Since when, if it is known", said="The day since when", required=False)
    lives_until = DateField(label="Until when, if they used to live there", said="The day until when", required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, people: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = [("", "Choose"), *people]
        self.fields["person"].widget = forms.Select(choices=choices)
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def told(self) -> dict[str, Any]:
        """As the verb takes it."""
        said = self.cleaned_data
        return {
            "person": said["person"],
            "lives": said["lives"],
            "since": said["lives_since"],
            "until": said["lives_until"],
        }


class LinkForm(forms.Form):
    """Another enquiry that belongs together with this one."""

    to = forms.CharField(
        label="Reference of the other enquiry",
        widget=forms.TextInput(attrs=WIDTH_20),
        error_messages={"required": "Enter the reference of the other enquiry"},
    )


class OfferForm(forms.Form):
    """To which area of the hub an enquiry is offered, and why it is theirs."""

    area = forms.ChoiceField(
        label="Which area is it offered to?", widget=Radios(), error_messages={"required": "Choose another area"}
    )
    why = forms.ChoiceField(
        label="Why is it theirs?",
        choices=Offer.Why.choices,
        widget=Radios(),
        error_messages={"required": "Choose why it is theirs"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, areas: Iterable[tuple[str, str]], area: str) -> None:
        """`area` is the one that is proposed."""
        super().__init__(data, initial={"area": area})
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]  # a ChoiceField


class SendBackForm(forms.Form):
    """Why an area sends back what another one offered."""

    why = words(
        "Why do you send it back?",
        "The hub that offered it reads this: say nothing that only your hub may know.",
        required="Say why you send it back",
        rows=3,
    )


class TieForm(forms.Form):
    """A tie of one's own to somebody described."""

    subject = forms.ChoiceField(
        label="Whom do you know?", widget=Radios(), error_messages={"required": "Choose whom you know"}
    )
    kind = forms.ChoiceField(
        label="How are you tied?",
        choices=Tie.Kind.choices,
        widget=Radios(),
        error_messages={"required": "Choose how you are tied"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, people: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["subject"].choices = list(people)  # type: ignore[attr-defined]  # a ChoiceField


class GlassForm(forms.Form):
    """Why the glass must be broken."""

    why = words(
        "Why do you have to read this?",
        "At least 20 characters. The auditors and the owners of its items are told at once; an auditor reviews it.",
        required="Say why, in 20 characters or more",
        rows=3,
    )


class IdentifyForm(forms.Form):
    """Whom somebody described was found to be: the button that was pressed says it."""

    person = forms.CharField(
        widget=forms.HiddenInput(), error_messages={"required": "Choose one of them, or a new person"}
    )
    why = words("Not one of these, because", "Kept with the enquiry.", required="", rows=2)
