"""Tells somebody that something waits for them: a notice in the transaction of what causes it, delivered after it."""

from __future__ import annotations

from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import Agency, Area, Member, Team
from mash.foundation.post.jobs import address
from mash.foundation.post.models import Notice
from mash.foundation.post.queue import later


def notify(
    me: Acting,
    kind: Notice.Kind,
    *,
    path: str,
    agency: Agency | None = None,
    team: Team | None = None,
    area: Area | None = None,
    role: str = "",
    member: Member | None = None,
) -> None:
    """Write a notice and let it be delivered by e-mail. It holds no personal data: its words are fixed for its kind.

    Args:
        path: where it leads, behind sign-in, for example `/requests/<id>`.
        agency: for its researchers, or those of its members who hold `role`; with `area`, only those there.
        team: for its members.
        area: without an agency, for those who hold `role` there.
        member: for one person. What welcomes them has its link made when it is sent, so that none is ever kept.

    Raises:
        ValueError: it is for nobody, or leads to another site.
    """
    if agency is None and team is None and member is None and (area is None or not role):
        raise ValueError("a notice is for an agency, a team, or a role in an area")
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("a notice leads to a page of the hub")
    notice = Notice.add(
        kind=kind, agency=agency, team=team, area=area, role=role, member=member, path=path, made_at=me.now
    )
    later(me, address, notice=str(notice.pk))
