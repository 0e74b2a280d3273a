"""What a hub must still hold after its processes were killed. Each function says what is wrong, in sentences."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.chaos.hub import MASH, Hub, Mailbox
from tests.chaos.people import Tally

MARK = re.compile(r"\b[trdn][0-9a-f]{16}\b")
# Where the words of an acknowledged submission stand, or the id of what it made, one row for each submission.
KEPT = {
    "tell": "narrative from enquiries_enquiry",
    "receive": "narrative from enquiries_enquiry",
    "rate": "text from enquiries_rationale where kind = 'rating'",
    "add": "text from enquiries_message where kind = 'addition'",
    "answer": "request_id::text from gathering_answer",
    "decide": "text from enquiries_rationale where kind = 'decision'",
    "prepare": "note from handover_release",
    "approve": "release_id::text from handover_handover",
    "acknowledge": "id::text from handover_handover where state = 'acknowledged'",
}
# Of each verb the ledger has an event for each row that it made, and no other.
EVENTS = {
    "receive_enquiry": "enquiries_enquiry",
    "rate_enquiry": "triage_rating",
    "add_to_enquiry": "enquiries_message where kind = 'addition'",
    "answer_request": "gathering_answer",
    "decide": "decisions_decision",
    "prepare_release": "handover_release",
    "approve_release": "handover_handover",
    "acknowledge_handover": "handover_handover where state = 'acknowledged'",
}
# What never holds of an enquiry, if all of a verb is done or none of it.
HALF_MADE = {
    "enquiries without their words": (
        "enquiries_enquiry e where not exists (select from enquiries_words w where w.enquiry_id = e.id)"
    ),
    "enquiries without where they came from": (
        "enquiries_enquiry e where not exists (select from enquiries_origin o where o.enquiry_id = e.id)"
    ),
    "enquiries without a receipt": (
        "enquiries_enquiry e where not exists (select from enquiries_receipt r where r.enquiry_id = e.id)"
    ),
    "enquiries that no hub may read": (
        "enquiries_enquiry e where not exists (select from access_standing s where s.enquiry = e.id and s.kind = 'hub')"
    ),
    "enquiries that gather without a rating": (
        "enquiries_enquiry e where state = 'gathering' and not exists "
        "(select from triage_rating r where r.enquiry_id = e.id)"
    ),
    "enquiries of another level than their rating": (
        "enquiries_enquiry e join triage_rating r on r.enquiry_id = e.id where r.level <> e.level and not exists "
        "(select from triage_rating n where n.replaces_id = r.id)"
    ),
    "decided enquiries without a decision, or the other way about": (
        "enquiries_enquiry e where (state in ('decided', 'closed')) <> exists "
        "(select from decisions_decision d where d.enquiry_id = e.id)"
    ),
    "subjects without an outcome": (
        "decisions_decision d join enquiries_describedperson p on p.enquiry_id = d.enquiry_id and p.is_subject "
        "where not exists (select from decisions_outcome o where o.decision_id = d.id and o.subject_id = p.id)"
    ),
    "ratings without their asking": (
        "triage_rating r where not exists (select from gathering_request q where q.enquiry_id = r.enquiry_id)"
    ),
    "answered requests without an answer": (
        "gathering_request q where state = 'answered' and not exists "
        "(select from gathering_answer a where a.request_id = q.id)"
    ),
    "approved releases without a handover": (
        "handover_release r where state = 'approved' and not exists "
        "(select from handover_handover h where h.release_id = r.id)"
    ),
    "jobs that failed": "procrastinate_jobs where status = 'failed'",
    "jobs that nobody does any more": "procrastinate_jobs where status = 'doing'",
}


def faults(hub: Hub, tally: Tally, mailbox: Mailbox) -> list[str]:
    """Everything that is wrong. `still` mail is waited for by whoever calls."""
    return [*lost_or_doubled(hub, tally), *half_made(hub), *told_twice(hub, mailbox, tally), *ledger(hub)]


def lost_or_doubled(hub: Hub, tally: Tally) -> Iterator[str]:
    """Every acknowledged submission stands there once, and none stands twice."""
    for verb, where in KEPT.items():
        found = Counter(key for (text,) in hub.rows(f"select {where}") for key in (MARK.findall(text) or [text]))
        yield from (f"{verb}: {key} is lost" for key in tally.done[verb] if not found[key])
        yield from (f"{verb}: {key} stands there {times} times" for key, times in found.items() if times > 1)


def half_made(hub: Hub) -> Iterator[str]:
    """All of a verb was done, or none of it."""
    for what, rows in HALF_MADE.items():
        if number := hub.count(rows):
            yield f"{number} {what}"


def told_twice(hub: Hub, mailbox: Mailbox, tally: Tally) -> Iterator[str]:
    """Every mail went out; one that came again says so."""
    notices = hub.rows("select id::text, mails from post_notice")
    requests = hub.count("post_notice where kind = 'request'")
    if requests < len(tally.done["rate"]):
        yield f"{requests} notices of {len(tally.done['rate'])} requests"
    yield from (f"notice {key} was not sent to all: {mails}" for key, mails in notices if set(mails.values()) != {0})
    came = Counter(sent for sent, _ in mailbox.mails)
    wanted = sum(len(mails) for _, mails in notices)
    if len(came) != wanted:
        yield f"{len(came)} different mails came of {wanted}"
    for sent in came:
        _, *once_more = [text for other, text in mailbox.mails if other == sent]
        if not all(hub.says_again in text for text in once_more):
            yield f"mail {sent} came {came[sent]} times and does not say so"


def repeated(mailbox: Mailbox) -> int:
    """How many mails came once more, and said so."""
    return len(mailbox.mails) - len({sent for sent, _ in mailbox.mails})


def ledger(hub: Hub) -> Iterator[str]:
    """The ledger verifies from its export alone, and has an event for every row that a verb made."""
    export = hub.folder / "ledger.gz"
    hub.run(*MASH, "ledger", "seal")
    hub.run(*MASH, "ledger", "export", str(export))
    key = json.loads(hub.run(*MASH, "ledger", "roots", "--json").stdout)["key"]
    report = json.loads(hub.run(*MASH, "ledger", "verify", str(export), "--key", key, "--json").stdout)
    if not report["ok"]:
        yield f"the ledger does not verify: {report}"
    written = Counter(verb for (verb,) in hub.rows("select verb from ledger_event where outcome = 'made'"))
    for verb, rows in EVENTS.items():
        if (number := hub.count(rows)) != written[verb]:
            yield f"{written[verb]} events of {verb} for {number} rows"


def waiting(hub: Hub) -> int:
    """How many mails the worker has not sent, and notices whose readers are not settled."""
    return hub.count("procrastinate_jobs where queue_name = 'post' and status in ('todo', 'doing')")


def lines(found: Iterable[str]) -> str:
    """Faults one below the other."""
    return "\n".join(found)
