"""Forms of the gallery: every kind of field, as apps write them."""

from django import forms

from mash.ui.fields import DateField, LongText, Radios, Ticks


class AnswerForm(forms.Form):
    """An answer to a request."""

    text = LongText(
        label="What do you know?",
        help_text="In your own words. The social worker reads it as you write it.",
        max_length=4000,
        error_messages={"required": "Say what you know"},
    )
    seen = DateField(label="When was it?", said="The date it happened", help_text="For example, 27 3 2026")
    handling = forms.ChoiceField(
        label="What may be done with it?",
        choices=[("open", "Open"), ("restricted", "Restricted"), ("sealed", "Sealed")],
        widget=Radios(
            hints={
                "open": "All who are asked about this enquiry may read it",
                "restricted": "You are asked before any of it leaves the hub",
                "sealed": "It may only inform the decision",
            }
        ),
        error_messages={"required": "Choose open, restricted or sealed"},
    )
    conditions = forms.CharField(label="Conditions", required=False)
    protects = forms.MultipleChoiceField(
        label="Does it give away any of these?",
        required=False,
        choices=[("address", "An address"), ("referrer", "Who told us"), ("none", "No, none of these")],
        widget=Ticks(hints={"address": "Even in part"}, nobody="none"),
    )
    source = forms.ChoiceField(
        label="Source",
        choices=[("", "Choose one"), ("records", "Records"), ("call", "A call")],
        error_messages={"required": "Choose where you know it from"},
    )
    read = forms.BooleanField(label="I have read this back to the person who told me", required=False)
    request = forms.CharField(widget=forms.HiddenInput, required=False)


class TellForm(forms.Form):
    """One question to the public."""

    narrative = LongText(
        label="What is happening?",
        help_text="Use your own words. What did you see or hear, and when? It does not have to be in order.",
        required=False,
        widget=forms.Textarea(attrs={"rows": "8"}),
    )
