"""The release product: exactly what a team will read, put together from parts and drawn once by one template.

Nothing in it depends on when or by whom it is drawn, so that what was previewed, hashed and approved is what arrives.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypedDict

from django.template.loader import render_to_string
from markupsafe import Markup

from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Area, Member, Team
from mash.foundation.spotting import Span
from mash.pathway.decisions.models import Outcome
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, ProtectedAddress
from mash.pathway.handover import gate
from mash.pathway.handover.choosing import Offer
from mash.pathway.intelligence.models import Handling
from mash.ui.words import initial_capital, listed

NOT_DECIDED = "Nothing is decided yet. This comes early because the hub sees a risk to a child; gathering goes on."
NOT_FOR_THIS_TEAM = "Nothing was decided for this team. This is for its information."
OTHERS = "Others of this enquiry were decided on separately."
PROTECTED = "Protected: use it for the visit only, and do not write it anywhere else."
MOST_TITLE = 400


class PartAsJson(TypedDict):
    """One row of the product. `name` is what the gate calls it; `item`, `made_from` and `address_of` hold ids."""

    name: str
    key: str
    text: str
    item: str
    made_from: list[str]
    address_of: str


class ProductAsJson(TypedDict):
    """A product as it is kept. `people` are ids of everybody whom it shows, `subjects` those whom its title names;
    `names` those of the household by the ids of their descriptions.
    """

    title: str
    team: str
    hub: str
    reference: str
    rows: list[PartAsJson]
    people: list[str]
    subjects: list[str]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into a product."""

    enquiry: Enquiry
    area: Area
    team: Team
    people: Sequence[DescribedPerson]
    outcomes: Sequence[Outcome]
    items: Sequence[Offer]
    addresses: Sequence[ProtectedAddress]
    contact: Member
    note: str = ""
    with_narrative: bool = True
    decided: bool = True

    @property
    def mine(self) -> list[Outcome]:
        """The outcomes that are this team's."""
        return [outcome for outcome in self.outcomes if outcome.team_id == self.team.pk]

    @property
    def subjects(self) -> list[DescribedPerson]:
        """Whom the product is about: those decided for this team, else every subject."""
        ours = {outcome.subject_id for outcome in self.mine}
        subjects = [person for person in self.people if person.is_subject]
        return [person for person in subjects if person.pk in ours] or subjects


def build(contents: Contents) -> ProductAsJson:
    """The product of these contents: the same contents give the same product, at any time."""
    came = london_date(contents.enquiry.received_at)
    shown = {str(key) for person in contents.people for key in (person.pk, person.person_id) if key}
    subjects = contents.subjects
    return {
        "title": _with_ages(subjects, came, short=True),
        "team": contents.team.name,
        "hub": f"{contents.area.name} MASH",
        "reference": contents.enquiry.reference,
        "rows": [
            *_decided(contents),
            *([_row("narrative", "The worry", contents.enquiry.narrative)] if contents.with_narrative else []),
            _row("household", "Household", "\n".join(_described(person, came) for person in contents.people)),
            *map(_item, contents.items),
            *map(_address, contents.addresses),
            *([_row("note", "Note", contents.note)] if contents.note else []),
            _row("ask", "Ask", _ask(contents)),
        ],
        "people": sorted(shown),
        "subjects": sorted({str(key) for person in subjects for key in (person.pk, person.person_id) if key}),
        "names": {str(person.pk): str(person) for person in contents.people},
    }


def title_of(contents: Contents) -> str:
    """Whom a product is about, with full names: for the team's list of what waits."""
    return _with_ages(contents.subjects, london_date(contents.enquiry.received_at), short=False)[:MOST_TITLE]


class Marked(Protocol):
    """Something that was found: in which part, and where in it."""

    @property
    def part(self) -> str:
        """The part's name."""
        ...

    @property
    def span(self) -> Span:
        """Where the words stand in it."""
        ...


def draw(product: ProductAsJson, findings: Iterable[Marked] = ()) -> str:
    """The product as HTML. With `findings`, the words that they concern are marked: for those who prepare it."""
    spans: dict[str, list[Marked]] = {}
    for one in findings:
        spans.setdefault(one.part, []).append(one)
    rows = [{**row, "pieces": pieces(row["text"], spans.get(row["name"], []))} for row in product["rows"]]
    return str(render_to_string("handover/product.jinja", {"product": product, "rows": rows})).strip()


def as_drawn(html: str) -> Markup:
    """What `draw` made, for a page: the one place where markup that was kept goes out as it is.

    It was drawn by our own escaping template, and what a team reads was approved in exactly these bytes.
    """
    return Markup(html)  # nosec B704


