"""The policy as the table that partner agencies sign: made from the rules themselves, so it cannot say otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mash.foundation.access.policy import READERS, RULES, ItemReading, Needs, Part, Rule, put_into_release, read_item
from mash.foundation.partnership.models import Role

VERBS: dict[str, str] = {
    "receive_enquiry": "Tell the hub of a worry; of the researchers, those of police",
    "begin_draft": "Begin to tell, and go on later",
    "keep_draft": "Keep what one has told so far",
    "keep_draft_files": "Choose photos, documents or recordings to go with what one tells",
    "remove_draft_file": "Take one of them out again",
    "hand_draft_on": "Let a colleague go on with what one has begun to tell",
    "give_draft": "Give a call that one has begun to take to a colleague in the hub",
    "end_draft": "Send what one has begun to tell",
    "throw_draft_away": "Throw away what one has begun to tell",
    "add_to_enquiry": "Add something to an enquiry",
    "attach_files": "Send photos, documents or recordings",
    "answer_hub": "Answer what the hub asked the enquirer",
    "read_referrer_feedback": "Read what became of an enquiry that one sent",
    "add_person": "Describe one more person on an enquiry",
    "relate": "Say how two people belong together",
    "say_where_lives": "Say who lives with whom, and since when",
    "identify_subject": "Confirm who somebody is",
    "say_died": "Say that somebody of the register has died",
    "link_enquiry": "Link two enquiries",
    "offer_to_area": "Offer an enquiry to the area where they live",
    "accept_offer": "Take on what another area offers",
    "send_offer_back": "Send back what another area offers",
    "take_enquiry": "Take an enquiry",
    "ask_enquirer": "Ask the enquirer",
    "see_risks": "Say that one has seen that an adult with a caution lives with a child",
    "hear_enquirer": "Say that one has read what the enquirer said",
    "rate_enquiry": "Rate how urgent it is",
    "keep_rating": "Keep a rating although an agency rates higher",
    "pause_clock": "Pause an enquiry's clock",
    "resume_clock": "Let an enquiry's clock run on",
    "flag_child_protection": "Flag child protection",
    "acknowledge_alert": "Acknowledge an alert",
    "hold_strategy_discussion": "Record a strategy discussion",
    "weigh_care_duty": "Weigh whether the duty of the Care Act applies to an adult",
    "ask_agency": "Ask an agency",
    "answer_request": "Answer a request",
    "correct_item": "Correct what one's agency said",
    "chase_agency": "Remind an agency",
    "excuse_agency": "Excuse an agency",
    "review_answer": "Review an answer that came late",
    "propose_decision": "Propose a decision",
    "decide": "Decide",
    "correct_decision": "Correct a decision",
    "ask_owner": "Ask an item's owner to let it go",
    "agree_release": "Let an item go to a team",
    "refuse_release": "Keep an item in the hub",
    "prepare_release": "Prepare what a team will read",
    "clear_warning": "Clear a warning of the egress gate",
    "approve_release": "Approve a release as the second person",
    "withdraw_release": "Withdraw a release",
    "acknowledge_handover": "Acknowledge a handover",
    "return_handover": "Return a handover",
    "escalate_handover": "Escalate a handover that nobody acknowledged",
    "disagree": "Disagree with a decision: its referrer, or an agency that was asked",
    "hear_disagreement": "Write down that somebody disagrees who said so to the hub",
    "plan_meanwhile": "Say who keeps them safe while somebody disagrees",
    "escalate_disagreement": "Take a disagreement to its next stage",
    "settle_disagreement": "Settle a disagreement",
    "change_stage_owner": "Let another practice manager see to a stage of a disagreement",
    "chase_disagreement": "Tell the practice managers that a disagreement is late",
    "say_sent_elsewhere": "Write down that an enquiry was sent to another authority",
    "acknowledge_elsewhere": "Write down that another authority has it",
    "tell_referrer": "Tell the referrer",
    "close_enquiry": "Close an enquiry",
    "say_moved": "Tell another area that somebody has moved there",
    "take_note_of_move": "Take note that somebody has moved to one's area",
    "take_back_move": "Take back that somebody has moved, as a mistake",
    "check_known": "Ask whether somebody is known to the hub: yes or no, and nothing else",
    "name_double": "Say that two records of the register may be one person",
    "tell_apart": "Say that two records are two people",
    "propose_merge": "Propose to merge two records",
    "confirm_merge": "Merge two records as the second person; one of the two is a practice manager",
    "refuse_merge": "Refuse that two records be merged, or be two again",
    "propose_unmerge": "Propose to take a merging back",
    "confirm_unmerge": "Take a merging back as the second person; one of the two is a practice manager",
    "break_glass": "Break the glass on an enquiry",
    "review_break_glass": "Review broken glass",
    "declare_tie": "Declare a tie to somebody",
    "lift_tie": "Lift a tie",
    "check_ledger": "Have the whole ledger checked",
}

# What the ledger says that somebody did: for the verbs that desks bring along.
DONE: dict[str, str] = {}

NEEDS: dict[Needs, str] = {
    Needs.NOTHING: "",
    Needs.CODE: "The enquiry's reference and code",
    Needs.ENQUIRY: "The enquiry must be theirs to read",
    Needs.OWN_REQUEST: "A request to their own agency",
    Needs.CODE_OR_REQUEST: "The enquiry's reference and code, or a request to their own agency",
    Needs.OWN_ITEM: "An item of their own agency",
    Needs.OWN_TEAM: "A handover to their own team",
    Needs.ALERT: "An alert in their area",
    Needs.MACHINE: "Done by the clock",
    Needs.KNOWN: "The person must be known to their hub",
    Needs.PEOPLE: "Both records must be theirs to read",
    Needs.AREA: "In every area that it concerns",
    Needs.EVERY_AREA: "In every area of the hub",
}

PARTS: dict[Part, str] = {
    Part.ENQUIRY: "The story with protected marks masked, people, rating, requests",
    Part.PROTECTED: "The enquirer's own words and files, and protected addresses with school and GP practice",
    Part.WITHHELD: "A referrer who asked not to be named",
    Part.MESSAGES: "What passed between the hub and the enquirer",
    Part.WEIGHING: "Rationales, agencies' replies and ratings, proposals, decisions, releases",
}


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that may be done: by whom, and what it needs besides the role."""

    verb: str
    text: str
    who: tuple[str, ...]
    needs: str


