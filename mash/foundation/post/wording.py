"""What a notice's mail says: fixed words for each kind, and a link. Whom an enquiry is about is read behind sign-in."""

from __future__ import annotations

import uuid
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings

from mash.foundation.partnership.models import Member
from mash.foundation.post.models import Notice

AGAIN = "You may have had this message before. It is sent again because the hub cannot be sure that it reached you."

SIGN_IN, WELCOMES = "Sign in to read it", "Set your password"

# What each kind asks its reader to do.
ASKS: dict[str, str] = {
    Notice.Kind.REQUEST: "The safeguarding hub asks what your agency knows. The page says what is asked and by when.",
    Notice.Kind.REMINDER: "The safeguarding hub still waits for your agency's answer. The page says by when it is due.",
    Notice.Kind.ESCALATION: "Your agency's answer to the safeguarding hub is late. Please see that it is given today.",
    Notice.Kind.LATE_ANSWER: "An agency has not answered, long after its answer was due. Decide whether to wait.",
    Notice.Kind.PERMISSION: "The safeguarding hub asks whether it may pass on something that your agency told it.",
    Notice.Kind.HANDOVER: "The safeguarding hub has handed work over to your team. Read it and acknowledge it.",
    Notice.Kind.HANDOVER_LATE: "A handover from the safeguarding hub has not been acknowledged. Please look at it now.",
    Notice.Kind.MOVED: "Another area's hub says that somebody it knows has moved to yours. Please take note of it.",
    Notice.Kind.NOT_MOVED: "Another area's hub has taken back that somebody had moved to yours. The page says why.",
    Notice.Kind.WELCOME: "You work with the safeguarding hub now. The link is good for 24 hours and works once.",
    Notice.Kind.GLASS: "A practice manager has opened an enquiry that was shut to them. The reason is on record.",
    Notice.Kind.DISAGREEMENT: "Somebody disagrees with a decision. Say first who keeps the child safe meanwhile.",
    Notice.Kind.DISAGREEMENT_YOURS: "A disagreement with a decision was passed to you. The page says how far it is.",
    Notice.Kind.DISAGREEMENT_LATE: "A disagreement with a decision is late. Settle it, or take it further, today.",
    Notice.Kind.DISAGREEMENT_OVER: "The hub has settled your agency's disagreement with a decision. The page says how.",
}


def mail_for(notice: Notice, member: Member, *, at: datetime, again: bool, path: str = "") -> EmailMessage:
    """One mail to one person. It has the same Message-ID each time it is made, so that mail programs know it again.

    Args:
        at: the time that the mail bears.
        path: where it leads, unless where the notice does.
        again: whether it may have been sent before; then it says so.
    """
    mail = EmailMessage()
    mail["Subject"] = notice.get_kind_display()
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = member.email
    mail["Date"] = format_datetime(at)
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mail["Message-ID"] = f"<{uuid.uuid5(notice.pk, str(member.pk))}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    paragraphs = [
        *([AGAIN] if again else []),
        ASKS[notice.kind],
        f"{WELCOMES if notice.kind == Notice.Kind.WELCOME else SIGN_IN}:\n{settings.BASE_URL}{path or notice.path}",
        "This message holds no personal data, and no answer to it is read. If it was not meant for you, tell the hub.",
    ]
    mail.set_content("\n\n".join(paragraphs) + "\n", cte="7bit")  # the words are ASCII, and the link stays whole
    return mail
