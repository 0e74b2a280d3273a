"""What people type when they ask, answer and excuse."""

from __future__ import annotations

from typing import Any

from django import forms

from mash.foundation.access.sightings import sighted
from mash.pathway.gathering.models import Answer, Reply
from mash.pathway.gathering.own import AskedPerson
from mash.pathway.intelligence.forms import HANDLING, HANDLING_HINTS
from mash.pathway.intelligence.models import Protects
from mash.ui.fields import DateField, LongText, Radios, Ticks

SHORTEN = {"max_length": "Shorten it to 4,000 characters"}
OUR_VIEW = "How urgent does your agency find this?"
REPLIES = (
    (Reply.Kind.NO_TRACE, "Not known to us"),
    (Reply.Kind.NOTHING_RELEVANT, "Known, nothing relevant"),
    (Reply.Kind.INFORMATION, "We know something"),
    (Reply.Kind.HOLDING, "We cannot answer yet"),
    (Reply.Kind.REFUSED, "We will not answer"),
)


class ViewForm(forms.Form):
    """The agency's own rating: always asked."""

    rating = forms.ChoiceField(
        label=OUR_VIEW,
        required=False,
        help_text="Your own view. The social worker is told at once when it is more urgent than theirs.",
        choices=Answer.Rating.choices,
        widget=Radios(inline=True),
    )


class PersonForm(forms.Form):
    """What is known of one person."""

    reply = forms.ChoiceField(label="What do you know?", required=False, choices=REPLIES, widget=Radios())
    why_not_yet = forms.CharField(
        label="Why not yet, and by when?", required=False, max_length=4000, error_messages=SHORTEN
    )
    why_not = forms.CharField(label="Why not?", required=False, max_length=4000, error_messages=SHORTEN)

    def told(self) -> dict[str, Any]:
        """The reply, with the reason that belongs to it."""
        reply = self.cleaned_data["reply"]
        why = {Reply.Kind.HOLDING: "why_not_yet", Reply.Kind.REFUSED: "why_not"}.get(reply, "")
        return {"reply": reply, "why": self.cleaned_data.get(why, "")}


class ItemForm(forms.Form):
    """One thing that is known. Its handling is chosen each time; there is no default."""

    text = LongText(
        label="What is known?",
        help_text="Facts first, in your own words. It is kept as you write it.",
        required=False,
        max_length=4000,
        error_messages=SHORTEN,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    happened = DateField(label="When did it happen?", said="The date", required=False)
    handling = forms.ChoiceField(
        label="What may be done with it?", required=False, choices=HANDLING, widget=Radios(hints=HANDLING_HINTS)
    )
    conditions = forms.CharField(
        label="Conditions",
        help_text="For example, not to be shared with any adult at home",
        required=False,
        max_length=4000,
        error_messages=SHORTEN,
    )
    source = forms.CharField(label="Where is it from?", required=False, max_length=160)
    kind = forms.CharField(label="What kind of thing is it?", required=False, max_length=60)
    about = forms.MultipleChoiceField(label="Who is it about?", required=False, widget=Ticks())
    protects = forms.MultipleChoiceField(
        label="Does it give away any of these?", required=False, choices=Protects.choices, widget=Ticks()
    )

    def __init__(self, *args: Any, people: list[AskedPerson], under: AskedPerson, **options: Any) -> None:
        super().__init__(*args, **options)
        about = self.fields["about"]
        if isinstance(about, forms.MultipleChoiceField):
            about.choices = [(str(person.pk), sighted(person)) for person in people]
            about.initial = [str(under.pk)]

    @property
    def is_blank(self) -> bool:
        """Whether nothing that makes an item has been typed."""
        typed = self.cleaned_data
        return not any(typed.get(name) for name in ("text", "handling", "happened", "conditions", "source", "kind"))


class TelephoneForm(forms.Form):
    """A call between practitioners, as an item in under a minute."""

    who = forms.CharField(
        label="Who spoke with whom?",
        help_text="For example, PC Lowe with the duty health visitor",
        max_length=160,
        error_messages={"required": "Say who spoke", "max_length": "Shorten it to 160 characters"},
    )
    text = LongText(
        label="What was said?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": "Say what is known", "max_length": "Shorten it to 4,000 characters"},
    )
    about = forms.MultipleChoiceField(
        label="Who is it about?", widget=Ticks(), error_messages={"required": "Choose who it is about"}
    )
    handling = forms.ChoiceField(
        label="What may be done with it?",
        choices=HANDLING,
        widget=Radios(hints=HANDLING_HINTS),
        error_messages={"required": "Choose open, restricted or sealed"},
    )
    conditions = forms.CharField(label="Conditions", required=False, max_length=4000, error_messages=SHORTEN)
    rating = forms.ChoiceField(
        label=OUR_VIEW,
        choices=Answer.Rating.choices,
        widget=Radios(inline=True),
        error_messages={"required": "Choose red, amber, green or no view"},
    )

    def __init__(self, *args: Any, people: list[AskedPerson], **options: Any) -> None:
        super().__init__(*args, **options)
        about = self.fields["about"]
        if isinstance(about, forms.MultipleChoiceField):
            about.choices = [(str(person.pk), sighted(person)) for person in people]


class ExcuseForm(forms.Form):
    """Why an agency need not answer."""

    why = LongText(
        label="Why need it not answer?",
        help_text="It stands on the record of the decision.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={
            "required": "Say why this agency need not answer",
            "max_length": "Shorten it to 4,000 characters",
        },
    )


class AskForm(forms.Form):
    """One more agency, in words of one's own."""

    agency = forms.ChoiceField(label="Which agency?", widget=Radios(), error_messages={"required": "Choose an agency"})
    what = LongText(
        label="What do you want to know?",
        help_text="The story and the household go along, as this agency's template has them.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": "Say what you want to know", "max_length": "Shorten it to 4,000 characters"},
    )
    due_day = DateField(
        label="By when?",
        said="The day",
        required=False,
        help_text="Leave it empty for the time of the service standard.",
    )
    due_time = forms.TimeField(
        label="At what time?",
        required=False,
        help_text="For example, 15:30",
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I%p"],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"invalid": "Give the time like 15:30"},
    )
