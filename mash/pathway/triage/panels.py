"""This app's part of the enquiry page: how urgent it is and was, and why."""

from __future__ import annotations

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import Panel, panel
from mash.foundation.access.policy import Reading, may
from mash.foundation.clock.when import clock_time, day_and_month
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.triage.history import Rated, ratings_of
from mash.pathway.triage.models import Level


@panel(order=30)
def urgency(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Every rating with who gave it, and the reasons for those who weigh."""
    ratings = ratings_of(enquiry)
    undecided = enquiry.state in (Enquiry.State.RECEIVED, Enquiry.State.GATHERING)
    may_rate = may("rate_enquiry", facts.roles, qualified=bool(me.known.registration_number)).allowed and undecided
    return Panel(
        key="urgency",
        title="Urgency",
        line=_line(ratings) if ratings else "Not rated yet",
        template="triage/panel_urgency.jinja",
        context={
            "ratings": ratings,
            "worked_out": enquiry.standard.clock.explain_due(enquiry.level, enquiry.received_at) if ratings else "",
        },
        done=bool(ratings),
        opened=not ratings and may_rate,
        actions=[("Rate it again" if ratings else "Rate it", reverse("triage:rate", args=[enquiry.reference]))]
        if may_rate
        else [],
    )


def _line(ratings: list[Rated]) -> str:
    days = {one.rating.rated_at.date() for one in ratings}
    said = [
        f"{Level(one.rating.level).label} {clock_time(one.rating.rated_at)}"
        + (f" on {day_and_month(one.rating.rated_at)}" if len(days) > 1 else "")
        for one in ratings
    ]
    return f"{' → '.join(said)}. {ratings[-1].rating.rated_by}"
