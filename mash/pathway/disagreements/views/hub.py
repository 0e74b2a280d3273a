"""What the hub does with a disagreement: reads all of it, plans, takes it further, settles it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.policy import Part, may, read_part, settle_stage
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.when import when
from mash.foundation.zones import Seat
from mash.pathway.decisions.made import decisions_of
from mash.pathway.disagreements.actions.hearing import hear_disagreement
from mash.pathway.disagreements.actions.opening import not_now
from mash.pathway.disagreements.actions.owning import change_stage_owner, owners_for
from mash.pathway.disagreements.actions.stages import escalate_disagreement, plan_meanwhile, settle_disagreement
from mash.pathway.disagreements.forms import EscalateForm, HearForm, OwnerForm, PlanForm, SettleForm
from mash.pathway.disagreements.models import Disagreement, Stage
from mash.pathway.disagreements.reading import Shown, disagreements_of
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.gathering.models import Request
from mash.pathway.handover.replying import is_public

NO_PLAN = "Say first who keeps them safe meanwhile."
NOBODY_ELSE = "No other practice manager of this area may see to this stage."
NOT_THE_ONE_WHO_DECIDED = (
    "You made this decision. From the second stage on somebody else settles it: {owner} sees to it."
)


@page(Seat.HUB, reads=(Enquiry, Disagreement, Stage, Rationale))
def disagreements(request: HubRequest, reference: str) -> HttpResponse:
    """Every disagreement with its stages, their results, and the plans."""
    me = request.me
    enquiry, facts = enquiry_for(me, reference)
    verdict = read_part(Part.WEIGHING, facts)
    if not verdict.allowed:
        raise Refused("not_found", about=enquiry, hidden=[verdict.reason])
    note(enquiry=enquiry.pk)
    made, found = decisions_of(enquiry), disagreements_of(enquiry)
    standing = made[0].decision.pk if made else None
    context = {
        "enquiry": enquiry,
        "found": found,
        "wrong": [one.id for one in found if one.wants_correction(standing)],
        "may": lambda verb: may(verb, facts.roles, qualified=False).allowed,
        "may_settle": lambda one: _may_settle(me, one),
    }
    return render(request, "disagreements/disagreements.jinja", context)


@page(Seat.HUB, does=(hear_disagreement,), reads=(Enquiry, Disagreement, Request))
def hear(request: HubRequest, reference: str) -> HttpResponse:
    """Write down that somebody disagrees who said so to the hub."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "hear_disagreement", enquiry)
    note(enquiry=enquiry.pk)
    asked = Request.objects.filter(enquiry=enquiry).select_related("agency").order_by("agency__name")
    form = HearForm(request.POST or None, agencies=[one.agency for one in asked])
    stops = f"{why}." if (why := not_now(enquiry.state)) else ""
    if not stops and form.is_valid():
        with attempt(form):
            opened = hear_disagreement(me, enquiry.pk, **form.cleaned_data)
            due = when(opened.stage.due_at, me.now)
            return done(request, f"Written down. It must be settled or taken further by {due}.", to=_all(enquiry))
    return render(request, "disagreements/hear.jinja", {"enquiry": enquiry, "form": form, "stops": stops})


