"""`mash setup`: the first administrator of a hub that is not a demo, who then sets up everything else."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify

from mash.foundation.access.accounts import welcome_path
from mash.foundation.access.acting import Acting, serving
from mash.foundation.access.models import Account
from mash.foundation.access.verbs import record
from mash.foundation.partnership.models import Agency, Area, Member, MemberRole, Role

AGENCY = "The hub"


def make(*, email: str, name: str, area: str, say: Callable[[str], None]) -> int:
    """Make the first administrator with an account that is entered by a one-time link, and print the link.

    Called again for the same address it prints a new link, as long as no password has been set.

    Returns:
        0 when the link was printed, 1 when there is an administrator already or this is a demo, 2 for a bad address.
    """
    if settings.DEMO:
        say("This is a demo hub. Its administrator is admin.1. For a real hub, set MASH_DEMO=0.")
        return 1
    try:
        validate_email(email)
    except ValidationError:
        say(f"{email} is not an e-mail address.")
        return 2
    with serving("setup") as me:
        account = Account.objects.filter(username=email).first()
        if account is None and MemberRole.objects.filter(role=Role.ADMINISTRATOR, until__gt=me.now).exists():
            say("There is an administrator already, who makes all other accounts.")
            return 1
        if account is not None and account.has_usable_password():
            say(f"{email} has set a password already. Sign in at {settings.BASE_URL}/sign-in.")
            return 1
        account = account or _make(me, email, name, area)
    say("Open this link within 24 hours and set a password. It works once.")
    print(f"{settings.BASE_URL}{welcome_path(account)}")  # noqa: T201  # the one line that may be copied
    return 0


def _make(me: Acting, email: str, name: str, area_name: str) -> Account:
    area = Area.objects.order_by("name").first() or Area.add(
        slug=slugify(area_name), name=area_name, phone="", hours="", lawful_basis=""
    )
    agency = Agency.objects.filter(slug=slugify(AGENCY)).first() or Agency.add(
        slug=slugify(AGENCY), name=AGENCY, mark="HUB", question="", sections=[]
    )
    member = Member.add(username=email, name=name, agency=agency, email=email)
    MemberRole.add(member=member, role=Role.ADMINISTRATOR, area=area, since=me.now)
    account = Account.objects.create_user(email, password=None, member=member, email=email)
    record(me, "make_first_administrator", about=member)
    return account
