"""This app's parts of the enquiry page: how urgent it is and was, and the duty to an adult."""

from __future__ import annotations

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import Panel, panel
from mash.foundation.access.policy import Part, Reading, may, read_part
from mash.foundation.clock.when import clock_time, day_and_month
from mash.pathway.enquiries.adults import adults_on, means_an_adult
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.moves import UNDECIDED
from mash.pathway.enquiries.reading import household
from mash.pathway.triage.care import duties_of, in_a_line
from mash.pathway.triage.history import Rated, ratings_of
from mash.pathway.triage.models import Level


@panel(order=30)
def urgency(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Every rating with who gave it, and the reasons for those who weigh."""
    ratings = ratings_of(enquiry)
    undecided = enquiry.state in UNDECIDED
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


@panel(order=35)
def care(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """The duty to the adults whom it is about, for those who weigh; no part where no adult is meant. No query."""
    if not read_part(Part.WEIGHING, facts).allowed:
        return None
    people = household(enquiry)
    duties = duties_of(enquiry, people, adults_on(enquiry, people))
    if not duties and not means_an_adult(enquiry):
        return None
    waits = not duties or not all(one.findings for one in duties)
    is_open = enquiry.state != Enquiry.State.CLOSED
    may_weigh = is_open and may("weigh_care_duty", facts.roles, qualified=False).allowed
    return Panel(
        key="care",
        title="Care Act",
        line=in_a_line(duties),
        template="triage/panel_care.jinja",
        context={"duties": duties, "may_weigh": may_weigh},
        done=not waits,
        opened=waits and may_weigh,
    )


def _line(ratings: list[Rated]) -> str:
    days = {one.rating.rated_at.date() for one in ratings}
    said = [
        f"{Level(one.rating.level).label} {clock_time(one.rating.rated_at)}"
        + (f" on {day_and_month(one.rating.rated_at)}" if len(days) > 1 else "")
        for one in ratings
    ]
    return f"{' → '.join(said)}. {ratings[-1].rating.rated_by}"
