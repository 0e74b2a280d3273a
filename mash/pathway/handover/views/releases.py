"""Preparing a release, and reading one as the second person."""

from __future__ import annotations

import re
import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.policy import may
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.partnership.models import Role, Team
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, ProtectedAddress, Rationale
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.handover.actions import approve_release, clear_warning, prepare_release, withdraw_release
from mash.pathway.handover.actions.permissions import recipient
from mash.pathway.handover.choosing import Holdings, holdings
from mash.pathway.handover.circle import Circle, related_to
from mash.pathway.handover.draft import Draft, Found, found_in, found_now, preview_of
from mash.pathway.handover.forbidden import earlier_products, findings_of
from mash.pathway.handover.forms import KeepForm, MarksForm, WhyForm
from mash.pathway.handover.models import Finding, Handover, Permission, Release
from mash.pathway.handover.product import as_drawn, draw
from mash.pathway.handover.reading import note_all, note_product, read_release, release_for
from mash.pathway.handover.steps import steps_of
from mash.pathway.intelligence.models import Item

REMOVE = re.compile(r"remove\|(?P<part>.+)\|(?P<start>\d{1,6})-(?P<end>\d{1,6})", re.ASCII)
SENT_ON = "Prepared. A second practice manager reads it next."
NOT_CLEARED = "Prepared. Say why what was found may stay, or remove it: then a second practice manager can approve it."


