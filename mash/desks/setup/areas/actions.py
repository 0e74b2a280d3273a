"""Making an area, and changing what it says of itself."""

from __future__ import annotations

import re
from typing import Any

from mash.desks.setup.naming import free_slug, same_name
from mash.desks.setup.verbs import (
    OF_THE_WHOLE_HUB,
    Key,
    Shown,
    keep,
    permit_everywhere,
    permit_in,
    set_up,
    unchanged,
)
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import hold, lock
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Area, Member, MemberRole, Role

POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?( \d[A-Z]{0,2})?")
PARTICULARS = ("name", "phone", "out_of_hours_phone", "hours", "postcodes", "lawful_basis")


def shown(area: Area) -> Shown:
    """What the form shows of an area."""
    return {**{name: getattr(area, name) for name in PARTICULARS}, "postcodes": ", ".join(area.postcodes)}


@set_up(can="Make an area", did="made an area", rule=OF_THE_WHOLE_HUB)
def make_area(me: Acting, /, **typed: Any) -> Area:
    """Make an area. Whoever administers the whole hub administers this area too.

    Args:
        typed: `name`, `phone`, `out_of_hours_phone`, `hours`, `postcodes` (as typed, commas between), `lawful_basis`.

    Raises:
        Refused: not an administrator of every area there is.
        Invalid: another area has this name; a telephone number or postcode is none.
    """
    hold(Area, "names")
    permit_everywhere(me, "make_area")
    particulars = _checked(typed)
    administrators = _of_the_whole_hub(me)
    area = Area.add(slug=free_slug(Area, particulars["name"]), **particulars)
    for member in administrators:
        MemberRole.add(member=member, role=Role.ADMINISTRATOR, area=area, since=me.now)
    keep(me, "make_area", area, was={}, becomes=shown(area), administrators=len(administrators))
    return area


@set_up(can="Change what an area says of itself", did="changed what an area says of itself")
def change_area(me: Acting, /, area: Key, *, seen: str, **typed: Any) -> Area:
    """Change an area's name, telephone numbers, hours in words, postcodes and lawful basis.

    Args:
        seen: the mark of what stood on the page.
        typed: as for `make_area`.

    Raises:
        Refused: not an administrator of this area.
        Invalid: changed by somebody since `seen`; and as `make_area`.
    """
    hold(Area, "names")
    found = lock(Area, area)
    permit_in(me, "change_area", found.pk, about=found)
    was = shown(found)
    unchanged(found, was, seen)
    found.change(**_checked(typed, of=found))
    keep(me, "change_area", found, was=was, becomes=shown(found))
    return found


def _checked(typed: dict[str, Any], of: Area | None = None) -> dict[str, Any]:
    with checking() as check:
        said = {
            "name": check.text(typed.get("name"), "name", required="Enter the area's name", most=80),
            "phone": check.phone(typed.get("phone"), "phone", required="Enter the telephone number of the hub"),
            "out_of_hours_phone": check.phone(typed.get("out_of_hours_phone"), "out_of_hours_phone"),
            "hours": check.text(typed.get("hours"), "hours", required="Say when the hub is open", most=120),
            "lawful_basis": check.text(
                typed.get("lawful_basis"), "lawful_basis", required="Say on what basis the hub asks agencies"
            ),
        }
        if other := same_name(Area.objects.all(), said["name"], of):
            check.wrong("name", f"There is an area {other.name} already")
        postcodes = [" ".join(one.upper().split()) for one in re.split(r"[,;\n]", typed.get("postcodes") or "")]
        wrong = [one for one in filter(None, postcodes) if not POSTCODE.fullmatch(one)]
        if wrong:
            check.wrong("postcodes", f"{wrong[0]} is not how a postcode begins. PL4 or PL4 6 would be")
        others = Area.objects.exclude(pk=of.pk) if of else Area.objects.all()
        if not wrong and (other := others.filter(postcodes__overlap=list(filter(None, postcodes))).first()):
            shared = sorted(set(postcodes) & set(other.postcodes))
            check.wrong("postcodes", f"{shared[0]} is {other.name}'s already")
    return {**said, "postcodes": list(dict.fromkeys(filter(None, postcodes)))}


def _of_the_whole_hub(me: Acting) -> list[Member]:
    """The members who are administrators of every area that there is; whoever acts among them."""
    areas = set(Area.objects.values_list("pk", flat=True))
    of: dict[Member, set[Any]] = {}
    held = MemberRole.objects.filter(role=Role.ADMINISTRATOR, since__lte=me.now, until__gt=me.now)
    for role in held.select_related("member"):
        of.setdefault(role.member, set()).add(role.area_id)
    return [member for member, own in of.items() if own >= areas]
