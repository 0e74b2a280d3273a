"""Password and second factor: what a signed-in member changes about how they come in."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import wraps

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mash.foundation.access.accounts import enrolment, must_enrol
from mash.foundation.access.models import Account
from mash.foundation.access.sign_in import attempts, events
from mash.foundation.access.sign_in.doors import leave
from mash.foundation.access.sign_in.forms import ChangePasswordForm, EnrolForm, OwnPasswordForm
from mash.foundation.access.sign_in.limits import keep_or_end

SHOW_CODES = "mash.codes"
Door = Callable[[HttpRequest, Account], HttpResponse]


def own(view: Door) -> Callable[[HttpRequest], HttpResponse]:
    """Let a signed-in account change itself, and nobody else."""

    @wraps(view)
    def enter(request: HttpRequest) -> HttpResponse:
        keep_or_end(request)
        if not isinstance(request.user, Account):
            return HttpResponseRedirect(reverse("account_login") + "?" + urlencode({"next": request.get_full_path()}))
        return view(request, request.user)

    return enter


def _totp(account: Account) -> Authenticator | None:
    found: Authenticator | None = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    return found


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@own
def password(request: HttpRequest, account: Account) -> HttpResponse:
    """Change the password. That ends every session, this one too."""
    if must_enrol(request):
        return enrolment()
    form = ChangePasswordForm(account, data=request.POST or None)
    if form.is_valid() and account.has_usable_password():
        account.set_password(form.cleaned_data["new_password"])
        account.save(update_fields=["password"])
        events.happened(account, "change_password")
        return _end_all(request, account)
    return render(request, "access/password.jinja", {"form": form, "account": account})


@require_POST
@own
def sign_out_everywhere(request: HttpRequest, account: Account) -> HttpResponse:
    """End every session of this account."""
    events.happened(account, "sign_out", everywhere=True)
    return _end_all(request, account)


def _end_all(request: HttpRequest, account: Account) -> HttpResponse:
    for session in UserSession.objects.filter(user=account):
        session.end()
    return leave(request)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@own
def second_factor(request: HttpRequest, account: Account) -> HttpResponse:
    """Set up an authenticator app; once there is one, say so and offer another."""
    old = _totp(account)
    if old is not None and must_enrol(request):
        # Set up meanwhile in another session: this one has not shown it yet.
        return leave(request)
    replaces = old is not None
    if replaces and "replace" not in request.GET:
        return render(request, "access/second_factor.jinja", {"factor": old})
    form = EnrolForm(account, data=request.POST or None, replaces=replaces)
    if form.is_valid():
        if old is not None:
            old.delete()
        made = TOTP.activate(account, form.secret).instance
        clear_totp_secret(request)
        attempts.first_use(account, form.cleaned_data["code"])
        post_authentication(request, made)
        events.happened(account, "set_up_second_factor", replaced=replaces)
        _new_codes(account)
        request.session[SHOW_CODES] = True
        return HttpResponseRedirect(reverse("access:recovery_codes"))
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(account, form.secret))
    return render(
        request,
        "access/enrol.jinja",
        {
            "form": form,
            "replaces": replaces,
            "owed": must_enrol(request),
            "image": f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}",
            "secret": " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4)),
        },
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@own
def recovery_codes(request: HttpRequest, account: Account) -> HttpResponse:
    """Show new recovery codes once; make others, which ends the old ones."""
    if must_enrol(request) or _totp(account) is None:
        return enrolment()
    form = OwnPasswordForm(account, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        _new_codes(account)
        events.happened(account, "make_recovery_codes")
        request.session[SHOW_CODES] = True
        messages.success(request, "New codes are made. The old ones no longer work.")
        return HttpResponseRedirect(request.path)
    codes: list[str] = []
    if request.session.pop(SHOW_CODES, False):
        codes = RecoveryCodes.activate(account).get_unused_codes()
    return render(request, "access/recovery_codes.jinja", {"form": form, "codes": codes})


def _new_codes(account: Account) -> None:
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(account)