@page(
    Seat.HUB,
    does=(prepare_release, clear_warning),
    reads=(Enquiry, DescribedPerson, ProtectedAddress, Item, Permission, Release, Finding),
)
def prepare(request: HubRequest, reference: str, team: str) -> HttpResponse:
    """What the hub holds on the left, exactly what the team will see on the right."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "prepare_release", enquiry)
    to = recipient(request.me, enquiry, team)
    if to is None:
        raise Refused("not_found", about=enquiry)
    note(enquiry=enquiry.pk)
    held = holdings(me, enquiry, to)
    already = earlier_products(me, held.circle, to)
    standing = None if request.method == "POST" else _standing(enquiry, to)
    draft = Draft.prepared(standing) if standing else Draft()
    errors: dict[str, str] = {}
    if request.method == "POST":
        draft = _changed(Draft.typed(request.POST), request.POST.get("do", ""))
        if request.POST.get("do") == "send":
            try:
                return _send_on(request, enquiry, to.slug, draft)
            except Invalid as invalid:
                errors = invalid.errors
    preview = preview_of(held, draft, standing.prepared_by if standing else me.known)
    if standing and draw(preview.product) == standing.html:
        found = found_in(standing, standing.findings.all())
    else:
        found = found_now(preview.product, findings_of(preview.product, held, preview.chosen, already))
    note_product(preview.product)
    return render(
        request,
        "handover/prepare.jinja",
        {
            "enquiry": enquiry,
            "team": to,
            "draft": draft,
            "offers": held.on_offer(),
            "let_out_as": _gists(held),
            "addresses": held.circle.lines,
            "drawn": as_drawn(draw(preview.product, found)),
            "found": found,
            "errors": errors,
            "typed": _reasons_typed(request),
            "standing": standing,
            "already": already,
            "steps": steps_of(me.known.name, to.name, now=1),
            "back": reverse("casework:enquiry", args=[enquiry.reference]),
        },
    )


def _changed(draft: Draft, do: str) -> Draft:
    """The draft after 'remove' at something that was found."""
    remove = REMOVE.fullmatch(do)
    return draft.without(remove["part"], int(remove["start"]), int(remove["end"])) if remove else draft


def _send_on(request: HubRequest, enquiry: Enquiry, team: str, draft: Draft) -> HttpResponse:
    """Prepare it, and clear what its author gives a reason for."""
    me = request.me
    release = prepare_release(
        me,
        enquiry.pk,
        team=team,
        items=request.POST.getlist("items"),
        addresses=draft.addresses,
        note=draft.note,
        narrative=draft.narrative,
    )
    for finding in release.findings.filter(cleared_by=None, by_approver=False):
        why = request.POST.get(f"why.{finding.key}", "").strip()
        if why:
            clear_warning(me, release.pk, warning=finding.pk, why=why)
    if release.findings.filter(cleared_by=None, by_approver=False).exists():
        return done(request, NOT_CLEARED, to=reverse("handover:prepare", args=[enquiry.reference, team]))
    return done(request, SENT_ON, to=reverse("handover:release", args=[release.pk]))


def _standing(enquiry: Enquiry, team: Team) -> Release | None:
    """What is prepared for a team and not sent. One query."""
    prepared = Release.objects.filter(enquiry=enquiry, team=team, state=Release.State.PREPARED)
    return prepared.select_related("prepared_by").last()


def _gists(held: Holdings) -> dict[uuid.UUID, str]:
    """Items in whose place a gist may go, for the line that says so."""
    return {
        offer.item.gist_of_id: str(offer.item.pk)
        for offer in held.on_offer()
        if offer.item.gist_of_id and offer.verdict.allowed
    }


@page(
    Seat.HUB,
    does=(clear_warning, approve_release, withdraw_release),
    reads=(Release, Finding, Handover, Enquiry),
)
def release(request: HubRequest, key: uuid.UUID) -> HttpResponse:
    """The product as the team will read it: read first, then what was found and cleared, then approval."""
    me = request.me
    found = release_for(me, key)
    note_product(found.product)
    note(enquiry=found.enquiry_id)
    manages = may("approve_release", _roles(me, found), qualified=True).allowed
    own = found.prepared_by_id == me.known.pk
    has_read = found.read_by_id == me.known.pk and found.read_digest == found.digest
    marks, withdrawing = MarksForm(), WhyForm()
    errors: dict[str, str] = {}
    if request.method == "POST":
        answer = _done_with(request, found)
        if isinstance(answer, HttpResponse):
            return answer
        if isinstance(answer, WhyForm):
            withdrawing = answer
        elif isinstance(answer, MarksForm):
            marks = answer
        else:
            errors = answer
        found = release_for(me, key)  # somebody else may have been faster
    rows = list(found.findings.select_related("cleared_by")) if manages and (own or has_read) else []
    circle = Circle(found.enquiry, related_to(found.enquiry), (), ())
    already = [one for one in earlier_products(me, circle, found.team) if one.release_id != found.pk]
    for one in already:
        note_all(one)
    settled = _for_reader(found, rows, own=own)
    late = {key: said for key, said in errors.items() if key not in {"approve", *_still_mine(found, settled)}}
    return render(
        request,
        "handover/release.jinja",
        {
            "release": found,
            "drawn": as_drawn(found.html),
            "own": own,
            "manages": manages,
            "has_read": has_read,
            "found": settled,
            "waits": any(row.cleared_by_id is None for row in rows),
            "waits_for_author": any(row.cleared_by_id is None and not row.by_approver for row in rows),
            "already": [(one, as_drawn(one.html)) for one in already],
            "handover": Handover.objects.filter(release=found).first(),
            "withdrawn_why": Rationale.objects.filter(about=found.pk, kind=Rationale.Kind.WITHDRAWN).first(),
            "marks": marks,
            "withdrawing": withdrawing,
            "errors": errors,
            "typed": _reasons_typed(request),
            "late": late,
            "unsaved": [KeepForm({"why": request.POST.get(f"why.{key}", "")}) for key in late],
            "steps": steps_of(found.prepared_by.name, found.team.name, now=_step(found)),
            "back": reverse("casework:enquiry", args=[found.enquiry.reference]),
        },
    )


def _done_with(request: HubRequest, found: Release) -> HttpResponse | WhyForm | MarksForm | dict[str, str]:
    """Do what the second person, or whoever withdraws, has sent: where it leads, or what is wrong with it."""
    me = request.me
    here = reverse("handover:release", args=[found.pk])
    match request.POST.get("do", "").partition(":"):
        case ("read", _, _):
            form = MarksForm(request.POST)
            if not form.is_valid():
                return form
            read_release(me, found.pk, digest=request.POST.get("digest", ""), marks=form.cleaned_data["marks"])
            return done(request, "Read. Below stands what was found, and what was cleared and why.", to=here)
        case ("clear", _, warning):
            try:
                clear_warning(me, found.pk, warning=warning, why=request.POST.get(f"why.{warning}", ""))
            except Invalid as invalid:
                return {warning: " ".join(invalid.errors.values())}
            return done(request, "Cleared, with your reason.", to=here)
        case ("approve", _, _):
            try:
                sent = approve_release(me, found.pk)
            except Invalid as invalid:
                return {"approve": " ".join(invalid.errors.values())}
            to = reverse("handover:handover", args=[sent.pk])
            return done(request, f"Sent to {found.team}. You see here when it is opened and acknowledged.", to=to)
        case ("withdraw", _, _):
            reason = WhyForm(request.POST)
            if reason.is_valid():
                with attempt(reason):
                    withdraw_release(me, found.pk, why=reason.cleaned_data["why"])
                    return done(request, "Withdrawn. Nobody in the team can read it any more.", to=here)
            return reason
    return {}


def _reasons_typed(request: HubRequest) -> dict[str, str]:
    """What was typed beside the findings, to be shown again."""
    return {key: str(value) for key, value in request.POST.items() if key.startswith("why.")}


def _for_reader(release: Release, rows: list[Finding], *, own: bool) -> list[tuple[Found, bool]]:
    """What was found, and whether this reader is the one who settles it."""
    return [(one, one.row is not None and one.by_approver != own) for one in found_in(release, rows)]


def _still_mine(release: Release, settled: list[tuple[Found, bool]]) -> set[str]:
    """The findings beside which this reader has a box for a reason."""
    if release.state != Release.State.PREPARED:
        return set()
    return {str(one.row.pk) for one, mine in settled if mine and one.row and one.row.cleared_by_id is None}


def _roles(me: Acting, release: Release) -> frozenset[Role]:
    return frozenset(Role(held.role) for held in me.roles if held.area_id == release.area)


def _step(release: Release) -> int:
    return 3 if release.state == Release.State.APPROVED else 2
