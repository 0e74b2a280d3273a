"""Agencies: who they are, what they are asked, where they serve, and how one leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mash.desks.setup import open_work
from mash.desks.setup.members.roles import end_now
from mash.desks.setup.naming import free_slug, same_name
from mash.desks.setup.verbs import Key, Shown, keep, own_areas, permit_in, set_up, unchanged
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid, followed, hold, lock
from mash.foundation.access.words import Checking, checking
from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Agency, Area, MemberRole, SharingAgreement
from mash.foundation.partnership.models.agencies import Serving

PARTS = {
    "hub": "In the hub: its people sit in the room, and read what agencies say openly",
    "virtual": "Virtual: asked from outside the room, reads its requests and its own answers",
    "host": "Keeps the hub: social care, which is never asked",
    "other": "Asked nothing: its people refer, audit or count",
}
TEXTS = ("name", "mark", "escalation_contact", "phone")


def shown(agency: Agency) -> Shown:
    """What the form shows of an agency."""
    return {
        **{name: getattr(agency, name) for name in TEXTS},
        "part": part_of(agency),
        "police": agency.police,
    }


def part_of(agency: Agency) -> str:
    """The part that an agency plays."""
    if agency.host:
        return "host"
    if not agency.question:
        return "other"
    return "virtual" if agency.virtual else "hub"


def serving_now(me: Acting, agency: Agency) -> list[Area]:
    """The areas that an agency serves."""
    return list(Area.objects.filter(serving__agency=agency, serving__until__gt=me.now))


@set_up(can="Make an agency", did="made an agency")
def make_agency(me: Acting, /, *, areas: Iterable[str], **typed: Any) -> Agency:
    """Make an agency that serves some areas. It is asked nothing before it has signed their sharing agreements.

    Args:
        areas: the short names of the areas.
        typed: `name`, `mark`, `part` (a key of `PARTS`), `police`, `question`, `sections`, `escalation_contact`,
            `phone`.

    Raises:
        Refused: not an administrator of one of these areas.
        Invalid: no area; the name is taken; or something is missing that its part needs.
    """
    hold(Agency, "names")
    chosen = list(Area.objects.filter(slug__in=list(areas)))
    permit_in(me, "make_agency", *(area.pk for area in chosen))
    with checking() as check:
        if not chosen:
            check.wrong("areas", "Choose the areas that it serves")
        particulars = _checked(check, typed)
    agency = Agency.add(slug=free_slug(Agency, particulars["name"]), **particulars)
    for area in chosen:
        _serve(agency, area)
    becomes = {**shown(agency), "question": agency.question, "areas": sorted(area.slug for area in chosen)}
    keep(me, "make_agency", agency, was={}, becomes=becomes, areas=[str(area.pk) for area in chosen])
    return agency


@set_up(can="Change an agency", did="changed an agency")
def change_agency(me: Acting, /, agency: Key, *, seen: str, **typed: Any) -> Agency:
    """Change who an agency is and which part it plays; one that is asked nothing from now on loses its question.

    Args:
        seen: the mark of what stood on the page.
        typed: as for `make_agency`.

    Raises:
        Refused: not an administrator of every area that it serves.
        Invalid: changed by somebody since `seen`; and as `make_agency`.
    """
    hold(Agency, "names")
    found = lock(Agency, agency)
    permit_in(me, "change_agency", *(area.pk for area in serving_now(me, found)), about=found)
    was = shown(found)
    unchanged(found, was, seen)
    with checking() as check:
        particulars = _checked(check, typed, of=found)
    found.change(**particulars)
    keep(me, "change_agency", found, was=was, becomes=shown(found))
    return found


@set_up(can="Let an agency serve another area", did="let an agency serve another area")
def serve_area(me: Acting, /, agency: Key, *, area: str) -> Serving:
    """Let an agency that there is serve an area too, or again.

    Raises:
        Refused: not an administrator of that area.
        Invalid: it serves it already.
    """
    found = lock(Agency, agency)
    where = Area.objects.filter(slug=area, pk__in=own_areas(me)).first()
    permit_in(me, "serve_area", where.pk if where else None, about=found)
    if where is None or where in serving_now(me, found):
        raise Invalid(area=f"{found.name} serves this area already")
    serving = _serve(found, where)
    keep(me, "serve_area", found, was={}, becomes={"area": where.slug}, area=str(where.pk))
    return serving


@dataclass(frozen=True, slots=True)
class Leaving:
    """What ending an agency in an area means, as numbers."""

    requests: int
    permissions: int
    roles: int
    agreements: int


def leaving(me: Acting, agency: Agency, area: Area) -> Leaving:
    """What still waits for an agency in an area, and what ends with it. Three queries."""
    requests, permissions = open_work.of_agency(agency, area)
    agreements = SharingAgreement.objects.filter(agency=agency, area=area, ends_at=None)
    return Leaving(requests, permissions, _roles(me, agency, area).count(), agreements.count())


@set_up(can="End the work with an agency in an area", did="ended the work with an agency in an area")
def end_agency(me: Acting, /, agency: Key, *, area: str, why: Any) -> Agency:
    """Stop working with an agency in an area, from now on.

    It is asked nothing more there; it is excused from what it has not answered, for this reason, on every enquiry that
    waits for it; its agreements end, and its members' roles there. What it has said stays, under its handling.

    Raises:
        Refused: not an administrator of the area.
        Invalid: it does not serve the area any more; or no reason is given.
    """
    found = lock(Agency, agency)
    where = Area.objects.filter(slug=area).first()
    permit_in(me, "end_agency", where.pk if where else None, about=found)
    serving = Serving.objects.filter(agency=found, area=where, until__gt=me.now).first()
    with checking() as check:
        reason = check.text(why, "why", required="Say why the work with it ends", most=400)
    if serving is None or where is None:
        raise Invalid(agency=f"{found.name} does not serve this area any more.")
    serving.change(until=me.now)
    for agreement in SharingAgreement.objects.filter(agency=found, area=where, ends_at=None):
        agreement.change(ends_at=me.now)
    roles = list(_roles(me, found, where))
    for role in roles:
        end_now(me, role)
    excused = open_work.excuse(me, found, where, f"{found.name} does not work with the hub any more: {reason}")
    becomes = {"ended in": where.slug, "why": reason}
    keep(me, "end_agency", found, was={}, becomes=becomes, area=str(where.pk), excused=excused, roles=len(roles))
    followed(me, "end_agency", found, area=where)
    return found


def _roles(me: Acting, agency: Agency, area: Area) -> Any:
    return MemberRole.objects.filter(member__agency=agency, area=area, until__gt=me.now)


def _serve(agency: Agency, area: Area) -> Serving:
    former = Serving.objects.filter(agency=agency, area=area).first()
    if former is None:
        return Serving.add(agency=agency, area=area)
    former.change(until=FOREVER)
    return former


def _checked(check: Checking, typed: dict[str, Any], of: Agency | None = None) -> dict[str, Any]:
    part = check.choice(typed.get("part"), "part", list(PARTS), message="Choose what part it plays")
    asked = part in ("hub", "virtual")
    said: dict[str, Any] = {
        "name": check.text(typed.get("name"), "name", required="Enter the agency's name", most=80),
        "mark": check.text(typed.get("mark"), "mark", required="Enter two or three letters for it", most=3),
        "escalation_contact": check.text(
            typed.get("escalation_contact"),
            "escalation_contact",
            required="Say who is told when its answer is late" if asked else "",
            most=120,
        ),
        "phone": check.phone(typed.get("phone"), "phone"),
    }
    if other := same_name(Agency.objects.all(), str(said["name"]), of):
        check.wrong("name", f"There is an agency {other.name} already. Let it serve your area instead")
    if of is None:
        said["question"] = check.text(typed.get("question"), "question", required="Say what it is asked" * asked)
        said["sections"] = [one for one in Agency.Section.values if one in set(typed.get("sections") or ())]
        if said["question"] and not asked:
            check.wrong("question", "It is asked nothing in this part: leave this empty")
    elif asked and not of.question:
        check.wrong("part", "Write first what it is asked, in its request")
    elif part == "other":
        said["question"] = ""
    if typed.get("police") and part != "hub":
        check.wrong("police", "Police who are alerted sit in the hub")
    return {
        **said,
        "virtual": part == "virtual",
        "host": part == "host",
        "police": bool(typed.get("police")),
    }
