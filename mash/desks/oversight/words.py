"""What the ledger's codes mean, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mash.foundation.access.table import DONE, VERBS

DID: dict[str, str] = {
    "receive_enquiry": "sent the enquiry in",
    "begin_draft": "began to tell",
    "keep_draft": "went on telling",
    "keep_draft_files": "chose files to go with what they tell",
    "remove_draft_file": "took a file out of what they tell",
    "hand_draft_on": "gave a colleague what they had begun to tell",
    "give_draft": "gave a call that they had begun to take to a colleague",
    "throw_draft_away": "threw away what they had begun to tell",
    "end_draft": "sent what they had begun to tell",
    "add_to_enquiry": "added to the enquiry",
    "attach_files": "sent a file",
    "answer_hub": "answered the hub's question",
    "read_referrer_feedback": "read what became of the enquiry",
    "add_person": "described somebody on the enquiry",
    "relate": "said how two people belong together",
    "say_where_lives": "said where somebody lives",
    "identify_subject": "confirmed who somebody is",
    "say_died": "said that somebody has died",
    "link_enquiry": "linked another enquiry",
    "offer_to_area": "offered the enquiry to another area",
    "accept_offer": "took on what another area offered",
    "send_offer_back": "sent back what another area offered",
    "take_enquiry": "took the enquiry",
    "ask_enquirer": "asked the enquirer",
    "see_risks": "saw that an adult with a caution lives with a child",
    "hear_enquirer": "read what the enquirer said",
    "weigh_care_duty": "weighed whether the duty of the Care Act applies",
    "pause_clock": "paused a clock",
    "resume_clock": "let a clock run on",
    "rate_enquiry": "rated the enquiry",
    "keep_rating": "kept the rating",
    "flag_child_protection": "flagged child protection",
    "acknowledge_alert": "saw the alert",
    "hold_strategy_discussion": "recorded a strategy discussion",
    "ask_agency": "asked an agency",
    "tell_agency": "told an agency of somebody described since it was asked",
    "answer_request": "answered for their agency",
    "correct_item": "corrected what their agency had said",
    "chase_agency": "reminded an agency",
    "excuse_agency": "excused an agency",
    "review_answer": "reviewed a late answer",
    "propose_decision": "proposed a decision",
    "decide": "decided",
    "correct_decision": "corrected the decision",
    "ask_owner": "asked the owner of an item",
    "agree_release": "agreed that an item may go",
    "refuse_release": "refused that an item goes",
    "prepare_release": "prepared a release",
    "clear_warning": "cleared a warning of the egress gate",
    "approve_release": "approved a release and sent it",
    "withdraw_release": "withdrew a release",
    "acknowledge_handover": "acknowledged a handover",
    "return_handover": "returned a handover",
    "escalate_handover": "escalated a handover that nobody acknowledged",
    "say_sent_elsewhere": "wrote down that it was sent to another authority",
    "acknowledge_elsewhere": "wrote down that another authority has it",
    "disagree": "disagreed with a decision",
    "hear_disagreement": "wrote down that somebody disagrees",
    "plan_meanwhile": "said who keeps them safe while somebody disagrees",
    "escalate_disagreement": "took a disagreement to its next stage",
    "settle_disagreement": "settled a disagreement",
    "change_stage_owner": "let another practice manager see to a disagreement",
    "chase_disagreement": "told the practice managers of a late disagreement",
    "tell_referrer": "told the referrer",
    "close_enquiry": "closed the enquiry",
    "say_moved": "told another area that they have moved there",
    "take_note_of_move": "took note that they have moved to the area",
    "take_back_move": "took back that they have moved, as a mistake",
    "check_known": "asked whether somebody is known",
    "name_double": "said that two records may be one person",
    "tell_apart": "said that two records are two people",
    "propose_merge": "proposed to merge two records",
    "confirm_merge": "merged two records, as the second person",
    "refuse_merge": "refused to merge two records, or to take it back",
    "propose_unmerge": "proposed to take a merging back",
    "confirm_unmerge": "took a merging back, as the second person",
    "break_glass": "broke the glass",
    "review_break_glass": "reviewed broken glass",
    "declare_tie": "declared a tie",
    "lift_tie": "lifted a tie",
    "import_people": "took in a part of an agency's list of people",
    "try_import": "looked what taking in a part of an agency's list of people would do",
    "finish_import": "took in an agency's list of people",
    "write_keys": "let the computer write anew what finds people of the register",
    "train_matching": "let the computer learn from confirmed people how much an agreement counts",
    "find_doubles": "looked for records of the register that may be one person",
    "list_double_again": "listed two records again that had been told apart, because one has changed since",
    "match_people": "looked up a list of people in the register",
    "check_ledger": "had the whole ledger checked",
    "export_ledger": "wrote the whole ledger to a file",
    "sign_in": "signed in",
    "sign_out": "signed out",
    "sign_in_failed": "tried to sign in",
    **{
        f"{did}_password": f"{words} password"
        for did, words in (("set", "set their first"), ("change", "changed their"))
    },
    "set_up_second_factor": "set up a second factor",
    "make_recovery_codes": "made new recovery codes",
    "make_first_administrator": "made the first administrator",
    "hand_work_on": "passed on an enquiry of somebody who left",
    "make_pack": "made the day's outage pack",
    "throw_packs_away": "threw old outage packs away",
    "play_story": "played a story of the demo",
    "drop_job": "dropped what was still planned when a story ended",
}

WHY: dict[str, str] = {
    "tied": "tied to somebody on it",
    "label": "its handling does not allow it",
    "no_live_reason": "no live reason",
    "role": "not in their role",
    "not_qualified": "not a qualified social worker",
    "other_agency": "belongs to another agency",
    "same_person": "a second person is needed",
    "not_agreed": "its owner has not agreed",
    "sealed": "sealed",
    "not_found": "nothing there that they may see",
    **{f"wrong_{what}": f"wrong {what}" for what in ("password", "code")},
    "private_law": "for a private-law case",
    "public_law": "for care or supervision proceedings",
    "adoption": "for an adoption or special guardianship",
    "other_case": "for another case of their agency",
    "owner": "their own agency's",
    "glass": "broken glass",
    "earlier": "an earlier enquiry of the same person",
}

# Where somebody stood who was allowed: what stands for the reason when policy had none to give.
SEATS: dict[str, str] = {
    "hub": "at work in the hub",
    "partner": "for their agency, from outside the room",
    "ops": "as a member of a team",
    "intake": "at the front door",
    "figures": "as an analyst",
    "audit": "as an auditor",
    "setup": "as an administrator",
    "system": "by the clock",
    "door": "at the door",
}

# What does not fit the sentence made from the page's name.
SAW: dict[str, str] = {
    "enquiry": "read the enquiry",
    "attachment": "looked at a file",
    "family": "took the drawing of the family on paper",
    "family_drawing": "took a copy of the drawing of the family",
    "attachment_small": "saw a file, small",
    "attachment_copy": "took a copy of a file",
    "start": "saw it among what waits for them",
    "board": "saw it on the board",
    "find_on_board": "found them on the board",
    "search": "found them by a search",
    "search_people": "found them by a search",
    "look_up": "looked them up while they were described",
    "person": "read the person's page",
    "moved": "opened the page to say that they moved",
    "move": "read that they moved to another area",
    "died": "opened the page to say that they died",
    "identify": "compared them with the register",
    "worklist": "saw it among what their agency is asked",
    "request": "read what their agency was asked",
    "agencies": "read who was asked and who answered",
    "decide_enquiry": "read the whole picture to decide",
    "prepare": "read the items to prepare a release",
    "release": "read a release before it goes",
    "read_release": "read a release as the second person",
    "handovers": "saw it among their team's handovers",
    "handover": "read the handover",
    "open_handover": "opened the handover",
    "paper": "took the handover on paper",
    "mine": "saw it among what they sent",
    "sent": "read what became of what they sent",
    "alerts": "saw the alert",
    "polled": "saw the alert",
    "permissions": "saw it among what their agency may let go",
    "permission": "read what their agency was asked to let go",
    "rate": "opened it to rate it",
    "propose": "opened it to propose a decision",
    "ask": "opened it to ask about it",
    "call": "saw them on the call screen",
    "known": "looked them up while they were described",
    "ledger": "asked the ledger about them",
    "find_person": "found them by their name, to ask the ledger",
    "glasses": "saw that glass was broken on it",
    "releases": "saw what was released of it",
    "review": "reviewed broken glass on it",
    "pack": "printed the outage pack",
    "print_pack": "printed the outage pack at the terminal",
}

# Pages that show many at once: somebody who opens one has looked nobody up.
LISTS = frozenset(
    {
        "start",
        "board",
        "worklist",
        "handovers",
        "mine",
        "permissions",
        "alerts",
        "polled",
        "glasses",
        "releases",
        "pack",
    }
)
# Done by those who have no reason to see the enquiry, and who are not shown it by that.
NEEDS_NO_REASON = frozenset({"break_glass", "declare_tie", "lift_tie", "receive_enquiry"})


def did(verb: str, outcome: str) -> str:
    """What somebody did, after their name: `rated the enquiry`, `read the enquiry`, `was refused: decide`."""
    plain = verb.replace("_", " ")
    match outcome:
        case "read":
            return SAW.get(verb, f"read the page ‘{plain}’")
        case "refused" if verb == "sign_in_failed":
            return DID[verb]
        case "refused":
            tried = VERBS.get(verb, plain)
            return f"was refused: {tried[:1].lower()}{tried[1:]}"
        case _:
            return DID.get(verb) or DONE.get(verb, plain)


def why(reasons: Sequence[str]) -> str:
    """The reasons of a verdict. A wall says more than the answer that hid it."""
    told = [code for code in reasons if code != "not_found"] or list(reasons)
    return ", ".join(WHY.get(code, code.replace("_", " ")) for code in told)
