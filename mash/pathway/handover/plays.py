"""How a scenario does this app's verbs."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import played
from mash.pathway.handover import actions


@played("ask_owner")
def play_ask_owner(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `item`, `team`, `purpose`; the permission that was asked for."""
    permission = actions.ask_owner(me, told.get("item", ""), team=told.get("team"), purpose=told.get("purpose"))
    return {"id": str(permission.pk), "permission": str(permission.pk), "url": f"/permissions/{permission.pk}"}


@played("agree_release")
def play_agree_release(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `permission`, `gist`?; what may now be released to that team."""
    permission = actions.agree_release(me, told.get("permission", ""), gist=told.get("gist"))
    return {"id": str(permission.pk), "item": str(permission.gist_id or permission.item_id)}


@played("refuse_release")
def play_refuse_release(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `permission`, `why`."""
    return {"id": str(actions.refuse_release(me, told.get("permission", ""), why=told.get("why")).pk)}


@played("prepare_release")
def play_prepare_release(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`, `team`, `items`, `addresses`?, `note`?; the release, what was found in it, in its own order, and
    where it is shown."""
    release = actions.prepare_release(
        me,
        told.get("enquiry", ""),
        team=told.get("team"),
        items=told.get("items") or (),
        addresses=told.get("addresses") or (),
        note=told.get("note"),
        narrative=told.get("narrative", True),
    )
    rows = [row["name"] for row in release.product["rows"]]
    waits = list(release.findings.filter(cleared_by=None))
    waits.sort(key=lambda finding: (rows.index(finding.part), finding.start, finding.kind))
    url = f"/releases/{release.pk}"
    return {
        "id": str(release.pk),
        "release": str(release.pk),
        "warnings": [{"id": str(finding.pk), "kind": finding.kind} for finding in waits],
        "preview": url,
        "url": url,
    }


@played("clear_warning")
def play_clear_warning(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `release`, `warning`, `why`."""
    finding = actions.clear_warning(me, told.get("release", ""), warning=told.get("warning"), why=told.get("why"))
    return {"id": str(finding.pk)}


@played("approve_release")
def play_approve_release(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `release`; the handover that it became."""
    handover = actions.approve_release(me, told.get("release", ""))
    return {
        "id": str(handover.pk),
        "handover": str(handover.pk),
        "release": str(handover.release_id),
        "url": f"/handovers/{handover.pk}",
    }


@played("withdraw_release")
def play_withdraw_release(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `release`, `why`."""
    return {"id": str(actions.withdraw_release(me, told.get("release", ""), why=told.get("why")).pk)}


@played("say_sent_elsewhere")
def play_say_sent_elsewhere(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`enquiry`, `to`, `how`, `sent_at`?; what was sent."""
    sent = actions.say_sent_elsewhere(
        me, told.get("enquiry", ""), to=told.get("to"), how=told.get("how"), sent_at=told.get("sent_at")
    )
    return {"id": str(sent.pk), "sent": str(sent.pk)}


@played("acknowledge_elsewhere")
def play_acknowledge_elsewhere(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`sent`, `there`, `acknowledged_at`?."""
    heard = actions.acknowledge_elsewhere(
        me, told.get("sent", ""), there=told.get("there"), acknowledged_at=told.get("acknowledged_at")
    )
    return {"id": str(heard.pk)}


@played("acknowledge_handover")
def play_acknowledge_handover(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `handover`."""
    return {"id": str(actions.acknowledge_handover(me, told.get("handover", "")).pk)}


@played("return_handover")
def play_return_handover(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `handover`, `why`."""
    return {"id": str(actions.return_handover(me, told.get("handover", ""), why=told.get("why")).pk)}


@played("escalate_handover")
def play_escalate_handover(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """`handover`: what the clock does by itself; a scenario may try it as somebody."""
    return {"id": str(actions.escalate_handover(me, told.get("handover", "")).pk)}


@played("tell_referrer")
def play_tell_referrer(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`, `text`."""
    return {"id": str(actions.tell_referrer(me, told.get("enquiry", ""), text=told.get("text")).pk)}


@played("close_enquiry")
def play_close_enquiry(me: Acting, told: dict[str, Any]) -> dict[str, Any]:
    """PLAY: `enquiry`."""
    return {"id": str(actions.close_enquiry(me, told.get("enquiry", "")).pk)}
