"""Who may see and do what: pure and total. No database, no clock, no request; facts in, a verdict with a reason out.

The row policies in the apps' `sql/` say the same again, written independently; tests compare the two on every
combination of facts (DESIGN section 4). Any *no* beats every *yes*: wall, label, relationship, role, in this order.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mash.foundation.partnership.models import Role

POLICY_VERSION = "2026.12"


class Reason(StrEnum):
    """Why a verdict is what it is; codes for the ledger."""

    TIED = "tied"
    LABEL = "label"
    NO_LIVE_REASON = "no_live_reason"
    ROLE = "role"
    OWNER = "owner"
    GLASS = "glass"
    EARLIER = "earlier"
    NOT_QUALIFIED = "not_qualified"
    OTHER_AGENCY = "other_agency"
    SAME_PERSON = "same_person"
    NOT_AGREED = "not_agreed"
    SEALED = "sealed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, and why."""

    allowed: bool
    reason: Reason


CORE = frozenset({Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER, Role.CALL_HANDLER})
WEIGHS = frozenset({Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER})


class Part(StrEnum):
    """The parts of an enquiry that are not all read by the same people."""

    ENQUIRY = "enquiry"
    PROTECTED = "protected"
    WITHHELD = "withheld"
    MESSAGES = "messages"
    WEIGHING = "weighing"


