"""The call screen: somebody tells, and whoever listens types. What was typed is kept, whatever happens."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.policy import CORE
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.london import in_london
from mash.foundation.partnership.models import Area, Member, Prompt
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import Received, identify_subject, receive_enquiry
from mash.pathway.enquiries.adults import AT_RISK
from mash.pathway.enquiries.calls import PART, TAKERS, calls_of, for_long, open_call
from mash.pathway.enquiries.drafts.actions import (
    begin_draft,
    colleagues,
    end_draft,
    give_draft,
    keep_draft,
    throw_draft_away,
)
from mash.pathway.enquiries.drafts.opening import Begun, drafts_of, is_nobodys_draft, open_draft
from mash.pathway.enquiries.forms.calling import (
    CallForm,
    PersonOfCall,
    Typed,
    as_sent,
    in_order,
    kept_in,
    place_of,
    typed_by,
)
from mash.pathway.enquiries.forms.known import companions_typed, description_typed, says_something
from mash.pathway.enquiries.forms.people import prefix_of
from mash.pathway.enquiries.known import NOTHING, Known, known_already
from mash.pathway.enquiries.models import DescribedPerson, Draft, Enquiry
from mash.pathway.enquiries.references import draft_hash
from mash.pathway.enquiries.views.frame import RECEIVED, hold, shown_of
from mash.pathway.people.models import Person

IN_ANOTHER_WINDOW = (
    "This call was saved in another window since you opened it here. What you typed here still stands below, and is "
    "not saved yet: look at the other window first, or save to keep what stands here"
)
RECEIVED_ALREADY = (
    "This call has been received as an enquiry. What you typed here since stands below, and is in no enquiry: add what "
    "is missing there"
)


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands on the screen besides what was typed: which draft, which save, which window."""

    id: uuid.UUID
    version: int
    begun_at: datetime
    saved_at: datetime | None


@page(Seat.HUB, does=(begin_draft,))
def new(request: HubRequest) -> HttpResponse:
    """A call that begins. Nothing is kept until something is typed: the first save begins its draft."""
    screen = Screen(uuid.uuid4(), 0, request.me.now, None)
    return _drawn(request, screen, typed_by(request.POST), drafts_of(request.me))


@page(Seat.HUB, does=(receive_enquiry, begin_draft, keep_draft, end_draft, identify_subject), reads=(Person,))
def call(request: HubRequest, draft: uuid.UUID) -> HttpResponse:
    """A call that goes on: its form, saved by its buttons; and received, once. Or one of which nothing is kept yet."""
    me = request.me
    if request.method == "POST":
        return _posted(request, draft)
    others = drafts_of(me)
    found = next((one for one in others if one.id == draft), None)
    if found is None and is_nobodys_draft(draft):  # somebody had to sign in again before the first save
        return _drawn(request, Screen(draft, 0, me.now, None), {}, others)
    found = found or open_draft(me, key=draft)
    if found.enquiry is not None:
        return HttpResponseRedirect(_page_of(me, found.enquiry))
    screen = Screen(found.id, found.version, found.begun_at, found.saved_at)
    return _drawn(request, screen, kept_in(found.part(PART)), others)


