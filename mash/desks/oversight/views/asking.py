"""The auditors' pages: questions to the ledger, refusals, broken glass, ties. None shows what an enquiry says."""

from __future__ import annotations

import uuid

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse

from mash.desks.oversight import asking
from mash.desks.oversight.forms import AboutForm, LiftForm, MemberForm, ReviewForm
from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Glass, Tie
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.policy import Reason
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import lift_tie, review_break_glass
from mash.pathway.enquiries.reading import named


@page(Seat.AUDIT, reads=(Event,))
def ledger(request: HubRequest) -> HttpResponse:
    """The two questions: who looked at this person, and what did this member look at (rule 86)."""
    about = AboutForm(request.GET if "about" in request.GET else None)
    member = MemberForm(request.GET if "member" in request.GET else None)
    lines: list[asking.Line] | None = None
    people: list[asking.Described] = []
    title = ""
    if about.is_valid():
        title, lines, people = _about(request.me, about.cleaned_data["about"].strip())
    elif member.is_valid():
        chosen = Member.objects.get(username=member.cleaned_data["member"])
        title, lines = f"What {chosen.name} looked at and did", asking.by_member(chosen.pk)
    return render(
        request,
        "oversight/ledger.jinja",
        {
            "about": about,
            "member": member,
            "title": title,
            "lines": lines,
            "people": people,
            "most": asking.MOST,
            "seal": asking.seal(),
        },
    )


def _about(me: Acting, typed: str) -> tuple[str, list[asking.Line], list[asking.Described]]:
    """The answer about a person by id, or an enquiry by reference; what is not there and what a wall shuts are alike.

    Raises:
        Refused: the auditor is tied to that person, or to somebody on that enquiry.
    """
    try:
        person = uuid.UUID(typed)
    except ValueError:
        found = named(typed)
        if found is None:
            return f"Nothing is known of ‘{typed}’", [], []
        if found.walled:
            raise Refused("not_found", hidden=[Reason.TIED]) from None
        note(enquiry=found.id)
        return f"Who looked at enquiry {typed.upper()}", asking.about_enquiry(found.id), asking.people_on(found.id)
    mine = Tie.objects.filter(Q(person=person) | Q(described=person), member=me.known, lifted_at=None)
    if mine.exists():
        raise Refused("not_found", hidden=[Reason.TIED])
    note(person)
    return f"Who looked at person {person}", asking.about_person(person), []


@page(Seat.AUDIT, reads=(Event,))
def refusals(request: HubRequest) -> HttpResponse:
    """What was refused of late, walls among it."""
    return render(request, "oversight/refusals.jinja", {"lines": asking.refusals(), "most": asking.MOST})


@page(Seat.AUDIT, reads=(Glass,))
def glasses(request: HubRequest) -> HttpResponse:
    """Broken glass: what waits for a review, then what has had one."""
    found = list(Glass.objects.select_related("member__agency", "reviewed_by").order_by("-broken_at")[: asking.MOST])
    references = asking.references_of([glass.enquiry for glass in found])
    shown = [(glass, references[glass.enquiry]) for glass in found if glass.enquiry in references]
    for glass, _ in shown:
        note(enquiry=glass.enquiry)
    return render(
        request,
        "oversight/glasses.jinja",
        {
            "waiting": [pair for pair in reversed(shown) if pair[0].reviewed_at is None],
            "reviewed": [pair for pair in shown if pair[0].reviewed_at is not None],
        },
    )


@page(Seat.AUDIT, does=(review_break_glass,), reads=(Glass,))
def review(request: HubRequest, glass: uuid.UUID) -> HttpResponse:
    """Say what was found of one broken glass."""
    broken = Glass.objects.select_related("member__agency").filter(pk=glass).first()
    reference = asking.references_of([broken.enquiry]).get(broken.enquiry) if broken else None
    if broken is None or reference is None:
        raise Refused("not_found")
    note(enquiry=broken.enquiry)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            review_break_glass(request.me, glass, finding=form.cleaned_data["finding"])
            return done(request, f"Reviewed broken glass on {reference}.", to=reverse("oversight:glasses"))
    lines = [line for line in asking.by_member(broken.member_id) if line.reference == reference]
    return render(
        request,
        "oversight/review.jinja",
        {"glass": broken, "reference": reference, "form": form, "lines": lines},
    )


@page(Seat.AUDIT, reads=(Tie,))
def ties(request: HubRequest) -> HttpResponse:
    """Ties that stand, the latest first, and those lifted of late."""
    found = Tie.objects.select_related("member__agency", "declared_by", "lifted_by").exclude(member=request.me.known)
    return render(
        request,
        "oversight/ties.jinja",
        {
            "standing": list(found.filter(lifted_at=None).order_by("-declared_at")[: asking.MOST]),
            "lifted": list(found.exclude(lifted_at=None).order_by("-lifted_at")[:20]),
        },
    )


@page(Seat.AUDIT, does=(lift_tie,), reads=(Tie,))
def lift(request: HubRequest, tie: uuid.UUID) -> HttpResponse:
    """Lift one tie, with a reason. Nobody lifts their own here."""
    found = Tie.objects.select_related("member__agency", "declared_by").filter(pk=tie).first()
    if found is None or found.member_id == request.me.known.pk:
        raise Refused("not_found")
    form = LiftForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            lift_tie(request.me, tie, why=form.cleaned_data["why"])
            return done(request, f"Lifted the tie of {found.member.name}.", to=reverse("oversight:ties"))
    return render(request, "oversight/lift.jinja", {"tie": found, "form": form})
