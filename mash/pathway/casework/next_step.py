"""What is to be done next with an enquiry, and by whom. Pure: facts in, one step out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from mash.foundation.partnership.models import Role
from mash.ui.words import count, listed

PM, SW, CALLS, RESEARCHER = Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER, Role.CALL_HANDLER, Role.RESEARCHER


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an enquiry has come, as far as whoever looks may know.

    `offered` says that another area has been offered it, or offers it, and did not send it back.
    `offered_by` is the area that offers it and waits for an answer, `taken_by` the one that has taken it on from here.
    Lists of agencies hold their names, those of teams slug and name. `second_reading` is a release that somebody else
    prepared, `own_request` the request to the reader's own agency while it waits for an answer. `disagreement` says how
    far one is, as `Stage` does.
    """

    state: str
    level: str = ""
    overdue: bool = False
    child_protection: bool = False
    offered: bool = False
    offered_by: str = ""
    taken_by: str = ""
    unidentified: tuple[uuid.UUID, ...] = ()
    asked: int = 0
    open_agencies: tuple[str, ...] = ()
    late_agencies: tuple[str, ...] = ()
    rated_higher: tuple[tuple[uuid.UUID, str], ...] = ()
    proposed: bool = False
    second_reading: uuid.UUID | None = None
    waits_for_second: bool = False
    waits_for_owner: bool = False
    teams_to_send: tuple[tuple[str, str], ...] = ()
    handovers_waiting: bool = False
    returned: bool = False
    unsent_elsewhere: tuple[str, ...] = ()
    waits_elsewhere: bool = False
    late_answers: tuple[uuid.UUID, ...] = ()
    told: bool = False
    disagreement: str = ""
    own_request: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next. Without `url_name` there is nothing to press: somebody else has the next move.

    `args` follow the enquiry's reference, unless `whole` says that they are all.
    """

    title: str
    button: str = ""
    url_name: str = ""
    args: tuple[str, ...] = field(default=())
    whole: bool = False
    note: str = ""


def next_step(at: Progress, roles: frozenset[Role], *, qualified: bool = True) -> NextStep:
    """The next step of somebody who holds these roles in the enquiry's area; the most weighing role speaks first."""
    if at.state == "closed":
        return NextStep("Closed", note="A new worry about the same people is a new enquiry, linked to this one.")
    if PM in roles:
        return _of_practice_manager(at)
    if SW in roles:
        return _of_social_worker(at, qualified=qualified)
    if CALLS in roles:
        return _of_call_handler(at)
    if RESEARCHER in roles:
        return _of_researcher(at)
    return NextStep("Nothing waits for you here")


def _of_practice_manager(at: Progress) -> NextStep:
    if at.second_reading is not None:
        return NextStep(
            "Next: read what is to leave",
            "Read the release",
            "handover:release",
            (str(at.second_reading),),
            whole=True,
            note="Another practice manager prepared it. It goes out when you have read and approved it.",
        )
    if at.state == "decided":
        return (_disagreed(at) or _after_the_decision(at) or _hear_from_elsewhere(at)) or NextStep(
            "Next: close", "Close the enquiry", "handover:close", note="Nothing more waits to be done."
        )
    if at.proposed:
        return NextStep(
            "Next: decide", "Decide", "decisions:decide", note="A social worker has proposed what to decide."
        )
    if at.taken_by:
        return NextStep("Next: decide", "Decide", "decisions:decide", note=_taken(at))
    if at.offered_by:
        return NextStep("Next: take it on, or send it back", note=f"{at.offered_by} offers it: see 'Where it goes'.")
    if at.state == "received":
        return NextStep(
            "Waits to be rated", note="A social worker rates it. You may decide now, where nobody need be asked."
        )
    return NextStep("Next: decide", "Decide", "decisions:decide", note=_still_out(at))


def _of_social_worker(at: Progress, *, qualified: bool) -> NextStep:
    if at.state == "decided":
        return (
            _plan_meanwhile(at)
            or _answer_higher_rating(at)
            or _send_elsewhere(at)
            or _tell_referrer(at)
            or _hear_from_elsewhere(at)
            or NextStep("With the practice managers", note="They see that it reaches its team, and close it.")
        )
    if at.state == "received":
        if not qualified:
            return NextStep("Waits to be rated", note="A registered social worker rates it.")
        if at.proposed:
            return NextStep("Waits for a decision", note="It has been proposed what to decide.")
        if at.taken_by:
            return NextStep("Next: propose a decision", "Propose a decision", "triage:propose", note=_taken(at))
        note = f"{at.offered_by} offers it: whoever rates it takes it on." if at.offered_by else ""
        return NextStep("Next: rate it", "Rate how urgent it is", "triage:rate", note=note)
    higher = _answer_higher_rating(at) if qualified else None
    if higher:
        return higher
    if at.proposed:
        return NextStep("Waits for a decision", note="It has been proposed what to decide.")
    if at.late_agencies:
        return NextStep("Next: chase who is late", "See the agencies", "gathering:agencies", note=_still_out(at))
    if at.open_agencies:
        return NextStep(f"Waiting for {count(len(at.open_agencies), 'agency', 'agencies')}", note=_still_out(at))
    return NextStep("Next: propose a decision", "Propose a decision", "triage:propose", note=_still_out(at))