@page(Seat.HUB, does=(begin_draft, keep_draft))
def kept(request: HubRequest, draft: uuid.UUID) -> HttpResponse:
    """Keep what stands on the screen, for the screen's own script: when it was kept, or why it was not."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _areas(request.me)
    try:
        saved = _keep(request, draft, typed_by(request.POST))
    except Invalid as invalid:
        return JsonResponse({"wrong": str(invalid)}, status=409)
    return JsonResponse({"version": saved.version, "saved": f"{in_london(request.me.now):%H:%M:%S}"})


@page(Seat.HUB, does=(give_draft,))
def hand(request: HubRequest, draft: uuid.UUID) -> HttpResponse:
    """Hand a call to a colleague, who goes on with it."""
    me = request.me
    found = _own(me, draft)
    form = HandForm(request.POST or None, to=colleagues(me))
    if form.is_valid():
        with attempt(form):
            colleague = give_draft(me, found, to=form.cleaned_data["to"])
            return done(request, f"{colleague} has the call now.", to=reverse("casework:start"))
    return render(request, "enquiries/hand_call.jinja", {"form": form, "call": open_call(found, me.now)})


@page(Seat.HUB, does=(throw_draft_away,))
def throw_away(request: HubRequest, draft: uuid.UUID) -> HttpResponse:
    """Throw a call away, once somebody has said so twice."""
    me = request.me
    found = _own(me, draft)
    if request.method == "POST":
        throw_draft_away(me, found)
        return done(request, "The call was thrown away.", to=reverse("casework:start"))
    return render(request, "enquiries/throw_call_away.jinja", {"call": open_call(found, me.now)})


class HandForm(forms.Form):
    """Who goes on with a call."""

    to = forms.ChoiceField(
        label="Who goes on with this call?",
        help_text="It leaves your start page, and stands on theirs.",
        error_messages={"required": "Choose a colleague", "invalid_choice": "Choose a colleague"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, to: Sequence[Member]) -> None:
        super().__init__(data)
        choices = [("", "Choose"), *((str(one.pk), one.name) for one in to)]
        self.fields["to"].widget = forms.Select(choices=choices)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


def _posted(request: HubRequest, draft: uuid.UUID) -> HttpResponse:
    me, typed = request.me, typed_by(request.POST)
    areas, act = _areas(me), request.POST.get("act", "")
    try:
        begun = _keep(request, draft, in_order(typed))
    except Invalid as invalid:
        return _not_kept(request, draft, typed, str(invalid))
    if act == "receive":
        form = CallForm(typed, areas=areas, prompts=_prompts(areas), sent=True, focus="")
        if form.is_valid():
            with attempt(form):
                return _receive(request, begun, form, _closed(areas, form.taken_at or begun.begun_at))
        screen = Screen(begun.id, begun.version, begun.begun_at, begun.saved_at)
        return _drawn(request, screen, typed, drafts_of(me), form=form)
    where = reverse("enquiries:call", args=[draft])
    if act == "more":
        return HttpResponseRedirect(f"{where}?more=1")
    number = request.POST.get("who", "")
    place = place_of(typed, int(number)) if number.isascii() and number.isdigit() and len(number) < 4 else None
    if place is not None:
        return HttpResponseRedirect(f"{where}?who={place}")
    return done(request, "Saved.", to=where)


def _keep(request: HubRequest, draft: uuid.UUID, typed: Typed) -> Begun:
    """Keep what was typed. The window that saved last may always save again: its last answer may have been lost.

    Raises:
        Invalid: another window has saved it since, or it has been received.
    """
    me, post = request.me, request.POST
    version, window = post.get("version", ""), post.get("window", "")[:40]
    begun = begin_draft(me, door=Draft.Door.PHONE, key=draft) if version == "0" else open_draft(me, key=draft)
    if begun.door != Draft.Door.PHONE:
        raise Refused("not_found")
    if begun.enquiry is not None:
        raise Invalid(__all__=RECEIVED_ALREADY)
    before = begun.part(PART).get("window")
    if before is not None and before != window and str(begun.version) != version:
        raise Invalid(__all__=IN_ANOTHER_WINDOW)
    area = (typed.get("area") or [""])[-1]
    told = {"typed": typed, "window": window}
    return keep_draft(me, begun, part=PART, told=told, area=area[:50])


def _receive(request: HubRequest, begun: Begun, form: CallForm, closed: Mapping[str, bool]) -> HttpResponse:
    """One enquiry of one call, the draft's end, and who its people were found to be: all in one transaction."""
    me, token = request.me, draft_hash(f"received:{begun.id}")
    received = receive_enquiry(me, key=token, **form.told(closed=closed))
    end_draft(me, begun, enquiry=received.id)
    if left := _identify(me, received, form):
        whom = "One person" if left == 1 else f"{left} people"
        messages.warning(
            request, f"{whom} could not be kept as chosen, and still must be looked up: open the enquiry to do so."
        )
    return hold(HttpResponseRedirect(f"{RECEIVED}?told={shown_of(token)}"), token)


def _identify(me: Acting, received: Received, form: CallForm) -> int:
    """Confirm those who were chosen while the call lasted; how many could not be. A choice never stops the receipt."""
    if not any(person for person, _ in form.chosen):
        return 0
    left = 0
    described = DescribedPerson.objects.filter(enquiry=received.id).order_by("order")
    for one, (person, why) in zip(described, form.chosen, strict=False):
        try:
            if person:
                identify_subject(me, received.id, subject=one.pk, person=person, why=why)
        except (Invalid, Refused):
            left += 1
    return left


