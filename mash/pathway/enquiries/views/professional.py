"""The professional's door: a task list whose parts are saved as they are left, a check of the answers, one sending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.floods import TOO_FAST, is_too_fast, ticket
from mash.foundation.access.pages import HubRequest, attempt, page, render
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.london import in_london
from mash.foundation.partnership.models import Area, Concern, Guidance
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import receive_enquiry
from mash.pathway.enquiries.drafts.actions import (
    STALE,
    begin_draft,
    end_draft,
    hand_draft_on,
    keep_draft,
    throw_draft_away,
)
from mash.pathway.enquiries.drafts.opening import Begun, open_draft, opener_of
from mash.pathway.enquiries.forms.people import closed_up, prefix_of
from mash.pathway.enquiries.forms.working import BackForm
from mash.pathway.enquiries.professional.answers import answers_of, answers_of_files
from mash.pathway.enquiries.professional.drafts import (
    SEEN,
    address,
    begun_now,
    browser_of,
    by_address,
    chosen_by,
    draft_of,
    held,
    let_go,
    mark_of,
    opened,
    own_first,
    sent_of,
    typed_of,
)
from mash.pathway.enquiries.professional.forms.part import Known, count_of
from mash.pathway.enquiries.professional.forms.people import PeopleForm, WhoForm
from mash.pathway.enquiries.professional.parts import BY_SLUG, FILES, Part, Status, Telling, as_query, may_wait
from mash.pathway.enquiries.references import sending_key
from mash.pathway.enquiries.views.frame import hold, received_page


@page(Seat.INTAKE, public=True, does=(begin_draft,))
@own_first
def professional(request: HubRequest) -> HttpResponse:
    """The task list; before anything is begun, what will be asked."""
    wait = request.method == "POST" and is_too_fast(request, browser=browser_of(request, None), address=True)
    if request.method == "POST" and not wait:
        begun = begun_now(request)
        return held(request, HttpResponseRedirect(address(request, "professional", begun)), begun)
    draft = draft_of(request)
    telling = _telling(request, draft)
    context = {
        "draft": draft,
        "tasks": [(part, telling.status(part), address(request, "part", draft, part.slug)) for part in telling.parts],
        "files": (
            FILES,
            Status.COMPLETED if draft and draft.files else Status.OPTIONAL,
            address(request, "professional_files", draft),
        ),
        "unfinished": telling.unfinished,
        "check": address(request, "check", draft),
        "later": address(request, "later", draft),
        "begins": "" if draft else chosen_by(request),
        "wait": ticket() if wait else "",
    }
    return render(request, "enquiries/professional.jinja", context, status=TOO_FAST if wait else 200)


@page(Seat.INTAKE, public=True, does=(begin_draft, keep_draft))
@own_first
def part(request: HubRequest, part: str) -> HttpResponse:
    """One part: saved as it was typed, right or wrong, whenever it is left."""
    asked = BY_SLUG.get(part)
    if asked is None:
        raise Refused("not_found")
    draft = draft_of(request)
    telling = _telling(request, draft)
    if request.method == "POST":
        return _save(request, asked, draft, telling)
    more = "more" in request.GET  # after what stood there was kept
    form = telling.form_with_room(asked) if more else telling.form(asked)
    return _part(request, asked, draft, telling, form, kept=more)


@page(Seat.INTAKE, public=True)
def elsewhere(request: HubRequest) -> HttpResponse:
    """They live in none of the hub's areas: whom to ring. What was typed is kept; where they live can be changed."""
    draft = draft_of(request)
    telling = _telling(request, draft)
    who = telling.form(BY_SLUG["who"])
    if draft is None or not isinstance(who, WhoForm) or not who.goes_elsewhere:
        return HttpResponseRedirect(address(request, "professional", draft))
    context = {
        "council": who.council,
        "areas": [name for _, name in telling.known.areas],
        "draft": draft,
        "back": address(request, "professional", draft),
        "change": address(request, "part", draft, "who"),
        "check": address(request, "check", draft),
    }
    return render(request, "enquiries/professional_elsewhere.jinja", context)


