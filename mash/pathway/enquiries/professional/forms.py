"""The forms of the parts of which the professional door is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from mash.foundation.access.words import MOST, Checking
from mash.foundation.partnership.authorities import authority_named
from mash.pathway.enquiries.adults import AT_RISK
from mash.pathway.enquiries.described import read_people
from mash.pathway.enquiries.forms.authorities import AuthorityField
from mash.pathway.enquiries.forms.people import (
    STAYS,
    TICKS,
    WIDTH_10,
    WIDTH_20,
    as_chosen,
    person_fields,
    person_told,
    prefix_of,
)
from mash.pathway.enquiries.forms.telling import (
    MOST_PEOPLE,
    PHONE,
    TOO_LONG,
    age_told,
    care_question,
    choice,
    short,
    story,
)
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.particulars.care import QUESTIONS
from mash.pathway.enquiries.particulars.models import Particulars
from mash.ui.fields import LongText, Ticks

NOT_SAID = "required"
"""The code of an error that says that something is still missing, not that something is wrong."""
YES_NO = [("yes", "Yes"), ("no", "No")]
YES_NO_UNKNOWN = [*YES_NO, ("unknown", "I do not know")]
NOBODY = "none"
ADULTS = ("adult", "both")
SOMEWHERE_ELSE = "somewhere-else"
"""The area of those who live in none of the hub's."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the forms are made from. `subjects` and `others` are those described so far: name here, name for people."""

    today: date
    areas: Sequence[tuple[str, str]] = ()
    concerns: Sequence[tuple[str, str]] = ()
    subjects: Sequence[tuple[str, str]] = ()
    others: Sequence[tuple[str, str]] = field(default=())


class PartForm(forms.Form):
    """One part of what is told. `particulars` are the boxes that go into the enquiry's particulars as they are."""

    particulars: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        known: Known,
        initial: Mapping[str, Any] | None = None,
        more: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.known = known
        self.prepare(data if data is not None else initial or {}, more=more)

    def prepare(self, stored: Any, *, more: bool) -> None:
        """Add what depends on what is known only now, or on what was `stored`; `more` asks for room for one more."""

    def told(self) -> dict[str, Any]:
        """What of this part the verb takes, under the names that it has there: here, its particulars."""
        return {"particulars": {name: self.cleaned_data[name] for name in self.particulars}}

    def asks(self, name: str) -> bool:
        """Whether a box is asked, as the others are answered now."""
        return name in self.fields

    def choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer choices that are known only now."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a ChoiceField

    def missing(self, name: str, message: str) -> None:
        """Say that something is still missing."""
        self.add_error(name, ValidationError(message, code=NOT_SAID))


def count_of(typed: Any) -> int:
    """How many people's boxes a form has, as its hidden field says it; no more than a form can have."""
    text = str(typed or "")
    return min(int(text[:3]), MOST_PEOPLE + 1) if text.isascii() and text.isdigit() else 0


def long(label: str, hint: str = "", rows: int = 4) -> LongText:
    """A box for a few sentences that may stay empty."""
    return LongText(
        label=label,
        help_text=hint,
        required=False,
        max_length=MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": TOO_LONG.format(MOST)},
    )


class YouForm(PartForm):
    """Who tells it, and how the hub reaches them."""

    referrer_name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs=WIDTH_20),
        error_messages={"required": "Enter your name", "max_length": TOO_LONG.format(120)},
    )
    referrer_agency = forms.CharField(
        label="Your organisation",
        max_length=120,
        widget=forms.TextInput(attrs=WIDTH_20),
        error_messages={"required": "Enter your organisation", "max_length": TOO_LONG.format(120)},
    )
    referrer_job = short("Your job", 120)
    referrer_phone = short("Phone number", 30, "Where we can reach you today", PHONE)
    referrer_email = forms.EmailField(
        label="E-mail address",
        required=False,
        widget=forms.EmailInput(attrs=WIDTH_20),
        error_messages={"invalid": "Enter an e-mail address, like name@example.org"},
    )
    withhold = forms.BooleanField(
        label="Do not say who told this",
        help_text="Only the hub's own social workers, practice managers and call handlers will know.",
        required=False,
    )

    def told(self) -> dict[str, Any]:
        """The referrer."""
        said = self.cleaned_data
        names = ("name", "agency", "job", "phone", "email")
        who = {name: said[f"referrer_{name}"] for name in names}
        return {"referrer": {**who, "withhold_identity": said["withhold"]}}


