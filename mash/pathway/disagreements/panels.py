"""Disagreements as a part of the enquiry page."""

from __future__ import annotations

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import Panel, panel
from mash.foundation.access.policy import Part, Reading, may, read_part
from mash.foundation.clock.when import when
from mash.pathway.decisions.made import decisions_of
from mash.pathway.disagreements.reading import Shown, disagreements_of
from mash.pathway.enquiries.models import Enquiry


@panel(order=62)
def disagreement(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Who disagrees, at which stage, and who keeps the child safe meanwhile; no part where nobody does. No query."""
    if not read_part(Part.WEIGHING, facts).allowed:
        return None
    found = disagreements_of(enquiry)
    if not found:
        return None
    made = decisions_of(enquiry)
    standing = made[0].decision.pk if made else None
    wrong = [one for one in found if one.wants_correction(standing)]
    still_open = [one for one in found if one.is_open]
    actions = [("All of it", reverse("disagreements:disagreements", args=[enquiry.reference]))]
    if wrong and may("correct_decision", facts.roles, qualified=False).allowed:
        actions.append(("Correct the decision", reverse("decisions:correct", args=[enquiry.reference])))
    return Panel(
        key="disagreement",
        title="Disagreement",
        line="; ".join(_line(me, one) for one in still_open or found[:1]),
        template="disagreements/panel.jinja",
        context={"found": found, "wrong": wrong},
        done=not still_open and not wrong,
        opened=bool(still_open or wrong),
        actions=actions,
    )


def _line(me: Acting, one: Shown) -> str:
    if not one.is_open:
        return f"{one.who}: {one.found[:1].lower()}{one.found[1:]}"
    said = f"{one.who} disagrees: stage {one.stage.number}, due {when(one.stage.due_at, me.now)}"
    return said if one.plan else f"{said}, and nobody has said who keeps them safe meanwhile"