@dataclass(frozen=True, slots=True)
class Readers:
    """One part of an enquiry and who reads it."""

    text: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handled:
    """One kind of reader of an item, and whether they read it under each handling."""

    who: str
    open: bool
    restricted: bool
    sealed: bool


def permissions() -> list[Permission]:
    """Every verb, in the order of the pathway."""
    return [
        Permission(verb, VERBS.get(verb, verb.replace("_", " ")), _who(rule), NEEDS[rule.needs])
        for verb, rule in RULES.items()
    ]


def readers() -> list[Readers]:
    """Every part of an enquiry that is not read by all."""
    return [Readers(PARTS[part], _labels(roles)) for part, roles in READERS.items()]


def handled() -> list[Handled]:
    """Who reads an item in the hub under each handling: worked out by the policy, not told beside it."""
    manager, worker, asked = Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER, Role.RESEARCHER
    return [
        _reads("A researcher of the agency that gave it", asked, own_agency=True),
        _reads("A practice manager of the area", manager, live=True),
        _reads("The social worker who rates the enquiry", worker, live=True, rated_it=True),
        _reads("Another social worker of the area", worker, live=True),
        _reads("A researcher of another agency that was asked", asked, asked=True),
        _reads("The same, when it tells an address or who referred", asked, asked=True, gives_away=True),
        _reads("A call handler of the area", Role.CALL_HANDLER, live=True),
        _reads("Who weighs a later enquiry about the same person", worker, earlier=True),
        _reads("A practice manager who broke the glass", manager, glass=True),
        _reads("Anybody who is tied to somebody on the enquiry", manager, tied=True, live=True),
        Handled(
            "A team, in a handover: when its owner agreed",
            *(
                put_into_release(handling=handling, agreed=True, gives_away_referrer=False).allowed
                for handling in HANDLINGS
            ),
        ),
        Handled(
            "A team, in a handover: when its owner did not",
            *(
                put_into_release(handling=handling, agreed=False, gives_away_referrer=False).allowed
                for handling in HANDLINGS
            ),
        ),
    ]


HANDLINGS = ("open", "restricted", "sealed")
NOTHING_HOLDS = {
    "tied": False,
    "own_agency": False,
    "live": False,
    "asked": False,
    "rated_it": False,
    "glass": False,
    "earlier": False,
    "gives_away": False,
}


def _reads(who: str, role: Role, **facts: bool) -> Handled:
    held = {**NOTHING_HOLDS, **facts}
    return Handled(
        who,
        *(read_item(ItemReading(roles=frozenset({role}), handling=handling, **held)).allowed for handling in HANDLINGS),
    )


def _who(rule: Rule) -> tuple[str, ...]:
    if rule.roles == frozenset(Role):
        return ("Every member",)
    named = list(_labels(rule.roles))
    if rule.qualified:
        named = [f"{label}, qualified" for label in named]
    if rule.anyone:
        named.append("Anybody, without an account")
    if rule.clock:
        named.append("The hub's own clock")
    return tuple(named)


def _labels(roles: Iterable[Role]) -> tuple[str, ...]:
    chosen = set(roles)
    return tuple(str(role.label) for role in Role if role in chosen)
