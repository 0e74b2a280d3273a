"""How a scenario does this app's verbs."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import played
from mash.pathway.disagreements.actions.hearing import hear_disagreement
from mash.pathway.disagreements.actions.opening import disagree
from mash.pathway.disagreements.actions.owning import change_stage_owner
from mash.pathway.disagreements.actions.stages import escalate_disagreement, plan_meanwhile, settle_disagreement
from mash.pathway.disagreements.models import Stage


@played("disagree")
def play_disagree(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`reference` and `code`, or `enquiry` or `request` (a referrer with an account, a researcher); `why`."""
    wanted = ("why", "enquiry", "request", "reference", "code")
    opened = disagree(me, **{name: told.get(name) for name in wanted})
    return {"id": str(opened.disagreement.pk), "disagreement": str(opened.disagreement.pk), **_stage(opened.stage)}


@played("hear_disagreement")
def play_hear_disagreement(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`enquiry`, `party` (`referrer`, or an agency by its short name), `why`, `heard`."""
    opened = hear_disagreement(
        me, str(told.get("enquiry", "")), **{name: told.get(name) for name in ("party", "why", "heard")}
    )
    return {"id": str(opened.disagreement.pk), "disagreement": str(opened.disagreement.pk), **_stage(opened.stage)}


@played("change_stage_owner")
def play_change_stage_owner(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`disagreement` or `enquiry`, `owner`; the `stage`, when it is `due`, and its `owner`."""
    more = {name: told[name] for name in ("enquiry", "seen", "had_by") if name in told}
    stage = change_stage_owner(me, told.get("disagreement"), owner=told.get("owner"), **more)
    return {"id": str(stage.pk), **_stage(stage), "owner": stage.owner.username}


@played("plan_meanwhile")
def play_plan_meanwhile(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`disagreement`, or `enquiry` where one alone is open; `plan`."""
    plan = plan_meanwhile(me, told.get("disagreement"), plan=told.get("plan"), enquiry=told.get("enquiry"))
    return {"id": str(plan.pk)}


@played("escalate_disagreement")
def play_escalate_disagreement(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`disagreement` or `enquiry`, `result`, `owner`?, `between`?; the next `stage`, its `owner` and when `due`."""
    more = {name: told[name] for name in ("owner", "between", "enquiry", "seen") if name in told}
    stage = escalate_disagreement(me, told.get("disagreement"), result=told.get("result"), **more)
    return {"id": str(stage.pk), **_stage(stage), "owner": stage.owner.username}


@played("settle_disagreement")
def play_settle_disagreement(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`disagreement` or `enquiry`, `finding` (upheld, partly, not_upheld), `result`, `told`."""
    wanted = ("finding", "result", "told", "enquiry", "seen")
    settled = settle_disagreement(me, told.get("disagreement"), **{name: told.get(name) for name in wanted})
    return {"id": str(settled.pk), "finding": settled.finding}


def _stage(stage: Stage) -> dict[str, Any]:
    return {"stage": stage.number, "due": stage.due_at.isoformat()}
