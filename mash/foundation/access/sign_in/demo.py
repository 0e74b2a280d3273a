"""Demo mode: a page of named people, and one press of a button to be one of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from allauth.account.adapter import get_adapter
from allauth.account.signals import user_logged_in
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mash.foundation.access.models import Account
from mash.foundation.partnership.models import Role

ORDER = list(Role)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One of the people whom a visitor may be."""

    username: str
    name: str
    agency: str
    place: str
    role: Role


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """The people of one role."""

    title: str
    accounts: tuple[DemoAccount, ...]


def demo_accounts() -> list[DemoGroup]:
    """The demo's people by role, in the order in which an enquiry meets them. One query, at the door."""
    with connection.cursor() as cursor:
        cursor.execute("select username, name, agency, team, areas, role from access.demo_accounts()")
        everybody = [
            DemoAccount(username, name, agency, team or " and ".join(areas), Role(role))
            for username, name, agency, team, areas, role in cursor.fetchall()
        ]
    everybody.sort(key=lambda one: (ORDER.index(one.role), one.place, one.agency, one.username))
    return [DemoGroup(role.label, tuple(group)) for role, group in groupby(everybody, key=lambda one: one.role)]


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Be somebody of the demo, and start, or go on where a session has ended.

    There is no such address outside demo mode, and no limit on its use inside.
    """
    if not settings.DEMO:
        raise Http404
    username = request.POST.get("username", "").replace("\x00", "")  # which the database does not take
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None or not account.email.endswith("@demo.example"):
        raise Http404
    get_adapter().login(request, account)
    going = request.POST.get("next", "")
    on = going if url_has_allowed_host_and_scheme(going, allowed_hosts=None) else settings.LOGIN_REDIRECT_URL
    response = HttpResponseRedirect(on)
    user_logged_in.send(Account, request=request, response=response, user=account, demo=True)
    return response
