"""Delivers notices: first it is settled who gets one, then each mail is a job of its own. Seals the ledger."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from mash.foundation.access.accounts import welcome_path
from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Account
from mash.foundation.access.verbs import lock
from mash.foundation.ledger.keeping import seal_waiting
from mash.foundation.partnership.models import Member, Role
from mash.foundation.post.checking import check, check_daily
from mash.foundation.post.delivery import NotSent, deliver
from mash.foundation.post.models import Notice
from mash.foundation.post.queue import job, later, tried_before
from mash.foundation.post.wording import mail_for

__all__ = ["address", "check", "check_daily", "post", "recipients", "seal"]

LOG = logging.getLogger("mash.post")

# A mail server that is away is asked again after 1, 2, 4 … minutes, then hourly, for the better part of a day.
MOST_ATTEMPTS = 24
LONGEST_WAIT_MINUTES = 60


@job("post")
def address(me: Acting, notice: str) -> None:
    """Settle who gets a notice: one mail to each person, however many of their roles it is for.

    Done once: the worker may die after this was done and before the queue knew it.
    """
    about = lock(Notice, notice)
    if about.mails is not None or about.sent_at is not None:
        return
    members = recipients(me, about)
    if not members:
        LOG.warning("notice %s (%s) is for nobody who has an e-mail address", about.pk, about.kind)
    about.change(mails={str(member.pk): 1 for member in members})
    for member in members:
        later(me, post, notice=notice, member=str(member.pk))


@job("post")
def post(me: Acting, notice: str, member: str, attempt: str = "1", again: str = "") -> None:
    """Send one mail. When the worker died over it, it is sent again, and says that it may have come before.

    Nothing is done where the hub knows that the mail was handed over, or that a later attempt has its place.
    """
    about = lock(Notice, notice)
    mails = about.mails or {}
    if mails.get(member, int(attempt)) != int(attempt):
        return
    to = Member.objects.get(pk=member)
    unsure = bool(again) or tried_before()
    try:
        deliver(mail_for(about, to, at=me.now, again=unsure, path=_path(about)))
    except NotSent as reason:
        about.change(attempts=about.attempts + 1, mails={**mails, member: int(attempt) + 1})
        _try_later(me, about, member, int(attempt), str(reason), again="yes" if unsure else "")
        return
    about.change(attempts=about.attempts + 1, sent_at=me.now, mails={**mails, member: 0})


@job("seal")
def seal(me: Acting) -> None:
    """Seal the events of the ledger that wait."""
    seal_waiting(me.now)


def recipients(me: Acting, notice: Notice) -> list[Member]:
    """Who gets a notice: one person; an agency's researchers or holders of a role; a team's members; or a role's
    holders in an area. One query.
    """
    if notice.member_id:
        return list(Member.objects.filter(pk=notice.member_id).exclude(email=""))
    wanted: dict[str, Any] = {"roles__since__lte": me.now, "roles__until__gt": me.now}
    if notice.team_id:
        wanted["roles__team"] = notice.team_id
    else:
        wanted["roles__role"] = notice.role or Role.RESEARCHER
        if notice.area_id:
            wanted["roles__area"] = notice.area_id
    members = Member.objects.filter(**wanted).exclude(email="")
    if notice.agency_id:
        members = members.filter(agency=notice.agency_id)
    return list(members.distinct())


def _path(notice: Notice) -> str:
    """Where a notice leads: a welcome to a link that is made now, and is good for 24 hours from now."""
    if notice.kind != Notice.Kind.WELCOME:
        return notice.path
    account = Account.objects.filter(member=notice.member_id).first()
    return welcome_path(account) if account else notice.path


def _try_later(me: Acting, notice: Notice, member: str, attempt: int, reason: str, *, again: str) -> None:
    if attempt >= MOST_ATTEMPTS:
        LOG.error("notice %s was not sent after %d attempts: %s", notice.pk, attempt, reason)
        return
    wait = timedelta(minutes=min(2 ** (attempt - 1), LONGEST_WAIT_MINUTES))
    LOG.warning("notice %s was not sent, trying again in %s: %s", notice.pk, wait, reason)
    ids = {"notice": str(notice.pk), "member": member, "attempt": str(attempt + 1)}
    later(me, post, at=me.now + wait, **ids, **({"again": again} if again else {}))