class PeopleForm(PartForm):
    """People, each with boxes of their own. `subjects` says whether the worry is about these."""

    subjects = False
    fewest = 1
    unasked: ClassVar[tuple[str, ...]] = ()

    def prepare(self, stored: Any, *, more: bool) -> None:
        """A person's boxes for each of whom something was stored."""
        self.people = max(count_of(stored.get("people")), self.fewest) + more
        for number in range(self.people):
            prefix = prefix_of(number)
            self.fields[f"{prefix}as"] = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput())
            for name, box in self.boxes().items():
                self.fields[prefix + name] = box

    def boxes(self) -> dict[str, forms.Field]:
        """The boxes of one person."""
        boxes = {name: box for name, box in person_fields().items() if name not in ("subject", *self.unasked)}
        boxes["age"] = short("Age", 40, "A guess is fine, such as 'about 6'", WIDTH_10)
        return boxes

    def described(self) -> list[dict[str, Any]]:
        """Everybody of whom something was said, as the verb takes them."""
        found = []
        for number in range(self.people):
            prefix = prefix_of(number)
            said = as_chosen(person_told(self.cleaned_data, prefix))
            years, unread = age_told(said["age"] or "")
            said |= {"age": years or unread}
            if any(value for name, value in said.items() if name not in TICKS):
                found.append({**said, "subject": self.subjects, "as": self.cleaned_data.get(f"{prefix}as") or ""})
        return found

    def clean(self) -> dict[str, Any]:
        """Check people as the verb will."""
        check = Checking()
        read_people(check, self.described(), self.known.today)
        for name, message in check.errors.items():
            if not self.has_error(name):
                self.add_error(name if name in self.fields else None, message)
        return self.cleaned_data

    def told(self) -> dict[str, Any]:
        """The people."""
        return {"people": self.described()}


class WhoForm(PeopleForm):
    """The child, children or adults whom the worry is about, and in which area they live."""

    subjects = True
    unasked = STAYS

    about = choice(
        "Who are you worried about?",
        [
            ("child", "A child or children, born or unborn"),
            ("adult", "An adult"),
            ("both", "Children and an adult"),
        ],
        required="Say whether you are worried about a child or an adult",
    )
    area = choice(
        "Where do they live?",
        required="Choose the area where they live, or where they are now",
        hint="It goes to the hub of that area, wherever you work. If they have no home, choose where they are now.",
    )
    authority = AuthorityField("Which council is it?", hint="Leave it if you do not know")

    def prepare(self, stored: Any, *, more: bool) -> None:
        """People, and the areas that there are."""
        super().prepare(stored, more=more)
        self.choose("area", [*self.known.areas, (SOMEWHERE_ELSE, "Somewhere else in England")])

    def asks(self, name: str) -> bool:
        """Which council it is, only of those who live somewhere else."""
        return super().asks(name) and (name != "authority" or self.goes_elsewhere)

    @property
    def goes_elsewhere(self) -> bool:
        """Whether they were said to live in none of the hub's areas: then it is not for this hub."""
        return self.is_bound and self.data.get("area") == SOMEWHERE_ELSE

    @property
    def council(self) -> str:
        """The council where they live, where one was named."""
        found = authority_named(str(self["authority"].data or "")) if self.goes_elsewhere else None
        return found.name if found else ""

    def clean(self) -> dict[str, Any]:
        """Somebody must be described, if only by a word; and what is for another council is not sent here."""
        said = super().clean()
        if said.get("area") == SOMEWHERE_ELSE:
            self.missing("area", "This hub cannot take it: they live somewhere else. Tell the council there")
        if not self.errors and not self.described():
            self.missing(
                "people_0_given", "Describe at least one person. If you do not know the name, say what you know"
            )
        return said

    def told(self) -> dict[str, Any]:
        """The people and their area; an adult is a concern of its own."""
        about_an_adult = self.cleaned_data["about"] in ADULTS
        return {
            **super().told(),
            "area": self.cleaned_data["area"],
            "concerns": [AT_RISK] if about_an_adult and AT_RISK in dict(self.known.concerns) else [],
        }


class HouseholdForm(PeopleForm):
    """Who else belongs to the household and the family, wherever they live."""

    unasked = ("due_date",)

    def boxes(self) -> dict[str, forms.Field]:
        """The address is not asked again of who lives with the child or adult."""
        boxes = super().boxes()
        boxes["address"].help_text = "Leave it empty if they live with the child or adult"
        return boxes


class WorryForm(PartForm):
    """What is worrying."""

    concerns = forms.MultipleChoiceField(
        label="What is the worry about?",
        help_text="Choose all that apply",
        widget=Ticks(),
        error_messages={
            "required": "Choose what the worry is about",
            "invalid_choice": "Choose concerns from the list",
        },
    )
    seen_or_reported = choice(
        "Did you see it yourself, or were you told?",
        Particulars.Seen.choices,
        required="Say whether you saw it yourself or were told",
    )
    narrative = story(
        "What is worrying you?",
        "What was seen or heard, by whom and when, and what it means for the child or adult.",
        rows=10,
    )
    childs_words = long(
        "What did the child or adult say, in their own words?",
        "Put down what you asked before it. Leave it empty if you have not heard them: do not question a child for us.",
    )

    def prepare(self, stored: Any, *, more: bool) -> None:
        """The concerns that this hub knows."""
        self.choose("concerns", [one for one in self.known.concerns if one[0] != AT_RISK])

    def told(self) -> dict[str, Any]:
        """The story."""
        said = self.cleaned_data
        return {
            "narrative": said["narrative"],
            "concerns": said["concerns"],
            "particulars": {name: said[name] for name in ("seen_or_reported", "childs_words")},
        }


