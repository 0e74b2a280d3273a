"""How a scenario does this app's verbs."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import played
from mash.pathway.decisions.actions import correct_decision, decide, hold_strategy_discussion, review_answer
from mash.pathway.decisions.models import Decision


@played("hold_strategy_discussion")
def play_hold_strategy_discussion(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`, `present`, `decision`, `section_47`, `agency`; `absent` says who should have been there."""
    discussion = hold_strategy_discussion(
        me,
        told.get("enquiry", ""),
        present=told.get("present"),
        decision=told.get("decision"),
        section_47=told.get("section_47"),
        agency=told.get("agency"),
        absent_why=told.get("absent_why"),
    )
    return {"id": str(discussion.pk), "absent": [str(party) for party in discussion.absent]}


@played("decide")
def play_decide(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`, `threshold`, `rationale`, `outcomes`; the decision and who was missing."""
    return _told(
        decide(
            me,
            told.get("enquiry", ""),
            threshold=told.get("threshold"),
            rationale=told.get("rationale"),
            outcomes=told.get("outcomes"),
            seen=told.get("seen"),
        )
    )


@played("correct_decision")
def play_correct_decision(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: as `decide`; `seen` is the decision that it corrects, the standing one unless given."""
    return _told(
        correct_decision(
            me,
            told.get("enquiry", ""),
            threshold=told.get("threshold"),
            rationale=told.get("rationale"),
            outcomes=told.get("outcomes"),
            seen=told.get("seen"),
        )
    )


@played("review_answer")
def play_review_answer(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `request`, `finding`."""
    return {"id": str(review_answer(me, told.get("request", ""), finding=told.get("finding")).pk)}


def _told(decision: Decision) -> dict[str, Any]:
    return {
        "id": str(decision.pk),
        "decision": str(decision.pk),
        "missing": decision.missing,
        "nobody_asked": decision.nobody_asked,
        "rated_higher": decision.rated_higher,
    }
