"""What this reader may do with an enquiry now, as links: asked of the policy, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import Reading, may
from mash.pathway.casework.next_step import NextStep, Progress
from mash.pathway.enquiries.moves import UNDECIDED

OPEN = frozenset({"received", "gathering", "decided"})
DECIDED = frozenset({"decided"})


@dataclass(frozen=True, slots=True)
class Doing:
    """A verb as a link: what it says, where it leads, and in which states of an enquiry it makes sense."""

    verb: str
    text: str
    url_name: str
    states: frozenset[str] = OPEN


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a page where something can be done."""

    text: str
    url: str


DOINGS = (
    Doing("rate_enquiry", "Rate it", "triage:rate", UNDECIDED),
    Doing("propose_decision", "Propose a decision", "triage:propose", UNDECIDED),
    Doing("decide", "Decide", "decisions:decide", UNDECIDED),
    Doing("correct_decision", "Correct the decision", "decisions:correct", DECIDED),
    Doing("hold_strategy_discussion", "Record a strategy discussion", "decisions:strategy"),
    Doing("ask_agency", "Ask another agency", "gathering:ask", frozenset({"gathering"})),
    Doing("add_to_enquiry", "Add something", "enquiries:add"),
    Doing("ask_enquirer", "Ask the enquirer", "enquiries:ask_enquirer"),
    Doing("add_person", "Add a person", "enquiries:add_person"),
    Doing("relate", "Say how two people belong together", "enquiries:relate"),
    Doing("offer_to_area", "Offer it to another area", "enquiries:offer"),
    Doing("link_enquiry", "Link another enquiry", "enquiries:link"),
    Doing("say_sent_elsewhere", "Say that it was sent to another authority", "handover:elsewhere"),
    Doing("tell_referrer", "Tell the referrer", "handover:feedback", DECIDED),
    Doing("hear_disagreement", "Write down a disagreement", "disagreements:hear", DECIDED),
    Doing("close_enquiry", "Close the enquiry", "handover:close", DECIDED),
    Doing("declare_tie", "I know somebody here", "enquiries:tie", OPEN | {"closed"}),
)


def may_do(me: Acting, verb: str, facts: Reading) -> bool:
    """Whether this reader may do a verb in the enquiry's area."""
    return may(verb, facts.roles, qualified=bool(me.member and me.member.registration_number)).allowed


def doings_of(me: Acting, reference: str, facts: Reading, at: Progress, step: NextStep) -> list[Way]:
    """All that may be done besides the next step. No query."""
    ways = [
        Way(doing.text, reverse(doing.url_name, args=[reference]))
        for doing in DOINGS
        if at.state in doing.states
        and doing.url_name != step.url_name
        and may_do(me, doing.verb, facts)
        and not (doing.verb == "offer_to_area" and at.offered)
    ]
    if may_do(me, "keep_rating", facts) and at.state in OPEN and step.url_name != "triage:keep":
        ways += [
            Way(f"Say why not as urgent as {name} finds it", reverse("triage:keep", args=[reference, request]))
            for request, name in at.rated_higher
        ]
    if may_do(me, "prepare_release", facts) and (at.state == "decided" or (at.child_protection and at.state in OPEN)):
        ways += [
            Way(f"Hand over to {name}", reverse("handover:prepare", args=[reference, slug]))
            for slug, name in at.teams_to_send
            if not (step.url_name == "handover:prepare" and step.args == (slug,))
        ]
    return ways


def way_of(step: NextStep, reference: str) -> str:
    """The address of the next step; empty when somebody else has the next move."""
    if not step.url_name:
        return ""
    args: list[Any] = [*step.args] if step.whole else [reference, *step.args]
    return reverse(step.url_name, args=args)