@page(Seat.HUB, does=(change_stage_owner,), reads=(Enquiry, Disagreement))
def owner(request: HubRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Let another practice manager see to the stage that it is at."""
    me = request.me
    enquiry, one = _meant(me, "change_stage_owner", reference, key)
    owners = owners_for(enquiry, one.stage.number, first=one.stages[0].owner_id, decided=one.decided_by)
    others = [owner for owner in owners if owner.pk != one.stage.owner_id]
    form = OwnerForm(request.POST or None, owners=others)
    stops = _settled(me, one) or ("" if others else NOBODY_ELSE)
    if not stops and form.is_valid():
        with attempt(form):
            seen = {"seen": request.POST.get("seen"), "had_by": request.POST.get("had_by")}
            stage = change_stage_owner(me, key, **form.cleaned_data, **seen)
            return done(request, f"{stage.owner} sees to it from now on.", to=_all(enquiry))
    context = {"enquiry": enquiry, "one": one, "form": form, "stops": stops}
    return render(request, "disagreements/owner.jinja", context)


@page(Seat.HUB, does=(plan_meanwhile,), reads=(Enquiry, Disagreement))
def plan(request: HubRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Say who keeps them safe meanwhile."""
    enquiry, one = _meant(request.me, "plan_meanwhile", reference, key)
    form = PlanForm(request.POST or None)
    if one.is_open and form.is_valid():
        with attempt(form):
            plan_meanwhile(request.me, key, **form.cleaned_data)
            return done(request, "Kept: who keeps them safe meanwhile.", to=_all(enquiry))
    context = {"enquiry": enquiry, "one": one, "form": form, "stops": _settled(request.me, one)}
    return render(request, "disagreements/plan.jinja", context)


@page(Seat.HUB, does=(escalate_disagreement,), reads=(Enquiry, Disagreement))
def escalate(request: HubRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Take it to the next stage."""
    me = request.me
    enquiry, one = _meant(me, "escalate_disagreement", reference, key)
    stops = _settled(me, one) or ("" if one.plan else NO_PLAN)
    if not stops and one.stage.is_last:
        stops = "The partnership is the last stage. Settle it."
    owners = owners_for(enquiry, one.stage.number + 1, first=one.stages[0].owner_id, decided=one.decided_by)
    proposed = next((owner for owner in owners if owner == me.known), owners[0])
    form = EscalateForm(request.POST or None, owners=owners, owner=proposed.pk)
    if not stops and form.is_valid():
        with attempt(form):
            stage = escalate_disagreement(me, key, **form.cleaned_data, seen=request.POST.get("seen"))
            said = f"{stage}. Due {when(stage.due_at, me.now)}, {stage.owner} sees to it."
            return done(request, said, to=_all(enquiry))
    context = {"enquiry": enquiry, "one": one, "form": form, "stops": stops, "next": Stage.Number.labels[1:]}
    return render(request, "disagreements/escalate.jinja", context)


@page(Seat.HUB, does=(settle_disagreement,), reads=(Enquiry, Disagreement))
def settle(request: HubRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Say what it came to, and what they are told."""
    me = request.me
    enquiry, one = _meant(me, "settle_disagreement", reference, key)
    form = SettleForm(request.POST or None)
    stops = _settled(me, one) or ("" if one.plan else NO_PLAN)
    if not stops and not _may_settle(me, one):
        stops = NOT_THE_ONE_WHO_DECIDED.format(owner=one.stage.owner)
    if not stops and form.is_valid():
        with attempt(form):
            settled = settle_disagreement(me, key, **form.cleaned_data, seen=request.POST.get("seen"))
            if settled.finding == Disagreement.Finding.UPHELD:
                to = reverse("decisions:correct", args=[enquiry.reference])
                return done(request, "Settled: upheld. Correct the decision now.", to=to)
            return done(request, "Settled. They can read what you told them.", to=_all(enquiry))
    public = not one.agency and is_public(enquiry)
    context = {"enquiry": enquiry, "one": one, "form": form, "stops": stops, "public": public}
    return render(request, "disagreements/settle.jinja", context)


def _meant(me: Acting, verb: str, reference: str, key: uuid.UUID) -> tuple[Enquiry, Shown]:
    """The disagreement that an address names, for somebody who may do this verb. Two queries."""
    enquiry, _ = enquiry_for(me, reference)
    permit(me, verb, enquiry)
    one = next((one for one in disagreements_of(enquiry) if one.id == key), None)
    if one is None:
        raise Refused("not_found", about=enquiry)
    note(enquiry=enquiry.pk)
    return enquiry, one


def _may_settle(me: Acting, one: Shown) -> bool:
    decided, owns = one.decided_by == me.known.pk, one.stage.owner_id == me.known.pk
    return settle_stage(stage=one.stage.number, decided=decided, owns=owns).allowed


def _settled(me: Acting, one: Shown) -> str:
    return "" if one.settled_at is None else f"{one.settled_by} settled this {when(one.settled_at, me.now)}."


def _all(enquiry: Enquiry) -> str:
    return reverse("disagreements:disagreements", args=[enquiry.reference])
