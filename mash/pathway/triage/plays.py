"""How a scenario does this app's verbs."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import played
from mash.pathway.triage.actions.alerting import acknowledge_alert, flag_child_protection
from mash.pathway.triage.actions.pausing import pause_clock, resume_clock
from mash.pathway.triage.actions.proposing import propose_decision
from mash.pathway.triage.actions.rating import STANDS, keep_rating, rate_enquiry
from mash.pathway.triage.actions.weighing import weigh_care_duty


@played("rate_enquiry")
def play_rate_enquiry(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`, `level`, `rationale`, `seen`?, `basis`?, `ask`?; `due` and `requests` by agency."""
    rated = rate_enquiry(
        me,
        told.get("enquiry", ""),
        level=told.get("level"),
        rationale=told.get("rationale"),
        seen=told.get("seen", STANDS),
        basis=told.get("basis"),
        ask=told.get("ask"),
    )
    return {
        "id": str(rated.rating.pk),
        "due": rated.rating.due_at.isoformat(),
        "requests": {slug: str(request.pk) for slug, request in rated.requests.items()},
    }


@played("keep_rating")
def play_keep_rating(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`, `request`, `why`."""
    kept = keep_rating(me, told.get("enquiry", ""), request=told.get("request"), why=told.get("why"))
    return {"id": str(kept.pk)}


@played("flag_child_protection")
def play_flag_child_protection(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`, `why`; `alert`."""
    alert = flag_child_protection(me, told.get("enquiry", ""), why=told.get("why"))
    return {"id": str(alert.pk), "alert": str(alert.pk)}


@played("acknowledge_alert")
def play_acknowledge_alert(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `alert`."""
    seen = acknowledge_alert(me, told.get("alert", ""))
    return {"id": str(seen.pk), "alert": str(seen.alert_id)}


@played("weigh_care_duty")
def play_weigh_care_duty(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`enquiry`, `adult`, the four answers (yes, no, unknown), `instead`?, `why`?; whether the duty `applies`."""
    wanted = ("needs_care", "at_risk", "cannot_protect", "in_area", "instead", "why", "seen")
    weighed = weigh_care_duty(
        me,
        told.get("enquiry", ""),
        adult=told.get("adult"),
        **{name: told[name] for name in wanted if name in told},
    )
    return {"id": str(weighed.pk), "applies": weighed.applies}


@played("propose_decision")
def play_propose_decision(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`, `outcomes`, `why`."""
    proposal = propose_decision(me, told.get("enquiry", ""), outcomes=told.get("outcomes"), why=told.get("why"))
    return {"id": str(proposal.pk), "proposal": str(proposal.pk)}


@played("pause_clock")
def play_pause_clock(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`enquiry`, `why`."""
    return {"id": str(pause_clock(me, told.get("enquiry", ""), why=told.get("why")).pk)}


@played("resume_clock")
def play_resume_clock(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`enquiry`."""
    return {"id": str(resume_clock(me, told.get("enquiry", "")).pk)}
