"""What is said of a member and of a role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from mash.desks.setup.agencies.forms import WhyForm
from mash.desks.setup.areas.forms import phone_box
from mash.desks.setup.forms import SetUpForm
from mash.foundation.partnership.models import Agency, Area, Member, Role, Team
from mash.ui.fields import Choose, DateField, Radios

# The roles that can be given, as an enquiry meets them; a desk that comes later brings its own.
MEANT: dict[str, str] = {
    Role.CALL_HANDLER: "Takes calls, identifies people",
    Role.SOCIAL_WORKER: "Rates, asks agencies, proposes",
    Role.PRACTICE_MANAGER: "Decides, prepares and approves what leaves",
    Role.RESEARCHER: "Answers for their agency",
    Role.POLICE_EVALUATOR: "Evaluates the notices of police",
    Role.TEAM_MEMBER: "Reads and acknowledges handovers of a team",
    Role.EARLY_HELP: "The same, for early help",
    Role.REFERRER: "Refers, and reads what became of it",
    Role.ANALYST: "Figures only",
    Role.AUDITOR: "Reads the ledger, reviews broken glass",
    Role.ADMINISTRATOR: "Sets up; reads nothing of families",
}


class MemberForm(SetUpForm):
    """Who somebody is."""

    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Enter the member's name", "max_length": "Shorten it"}
    )
    work_email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it, and notices go there.",
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address like name@westmark.example",
        },
    )
    phone = forms.CharField(label="Telephone", max_length=30, required=False, widget=phone_box())
    registration_number = forms.CharField(
        label="Registration number with Social Work England",
        help_text="Nobody rates an enquiry without one.",
        max_length=30,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )


class InviteForm(MemberForm):
    """The same, with their agency."""

    def __init__(self, data: Any = None, *, agencies: Iterable[Agency], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["agency"] = forms.ChoiceField(
            label="Agency",
            choices=[("", "Choose"), *((agency.slug, agency.name) for agency in agencies)],
            error_messages={"required": "Choose their agency", "invalid_choice": "Choose one of these agencies"},
        )


class RoleForm(SetUpForm):
    """A role in an area."""

    role = forms.ChoiceField(
        label="Role",
        choices=[(code, Role(code).label) for code in MEANT],
        widget=Radios(hints=MEANT),
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role"},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        areas: Iterable[Area],
        teams: Iterable[Team],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        places = [(area.slug, area.name) for area in areas]
        self.fields["area"] = forms.ChoiceField(
            label="Area",
            choices=places,
            initial=places[0][0] if len(places) == 1 else None,
            widget=Radios(),
            error_messages={"required": "Choose the area", "invalid_choice": "Choose one of these areas"},
        )
        self.fields["of_team"] = forms.ChoiceField(
            label="Team",
            help_text="For members of a team and early help coordinators.",
            choices=[("", "None"), *((team.slug, f"{team.name}, {team.area.name}") for team in teams)],
            required=False,
        )
        self.fields["begins"] = DateField(
            label="From", help_text="Now, unless you say otherwise.", said="The first day", required=False
        )
        self.fields["ends"] = DateField(
            label="Until and with",
            help_text="Without end, unless you say otherwise.",
            said="The last day",
            required=False,
        )


class StandInForm(SetUpForm):
    """Who stands in for somebody, and until when."""

    def __init__(self, data: Any = None, *, colleagues: Iterable[Member], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["by"] = forms.ChoiceField(
            label="Who stands in?",
            choices=[("", "Choose"), *((one.username, f"{one.name}, {one.agency.name}") for one in colleagues)],
            widget=Choose(),
            error_messages={"required": "Choose who stands in", "invalid_choice": "Choose one of these colleagues"},
        )
        self.fields["ends"] = DateField(
            label="Until and with", said="The last day", error_messages={"required": "Enter the last day"}
        )


class EndForm(WhyForm):
    """Why a role or a membership ends, and who goes on with what was taken."""

    def __init__(self, data: Any = None, *, successors: Iterable[Member], **options: Any) -> None:
        super().__init__(data, **options)
        choices = [(one.username, one.name) for one in successors]
        if choices:
            self.fields["successor"] = forms.ChoiceField(
                label="Who goes on with the enquiries that they have taken?",
                choices=[("", "Nobody yet: they wait on the board"), *choices],
                required=False,
                widget=Choose(),
            )
