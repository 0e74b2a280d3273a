"""In and out: sign-in, the second factor, the one-time link of a new account, sign-out."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mash.foundation.access.accounts import welcomed
from mash.foundation.access.models import Account
from mash.foundation.access.sign_in import events
from mash.foundation.access.sign_in.demo import demo_accounts
from mash.foundation.access.sign_in.forms import CodeForm, NewPasswordForm, SignInForm

# Whatever the browser kept of this hub goes when somebody leaves a shared machine.
CLEAR = '"cache", "cookies", "storage"'


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """Username or e-mail address and password; in demo mode also the people of the demo."""

    template_name = "access/sign_in.jinja"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {
            **super().get_context_data(**kwargs),
            "next": self.request.POST.get("next") or self.request.GET.get("next", ""),
            "signed_out": "signed-out" in self.request.GET,
            "groups": demo_accounts() if settings.DEMO else [],
        }


class SecondStep(AuthenticateView):  # type: ignore[misc]  # allauth ships no types
    """The second factor of somebody whose password was right."""

    template_name = "access/second_step.jinja"
    form_class = CodeForm


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The first visit to a new account: set a password, then go on to the second factor."""
    account = welcomed(token)
    if account is None:
        return render(request, "access/welcome_over.jinja", status=410)
    form = NewPasswordForm(account, request.POST or None)
    if form.is_valid():
        account.set_password(form.cleaned_data["new_password"])
        account.save(update_fields=["password"])
        events.happened(account, "set_password")
        credentials = {"username": account.username}
        response: HttpResponse = perform_password_login(request, credentials, Login(user=account))
        return response
    return render(request, "access/welcome.jinja", {"form": form, "username": account.username})


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave. A link alone signs nobody out: it shows the button."""
    if request.method == "GET":
        return render(request, "access/sign_out.jinja", {"start": settings.LOGIN_REDIRECT_URL})
    if isinstance(request.user, Account):
        events.happened(request.user, "sign_out")
        UserSession.objects.filter(session_key=request.session.session_key).delete()
    return leave(request)


def leave(request: HttpRequest) -> HttpResponse:
    """End this session and let the browser forget what it kept."""
    logout(request)
    response = HttpResponseRedirect(reverse("account_login") + "?signed-out")
    response.headers["Clear-Site-Data"] = CLEAR
    return response
