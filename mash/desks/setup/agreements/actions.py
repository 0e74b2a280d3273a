"""Writing down that a sharing agreement was signed, and that it ends."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from mash.desks.setup import access_table
from mash.desks.setup.verbs import keep, permit_in, set_up
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid, Refused, hold
from mash.foundation.access.words import checking
from mash.foundation.clock.london import london_date, moment_of
from mash.foundation.partnership.models import Agency, Area, SharingAgreement
from mash.foundation.partnership.models.agencies import Serving


def standing(agency: Agency, area: Area, at: datetime) -> SharingAgreement | None:
    """The agreement of an agency for an area that holds at a moment or will hold; none when none does."""
    found = SharingAgreement.objects.filter(agency=agency, area=area, signed_at__isnull=False)
    return next((one for one in found.order_by("-signed_at") if one.ends_at is None or one.ends_at > at), None)


@set_up(can="Write down that a sharing agreement is signed", did="wrote down that a sharing agreement is signed")
def sign_agreement(
    me: Acting,
    /,
    *,
    agency: str,
    area: str,
    signed_by: Any,
    countersigned_by: Any,
    signed_on: date,
    ends_on: date | None = None,
) -> SharingAgreement:
    """Write down who signed an agreement and when. From its day on the agency is asked what the rules say.

    Args:
        agency, area: their short names.
        signed_by, countersigned_by: name and office of who signed for the agency and for the hub.
        signed_on: the day from which it holds.
        ends_on: the last day on which it holds, without end unless given.

    Raises:
        Refused: not an administrator of the area.
        Invalid: one holds already; the agency does not serve the area or is asked nothing; dates in the wrong order;
            both signatures are one person's.
    """
    of, where = _both(me, "sign_agreement", agency, area)
    with checking() as check:
        agencys = check.text(signed_by, "signed_by", required="Enter who signed for the agency", most=200)
        hubs = check.text(countersigned_by, "countersigned_by", required="Enter who signed for the hub", most=200)
        if agencys and agencys.casefold() == hubs.casefold():
            check.wrong("countersigned_by", "Somebody else signs for the hub than for the agency")
        if ends_on and ends_on < max(signed_on, london_date(me.now)):
            check.wrong("ends_on", "The last day must be the first day or later")
        if not of.question:
            check.wrong("signed_by", f"{of.name} is asked nothing. Say what it is asked first")
        if not Serving.objects.filter(agency=of, area=where, until__gt=me.now).exists():
            check.wrong("signed_by", f"{of.name} does not serve {where.name}")
        if former := standing(of, where, me.now):
            on = f"{former.signed_at:%-d %B %Y}"
            check.wrong("signed_by", f"{of.name} signed for {where.name} on {on}. End that agreement first")
    signed_at = moment_of(signed_on, time())
    ends_at = moment_of(ends_on + timedelta(days=1), time()) if ends_on else None
    said = {"signed_at": signed_at, "ends_at": ends_at, "signed_by": agencys, "countersigned_by": hubs}
    agreement = SharingAgreement.objects.filter(agency=of, area=where, signed_at=None).first()
    if agreement is None:
        agreement = SharingAgreement.add(agency=of, area=where, **said)
    else:
        agreement.change(**said)
    becomes = {
        "signed on": str(signed_on),
        "ends on": str(ends_on or ""),
        "signed by": agencys,
        "for the hub": hubs,
        "access table": access_table.mark(),
    }
    keep(me, "sign_agreement", agreement, was={}, becomes=becomes, agency=of.slug, area=str(where.pk))
    return agreement


@set_up(can="End a sharing agreement", did="ended a sharing agreement")
def end_agreement(me: Acting, /, *, agency: str, area: str, why: Any) -> SharingAgreement:
    """End an agreement now: the agency is asked nothing more. What it was asked stays open, for somebody to excuse it.

    Raises:
        Refused: not an administrator of the area.
        Invalid: none holds; no reason.
    """
    of, where = _both(me, "end_agreement", agency, area)
    found = standing(of, where, me.now)
    with checking() as check:
        reason = check.text(why, "why", required="Say why the agreement ends", most=400)
    if found is None:
        raise Invalid(agreement=f"No agreement of {of.name} holds for {where.name}.")
    found.change(ends_at=me.now)
    keep(me, "end_agreement", found, was={}, becomes={"why": reason}, agency=of.slug, area=str(where.pk))
    return found


def _both(me: Acting, verb: str, agency: str, area: str) -> tuple[Agency, Area]:
    hold(SharingAgreement, f"{agency}:{area}")
    of, where = Agency.objects.filter(slug=agency).first(), Area.objects.filter(slug=area).first()
    permit_in(me, verb, where.pk if where else None, about=of)
    if of is None or where is None:
        raise Refused("not_found")
    return of, where
