"""What a request tells an agency: the minimum by its own template, with protected marks masked by machine (rule 45)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import POLICY_VERSION
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Agency, Concern
from mash.pathway.enquiries.masking import Marks, Referrer
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Origin, ProtectedAddress, Relation

PURPOSE = "To decide what the people named need to be safe"
PROTECTED = "Protected"
ADDRESS, SCHOOL, GP = "Address", "School", "GP"
Section = Agency.Section


class Telling:
    """All that requests about one enquiry are made from, however many agencies are asked."""

    def __init__(
        self,
        me: Acting,
        enquiry: Enquiry,
        *,
        people: Sequence[DescribedPerson],
        homes: Sequence[ProtectedAddress] = (),
        relations: Sequence[Relation],
        concerns: Sequence[str],
        marks: Marks,
    ) -> None:
        self.me = me
        self.enquiry = enquiry
        self.people = people
        self.homes = {home.described_id: home for home in homes}
        self.relations = relations
        self.concerns = concerns
        self.marks = marks

    @classmethod
    def about(cls, me: Acting, enquiry: Enquiry) -> Telling:
        """What there is to tell of an enquiry: five queries."""
        people = list(enquiry.people.all())
        homes = list(ProtectedAddress.objects.filter(enquiry=enquiry))
        withheld = Origin.objects.filter(enquiry=enquiry, withheld=True)
        return cls(
            me,
            enquiry,
            people=people,
            homes=homes,
            relations=list(Relation.objects.filter(enquiry=enquiry)),
            concerns=list(Concern.objects.filter(slug__in=enquiry.concerns).values_list("label", flat=True)),
            marks=Marks(
                homes=homes,
                referrers=[Referrer(one.name, one.agency, one.job, one.phone, one.email) for one in withheld],
                described=[
                    name
                    for person in people
                    for name in (str(person), person.whole_name, *person.also_known_as)
                    if name
                ],
                common=[enquiry.area.name],
                schools=[school for school in (*(p.school for p in people), *(h.school for h in homes)) if school],
            ),
        )

    def masked(self, text: str) -> str:
        """A text without what gives away a protected address or a withheld referrer, in whatever spelling."""
        return self.marks.masked(text)

    def to(self, agency: Agency) -> dict[str, Any]:
        """What this agency is told, as plain values that are kept as they were when it was asked.

        Keys: reference, area, received, narrative, concerns, people, asked_by, purpose, policy. Each of `people` has
        id, name, also_known_as, subject, role, age, due_date, protected, facts [[label, value]], relations [text].
        """
        enquiry, known = self.enquiry, self.me.known
        return {
            "reference": enquiry.reference,
            "area": enquiry.area.name,
            "received": enquiry.received_at.isoformat(),
            "narrative": self.masked(enquiry.narrative),
            "concerns": self.concerns,
            "people": [self._person(person, agency.sections) for person in self.people],
            "asked_by": {"name": known.name, "agency": known.agency.name},
            "purpose": PURPOSE,
            "policy": POLICY_VERSION,
        }

    def person(self, person: DescribedPerson, agency: Agency) -> dict[str, Any]:
        """What this agency is told of one person, described since it was asked."""
        return self._person(person, agency.sections)

    def _person(self, person: DescribedPerson, sections: Sequence[str]) -> dict[str, Any]:
        return {
            "id": str(person.pk),
            "name": str(person),
            "also_known_as": person.also_known_as,
            "subject": person.is_subject,
            "role": self.masked(person.role),
            "age": person.age_on(london_date(self.enquiry.received_at)),
            "due_date": person.due_date.isoformat() if person.due_date else "",
            "protected": person.address_protected,
            "facts": [[label, value] for label, value in self._facts(person, sections) if value],
            "relations": [
                f"{relation.kind} of {name}"
                for relation in self.relations
                if relation.one_id == person.pk and (name := self._name(relation.other_id))
            ],
        }

    def _facts(self, person: DescribedPerson, sections: Sequence[str]) -> Iterable[tuple[str, str]]:
        if person.whole_name:
            yield "Full name", person.whole_name
        for section, label, value in (
            (Section.BIRTH, "Date of birth", _day(person.born)),
            (Section.ADDRESS, ADDRESS, self._address(person)),
            (Section.NHS_NUMBER, "NHS number", person.nhs_number if person.nhs_number_is_right else ""),
            (Section.UPN, "Unique pupil number", person.upn if person.upn_is_right else ""),
            (Section.SCHOOL, SCHOOL, self._place(person, "school")),
            (Section.GP, GP, self._place(person, "gp")),
            (Section.PHONE, "Phone", person.phone),
        ):
            if section in sections:
                yield label, value

    def _address(self, person: DescribedPerson) -> str:
        if person.address_protected:
            return PROTECTED
        written = ", ".join(part for part in (person.address, person.postcode) if part)
        # Somebody else's open address is the protected one as soon as they live together.
        return PROTECTED if self.marks.places().masked(written) != written else written

    def _place(self, person: DescribedPerson, name: str) -> str:
        """School or GP practice. Of a protected one no more is told than that there is one, as far as may be known."""
        if not person.address_protected:
            return self.marks.places().masked(getattr(person, name))
        hidden = self.homes.get(person.pk)
        return PROTECTED if hidden is None or getattr(hidden, name) else ""

    def _name(self, described: object) -> str:
        return next((str(person) for person in self.people if person.pk == described), "")


def masked_again(content: dict[str, Any], marks: Marks, protected: Collection[str]) -> dict[str, Any]:
    """What an agency was told, with marks masked that few may read since then. Nothing else of it changes.

    Args:
        protected: ids of those described whose address is protected now.
    """
    return {
        **content,
        "narrative": marks.masked(content["narrative"]),
        "people": [
            _masked_person(person, marks, is_protected=person["id"] in protected) for person in content["people"]
        ],
    }


def _masked_person(person: dict[str, Any], marks: Marks, *, is_protected: bool) -> dict[str, Any]:
    facts = [[label, _masked_fact(label, value, marks, is_protected=is_protected)] for label, value in person["facts"]]
    hidden = facts != person["facts"]
    return {
        **person,
        "role": marks.masked(person["role"]),
        "facts": facts,
        "protected": person["protected"] or is_protected or (hidden and [ADDRESS, PROTECTED] in facts),
    }


def _masked_fact(label: str, value: str, marks: Marks, *, is_protected: bool) -> str:
    if is_protected and label in (ADDRESS, SCHOOL, GP):
        return PROTECTED
    masked = marks.places().masked(value)
    return PROTECTED if label == ADDRESS and masked != value else masked


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
