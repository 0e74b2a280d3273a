"""The decision as a part of the enquiry page."""

from __future__ import annotations

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import Panel, panel
from mash.foundation.access.policy import Part, Reading, may, read_part
from mash.foundation.clock.when import when
from mash.pathway.decisions.made import Made, decisions_of
from mash.pathway.decisions.models import Party, StrategyDiscussion
from mash.pathway.decisions.reasons import reasons_of
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.moves import UNDECIDED
from mash.pathway.enquiries.reading import household
from mash.pathway.gathering.progress import asked_of
from mash.ui.words import listed


@panel(order=60)
def decision(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """What was decided and why, corrections included, and what strategy discussions said. Two queries."""
    if not read_part(Part.WEIGHING, facts).allowed:
        return None
    decisions = decisions_of(enquiry)
    discussions = list(StrategyDiscussion.objects.filter(enquiry=enquiry).select_related("recorded_by"))
    standing = decisions[0] if decisions else None
    may_decide = may("decide", facts.roles, qualified=True).allowed
    actions = []
    if may_decide and enquiry.state in UNDECIDED:
        actions = [("Decide", reverse("decisions:decide", args=[enquiry.reference]))]
    elif may_decide and enquiry.state == Enquiry.State.DECIDED:
        actions = [("Correct the decision", reverse("decisions:correct", args=[enquiry.reference]))]
    if may_decide and enquiry.state != Enquiry.State.CLOSED:
        actions.append(("Record a strategy discussion", reverse("decisions:strategy", args=[enquiry.reference])))
    return Panel(
        key="decision",
        title="Decision",
        line=_line(me, standing, discussions),
        template="decisions/panel_decision.jinja",
        context={
            "decisions": decisions,
            "discussions": discussions,
            "absent_of": lambda discussion: listed((Party(party).label for party in discussion.absent), "or"),
        },
        done=standing is not None,
        opened=standing is not None,
        actions=actions,
    )


@panel(order=65)
def reasons(me: Acting, enquiry: Enquiry, facts: Reading) -> Panel | None:
    """What was said in the hub besides the reasons of ratings and decisions. One query; no part while there is none."""
    if not read_part(Part.WEIGHING, facts).allowed:
        return None
    agencies = {one.request.pk: str(one.request.agency) for one in asked_of(enquiry, me.now)}
    given = reasons_of(enquiry, household(enquiry), agencies)
    if not given:
        return None
    last = given[-1]
    return Panel(
        key="reasons",
        title="Said in the hub",
        line=f"{last.heading}, {when(last.at, me.now)}",
        template="decisions/panel_reasons.jinja",
        context={"reasons": given},
        done=True,
        opened=False,
        actions=[],
    )


def _line(me: Acting, standing: Made | None, discussions: list[StrategyDiscussion]) -> str:
    if standing is None:
        return "Not decided yet" + (", strategy discussion held" if discussions else "")
    kinds = listed(dict.fromkeys(outcome.get_outcome_display().lower() for outcome in standing.outcomes))
    decision = standing.decision
    said = f"{'Corrected' if decision.replaces_id else 'Decided'} {when(decision.decided_at, me.now)}: {kinds}"
    return f"{said}, level {decision.threshold}"
