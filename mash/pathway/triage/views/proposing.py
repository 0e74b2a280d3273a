"""Proposing a decision."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Invalid
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Service, Team
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.gathering.models import Request
from mash.pathway.triage.actions.proposing import propose_decision
from mash.pathway.triage.forms import ProposalForm, outcome_forms, put_beside
from mash.pathway.triage.models import Proposal


@page(Seat.HUB, does=(propose_decision,), reads=(Enquiry, Proposal))
def propose(request: HubRequest, reference: str) -> HttpResponse:
    """Propose what should follow for each subject; nobody need have been asked."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "propose_decision", enquiry)
    subjects = [person for person in enquiry.people.all() if person.is_subject]
    before = Proposal.objects.filter(enquiry=enquiry).order_by("-proposed_at").first()
    outcomes = outcome_forms(
        request.POST or None,
        subjects=subjects,
        teams=Team.objects.receiving(enquiry.area_id, request.me.now),
        services=Service.objects.filter(area=enquiry.area_id),
        on=london_date(enquiry.received_at),
        initial=before.outcomes if before else (),
    )
    form = ProposalForm(request.POST or None)
    if all([form.is_valid(), *(one.is_valid() for one in outcomes)]):
        try:
            propose_decision(me, enquiry.pk, outcomes=[one.told() for one in outcomes], **form.cleaned_data)
        except Invalid as invalid:
            put_beside(invalid, form, outcomes)
        else:
            said = "Proposed. A practice manager decides."
            return done(request, said, to=reverse("casework:enquiry", args=[reference]))
    context = {
        "enquiry": enquiry,
        "subjects": subjects,
        "form": form,
        "outcomes": outcomes,
        "failed": any(one.errors for one in (form, *outcomes)),
        "nobody_asked": not Request.objects.filter(enquiry=enquiry).exists(),
    }
    return render(request, "triage/propose.jinja", context)
