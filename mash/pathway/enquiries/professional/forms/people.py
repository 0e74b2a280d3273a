"""The parts about people: whom it is about, the household, and who is responsible for them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from mash.foundation.access.words import Checking
from mash.foundation.partnership.authorities import authority_named
from mash.pathway.enquiries.adults import AT_RISK
from mash.pathway.enquiries.described import read_people
from mash.pathway.enquiries.forms.authorities import AuthorityField
from mash.pathway.enquiries.forms.people import (
    OF_THE_HUB,
    STAYS,
    TICKS,
    WIDTH_10,
    as_chosen,
    person_fields,
    person_told,
    prefix_of,
)
from mash.pathway.enquiries.forms.telling import age_told, choice, short
from mash.pathway.enquiries.professional.forms.part import ADULTS, NOBODY, SOMEWHERE_ELSE, PartForm, count_of
from mash.ui.fields import Ticks


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
        boxes = {
            name: box for name, box in person_fields().items() if name not in ("subject", *OF_THE_HUB, *self.unasked)
        }
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