def digest_of(html: str) -> str:
    """SHA-256 of a drawn product, in hexadecimal."""
    return hashlib.sha256(html.encode()).hexdigest()


def for_gate(product: ProductAsJson) -> gate.Product:
    """The same product as the egress gate reads it."""
    return gate.Product(
        tuple(
            gate.Part(
                name=row["name"],
                text=row["text"],
                item_id=row["item"],
                made_from=tuple(row["made_from"]),
                address_of=row["address_of"],
            )
            for row in product["rows"]
        )
    )


def pieces(text: str, findings: Sequence[Marked]) -> list[tuple[str, bool]]:
    """A text cut into what is found and what is not, in its order: (words, whether they are found)."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for one in sorted(findings, key=lambda finding: finding.span):
        start = max(one.span.start, at)
        if one.span.end <= start:
            continue
        if start > at:
            cut.append((text[at:start], False))
        cut.append((text[start : one.span.end], True))
        at = one.span.end
    return [*cut, (text[at:], False)] if at < len(text) else cut


def _row(
    name: str, key: str, text: str, *, item: str = "", made_from: Sequence[str] = (), address_of: str = ""
) -> PartAsJson:
    return {
        "name": name,
        "key": key,
        "text": text,
        "item": item,
        "made_from": list(made_from),
        "address_of": address_of,
    }


def _decided(contents: Contents) -> list[PartAsJson]:
    if not contents.decided:
        return [_row("decided", "Decided", NOT_DECIDED)]
    rows = [
        _row(f"decided:{outcome.subject_id}", "Decided", _outcome(contents, outcome)) for outcome in contents.mine
    ] or [_row("decided", "Decided", NOT_FOR_THIS_TEAM)]
    if contents.mine and len(contents.mine) < len(contents.outcomes):
        rows.append(_row("decided:others", "Decided", OTHERS))
    return rows


def _outcome(contents: Contents, outcome: Outcome) -> str:
    person = next(person for person in contents.people if person.pk == outcome.subject_id)
    label = outcome.get_outcome_display()
    said = f"{person}: {label[0].lower()}{label[1:]}."
    return " ".join(part for part in (said, _sentence(outcome.service), _sentence(outcome.why)) if part)


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _item(offer: Offer) -> PartAsJson:
    item = offer.item
    before = "From an earlier enquiry. " if offer.earlier else ""
    day = f"{_day(item.happened)}: " if item.happened else ""
    terms = "" if offer.is_gist or item.held_as == Handling.OPEN else item.conditions
    text = f"{before}{day}{item.text}" + (f"\nConditions: {terms}" if terms else "")
    return _row(f"item:{item.pk}", str(item.agency), text, item=str(item.pk), made_from=offer.made_from)


def _address(protected: ProtectedAddress) -> PartAsJson:
    person = protected.described
    return _row(f"address:{person.pk}", "Address", f"{person}: {protected}. {PROTECTED}", address_of=str(person.pk))


def _ask(contents: Contents) -> str:
    phone = contents.contact.phone or contents.area.phone
    return f"{contents.contact.name}, {phone}. More may be known; ask."


def _with_ages(people: Sequence[DescribedPerson], came: date, *, short: bool) -> str:
    named = []
    for person in people:
        name = person.given if short and person.given else str(person)
        named.append(", ".join(part for part in (name, _age(person, came)) if part))
    return initial_capital(f"{', '.join(named[:-1])}, and {named[-1]}" if len(named) > 1 else listed(named))


def _described(person: DescribedPerson, came: date) -> str:
    facts = [
        person.whole_name or str(person),
        f"known as {listed([f'“{name}”' for name in person.also_known_as if name != str(person)])}"
        if set(person.also_known_as) - {str(person)}
        else "",
        person.role if person.role != str(person) else "",
        _age(person, came),
        f"born {_day(person.born)}" if person.born else "",
        f"due {_day(person.due_date)}" if person.due_date else "",
        f"NHS number {person.nhs_number}" if person.nhs_number and person.nhs_number_is_right else "",
        f"lives at {', '.join(part for part in (person.address, person.postcode) if part)}" if person.address else "",
        "address protected" if person.address_protected else "",
        "" if person.person_id else "not identified",
    ]
    return ", ".join(fact for fact in facts if fact)


def _age(person: DescribedPerson, came: date) -> str:
    """The age when the enquiry came, so that it does not change between two readings."""
    if person.due_date is not None and person.born is None:
        return "unborn"
    age = person.age_on(came)
    return "" if age is None else str(age) if age else "under 1"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
