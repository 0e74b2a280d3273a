"""The parts, how far each has come, and what they say together. Pure: what was typed in, what the verb takes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.http import QueryDict

from mash.pathway.enquiries.forms.telling import as_typed
from mash.pathway.enquiries.models import Origin
from mash.pathway.enquiries.professional.forms.grounds import BasisForm, ConsentForm, DangerForm
from mash.pathway.enquiries.professional.forms.part import ADULTS, NOT_SAID, Known, PartForm, count_of
from mash.pathway.enquiries.professional.forms.people import HouseholdForm, ResponsibilityForm, WhoForm
from mash.pathway.enquiries.professional.forms.telling import CareForm, TriedForm, WorryForm, YouForm

Typed = Mapping[str, Sequence[str]]
Saved = Mapping[str, Typed]


class Status(StrEnum):
    """How far a part has come."""

    COMPLETED = "Completed"
    NOT_STARTED = "Not started"
    INCOMPLETE = "Incomplete"
    OPTIONAL = "Optional"
    WRONG = "There is a problem"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the task list. `guide` names what of the area's threshold guide stands beside it."""

    slug: str
    title: str
    form: type[PartForm] = PartForm
    hint: str = ""
    guide: tuple[str, ...] = ()


PARTS = (
    Part("you", "Your details", YouForm),
    Part("who", "The child or adult", WhoForm, "Whom you are worried about, and where they live"),
    Part("household", "Family and household", HouseholdForm, "Save it empty if you know of nobody else"),
    Part("worry", "What is worrying you", WorryForm, guide=("worry",)),
    Part("care", "Care and support", CareForm, "Three questions about the adult", guide=("care",)),
    Part("tried", "What has been tried, and what is strong", TriedForm),
    Part("responsibility", "Parental responsibility", ResponsibilityForm),
    Part("consent", "Consent, and what the family knows", ConsentForm, guide=("consent",)),
    Part("basis", "Lawful basis", BasisForm, guide=("lawful_basis",)),
    Part("danger", "Immediate danger, child protection", DangerForm, guide=("child_protection",)),
)
# Has a page of its own, for nothing is typed there. It may stay empty, and no enquiry waits for it.
FILES = Part("files", "Photos and documents", hint="Recordings too. You can also send them later")
BY_SLUG = {part.slug: part for part in PARTS}


class Telling:
    """All that was typed so far, read part by part. `saved` is a draft's content: by part, by name, every value."""

    def __init__(self, saved: Saved, known: Known, *, of_account: Typed | None = None) -> None:
        self.saved: Saved = {**({"you": of_account} if of_account else {}), **saved}
        subjects, others = (list(_named(self.saved.get(slug, {}))) for slug in ("who", "household"))
        self.known = replace(known, subjects=subjects, others=others)
        self._forms: dict[str, PartForm] = {}

    @property
    def parts(self) -> list[Part]:
        """The parts that are asked: the adult's only where an adult is one of those whom the worry is about."""
        about = self.saved.get("who", {}).get("about", [""])
        return [part for part in PARTS if part.slug != "care" or (about[:1] and about[0] in ADULTS)]

    def form(self, part: Part, typed: QueryDict | None = None) -> PartForm:
        """A part's form with what was typed, or with what is saved; empty when nothing is."""
        if typed is not None:
            return part.form(typed, known=self.known)
        if part.slug not in self._forms:
            saved = self.saved.get(part.slug)
            self._forms[part.slug] = part.form(None if saved is None else as_query(saved), known=self.known)
        return self._forms[part.slug]

    def form_with_room(self, part: Part) -> PartForm:
        """A form of people as it was saved, right or wrong, with boxes for one more."""
        saved = as_query(self.saved.get(part.slug, {}))
        typed = as_typed(part.form(saved, known=self.known))
        return part.form(known=self.known, initial={**typed, "people": saved.get("people", "")}, more=bool(typed))

    def status(self, part: Part) -> Status:
        """How far a part has come."""
        form = self.form(part)
        return _status(form) if form.is_bound else Status.NOT_STARTED

    @property
    def unfinished(self) -> list[Part]:
        """The parts that still want something."""
        return [part for part in self.parts if self.status(part) is not Status.COMPLETED]

    def told(self) -> dict[str, Any]:
        """As the verb takes it, once nothing is unfinished."""
        told: dict[str, Any] = {"channel": Origin.Channel.PROFESSIONAL, "people": [], "concerns": [], "particulars": {}}
        for part in self.parts:
            for name, value in self.form(part).told().items():
                match told.get(name):
                    case list() as so_far:
                        told[name] = [*so_far, *value]
                    case dict() as so_far:
                        told[name] = {**so_far, **value}
                    case _:
                        told[name] = value
        responsible = told.pop("responsible", {})
        told["people"] = [{**one, "responsible": responsible.get(one["as"], {})} for one in told["people"]]
        return told


def may_wait(form: PartForm) -> bool:
    """Whether nothing is wrong with what was typed, though something may be missing."""
    return _status(form) is not Status.WRONG


def _status(form: PartForm) -> Status:
    if form.is_valid():
        return Status.COMPLETED
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return Status.INCOMPLETE if codes == {NOT_SAID} else Status.WRONG


def as_query(typed: Typed) -> QueryDict:
    """What was typed, as a form takes it."""
    query = QueryDict(mutable=True)
    for name, values in typed.items():
        query.setlist(name, list(values))
    return query


def _named(typed: Typed) -> Iterator[tuple[str, str]]:
    """Those described in a part: the name that they have here, and what to call them."""
    for number in range(count_of(typed.get("people", [""])[0])):
        said = {
            name: typed.get(f"people_{number}_{name}", [""])[0].strip() for name in ("as", "given", "family", "role")
        }
        if said["as"]:
            name = " ".join(part for part in (said["given"], said["family"]) if part)
            yield said["as"], name or said["role"] or f"person {number + 1}"
