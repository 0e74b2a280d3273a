"""How accounts are entered: nobody signs up by themselves, and the second factor is asked of everybody."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from mash.foundation.access.binding import bound
from mash.foundation.access.models import Account
from mash.foundation.access.sign_in import attempts, events
from mash.foundation.clock.now import now
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat

WELCOME = "mash welcome"
WELCOME_SECONDS = 24 * 3600
NOT_RIGHT = "The username, e-mail address or password is not right"
LOCKED = "There were too many wrong attempts. Wait 5 minutes, then try again"


class ClosedDoors(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator; wrong attempts are counted in the database, for all processes alike."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": NOT_RIGHT,
        "email_password_mismatch": NOT_RIGHT,
        "too_many_login_attempts": LOCKED,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account of their own."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Never by allauth's own pages: ours ask for the password in the form that needs it."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened in their own words."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this attempt's account and address.

        Raises:
            ValidationError: there were too many wrong attempts of late (never in demo mode, which only warns).
        """
        typed = _typed(credentials)
        places = attempts.places(account=_account_of(typed), typed=typed, address=self.get_client_ip(request))
        if attempts.are_too_many(places):
            if not settings.DEMO:
                raise ValidationError(LOCKED)
            attempts.warn(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Remember the wrong attempt, and tell the ledger."""
        typed = _typed(credentials)
        account = _account_of(typed)
        attempts.remember(attempts.places(account=account, typed=typed, address=self.get_client_ip(request)))
        events.failed(account, "password", typed=typed)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """An account that has ended is told no more than a wrong password is."""
        return HttpResponseRedirect(reverse("account_login"))


class KeptSecrets(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors' secrets are encrypted with the hub's key: a copy of the database alone opens nothing."""

    def encrypt(self, text: str) -> str:
        """The secret, as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret that was stored."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"mash second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "").strip().lower()


def _account_of(typed: str) -> Account | None:
    """The account that somebody means, by username or e-mail address; one query, at the door."""
    return Account.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).order_by("username").first()


@contextmanager
def at_the_door() -> Iterator[None]:
    """Run what follows as the door again: for a page that shows a member their own account's sessions and factors."""
    with bound(Seat.DOOR, member=None, now=now()):
        yield


def must_enrol(request: HttpRequest) -> bool:
    """Whether a second factor is owed before anything else: outside demo mode, until this session has used one."""
    account = request.user
    if settings.DEMO or not isinstance(account, Account):
        return False
    return all(record["method"] != "mfa" for record in get_authentication_records(request, account))


def enrolment() -> HttpResponse:
    """To where the second factor is set up."""
    return HttpResponseRedirect(reverse("access:second_factor"))


def open_account(member: Member) -> Account:
    """Make the account of a new member, first entered by a one-time link, in the transaction of whoever invites."""
    with at_the_door():
        return Account.objects.create_user(member.username, password=None, member=member, email=member.email)


def renew_welcome(member: Member) -> Account | None:
    """End every link that was given out for an account that nobody has entered yet; none where somebody has."""
    with at_the_door():
        account = Account.objects.filter(member=member.pk, is_active=True).first()
        if account is None or account.has_usable_password():
            return None
        account.set_unusable_password()
        account.username, account.email = member.username, member.email
        account.save(update_fields=["password", "username", "email"])
        return account


def address_account(member: Member) -> None:
    """Let an account follow the e-mail address of its member, who may sign in with it."""
    with at_the_door():
        Account.objects.filter(member=member.pk).update(email=member.email)


def end_account(member: Member) -> None:
    """Close an account and end its sessions. It can be opened again."""
    with at_the_door():
        account = Account.objects.filter(member=member.pk).first()
        if account is not None:
            account.is_active = False
            account.save(update_fields=["is_active"])
            for session in UserSession.objects.filter(user=account):
                session.end()


def forget_second_factor(member: Member) -> None:
    """Let somebody set up a second factor anew when they sign in next: the app and the codes that they had end."""
    with at_the_door():
        account = Account.objects.filter(member=member.pk).first()
        if account is not None:
            Authenticator.objects.filter(user=account).delete()
            for session in UserSession.objects.filter(user=account):
                session.end()


def reopen_account(member: Member) -> None:
    """Let somebody whose account was closed come in again, as before."""
    with at_the_door():
        Account.objects.filter(member=member.pk).update(is_active=True)


class Entry(StrEnum):
    """How far somebody has come in."""

    NONE = "has no account"
    INVITED = "has not used the link yet"
    IN = "has set a password"
    CLOSED = "account closed"


def entries_of(members: Iterable[uuid.UUID]) -> dict[uuid.UUID, Entry]:
    """How far members have come in; those who have no account are not there. One query, at the door."""
    with at_the_door():
        found = Account.objects.filter(member__in=list(members)).only("member_id", "password", "is_active")
        return {
            account.member_id: Entry.CLOSED
            if not account.is_active
            else Entry.IN
            if account.has_usable_password()
            else Entry.INVITED
            for account in found
            if account.member_id
        }


def welcome_path(account: Account) -> str:
    """A one-time way in for a new account: good for 24 hours, and until a password has been set."""
    token = signing.dumps([str(account.pk), _mark(account)], salt=WELCOME)
    return reverse("access:welcome", args=[token])


def welcomed(token: str) -> Account | None:
    """The account that a welcome link opens; none when it is forged, used or too old. At the door."""
    try:
        key, mark = signing.loads(token, salt=WELCOME, max_age=WELCOME_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    account = Account.objects.filter(pk=key, is_active=True).first()
    return account if account is not None and mark == _mark(account) else None


def _mark(account: Account) -> str:
    return salted_hmac(WELCOME, account.password, algorithm="sha256").hexdigest()[:32]
