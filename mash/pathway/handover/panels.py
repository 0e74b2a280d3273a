"""What has left, or is about to, as parts of the enquiry page."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import Panel, panel
from mash.foundation.access.policy import Part, Reading, may, read_part
from mash.foundation.partnership.models import Team
from mash.pathway.decisions.made import decisions_of
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.offering.reading import offers_of
from mash.pathway.handover.elsewhere import decided_elsewhere, gone_of
from mash.pathway.handover.models import Feedback, Handover, Permission, Release
from mash.ui.words import count

GONE = (Handover.State.RETURNED, Handover.State.WITHDRAWN)


@panel(order=70)
def handover(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """Releases, handovers and what the referrer was told. Three queries besides those at hand."""
    if not read_part(Part.WEIGHING, facts).allowed:
        return None
    releases = list(
        Release.objects.filter(enquiry=enquiry)
        .select_related("team", "prepared_by", "handover__team")
        .order_by("prepared_at")
    )
    prepared = [one for one in releases if one.state == Release.State.PREPARED]
    sent = sorted((one.handover for one in releases if hasattr(one, "handover")), key=lambda one: one.sent_at)
    asked = list(
        Permission.objects.filter(enquiry=enquiry).select_related("team", "owner", "asked_by").order_by("asked_at")
    )
    told = list(Feedback.objects.filter(enquiry=enquiry).select_related("told_by"))
    standing = decisions_of(enquiry)[:1]
    teams = {outcome.team_id: outcome.team for made in standing for outcome in made.outcomes if outcome.team}
    reached = {one.team_id for one in sent if one.state not in GONE}
    unsent = sorted((team for key, team in teams.items() if key not in reached), key=str)
    finished = (
        enquiry.decided_at is not None
        and not unsent
        and not prepared
        and all(one.state in (Handover.State.ACKNOWLEDGED, *GONE) for one in sent)
        and bool(told)
    )
    return Panel(
        key="handover",
        title="Handover",
        line=_line(sent, prepared, unsent, told),
        template="handover/panel_handover.jinja",
        context={"sent": sent, "prepared": prepared, "asked": asked, "told": told, "unsent": unsent},
        done=finished,
        opened=bool(sent or prepared or unsent or told),
        actions=_actions(enquiry, facts, unsent),
    )


@panel(order=72)
def elsewhere(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """What goes to authorities outside this hub (rule 9); no part where nothing does. No query of its own."""
    if not read_part(Part.WEIGHING, facts).allowed:
        return None
    gone, named = gone_of(enquiry), decided_elsewhere(decisions_of(enquiry))
    offered = tuple(one.to_area.lower() for one in offers_of(enquiry) if one.outgoing and one.answer != "returned")
    named = [name for name in named if not (offered and name.lower().startswith(offered))]
    if not gone and not named:
        return None
    unsent = [name for name in named if name not in {one.named for one in gone}]
    waiting = [one for one in gone if one.acknowledged_at is None]
    may_say = may("say_sent_elsewhere", facts.roles, qualified=True).allowed
    said = [f"{name}: nothing sent yet" for name in unsent]
    said += [f"{one.named}: {'acknowledged' if one.acknowledged_at else 'sent'}" for one in gone]
    actions = [("Say when it was sent", reverse("handover:elsewhere", args=[enquiry.reference]))]
    return Panel(
        key="elsewhere",
        title="Other authority",
        line=", ".join(said),
        template="handover/panel_elsewhere.jinja",
        context={"gone": gone, "unsent": unsent, "may_say": may_say},
        done=not unsent and not waiting,
        opened=bool(unsent or waiting),
        actions=actions if may_say and enquiry.state != Enquiry.State.CLOSED else [],
    )


def _line(
    sent: Sequence[Handover], prepared: Sequence[Release], unsent: Sequence[Team], told: Sequence[Feedback]
) -> str:
    said = [f"{one.team}: {one.get_state_display().lower()}" for one in sent]
    said += [f"{one.team}: prepared" for one in prepared]
    waiting = [team for team in unsent if team.pk not in {one.team_id for one in prepared}]
    said += [f"{team}: nothing sent yet" for team in waiting]
    said += [f"referrer told {count(len(told), 'time')}"] if told else []
    return ", ".join(said) or "Nothing has left the hub"


def _actions(enquiry: Enquiry, facts: Reading, unsent: Sequence[Team]) -> list[tuple[str, str]]:
    def allowed(verb: str) -> bool:
        return may(verb, facts.roles, qualified=True).allowed

    actions = []
    if allowed("prepare_release") and enquiry.state != Enquiry.State.CLOSED:
        for team in unsent:
            actions.append((f"Prepare for {team}", reverse("handover:prepare", args=[enquiry.reference, team.slug])))
    if enquiry.state == Enquiry.State.DECIDED:
        if allowed("tell_referrer"):
            actions.append(("Tell the referrer", reverse("handover:feedback", args=[enquiry.reference])))
        if allowed("close_enquiry"):
            actions.append(("Close", reverse("handover:close", args=[enquiry.reference])))
    return actions