def _not_kept(request: HubRequest, draft: uuid.UUID, typed: Typed, why: str) -> HttpResponse:
    """The page once more with all that was typed, and what became of the call elsewhere. Saving again keeps this."""
    me = request.me
    found = open_draft(me, key=draft)
    areas = _areas(me)
    form = CallForm(typed, areas=areas, prompts=_prompts(areas), focus="")
    screen = Screen(found.id, found.version, found.begun_at, None)
    enquiry = _page_of(me, found.enquiry) if found.enquiry else ""
    return _drawn(request, screen, typed, drafts_of(me), form=form, wrong=why, enquiry=enquiry)


def _drawn(
    request: HubRequest,
    screen: Screen,
    typed: Typed,
    drafts: Sequence[Begun],
    *,
    form: CallForm | None = None,
    wrong: str = "",
    enquiry: str = "",
) -> HttpResponse:
    me, areas = request.me, _areas(request.me)
    prompts = _prompts(areas)
    more, who = "more" in request.GET, request.GET.get("who", "")
    if form is None:
        form = CallForm(typed, areas=areas, prompts=prompts, more=more, focus="narrative")
        if more:
            last = form.fields[f"{prefix_of(form.people - 1)}given"]
            form.fields["narrative"].widget.attrs.pop("autofocus")
            last.widget.attrs["autofocus"] = ""
    closed = _closed(areas, form.taken_at or screen.begun_at)
    asked = int(who) if who.isascii() and who.isdigit() and len(who) < 4 else None
    context = {
        "form": form,
        "screen": screen,
        "window": secrets.token_urlsafe(9),
        "lasts": max(me.now - screen.begun_at, timedelta()),
        "calls": [(one, for_long(one.lasts)) for one in calls_of(me, drafts) if one.id != screen.id],
        "one_area": areas[0] if len(areas) == 1 else None,
        "closed": [area.name for area in areas if closed[area.slug]],
        "asked": asked,
        "found": _looked_up(me, areas, in_order(typed), asked),
        "chosen": _chosen(form),
        "another": PersonOfCall(),
        "at_risk": AT_RISK,
        "may_look_up": me.is_a(*CORE),
        "enquiry": enquiry,
        "wrong": wrong,
        "failed": bool(wrong or form.errors),
    }
    return render(request, "enquiries/call.jinja", context)


def _looked_up(me: Acting, areas: Sequence[Area], typed: Typed, number: int | None) -> Known:
    """Who one person may be, where the page was asked without its script; the others named are evidence."""
    if number is None:
        return NOTHING
    sent, prefix, today = as_sent(typed), prefix_of(number), in_london(me.now).date()
    described = description_typed(sent, prefix, today)
    if not says_something(described):
        return NOTHING
    chosen = sent.get("area")
    area = next((one.pk for one in areas if one.slug == chosen), None)
    return known_already(me, described, named_too=companions_typed(sent, prefix, today), area=area)


def _chosen(form: CallForm) -> dict[str, Person]:
    """Those who were chosen, by their id. One query where anybody was."""
    ids = {person for person, _ in form.chosen if person not in ("", "new")}
    return {str(one.pk): one for one in Person.objects.filter(pk__in=ids)} if ids else {}


def _areas(me: Acting) -> list[Area]:
    """The areas whose calls this member takes. No query."""
    found = {held.area_id: held.area for held in me.roles if held.role in TAKERS}
    if not found:
        raise Refused("role")
    return sorted(found.values(), key=lambda area: area.name)


def _prompts(areas: Sequence[Area]) -> list[Prompt]:
    """What these areas want asked; what two of them ask alike, once."""
    rows = Prompt.objects.filter(area__in=areas)
    return list({prompt.text: prompt for prompt in rows}.values())


def _closed(areas: Sequence[Area], moment: datetime) -> dict[str, bool]:
    """Of each area, whether its hub was closed at a moment, by the standard that held then (rule 8)."""
    return {area.slug: not area.standard_on(moment).clock.calendar.is_open_at(moment) for area in areas}


def _own(me: Acting, draft: uuid.UUID) -> Begun:
    found = open_draft(me, key=draft)
    if found.door != Draft.Door.PHONE or found.enquiry is not None:
        raise Refused("not_found")
    return found


def _page_of(me: Acting, enquiry: uuid.UUID) -> str:
    found = Enquiry.objects.visible_to(me).filter(pk=enquiry).values_list("reference", flat=True).first()
    if found is None:
        raise Refused("not_found")
    return reverse("casework:enquiry", args=[found])
