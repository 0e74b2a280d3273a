"""Setting when an agency is asked, and ending that."""

from __future__ import annotations

from typing import Any

from mash.desks.setup.verbs import Key, Shown, keep, permit_in, set_up, unchanged
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid, Refused, lock
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Agency, Area, AskingRule, Concern
from mash.foundation.partnership.models.agencies import Serving

OLDEST = 120
ASKS_NOBODY = "This rule would never ask {}. Choose when it is asked, or end the rule to ask it only by hand"
CONDITIONS = ("always", "when_adult", "concerns", "from_age", "to_age")
NEVER: dict[str, Any] = {"always": False, "when_adult": False, "concerns": [], "from_age": None, "to_age": None}


def shown(rule: AskingRule | None) -> Shown:
    """What the form shows of a rule, and of none."""
    return {name: getattr(rule, name) for name in CONDITIONS} if rule else NEVER


def asks(rule: AskingRule | None) -> bool:
    """Whether a rule asks its agency about anything at all."""
    return rule is not None and shown(rule) != NEVER


@set_up(can="Set when an agency is asked", did="set when an agency is asked")
def set_asking_rule(me: Acting, /, area: Key, agency: Key, *, seen: str, **typed: Any) -> AskingRule:
    """Say when the hub of an area asks an agency: each condition is a reason of its own, and one is enough.

    Args:
        seen: the mark of the rule that stood on the page.
        typed: `always`, `when_adult`, `concerns` (slugs), `from_age` and `to_age` in whole years or none.

    Raises:
        Refused: not an administrator of this area; the agency does not serve it, or keeps its hub.
        Invalid: the rule would ask nobody; ages the wrong way round; an unknown concern; somebody was faster.

    Source: DOMAIN rules 45 and 46.
    """
    where, whom, rule = _held(me, "set_asking_rule", area, agency, seen)
    conditions = checked_rule(where, whom, typed)
    was = shown(rule)
    if rule is None:
        rule = AskingRule.add(area=where, agency=whom, **conditions)
    else:
        rule.change(**conditions)
    keep(
        me, "set_asking_rule", rule, was=was, becomes=shown(rule), area=str(where.pk), agency=str(whom.pk), **conditions
    )
    return rule


@set_up(can="End the rule by which an agency is asked", did="ended the rule by which an agency is asked")
def end_asking_rule(me: Acting, area: Key, agency: Key, *, seen: str) -> AskingRule:
    """Let an agency be asked only by hand. What it was asked stays asked.

    Raises:
        Refused: not an administrator of this area; the agency does not serve it, or keeps its hub.
        Invalid: no rule asks it; somebody was faster.
    """
    where, whom, rule = _held(me, "end_asking_rule", area, agency, seen)
    if rule is None or not asks(rule):
        raise Invalid(seen=f"No rule asks {whom}: it is asked only by hand already.")
    was = shown(rule)
    rule.change(**NEVER)
    keep(me, "end_asking_rule", rule, was=was, becomes=shown(rule), area=str(where.pk), agency=str(whom.pk))
    return rule


def checked_rule(area: Area, agency: Agency, typed: dict[str, Any]) -> dict[str, Any]:
    """The conditions of a rule, checked.

    Raises:
        Invalid: as `set_asking_rule`.
    """
    conditions: dict[str, Any] = {
        "always": bool(typed.get("always")),
        "when_adult": bool(typed.get("when_adult")),
        "concerns": sorted(set(typed.get("concerns") or [])),
        "from_age": typed.get("from_age"),
        "to_age": typed.get("to_age"),
    }
    low, high = conditions["from_age"], conditions["to_age"]
    with checking() as check:
        known = set(Concern.objects.values_list("slug", flat=True))
        if not set(conditions["concerns"]) <= known:
            check.wrong("concerns", "Choose concerns from the list")
        if low is not None and high is not None and high < low:
            check.wrong("to_age", f"This rule would ask nobody: no one is {low} or older and {high} or younger")
        if conditions == NEVER:
            check.wrong("always", ASKS_NOBODY.format(agency))
        elif not agency.question:
            check.wrong("always", f"This rule would ask nobody: write first what {agency} is asked, in its request")
    return conditions


def _held(me: Acting, verb: str, area: Key, agency: Key, seen: str) -> tuple[Area, Agency, AskingRule | None]:
    where = lock(Area, area)
    permit_in(me, verb, where.pk, about=where)
    serving = (
        Serving.objects.filter(area=where, agency_id=str(agency), agency__host=False, until__gt=me.now)
        .select_related("agency")
        .first()
    )
    if serving is None:
        raise Refused("not_found")
    rule = AskingRule.objects.filter(area=where, agency=serving.agency).first()
    unchanged(rule or serving.agency, shown(rule), seen)
    return where, serving.agency, rule