class CareForm(PartForm):
    """The three questions of the Care Act 2014, section 42, each by itself."""

    particulars = tuple(QUESTIONS)

    needs_care = care_question("needs_care", required=True)
    at_risk = care_question("at_risk", required=True)
    cannot_protect = care_question("cannot_protect", required=True)


class TriedForm(PartForm):
    """What has been tried, and what is strong."""

    particulars = ("tried", "strengths")

    tried = long("What has been tried so far?", "By you or by others, and what came of it")
    strengths = long("What is strong in this family?", "Who or what keeps the child or adult safer")


class ResponsibilityForm(PartForm):
    """Who of the family has parental responsibility, and for whom."""

    def prepare(self, stored: Any, *, more: bool) -> None:
        """A question for each of the family."""
        for alias, name in self.known.others:
            self.fields[f"responsible_{alias}"] = forms.MultipleChoiceField(
                label=f"For whom has {name} parental responsibility?",
                help_text="Leave it empty if you do not know",
                choices=[*self.known.subjects, (NOBODY, "For none of them")],
                required=False,
                widget=Ticks(nobody=NOBODY),
                error_messages={"invalid_choice": "Choose from those whom you described"},
            )

    def clean(self) -> dict[str, Any]:
        """Some, or none of them."""
        for name, chosen in list(self.cleaned_data.items()):
            if NOBODY in chosen and len(chosen) > 1:
                self.add_error(name, "Choose those for whom they have it, or 'none of them'")
        return self.cleaned_data

    def told(self) -> dict[str, Any]:
        """By the name that each person has here: for whom they are responsible, or that it is for nobody.

        A child who was not ticked beside others is a child of whom nothing was said.
        """
        children = [child for child, _ in self.known.subjects]
        said = {alias: self.cleaned_data.get(f"responsible_{alias}") or [] for alias, _ in self.known.others}
        return {
            "responsible": {
                alias: dict.fromkeys(children, False) if chosen == [NOBODY] else dict.fromkeys(chosen, True)
                for alias, chosen in said.items()
            }
        }


class ConsentForm(PartForm):
    """Whether the family agreed; and, apart from it, whether they know."""

    consent = choice(
        "Has the family agreed that you share this?",
        [
            (Enquiry.Consent.GIVEN, "They agreed"),
            (Enquiry.Consent.REFUSED, "They refused"),
            (Enquiry.Consent.NOT_SOUGHT, "They were not asked"),
        ],
        required="Say whether the family agreed, refused, or was not asked",
    )
    consent_why = long("Why, if they refused or were not asked?", rows=3)
    family_told = choice(
        "Does the family know that you are telling us?", YES_NO, required="Say whether the family knows"
    )
    family_not_told = choice("Why do they not know?", Particulars.NotTold.choices, hint="Only if they do not know")
    family_told_why = long(
        "Anything else about what the family knows or thinks", "What the parents say, for one", rows=3
    )

    def clean(self) -> dict[str, Any]:
        """What was not asked, and what was not told, needs a reason."""
        said = self.cleaned_data
        if said.get("consent") == Enquiry.Consent.NOT_SOUGHT and not str(said.get("consent_why", "")).strip():
            self.missing("consent_why", "Say why the family was not asked")
        if said.get("family_told") == "no" and not said.get("family_not_told"):
            self.missing("family_not_told", "Choose why the family does not know")
        return said

    def told(self) -> dict[str, Any]:
        """Consent, and the family's knowledge."""
        said = self.cleaned_data
        names = ("family_told", "family_not_told", "family_told_why")
        return {
            "consent": {"state": said["consent"], "why": said["consent_why"]},
            "particulars": {name: said[name] for name in names},
        }


class BasisForm(PartForm):
    """On what law it is shared."""

    particulars = ("lawful_basis", "without_consent", "lawful_basis_why")

    lawful_basis = choice(
        "On what lawful basis do you share this?",
        Particulars.Basis.choices,
        required="Choose a lawful basis, or say that you do not know",
    )
    without_consent = choice(
        "If you share it without consent, why can you?",
        Particulars.WithoutConsent.choices,
        hint="Leave it if they agreed",
    )
    lawful_basis_why = long("Your reasons", "Who decided to share it, and what they weighed", rows=3)


class DangerForm(PartForm):
    """What cannot wait."""

    immediate_danger = choice(
        "Is somebody in danger right now?",
        YES_NO_UNKNOWN,
        hint="If so, call 999 first.",
        required="Say whether somebody is in danger right now",
    )
    child_protection = choice(
        "Is a child suffering, or likely to suffer, significant harm?",
        YES_NO_UNKNOWN,
        hint="If you answer yes, practice managers and police see it at once.",
        required="Say whether a child is suffering, or likely to suffer, significant harm",
    )

    def told(self) -> dict[str, Any]:
        """Both answers; what is not known is no yes."""
        return {name: self.cleaned_data[name] == "yes" for name in ("immediate_danger", "child_protection")}