@page(Seat.INTAKE, public=True, does=(receive_enquiry, end_draft))
@own_first
def check(request: HubRequest) -> HttpResponse:
    """Check the answers, then send."""
    draft = draft_of(request)
    if draft is None:
        sent = sent_of(request)
        return _received(sent) if sent else HttpResponseRedirect(reverse("enquiries:professional"))
    telling = _telling(request, draft)
    unfinished = telling.unfinished
    form = forms.Form(request.POST if request.method == "POST" and not unfinished else None)
    wait = form.is_valid() and is_too_fast(request, browser=browser_of(request, draft), address=True)
    if form.is_valid() and not wait:
        with attempt(form):
            return _send(request, draft, telling)
    context = {
        "form": form,
        "cards": [
            card
            for one in telling.parts
            if telling.status(one) is not Status.NOT_STARTED
            for card in answers_of(telling.form(one), one.title, address(request, "part", draft, one.slug))
        ]
        + [answers_of_files(draft.files, FILES.title, address(request, "professional_files", draft))],
        "unfinished": [(one, address(request, "part", draft, one.slug)) for one in unfinished],
        "back": address(request, "professional", draft),
        "danger": telling.saved.get("danger", {}).get("immediate_danger") == ["yes"],
        "wait": ticket() if wait else "",
    }
    answer = render(request, "enquiries/professional_check.jinja", context, status=TOO_FAST if wait else 200)
    # The browser has the token before it sends: a line that drops meanwhile does not lose reference and code.
    return hold(answer, sending_key(draft.id))


@page(Seat.INTAKE, public=True, does=(hand_draft_on,))
@own_first
def later(request: HubRequest) -> HttpResponse:
    """Come back later, from elsewhere, or let a colleague go on: with reference and a new code."""
    draft = draft_of(request)
    if draft is None:
        return HttpResponseRedirect(reverse("enquiries:professional"))
    pressed = request.POST.get("do", "") if request.method == "POST" else ""
    own = by_address(request, draft)
    if pressed == "leave" and not own:
        return let_go(reverse("enquiries:professional"))
    context = {
        "draft": draft,
        "code": hand_draft_on(request.me, draft) if pressed == "code" else "",
        "own": own,
        "back": address(request, "professional", draft),
        "away": address(request, "throw_away", draft),
        "where": request.build_absolute_uri(reverse("enquiries:go_on")),
    }
    return render(request, "enquiries/professional_later.jinja", context)


@page(Seat.INTAKE, public=True, does=(throw_draft_away,))
@own_first
def throw_away(request: HubRequest) -> HttpResponse:
    """Throw away what was begun, once somebody has said so twice."""
    draft = draft_of(request)
    home = reverse("enquiries:mine") if by_address(request, draft) else reverse("enquiries:professional")
    if draft is None:
        return HttpResponseRedirect(home)
    if request.method == "POST":
        throw_draft_away(request.me, draft)
        return let_go(home)
    back = address(request, "professional", draft)
    return render(request, "enquiries/professional_throw_away.jinja", {"back": back})


@page(Seat.INTAKE, public=True)
def go_on(request: HubRequest) -> HttpResponse:
    """Go on with what was begun, in another browser or by a colleague."""
    form = BackForm(request.POST or None)
    form.fields["code"].help_text = "Whoever asked for it was shown it once"
    if form.is_valid():
        draft = opened(request.me, opener_of(form.cleaned_data["reference"], form.cleaned_data["code"]))
        if draft is not None and draft.enquiry is None:
            return held(request, HttpResponseRedirect(address(request, "professional", draft)), draft)
        form.add_error("code", "Reference and code do not fit together, or it was sent or thrown away. Check both")
    return render(request, "enquiries/professional_go_on.jinja", {"form": form})


def _telling(request: HubRequest, draft: Begun | None) -> Telling:
    member = request.me.member
    saved: Any = draft.told if draft else {}
    of_account = (
        {"name": member.name, "agency": member.agency.name, "phone": member.phone, "email": member.email}
        if member
        else {}
    )
    known = Known(
        today=in_london(request.me.now).date(),
        areas=[(area.slug, area.name) for area in Area.objects.all()],
        concerns=[
            (one.slug, one.label) for one in Concern.objects.offered(also=saved.get("worry", {}).get("concerns", ()))
        ],
    )
    return Telling(saved, known, of_account={f"referrer_{name}": [value] for name, value in of_account.items()})


