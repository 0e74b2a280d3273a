"""`mash pack`: the outage pack of this moment, for when the pages are out and the database is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.apps import apps

from mash.foundation.private_file import write_privately

DESK = "mash.desks.outage"


def print_pack(area: str, file: Path, say: Callable[[str], None]) -> int:
    """Write an area's pack as PDF, readable by its owner only. 0 when written, 1 when not, 2 for no such area."""
    if not apps.is_installed(DESK):
        say("The desk for outages is not installed (MASH_DESKS).")
        return 1
    from mash.desks.outage.packs import record_reading, rows_of
    from mash.desks.outage.paper import pdf_of_pack
    from mash.desks.outage.phones import phones_of
    from mash.foundation.access.acting import serving
    from mash.foundation.partnership.models import Area
    from mash.ui.words import count

    with serving("pack") as me:
        of = Area.objects.filter(slug=area).first()
        if of is None:
            known = ", ".join(Area.objects.order_by("slug").values_list("slug", flat=True))
            say(f"There is no area '{area}'. There are: {known or 'none yet'}.")
            return 2
        rows = rows_of(of)
        record_reading(me, "print_pack", rows)
        phones = phones_of(me, of)
        drawn = pdf_of_pack(of, rows, phones, made_at=me.now, now=me.now, marked="Printed at the hub's own terminal")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_privately(file, drawn)
    written = count(len(rows), "open enquiry", "open enquiries")
    say(f"Written to {file}: {written}. Print it, then delete the file.")
    return 0
