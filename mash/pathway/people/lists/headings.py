"""Which column of a list tells what: by the names that agencies' systems give them, or as an operator says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mash.pathway.people.lists.sheet import Malformed

REFERENCE = "person_id"
QUERY = "query_id"
HOUSEHOLD = "household"
# What a list may tell → most characters, and other names for it, as `_plain` leaves them.
COLUMNS: dict[str, tuple[int, str]] = {
    REFERENCE: (60, "ref reference id personref clientid clientno caseid pupilid patientid mosaicid liquidlogicid urn"),
    "name": (240, "fullname wholename"),
    "given": (120, "givenname givennames firstname forename forenames first christianname preferredname"),
    "middle": (120, "middlename middlenames othernames"),
    "family": (120, "familyname surname lastname last"),
    "also_known_as": (400, "aka alias aliases knownas formername formernames maidenname"),
    "dob": (40, "dateofbirth birthdate born birth"),
    "age": (30, "ageyears yearsold"),
    "due_date": (40, "edd expecteddateofdelivery duedate"),
    "sex": (20, "gender"),
    "address": (250, "fulladdress currentaddress homeaddress"),
    "address_1": (250, "address1 addressline1 houseandstreet street"),
    "address_2": (250, "address2 addressline2"),
    "address_3": (250, "address3 addressline3 town city"),
    "postcode": (20, "postalcode zip"),
    "address_protected": (10, "protectedaddress addressprotected confidentialaddress"),
    "nhs_number": (40, "nhsno nhs nhsnumber"),
    "upn": (40, "uniquepupilnumber pupilnumber"),
    "phone": (40, "telephone telephonenumber phonenumber mobile mobilenumber tel"),
    "email": (254, "emailaddress"),
    "school": (160, "schoolname currentschool schoolornursery"),
    "practice": (160, "gppractice gp gpname gpsurgery gppracticename practicename surgery"),
    "uprn": (40, "uniquepropertyreferencenumber propertyreferencenumber"),
}
# Evidence of little weight, for which no list is refused: the first of several columns counts, such as GP and practice.
SEVERAL = frozenset({"email", "school", "practice", "uprn"})
OF_QUERIES: dict[str, tuple[int, str]] = {
    QUERY: (120, "queryref"),
    HOUSEHOLD: (120, "householdid familyid enquiry enquiryreference"),
}
CALLED = {
    name: told for table in (COLUMNS, OF_QUERIES) for told, (_, names) in table.items() for name in names.split()
} | {told.replace("_", ""): told for table in (COLUMNS, OF_QUERIES) for told in table}


def told_by(heading: str) -> str:
    """What a column tells, by its name in the heading; empty where that is not known."""
    return CALLED.get(_plain(heading), "")


def read_headings(
    heading: Iterable[str], said: Mapping[str, str], *, needed: str, among: Iterable[str] = COLUMNS
) -> dict[str, int]:
    """Where in a row each thing is told. What an operator says, or said for this source before, goes first.

    Args:
        said: what is told → the name of the column in the file.
        needed: what there must be a column for.
        among: what may be told.

    Raises:
        Malformed: a column that was said is not there, two columns tell the same, or a needed one is missing.
    """
    names, may = list(heading), set(among)
    places: dict[str, int] = {}
    for told, column in said.items():
        if told not in may:
            raise Malformed(f"{told} is nothing that a list tells. It tells {', '.join(sorted(may))}")
        if column not in names:
            raise Malformed(f"There is no column {column}")
        places[told] = names.index(column)
    for place, name in enumerate(names):
        told = told_by(name)
        if told not in may or place in places.values() or told in said:
            continue
        if told in places and told in SEVERAL:
            continue
        if told in places:
            raise Malformed(f"Both {names[places[told]]} and {name} seem to tell {told}: say which with --map")
        places[told] = place
    if needed not in places:
        raise Malformed(f"There is no column {needed}: say which it is with --map {needed}=COLUMN")
    return places


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())