def _save(request: HubRequest, part: Part, draft: Begun | None, telling: Telling) -> HttpResponse:
    """Keep what was typed; then on to the list, or the page once more with what is wrong with it."""
    typed = _gathered(request, part)
    form = telling.form(part, as_query(typed))
    if is_too_fast(request, browser=browser_of(request, draft), address=draft is None):
        return _part(request, part, draft, telling, form, wait=True)
    draft = draft or begun_now(request)
    before = draft.part(part.slug)
    if before and request.POST.get(SEEN, "") != mark_of(before) and typed != before:
        form.add_error(None, STALE)
        return held(request, _part(request, part, draft, telling, form), draft)
    try:
        if typed != before or part.slug not in draft.told:
            draft = keep_draft(request.me, draft, part=part.slug, told=typed)
    except Invalid as invalid:
        for message in invalid.errors.values():
            form.add_error(None, message)
        return held(request, _part(request, part, draft, telling, form), draft)
    if "more" in request.POST:
        onward = address(request, "part", draft, part.slug)
        onward += ("&" if "?" in onward else "?") + f"more=1#id_{prefix_of(count_of(typed['people'][0]))}given"
        return held(request, HttpResponseRedirect(onward), draft)
    if isinstance(form, WhoForm) and form.goes_elsewhere:
        return held(request, HttpResponseRedirect(address(request, "part_elsewhere", draft)), draft)
    if form.is_valid() or ("later" in request.POST and may_wait(form)):
        return held(request, HttpResponseRedirect(address(request, "professional", draft)), draft)
    return held(request, _part(request, part, draft, telling, form, kept=True), draft)


def _gathered(request: HubRequest, part: Part) -> dict[str, list[str]]:
    """What was typed; of people without the empty ones, each under a name that stays theirs.

    It is made of what was first typed of them, so that the same page sent twice says the same.
    """
    typed = typed_of(request)
    if not issubclass(part.form, PeopleForm):
        return typed
    count = max(count_of(typed.get("people", [""])[0]), part.form.fewest)
    data, told = closed_up(as_query(typed), count)
    data["people"] = str(told)
    for number in range(told):
        prefix = prefix_of(number)
        if not data.get(f"{prefix}as"):
            said = {name: data.getlist(name) for name in data if name.startswith(prefix)}
            data[f"{prefix}as"] = f"{part.slug}-{mark_of(said)[:8]}"
    return {name: data.getlist(name) for name in data}


def _part(
    request: HubRequest,
    part: Part,
    draft: Begun | None,
    telling: Telling,
    form: forms.Form,
    *,
    wait: bool = False,
    kept: bool = False,
) -> HttpResponse:
    """The page of a part. `wait`: it came too fast to be kept. `kept`: what stands there is kept, right or wrong."""
    saved = draft.part(part.slug) if draft else {}
    context = {
        "part": part,
        "form": form,
        "others": telling.known.others,
        "subjects": telling.known.subjects,
        "guidance": _guidance(part, telling),
        "begins": "" if draft else chosen_by(request),
        "seen": mark_of(saved),
        "draft": draft,
        "kept": kept,
        "here": address(request, "part", draft, part.slug),
        "back": address(request, "professional", draft),
        "to_household": address(request, "part", draft, "household"),
        "wait": ticket() if wait else "",
    }
    return render(request, "enquiries/professional_part.jinja", context, status=TOO_FAST if wait else 200)


def _guidance(part: Part, telling: Telling) -> list[Guidance]:
    """What the guide of the enquiry's area says beside this part; until the area is said, that of the first."""
    area = telling.saved.get("who", {}).get("area", [""])[0] or (
        telling.known.areas[0][0] if telling.known.areas else ""
    )
    return list(Guidance.objects.filter(area__slug=area, helps__in=part.guide)) if part.guide else []


def _send(request: HubRequest, draft: Begun, telling: Telling) -> HttpResponse:
    """Send it once. Whoever else sends the same draft at the same moment gets the same enquiry."""
    with transaction.atomic():
        received = receive_enquiry(request.me, key=sending_key(draft.id), **telling.told())
        now = open_draft(request.me, opener=draft.opener, key=draft.id)
        if now.enquiry is None:
            end_draft(request.me, now, enquiry=received.id)
        elif now.enquiry != received.id:
            raise Invalid(__all__="A colleague has just sent this. Nothing was sent twice")
    return _received(draft)


def _received(sent: Begun) -> HttpResponse:
    token = sending_key(sent.id)
    return hold(received_page(token), token)
