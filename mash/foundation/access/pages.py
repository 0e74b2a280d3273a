"""The only way into a page: one seat, one transaction, the read recorded before anything goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.db import connection
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as django_render

from mash.foundation.access.accounts import enrolment, must_enrol
from mash.foundation.access.acting import Acting, acting, roles_of, seat_of
from mash.foundation.access.binding import bound
from mash.foundation.access.frame import frame_of
from mash.foundation.access.models import Account
from mash.foundation.access.sightings import noting
from mash.foundation.access.sign_in.limits import keep_or_end
from mash.foundation.access.unsent import unsent
from mash.foundation.access.verbs import Invalid, Refused, record
from mash.foundation.clock.now import now
from mash.foundation.partnership.models import Member, MemberRole
from mash.foundation.zones import Seat
from mash.ui.forms import once_of
from mash.ui.page import Page

P = ParamSpec("P")


class HubRequest(HttpRequest):
    """A request that has been let into a seat."""

    me: Acting


View = Callable[Concatenate[HubRequest, P], HttpResponse]


def page(
    *seats: Seat, does: tuple[Callable[..., Any], ...] = (), reads: tuple[type, ...] = (), public: bool = False
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let a view run in the member's own seat, when it is one of these; for everybody else it is not there.

    Binds the seat's database role, turns `Refused` into the not-found answer inside the bound transaction (so that the
    refusal's event stays), makes a double submit one thing, and records what was shown: when that event cannot be
    written, nothing is shown. `does` names the verbs that the page calls and `reads` the models that it shows, for the
    tests that walk all pages.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            keep_or_end(request)
            if must_enrol(request):
                return enrolment()
            member, seat, roles = _seated(request, seats, public=public)
            if seat is None:
                return _sign_in(request) if member is None else not_found(request)
            with acting(member, seat, roles=roles, purpose=view.__name__) as me, noting(me.seen):
                request.me = me  # type: ignore[attr-defined]  # what makes it a HubRequest
                try:
                    response = _once(request, lambda: view(request, *args, **kwargs))  # type: ignore[arg-type]  # as above
                except Refused as refused:
                    if not refused.recorded:
                        record(
                            me,
                            view.__name__,
                            about=refused.about,
                            outcome="refused",
                            reasons=(*refused.reasons, *refused.hidden),
                        )
                    me.seen.forget()
                    response = not_found(request)
                if isinstance(response, HttpResponseRedirect):
                    me.seen.forget()  # what only leads elsewhere shows nobody
                _record_reading(me, view.__name__)
            return response

        enter.seats, enter.does, enter.reads, enter.public = seats, does, reads, public  # type: ignore[attr-defined]  # for the tests
        return enter

    return decorate


def _seated(
    request: HttpRequest, seats: tuple[Seat, ...], *, public: bool
) -> tuple[Member | None, Seat | None, tuple[MemberRole, ...]]:
    """Who is signed in, in which of the page's seats they sit, and their roles; no seat when the page is not theirs."""
    account = request.user
    if not isinstance(account, Account) or account.member_id is None:
        return None, (Seat.INTAKE if public else None), ()
    moment = now()
    with bound(Seat.INTAKE, member=account.member_id, now=moment):
        roles = roles_of(account.member_id, moment)
        member = roles[0].member if roles else Member.objects.select_related("agency").get(pk=account.member_id)
    own = seat_of(member, roles)
    if own in seats:
        return member, own, roles
    if public:
        return None, Seat.INTAKE, ()
    return member, None, roles


def _once(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Run a submission once: a second one with the same token goes where the first one led."""
    token = once_of(request) if request.method == "POST" else ""
    if not token:
        return view()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 1))", [token])
        cursor.execute("select access.led_to(%s)", [token])
        (led_to,) = cursor.fetchone()
        if led_to is not None:
            return HttpResponseRedirect(led_to)
        response = view()
        if isinstance(response, HttpResponseRedirect):
            cursor.execute("select access.leads_to(%s, %s)", [token, response.url])
    return response


def _record_reading(me: Acting, view: str) -> None:
    seen = me.seen
    if seen.people or seen.enquiries:
        enquiries = sorted(seen.enquiries)
        first = enquiries[0] if enquiries else None
        record(me, view, enquiry=first, people=seen.people, outcome="read", enquiries=[str(e) for e in enquiries[1:]])


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return unsent(request)
    return HttpResponseRedirect("/sign-in?" + urlencode({"next": request.get_full_path()}))


def not_found(request: HttpRequest) -> HttpResponse:
    """The answer for what is not there and for what may not be seen: the two are alike."""
    signed_in = isinstance(request.user, Account) and request.user.member_id is not None
    request.page = Page(home_url="/start" if signed_in else "/")  # type: ignore[attr-defined]  # for the context processor
    return django_render(request, "ui/not_found.jinja", status=404)


def render(
    request: HubRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page now, inside the bound transaction, with the frame that this member needs."""
    facts = {"me": request.me, **(context or {})}
    request.page = facts.pop("page", None) or frame_of(request)  # type: ignore[attr-defined]  # as in not_found
    return django_render(request, template, facts, status=status)


@contextmanager
def attempt(form: Form) -> Iterator[None]:
    """Run an action for a form: what it finds `Invalid` stands beside its field, with what was typed kept."""
    try:
        yield
    except Invalid as invalid:
        for field, message in invalid.errors.items():
            form.add_error(field if field in form.fields else None, message)


def done(request: HubRequest, message: str, *, to: str) -> HttpResponse:
    """Say what happened, and go on."""
    messages.success(request, message)
    return HttpResponseRedirect(to)
