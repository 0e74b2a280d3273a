"""This app's parts of the enquiry page: the agencies, and the picture."""

from __future__ import annotations

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import Panel, panel
from mash.foundation.access.policy import CORE, WEIGHS, Part, Reading, read_part
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import household
from mash.pathway.gathering.actions.asking import BY_HAND
from mash.pathway.gathering.filters import filters_of
from mash.pathway.gathering.picture import Chosen, may_have_picture, picture
from mash.pathway.gathering.progress import Asked, asked_of, in_a_line
from mash.pathway.gathering.said import said_in
from mash.ui.words import count, listed


@panel(order=40)
def agencies(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Who is asked and how far they are. A researcher sees their own agency's request and who else is asked."""
    if enquiry.state == Enquiry.State.RECEIVED:
        return None
    asked = asked_of(enquiry, me.now)
    if not (facts.roles & CORE or facts.glass):
        return _for_researcher(me, asked)
    weighs = read_part(Part.WEIGHING, facts).allowed
    waiting = [one for one in asked if one.request.is_open]
    return Panel(
        key="agencies",
        title="Agencies",
        line=in_a_line(asked),
        template="gathering/panel_agencies.jinja",
        context={
            "asked": asked,
            "weighs": weighs,
            "said": {one.request.pk: said_in(one.request, household(enquiry)) for one in asked} if weighs else {},
            "by_hand": BY_HAND,
        },
        done=not waiting,
        opened=enquiry.state == Enquiry.State.GATHERING and any(one.is_late or one.rated_higher for one in asked),
        actions=[
            ("All about the agencies", reverse("gathering:agencies", args=[enquiry.reference])),
            *_more(enquiry, facts),
        ],
    )


def _more(enquiry: Enquiry, facts: Reading) -> list[tuple[str, str]]:
    if enquiry.state != Enquiry.State.GATHERING or not facts.roles & WEIGHS:
        return []
    return [("Ask another agency", reverse("gathering:ask", args=[enquiry.reference]))]


def _for_researcher(me: Acting, asked: list[Asked]) -> Panel | None:
    own = next((one for one in asked if one.request.agency_id == me.known.agency_id), None)
    if own is None:
        return None
    others = [one.request.agency.name for one in asked if one is not own]
    to_answer = own.request.is_open
    return Panel(
        key="agencies",
        title="Your request",
        line=f"{own.said}{f' · asked too: {listed(others)}' if others else ''}",
        template="gathering/panel_own.jinja",
        context={"own": own, "others": others},
        done=not to_answer,
        opened=to_answer,
        actions=[("Answer" if to_answer else "Your answer", reverse("gathering:request", args=[own.request.pk]))],
    )


@panel(order=50)
def the_picture(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Everything that agencies know and this reader may know, in one chronology."""
    if not may_have_picture(facts):
        return None
    whole = picture(me, enquiry, facts)
    if not whole.entries and enquiry.state == Enquiry.State.RECEIVED and not whole.sealed_earlier:
        return None
    held = [count(len(whole.entries), "item")]
    if whole.sealed_earlier:
        held.append(f"{count(whole.sealed_earlier, 'sealed item')} of earlier enquiries")
    return Panel(
        key="picture",
        title="The picture",
        line=" · ".join(held),
        template="gathering/panel_picture.jinja",
        context={
            "picture": whole,
            "choose": Chosen.of,
            "filters_of": filters_of,
            "own_agency": me.known.agency_id,
        },
        opened=True,
    )
