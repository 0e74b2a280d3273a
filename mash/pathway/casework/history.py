"""What happened on an enquiry, from the ledger, in words; and who has worked on it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection

from mash.foundation.access.policy import Part, Reading, read_part
from mash.ui.parts import HistoryLine

MOST = 60

EVENTS = """
    select h.at, h.verb, h.details ->> 'level' as level, m.id as member, m.name, m.phone, a.name as agency
    from ledger.of_enquiry(%s, %s) h
    left join partnership_member m on m.id = h.actor
    left join partnership_agency a on a.id = m.agency_id
    order by h.seq desc
"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """How a verb is told: `text` after the name of who did it, `alone` when nobody is named.

    `part` says who may read that it happened. Nobody is named where the name would say who told the hub.
    """

    text: str
    part: Part = Part.ENQUIRY
    named: bool = True
    strong: bool = False


SENTENCES: dict[str, Sentence] = {
    "receive_enquiry": Sentence("received", named=False),
    "add_to_enquiry": Sentence("something was added", Part.MESSAGES, named=False),
    "attach_files": Sentence("a file was added", Part.PROTECTED, named=False),
    "answer_hub": Sentence("the enquirer answered", Part.MESSAGES, named=False),
    "ask_enquirer": Sentence("asked the enquirer", Part.MESSAGES),
    "hear_enquirer": Sentence("read what the enquirer said", Part.MESSAGES),
    "see_risks": Sentence("saw who lives with the child of whom one must take care", Part.PROTECTED),
    "take_enquiry": Sentence("took it"),
    "hand_work_on": Sentence("passed it on, because whoever had it has left", strong=True),
    "add_person": Sentence("added a person"),
    "relate": Sentence("said how two people belong together"),
    "identify_subject": Sentence("found out who somebody is"),
    "confirm_merge": Sentence("merged two records of somebody described"),
    "confirm_unmerge": Sentence("took back that two records of somebody described were merged"),
    "link_enquiry": Sentence("linked another enquiry"),
    "offer_to_area": Sentence("offered it to another area", strong=True),
    "accept_offer": Sentence("took on what another area offered", strong=True),
    "send_offer_back": Sentence("sent it back to the area that offered it", strong=True),
    "rate_enquiry": Sentence("rated"),
    "keep_rating": Sentence("kept the rating", Part.WEIGHING),
    "pause_clock": Sentence("paused the clock", Part.WEIGHING),
    "resume_clock": Sentence("let the clock run on", Part.WEIGHING),
    "flag_child_protection": Sentence("flagged child protection", strong=True),
    "acknowledge_alert": Sentence("saw the alert"),
    "ask_agency": Sentence("asked an agency"),
    "tell_agency": Sentence("an agency was told of the person added", named=False),
    "answer_request": Sentence("answered"),
    "chase_agency": Sentence("an agency was reminded", named=False),
    "excuse_agency": Sentence("excused an agency"),
    "review_answer": Sentence("read a late answer", Part.WEIGHING),
    "weigh_care_duty": Sentence("weighed the duty of the Care Act", Part.WEIGHING),
    "hold_strategy_discussion": Sentence("recorded a strategy discussion", Part.WEIGHING),
    "propose_decision": Sentence("proposed a decision", Part.WEIGHING),
    "decide": Sentence("decided", strong=True),
    "correct_decision": Sentence("corrected the decision", Part.WEIGHING, strong=True),
    "ask_owner": Sentence("asked an owner whether something may leave", Part.WEIGHING),
    "agree_release": Sentence("an owner agreed that something may leave", Part.WEIGHING, named=False),
    "refuse_release": Sentence("an owner refused that something leaves", Part.WEIGHING, named=False),
    "prepare_release": Sentence("prepared what a team will read", Part.WEIGHING),
    "clear_warning": Sentence("cleared a warning", Part.WEIGHING),
    "approve_release": Sentence("read, approved and sent it to a team", Part.WEIGHING, strong=True),
    "withdraw_release": Sentence("withdrew what was prepared", Part.WEIGHING),
    "acknowledge_handover": Sentence("acknowledged the handover", Part.WEIGHING),
    "return_handover": Sentence("sent the handover back", Part.WEIGHING, strong=True),
    "escalate_handover": Sentence("nobody has acknowledged the handover: managers told", Part.WEIGHING, named=False),
    "say_sent_elsewhere": Sentence("sent it to another authority", Part.WEIGHING, strong=True),
    "acknowledge_elsewhere": Sentence("heard that the other authority has it", Part.WEIGHING),
    "tell_referrer": Sentence("told the referrer"),
    "disagree": Sentence("somebody disagrees with the decision", Part.WEIGHING, named=False, strong=True),
    "hear_disagreement": Sentence("wrote down that somebody disagrees with the decision", Part.WEIGHING, strong=True),
    "plan_meanwhile": Sentence("said who keeps them safe while somebody disagrees", Part.WEIGHING),
    "escalate_disagreement": Sentence("took the disagreement to its next stage", Part.WEIGHING, strong=True),
    "settle_disagreement": Sentence("settled the disagreement", Part.WEIGHING, strong=True),
    "change_stage_owner": Sentence("let another practice manager see to the disagreement", Part.WEIGHING),
    "chase_disagreement": Sentence("the disagreement is late: managers told", Part.WEIGHING, named=False),
    "close_enquiry": Sentence("closed it"),
    "break_glass": Sentence("broke the glass", Part.WEIGHING, strong=True),
}
"""Verbs that are not here, such as declaring a tie or correcting a sealed item, say nothing on this page."""

WORKS = frozenset({"take_enquiry", "rate_enquiry", "answer_request", "decide", "correct_decision", "propose_decision"})


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works on an enquiry, and how to ring them."""

    name: str
    agency: str
    phone: str


@dataclass(frozen=True, slots=True)
class History:
    """What happened, newest first, and who is on it."""

    lines: tuple[HistoryLine, ...]
    colleagues: tuple[Colleague, ...]


def history_of(enquiry: uuid.UUID, facts: Reading) -> History:
    """What happened on an enquiry that this reader was able to load. One query.

    The database answers those who take and weigh enquiries in the area only: for researchers it is empty.
    """
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, [enquiry, MOST])
        names = [column.name for column in cursor.description]
        events = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    told = [
        event
        for event in events
        if (sentence := SENTENCES.get(event["verb"])) is not None and read_part(sentence.part, facts).allowed
    ]
    together = groupby(told, key=lambda event: (event["verb"], event["member"], event["at"]))
    lines = []
    for (verb, _, at), several in together:
        first, *others = several
        lines.append(line_of(at, verb, first["name"], first["agency"], first["level"], times=1 + len(others)))
    colleagues = {
        event["member"]: Colleague(event["name"], event["agency"], event["phone"])
        for event in told
        if event["verb"] in WORKS and event["member"]
    }
    return History(tuple(lines), tuple(colleagues.values()))


def line_of(
    at: datetime, verb: str, name: str | None, agency: str | None, level: str | None = None, *, times: int = 1
) -> HistoryLine:
    """What somebody did at one time, in words; of a rating its level too."""
    sentence = SENTENCES[verb]
    text, by = sentence.text, (name or "") if sentence.named else ""
    match verb:
        case "rate_enquiry":
            text = f"rated {level or ''}".strip()
        case "answer_request":
            by = agency or ""
        case "attach_files" if times > 1:
            text = f"{times} files were added"
        case "ask_agency" if times > 1:
            text = f"asked {times} agencies"
    return HistoryLine(at, text, by=by, strong=sentence.strong)
