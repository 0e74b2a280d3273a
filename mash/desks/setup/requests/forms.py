"""What an agency's requests ask and carry, as administrators say it."""

from __future__ import annotations

from django import forms

from mash.desks.setup.forms import SetUpForm
from mash.foundation.partnership.models import Agency
from mash.ui.fields import LongText, Ticks


class TemplateForm(SetUpForm):
    """A request's template."""

    question = LongText(
        label="What is it asked?",
        help_text="Stands in every request that a rating sends. Say what it should look for, in its own words.",
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Write what this agency is asked", "max_length": "Shorten it to 4,000 characters"},
    )
    sections = forms.MultipleChoiceField(
        label="What does it need of each person to find them?",
        help_text="Names, the story, the household and how people belong together always go. As little as is enough.",
        required=False,
        choices=Agency.Section.choices,
        widget=Ticks(),
        error_messages={"invalid_choice": "Choose from the list what its requests carry"},
    )
