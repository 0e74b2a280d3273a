"""What people type at the door and are told."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.internal.auth import get_totp_secret, validate_totp_code
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mash.foundation.access.models import Account
from mash.foundation.access.sign_in import attempts, events

NO_SUCH_CODE = "The code is not right. Wait for the next one, then type that"
NO_MORE_CODES = "There were too many wrong codes. Wait 15 minutes, then sign in again"


def password_box(kind: str) -> forms.PasswordInput:
    """A box for a password: `kind` is `current` or `new`. It is never kept by the page."""
    return forms.PasswordInput({"autocomplete": f"{kind}-password", "class": "govuk-input--width-20"})


def code_box() -> forms.TextInput:
    """A box for a code of six digits."""
    return forms.TextInput(
        {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10", "data-no-keep": ""}
    )


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Username or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label="Username or e-mail address",
            max_length=254,
            widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "data-no-keep": ""}),
            error_messages={"required": "Enter your username or e-mail address"},
        )
        self.fields["password"] = forms.CharField(
            label="Password",
            strip=False,
            max_length=200,
            widget=password_box("current"),
            error_messages={"required": "Enter your password"},
        )


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """A code of the authenticator app, or a recovery code. Each is good once."""

    code = forms.CharField(
        label="Code",
        help_text="From your authenticator app. Without it, type one of your recovery codes.",
        max_length=20,
        widget=code_box(),
        error_messages={"required": "Enter the code"},
    )

    def clean_code(self) -> str:
        """The code, when it is right, unused, and there were not too many wrong ones."""
        place = attempts.code_place(self.user)
        if attempts.are_too_many([place]) and not settings.DEMO:
            raise ValidationError(NO_MORE_CODES)
        code = self.cleaned_data["code"] = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        try:
            super().clean_code()
        except ValidationError:
            self._turn_away(place)
        if not attempts.first_use(self.user, code):
            self._turn_away(place)
        return code

    def _turn_away(self, place: attempts.Place) -> None:
        attempts.remember([place])
        events.failed(self.user, "code")
        raise ValidationError(NO_SUCH_CODE)


class AccountForm(forms.Form):
    """About one account."""

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account


class OwnPasswordForm(AccountForm):
    """Asks whoever changes an account for its password first, where it has one."""

    password = forms.CharField(
        label="Your password now",
        strip=False,
        max_length=200,
        widget=password_box("current"),
        error_messages={"required": "Enter your password"},
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        if not account.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """The password, when it is the account's; wrong ones count like those at sign-in."""
        password = str(self.cleaned_data["password"])
        counted = attempts.places(account=self.account, typed="", address="")[:1]
        if attempts.are_too_many(counted) and not settings.DEMO:
            raise ValidationError("There were too many wrong attempts. Wait 5 minutes, then try again")
        if not self.account.check_password(password):
            attempts.remember(counted)
            events.failed(self.account, "password")
            raise ValidationError("This is not your password")
        return password


class EnrolForm(OwnPasswordForm):
    """The first code of a new authenticator app. The password is asked for when it replaces another."""

    code = forms.CharField(
        label="Code that the app shows",
        help_text="Six digits. They change every 30 seconds.",
        max_length=12,
        widget=code_box(),
        error_messages={"required": "Enter the code that the app shows"},
    )
    field_order = ["code", "password"]

    def __init__(self, account: Account, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        if not replaces:
            self.fields.pop("password", None)
        self.secret: str = get_totp_secret(regenerate=not self.is_bound)

    def clean_code(self) -> str:
        """The code, when it belongs to the secret that the page showed."""
        code = re.sub(r"\s", "", self.cleaned_data["code"])
        if not validate_totp_code(self.secret, code):
            raise ValidationError(NO_SUCH_CODE)
        return code


class NewPasswordForm(AccountForm):
    """A new password, typed twice."""

    new_password = forms.CharField(
        label="New password",
        help_text="At least 12 characters. Three or four unrelated words are easy to remember and hard to guess.",
        strip=False,
        max_length=200,
        widget=password_box("new"),
        error_messages={"required": "Enter a new password"},
    )
    again = forms.CharField(
        label="New password again",
        strip=False,
        max_length=200,
        widget=password_box("new"),
        error_messages={"required": "Enter the new password again"},
    )

    def clean_new_password(self) -> str:
        """The password, when it is long enough and not a common one."""
        password = str(self.cleaned_data["new_password"])
        validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any]:
        """Both boxes hold the same."""
        typed = super().clean() or {}
        if {"new_password", "again"} <= typed.keys() and typed["new_password"] != typed["again"]:
            self.add_error("again", "The two passwords differ. Type the same one twice")
        return typed


class ChangePasswordForm(NewPasswordForm, OwnPasswordForm):
    """The password now, and the new one twice."""

    field_order = ["password", "new_password", "again"]
