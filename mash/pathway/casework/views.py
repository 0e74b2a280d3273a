"""The enquiry page and the start pages."""

from __future__ import annotations

import jinja2
from django.http import HttpResponse

from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.plugs import PANELS, Panel
from mash.foundation.access.policy import Part, read_part
from mash.foundation.access.sightings import note
from mash.foundation.zones import EVERYONE_KNOWN, Seat
from mash.pathway.casework.about import about
from mash.pathway.casework.clocks import clocks_of, time_taken
from mash.pathway.casework.doings import doings_of, may_do, way_of
from mash.pathway.casework.history import history_of
from mash.pathway.casework.next_step import next_step
from mash.pathway.casework.start import nothing_for, waiting_for
from mash.pathway.casework.state import fetch_requests, progress_of, stages_of
from mash.pathway.casework.strip import flags_of, limit_of
from mash.pathway.enquiries.adults import about_adults
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.moves import UNDECIDED
from mash.pathway.enquiries.offering.reading import flags_of_offers
from mash.pathway.enquiries.page_marks import flags_of_page, known_of_page, marks_of_page
from mash.pathway.enquiries.reading import enquiry_for, household
from mash.pathway.gathering.models import Request
from mash.pathway.triage.models import Pause


@page(Seat.HUB, reads=(Enquiry, DescribedPerson, Request))
def enquiry(request: HubRequest, reference: str) -> HttpResponse:
    """One enquiry on one page: the strip, the parts that this reader may see, the next step and what happened."""
    me = request.me
    found, facts = enquiry_for(me, reference)
    note(enquiry=found.pk)
    everybody = household(found)
    fetch_requests(found)
    at = progress_of(found, stages_of([found.pk])[found.pk], me, weighs=read_part(Part.WEIGHING, facts).allowed)
    step = next_step(at, facts.roles, qualified=bool(me.known.registration_number))
    context = {
        "enquiry": found,
        "facts": facts,
        "subjects": [person for person in everybody if person.is_subject],
        "about": about,
        "limit": limit_of(found, me.now, told=at.told),
        "flags": flags_of(
            found,
            child_protection=at.child_protection,
            higher=[name for _, name in at.rated_higher],
            unread=bool(at.late_answers),
            came_back=at.returned and bool(at.teams_to_send),
            disagreement=bool(at.disagreement),
            glass=facts.glass,
            adults=about_adults(found, everybody),
        )
        + flags_of_offers(found)
        + flags_of_page(known_of_page(me, found, facts), marks_of_page(found, facts)),
        "panels": [panel for _, make in PANELS if (panel := make(me, found, facts)) is not None],
        "is_open": lambda panel: panel.opened or panel.key in request.GET.getlist("open"),
        "body_of": body_of,
        "step": step,
        "step_url": way_of(step, found.reference),
        "doings": doings_of(me, found.reference, facts, at, step),
        "may_flag": may_do(me, "flag_child_protection", facts) and found.state != Enquiry.State.CLOSED,
        "may_take": may_do(me, "take_enquiry", facts)
        and found.taken_by_id != me.known.pk
        and found.state != Enquiry.State.CLOSED,
        "happened_here": history_of(found.pk, facts),
    }
    return render(request, "casework/enquiry.jinja", context)


@page(Seat.HUB, reads=(Enquiry,))
def clocks(request: HubRequest, reference: str) -> HttpResponse:
    """Every clock of an enquiry, and what it was worked out from."""
    me = request.me
    found, facts = enquiry_for(me, reference)
    note(enquiry=found.pk)
    fetch_requests(found)
    weighs = read_part(Part.WEIGHING, facts).allowed
    pauses = list(Pause.objects.filter(enquiry=found).select_related("began_by", "ended_by")) if weighs else []
    context = {
        "enquiry": found,
        "clocks": clocks_of(found, facts, me.now),
        "pauses": pauses,
        "weighs": weighs,
        "taken": time_taken(found, pauses, me.now),
        "may_pause": may_do(me, "pause_clock", facts) and found.state in UNDECIDED,
    }
    return render(request, "casework/clocks.jinja", context)


@jinja2.pass_context
def body_of(context: jinja2.runtime.Context, panel: Panel) -> jinja2.environment.TemplateModule:
    """A panel drawn by its own template, with its own facts, inside the page's frame; as safe as any template."""
    return context.environment.get_template(panel.template).make_module({**context.get_all(), **panel.context})


@page(*EVERYONE_KNOWN)
def start(request: HubRequest) -> HttpResponse:
    """What waits for whoever has signed in."""
    me = request.me
    return render(request, "casework/start.jinja", {"waiting": waiting_for(me), "nothing": nothing_for(me)})