def _of_call_handler(at: Progress) -> NextStep:
    if at.unidentified and at.state in ("received", "gathering"):
        return NextStep(
            "Next: find out who they are",
            "Look them up",
            "enquiries:identify",
            (str(at.unidentified[0]),),
            note=f"{count(len(at.unidentified), 'person', 'people')} not yet looked up in the register.",
        )
    waits = {
        "received": NextStep("Waits to be rated", note="A social worker rates it."),
        "gathering": NextStep(f"Waiting for {count(len(at.open_agencies), 'agency', 'agencies')}", note=_still_out(at))
        if at.open_agencies
        else NextStep("Waits for a decision"),
    }
    return waits.get(at.state, NextStep("Decided"))


def _of_researcher(at: Progress) -> NextStep:
    if at.own_request is None:
        return NextStep("Your agency has answered", note="An answer can be corrected from the request's own page.")
    return NextStep("Next: answer", "Answer the request", "gathering:request", (str(at.own_request),), whole=True)


def _disagreed(at: Progress) -> NextStep | None:
    """What somebody who disagrees waits for (rule 68): the plan first; what a team waits for before the talking."""
    if at.disagreement == "upheld":
        note = "Somebody disagreed with it, and was right."
        return NextStep("Next: correct the decision", "Correct the decision", "decisions:correct", note=note)
    if at.disagreement == "open" and not (at.teams_to_send or at.late_answers):
        note = "Settle it, or take it to its next stage."
        return NextStep("Next: a disagreement", "See the disagreement", "disagreements:disagreements", note=note)
    return _plan_meanwhile(at)


def _plan_meanwhile(at: Progress) -> NextStep | None:
    if at.disagreement != "unplanned":
        return None
    return NextStep(
        "Next: say who keeps them safe",
        "See the disagreement",
        "disagreements:disagreements",
        note="Somebody disagrees with the decision. Until it is settled, somebody keeps them safe.",
    )


def _after_the_decision(at: Progress) -> NextStep | None:
    if at.late_answers:
        return NextStep(
            "Next: read a late answer",
            "Say what it changes",
            "decisions:review",
            (str(at.late_answers[0]),),
            note="It came after the decision.",
        )
    if at.teams_to_send:
        slug, name = at.teams_to_send[0]
        note = "It came back: read why, then prepare it again." if at.returned else ""
        if at.waits_for_second:
            return NextStep(
                "Waits for a second reader", note="Another practice manager reads and approves what leaves."
            )
        return NextStep(
            f"Next: hand over to {name}", "Prepare what they will read", "handover:prepare", (slug,), note=note
        )
    if step := _send_elsewhere(at):
        return step
    if at.handovers_waiting:
        return NextStep("Waits for a team", note="The team has not acknowledged it yet.")
    if at.rated_higher:
        return NextStep("Waits for a social worker", note=_higher(at))
    return _tell_referrer(at)


def _answer_higher_rating(at: Progress) -> NextStep | None:
    if not at.rated_higher:
        return None
    if at.state == "decided":
        request, _ = at.rated_higher[0]
        return NextStep("Next: answer a higher rating", "Say why not", "triage:keep", (str(request),), note=_higher(at))
    return NextStep("Next: answer a higher rating", "Rate it again", "triage:rate", note=_higher(at))


def _send_elsewhere(at: Progress) -> NextStep | None:
    """What was decided to go to another authority goes there, and the record says when (rule 9)."""
    if not at.unsent_elsewhere:
        return None
    name = at.unsent_elsewhere[0] or "the other authority"
    note = "The hub sends nothing there by itself. Write down when and how it went."
    return NextStep(f"Next: send it to {name}", "Say when it was sent", "handover:elsewhere", note=note)


def _hear_from_elsewhere(at: Progress) -> NextStep | None:
    if not at.waits_elsewhere:
        return None
    note = "It has not said that it has this. Ring, and write down under 'Other authority' who there has it."
    return NextStep("Waits for another authority", note=note)


def _tell_referrer(at: Progress) -> NextStep | None:
    return None if at.told else NextStep("Next: tell the referrer", "Write to the referrer", "handover:feedback")


def _taken(at: Progress) -> str:
    return f"{at.taken_by} has taken it on. What is decided here says so: to another authority, {at.taken_by}."


def _higher(at: Progress) -> str:
    agencies = [name for _, name in at.rated_higher]
    return f"{listed(agencies)} {'rates' if len(agencies) == 1 else 'rate'} it more urgent."


def _still_out(at: Progress) -> str:
    if at.open_agencies:
        waiting = [f"{name} (late)" if name in at.late_agencies else name for name in at.open_agencies]
        return f"Not answered yet: {listed(waiting)}."
    return "Everybody who was asked has answered." if at.asked else "Nobody has been asked."