READERS: dict[Part, frozenset[Role]] = {
    # Story with marks masked, people, rating, requests.
    Part.ENQUIRY: CORE | {Role.RESEARCHER},
    # The enquirer's own words, files and protected addresses; a withheld referrer; questions, answers and additions.
    Part.PROTECTED: CORE,
    Part.WITHHELD: CORE,
    Part.MESSAGES: CORE,
    # Rationales, proposals, decisions, strategy discussions, replies and ratings of agencies, releases.
    Part.WEIGHING: WEIGHS,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """All that decides whether a member in the hub may read a part of an enquiry.

    `roles` are those held in the enquiry's area; `live` that the area's hub still has its reason; `asked` that the
    member's own agency has one; `glass` that this member broke the glass on it.
    """

    tied: bool
    live: bool
    asked: bool
    glass: bool
    roles: frozenset[Role]


def read_part(part: Part, f: Reading) -> Verdict:
    """DESIGN section 4: wall first, then relationship and role. Broken glass opens those two, never the wall."""
    if f.tied:
        return Verdict(False, Reason.TIED)
    if f.glass:
        return Verdict(True, Reason.GLASS)
    readers = READERS[part]
    if f.live and f.roles & CORE:
        return Verdict(bool(f.roles & CORE & readers), Reason.ROLE)
    if f.asked and Role.RESEARCHER in f.roles:
        return Verdict(Role.RESEARCHER in readers, Reason.ROLE)
    return Verdict(False, Reason.NO_LIVE_REASON if f.roles & readers else Reason.ROLE)


@dataclass(frozen=True, slots=True)
class ItemReading:
    """All that decides whether a member in the hub may read an item.

    `handling` is the one in force: the strictest of this version's and any later one's. `gives_away` says that its
    originator marked it as telling a protected address or who referred. `earlier` says that a later enquiry about the
    same confirmed person is live in the area.
    """

    tied: bool
    own_agency: bool
    live: bool
    asked: bool
    rated_it: bool
    glass: bool
    earlier: bool
    roles: frozenset[Role]
    handling: str
    gives_away: bool


def read_item(f: ItemReading) -> Verdict:
    """The handling table of DESIGN section 4."""
    if f.tied:
        return Verdict(False, Reason.TIED)
    if f.own_agency and Role.RESEARCHER in f.roles:
        return Verdict(True, Reason.OWNER)
    if f.glass:
        return Verdict(True, Reason.GLASS)
    if f.live and Role.PRACTICE_MANAGER in f.roles:
        return Verdict(True, Reason.ROLE)
    if f.live and Role.SOCIAL_WORKER in f.roles and (f.handling != "sealed" or f.rated_it):
        return Verdict(True, Reason.ROLE)
    if f.earlier and f.roles & WEIGHS and f.handling != "sealed":
        return Verdict(True, Reason.EARLIER)
    if f.asked and Role.RESEARCHER in f.roles:
        return Verdict(f.handling == "open" and not f.gives_away, Reason.LABEL)
    if f.live and f.roles & WEIGHS:
        return Verdict(False, Reason.LABEL)
    return Verdict(False, Reason.ROLE if f.live else Reason.NO_LIVE_REASON)


class Needs(StrEnum):
    """The relationship that a verb needs besides a role: what must be visible to whoever acts."""

    NOTHING = "nothing"
    CODE = "reference and code"
    ENQUIRY = "enquiry"
    OWN_REQUEST = "request to the own agency"
    CODE_OR_REQUEST = "reference and code, or request to the own agency"
    OWN_ITEM = "item of the own agency"
    OWN_TEAM = "handover to the own team"
    ALERT = "alert"
    MACHINE = "the hub's own clock"
    KNOWN = "person whom the own hub knows"
    PEOPLE = "both records"
    AREA = "area"
    EVERY_AREA = "every area"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do a verb. `anyone` lets people without an account in; `clock` lets the hub's own jobs do it."""

    roles: frozenset[Role]
    needs: Needs
    anyone: bool = False
    clock: bool = False
    qualified: bool = False


PM = frozenset({Role.PRACTICE_MANAGER})
SW = frozenset({Role.SOCIAL_WORKER})
IN_THE_HUB = CORE | {Role.RESEARCHER, Role.POLICE_EVALUATOR, Role.CONFERENCES}
EVERY_ROLE = frozenset(Role)
TELLERS = CORE | {Role.REFERRER, Role.POLICE_EVALUATOR}

RULES: dict[str, Rule] = {
    "receive_enquiry": Rule(TELLERS | {Role.RESEARCHER}, Needs.NOTHING, anyone=True),
    "begin_draft": Rule(TELLERS, Needs.NOTHING, anyone=True),
    "keep_draft": Rule(TELLERS, Needs.NOTHING, anyone=True),
    "keep_draft_files": Rule(TELLERS, Needs.NOTHING, anyone=True),
    "remove_draft_file": Rule(TELLERS, Needs.NOTHING, anyone=True),
    "hand_draft_on": Rule(TELLERS, Needs.NOTHING, anyone=True),
    "give_draft": Rule(CORE | {Role.POLICE_EVALUATOR}, Needs.NOTHING),
    "throw_draft_away": Rule(TELLERS, Needs.NOTHING, anyone=True),
    "end_draft": Rule(TELLERS, Needs.NOTHING, anyone=True),
    "add_to_enquiry": Rule(CORE, Needs.ENQUIRY, anyone=True),
    "attach_files": Rule(CORE, Needs.ENQUIRY, anyone=True),
    "answer_hub": Rule(frozenset(), Needs.CODE, anyone=True),
    "read_referrer_feedback": Rule(frozenset(), Needs.CODE, anyone=True),
    "add_person": Rule(CORE | {Role.RESEARCHER}, Needs.ENQUIRY),
    "relate": Rule(CORE, Needs.ENQUIRY),
    "say_where_lives": Rule(CORE, Needs.ENQUIRY),
    "identify_subject": Rule(CORE, Needs.ENQUIRY),
    "say_died": Rule(CORE, Needs.KNOWN),
    "link_enquiry": Rule(CORE, Needs.ENQUIRY),
    "offer_to_area": Rule(WEIGHS, Needs.ENQUIRY),
    "accept_offer": Rule(WEIGHS, Needs.ENQUIRY),
    "send_offer_back": Rule(PM, Needs.ENQUIRY),
    "take_enquiry": Rule(WEIGHS, Needs.ENQUIRY),
    "ask_enquirer": Rule(SW, Needs.ENQUIRY),
    "hear_enquirer": Rule(CORE, Needs.ENQUIRY),
    "see_risks": Rule(CORE, Needs.ENQUIRY),
    "rate_enquiry": Rule(SW, Needs.ENQUIRY, qualified=True),
    "keep_rating": Rule(SW, Needs.ENQUIRY, qualified=True),
    "flag_child_protection": Rule(IN_THE_HUB, Needs.ENQUIRY),
    "acknowledge_alert": Rule(PM | {Role.RESEARCHER, Role.POLICE_EVALUATOR}, Needs.ALERT),
    "hold_strategy_discussion": Rule(PM, Needs.ENQUIRY),
    "weigh_care_duty": Rule(WEIGHS, Needs.ENQUIRY),
    "ask_agency": Rule(WEIGHS, Needs.ENQUIRY),
    "answer_request": Rule(frozenset({Role.RESEARCHER}), Needs.OWN_REQUEST),
    "correct_item": Rule(frozenset({Role.RESEARCHER}), Needs.OWN_ITEM),
    "chase_agency": Rule(WEIGHS, Needs.ENQUIRY, clock=True),
    "excuse_agency": Rule(WEIGHS, Needs.ENQUIRY),
    "review_answer": Rule(PM, Needs.ENQUIRY),
    "pause_clock": Rule(PM, Needs.ENQUIRY),
    "resume_clock": Rule(PM, Needs.ENQUIRY),
    "propose_decision": Rule(SW, Needs.ENQUIRY),
    "decide": Rule(PM, Needs.ENQUIRY),
    "correct_decision": Rule(PM, Needs.ENQUIRY),
    "ask_owner": Rule(PM, Needs.ENQUIRY),
    "agree_release": Rule(frozenset({Role.RESEARCHER}), Needs.OWN_ITEM),
    "refuse_release": Rule(frozenset({Role.RESEARCHER}), Needs.OWN_ITEM),
    "prepare_release": Rule(PM, Needs.ENQUIRY),
    "clear_warning": Rule(PM, Needs.ENQUIRY),
    "approve_release": Rule(PM, Needs.ENQUIRY),
    "withdraw_release": Rule(PM, Needs.ENQUIRY),
    "acknowledge_handover": Rule(frozenset({Role.TEAM_MEMBER, Role.EARLY_HELP}), Needs.OWN_TEAM),
    "return_handover": Rule(frozenset({Role.TEAM_MEMBER, Role.EARLY_HELP}), Needs.OWN_TEAM),
    "escalate_handover": Rule(frozenset(), Needs.MACHINE, clock=True),
    "disagree": Rule(frozenset({Role.RESEARCHER}), Needs.CODE_OR_REQUEST, anyone=True),
    "hear_disagreement": Rule(WEIGHS, Needs.ENQUIRY),
    "plan_meanwhile": Rule(WEIGHS, Needs.ENQUIRY),
    "escalate_disagreement": Rule(PM, Needs.ENQUIRY),
    "settle_disagreement": Rule(PM, Needs.ENQUIRY),
    "change_stage_owner": Rule(PM, Needs.ENQUIRY),
    "chase_disagreement": Rule(frozenset(), Needs.MACHINE, clock=True),
    "say_sent_elsewhere": Rule(WEIGHS, Needs.ENQUIRY),
    "acknowledge_elsewhere": Rule(WEIGHS, Needs.ENQUIRY),
    "tell_referrer": Rule(WEIGHS, Needs.ENQUIRY),
    "close_enquiry": Rule(PM, Needs.ENQUIRY),
    "say_moved": Rule(WEIGHS, Needs.KNOWN),
    "take_note_of_move": Rule(WEIGHS, Needs.KNOWN),
    "take_back_move": Rule(WEIGHS, Needs.KNOWN),
    "check_known": Rule(frozenset({Role.CHECKER}), Needs.NOTHING),
    "name_double": Rule(WEIGHS, Needs.PEOPLE),
    "tell_apart": Rule(WEIGHS, Needs.PEOPLE),
    "propose_merge": Rule(WEIGHS, Needs.PEOPLE),
    "confirm_merge": Rule(WEIGHS, Needs.PEOPLE),
    "refuse_merge": Rule(WEIGHS, Needs.PEOPLE),
    "propose_unmerge": Rule(WEIGHS, Needs.PEOPLE),
    "confirm_unmerge": Rule(WEIGHS, Needs.PEOPLE),
    "break_glass": Rule(PM, Needs.NOTHING),
    "review_break_glass": Rule(frozenset({Role.AUDITOR}), Needs.NOTHING),
    "declare_tie": Rule(EVERY_ROLE, Needs.NOTHING),
    "lift_tie": Rule(frozenset({Role.AUDITOR}), Needs.NOTHING),
    "check_ledger": Rule(frozenset({Role.AUDITOR}), Needs.NOTHING),
}


def may(verb: str, roles: frozenset[Role], *, qualified: bool) -> Verdict:
    """Whether somebody who holds these roles in the area may do this verb. An unknown verb may be done by nobody."""
    rule = RULES.get(verb)
    if rule is None or not rule.roles & roles:
        return Verdict(False, Reason.ROLE)
    if rule.qualified and not qualified:
        return Verdict(False, Reason.NOT_QUALIFIED)
    return Verdict(True, Reason.ROLE)


def of_own_agency(*, own: bool) -> Verdict:
    """What an agency was asked, or gave, is answered and corrected by its own researchers alone."""
    return Verdict(own, Reason.OTHER_AGENCY)


def second_person(*, prepared_by_me: bool) -> Verdict:
    """What needs two people: nobody approves their own release, nor lifts their own tie."""
    return Verdict(not prepared_by_me, Reason.SAME_PERSON)


def merge_records(*, by_manager: bool, manages: bool) -> Verdict:
    """Whether two records may be merged, or a merging taken back, by these two: one of them is a practice manager."""
    return Verdict(by_manager or manages, Reason.ROLE)


def settle_stage(*, stage: int, decided: bool, owns: bool) -> Verdict:
    """Whether a practice manager may settle a stage of a disagreement: whoever decided answers manager to manager; from
    the second stage on others do, unless the stage is theirs because the area has no other."""
    return Verdict(stage == 1 or not decided or owns, Reason.SAME_PERSON)


def put_into_release(*, handling: str, agreed: bool, gives_away_referrer: bool) -> Verdict:
    """Whether an item may go into a release to a team: open by the decision, restricted when its owner agreed."""
    if gives_away_referrer:
        return Verdict(False, Reason.LABEL)
    match handling:
        case "open":
            return Verdict(True, Reason.ROLE)
        case "restricted":
            return Verdict(agreed, Reason.NOT_AGREED)
        case _:
            return Verdict(False, Reason.SEALED)


def ask_for(*, handling: str, gives_away_referrer: bool) -> Verdict:
    """Whether an item's owner may be asked to let it go to a team: sealed ones and a referrer's traces never leave."""
    if gives_away_referrer:
        return Verdict(False, Reason.LABEL)
    return Verdict(handling in ("open", "restricted"), Reason.SEALED)


def clear_finding(*, by_approver: bool, prepared_by_me: bool) -> Verdict:
    """Whether somebody may clear what the egress gate found: address, referrer and sealed overlap only the second
    person, everything else the author."""
    if by_approver:
        return second_person(prepared_by_me=prepared_by_me)
    return Verdict(prepared_by_me, Reason.ROLE)
