"""The public door: one question on a page, saved as it is answered; check the answers, send them, or come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.floods import TOO_FAST, is_too_fast, ticket
from mash.foundation.access.pages import HubRequest, attempt, page, render
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Area
from mash.pathway.enquiries.actions import receive_enquiry
from mash.pathway.enquiries.drafts.actions import begin_draft, end_draft, keep_draft
from mash.pathway.enquiries.drafts.opening import Begun, code_of, open_draft
from mash.pathway.enquiries.models import Origin
from mash.pathway.enquiries.telling.public.forms import OthersForm, PublicForm
from mash.pathway.enquiries.telling.public.holding import held, keep, let_go, let_hold, mark_of
from mash.pathway.enquiries.telling.public.languages import LANGUAGES
from mash.pathway.enquiries.telling.public.questions import BY_SLUG, QUESTIONS, Question, after, before, where_they_were
from mash.pathway.enquiries.telling.public.sending import answers, as_told
from mash.pathway.enquiries.views.frame import RECEIVED, framed, hold, shown_of

CHANGED = "You gave another answer in another window. Read both, then go on with the one that is right"

HONEYPOT = "website"


@page(public=True)
def begin(request: HubRequest, area: str) -> HttpResponse:
    """The door of an area: to the first question, or to where they were."""
    draft = held(request)
    return _to(area_of(area), where_they_were(draft.told) if draft else QUESTIONS[0])


@page(public=True, does=(begin_draft, keep_draft))
def question(request: HubRequest, area: str, asked: str) -> HttpResponse:
    """One question."""
    where, this, draft = area_of(area), BY_SLUG[asked], held(request)
    told = draft.part(asked) if draft else {}
    form = this.form(request.POST or None, kept=told, whole=draft.told if draft else {})
    if draft and draft.enquiry:
        return sent_already(request, where, this, draft, form)
    if isinstance(form, OthersForm) and request.method == "GET" and "more" in request.GET:
        form = form.with_one_more()
    if request.method != "POST" or not form.is_valid():
        return ask(request, where, this, draft, form)
    answer = form.told()
    if told and answer != told and request.POST.get("seen", "") != mark_of(told):
        form.add_error(None, CHANGED)
        return ask(request, where, this, draft, form, other=this.form(kept=told, whole={}))
    if is_too_fast(request, browser=draft.opener if draft else "", address=draft is None):
        return ask(request, where, this, draft, form, wait=True)
    if answer != told and (draft or any(answer.values())):
        draft = keep(request, draft, where.slug, asked, answer)
    if "save" in request.POST:
        return let_hold(HttpResponseRedirect(reverse("enquiries:public_save", args=[where.slug])), draft)
    if isinstance(form, OthersForm) and "more" in request.POST:
        return let_hold(HttpResponseRedirect(_with_one_more(request, where, this, answer)), draft)
    onward = None if "change" in request.GET else after(this, draft.told if draft else {})
    return let_hold(_to(where, onward), draft)


@page(public=True, does=(receive_enquiry, end_draft))
def check(request: HubRequest, area: str) -> HttpResponse:
    """All answers, each with a way to change it; and the button that sends them, once however often it is pressed."""
    where, draft = area_of(area), held(request)
    if draft is None:
        return _to(where, QUESTIONS[0])
    if draft.enquiry:
        return _received(draft.opener)
    form = forms.Form(request.POST or None)
    wait = False
    if request.method == "POST" and form.is_valid():
        wait = bool(request.POST.get(HONEYPOT)) or is_too_fast(request, browser=draft.opener, address=True)
        if not wait:
            with attempt(form):
                _send(request, where, draft)
                return let_hold(_received(draft.opener), draft)
    if form.errors:
        draft = held(request) or draft  # as another window may have changed it
    context = {
        "page": framed(request, where),
        "area": where,
        "draft": draft,
        "form": form,
        "rows": [
            replace(row, href=f"{address_of(where, BY_SLUG[slug])}?change=1")
            for slug, row in answers(draft.told, draft.files)
        ],
        "last": before(QUESTIONS[-1], draft.told) if not QUESTIONS[-1].asked(draft.told) else QUESTIONS[-1],
        "danger": _in_danger(draft),
        "wait": ticket() if wait else "",
    }
    answer = render(request, "enquiries/public/check.jinja", context, status=TOO_FAST if wait else 200)
    return let_hold(hold(answer, draft.opener), draft)


@page(public=True)
def save(request: HubRequest, area: str) -> HttpResponse:
    """With what they come back; and, on a phone that others use, a way to leave nothing behind."""
    where, draft = area_of(area), held(request)
    if request.method == "POST":
        return let_go(HttpResponseRedirect(reverse("enquiries:front")))
    if draft is None:
        return _to(where, QUESTIONS[0])
    context = {
        "page": framed(request, where),
        "area": where,
        "draft": draft,
        "code": code_of(draft),
        "onward": address_of(where, where_they_were(draft.told)),
    }
    return let_hold(render(request, "enquiries/public/save.jinja", context), draft)


def go_on(draft: Begun) -> HttpResponse:
    """To where somebody was who comes back with reference and code."""
    where = Area.objects.filter(slug=draft.area).first() or Area.objects.all()[0]
    return let_hold(_to(where, where_they_were(draft.told)), draft)


def _with_one_more(request: HubRequest, where: Area, this: Question, answer: Mapping[str, Any]) -> str:
    """The address of the same question with boxes for one more: a page of its own, so that Back leads to it again."""
    asked = urlencode({name: 1 for name in ("change", "more") if name == "more" or name in request.GET})
    return f"{address_of(where, this)}?{asked}#id_people_{len(answer.get('people', []))}_given"


def _send(request: HubRequest, where: Area, draft: Begun) -> None:
    with transaction.atomic():  # an enquiry whose draft another window has just sent is undone
        received = receive_enquiry(
            request.me,
            channel=Origin.Channel.PUBLIC,
            area=where.slug,
            key=draft.opener,
            **as_told(draft.told),
        )
        if open_draft(request.me, opener=draft.opener).enquiry != received.id:  # a double click ends it once
            end_draft(request.me, draft, enquiry=received.id)


def ask(
    request: HubRequest,
    where: Area,
    this: Question,
    draft: Begun | None,
    form: forms.Form,
    *,
    other: PublicForm | None = None,
    wait: bool = False,
    template: str = "enquiries/public/question.jinja",
) -> HttpResponse:
    """The page of a question. `other` is what another window answered; `wait`, that this came too fast."""
    earlier = before(this, draft.told if draft else {})
    changing = "change" in request.GET
    context: dict[str, Any] = {
        "page": framed(request, where),
        "area": where,
        "question": this,
        "form": form,
        "draft": draft,
        "seen": mark_of(draft.part(this.slug)) if draft else "",
        "changing": changing,
        "back": address_of(where, None if changing else earlier) if earlier or changing else "",
        "other": other,
        "danger": _in_danger(draft) and this.slug == "who",
        "languages": LANGUAGES if earlier is None else (),
        "wait": ticket() if wait else "",
    }
    return let_hold(render(request, template, context, status=TOO_FAST if wait else 200), draft)


def sent_already(request: HubRequest, where: Area, this: Question, draft: Begun, form: forms.Form) -> HttpResponse:
    """What a page is answered with that was opened before everything was sent: what was typed on it is shown."""
    context = {"page": framed(request, where), "area": where, "question": this, "typed": form}
    return hold(render(request, "enquiries/public/sent_already.jinja", context), draft.opener)


def _received(opener: str) -> HttpResponse:
    return hold(HttpResponseRedirect(f"{RECEIVED}?told={shown_of(opener)}"), opener)


def _in_danger(draft: Begun | None) -> bool:
    return draft is not None and draft.part("danger").get("danger") == "yes"


def area_of(slug: str) -> Area:
    """The area whose door it is.

    Raises:
        Refused: `not_found`.
    """
    where = Area.objects.filter(slug=slug).first()
    if where is None:
        raise Refused("not_found")
    return where


def _to(where: Area, question: Question | None) -> HttpResponse:
    return HttpResponseRedirect(address_of(where, question))


def address_of(where: Area, question: Question | None) -> str:
    """The address of a question; of the page where answers are checked, when there is none."""
    if question is None:
        return reverse("enquiries:public_check", args=[where.slug])
    return reverse(f"enquiries:public_{question.slug}", args=[where.slug])
