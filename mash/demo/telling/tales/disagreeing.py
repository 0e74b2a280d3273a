"""When somebody disagrees with a decision: talked over, taken further, settled; and one that is open now."""

from __future__ import annotations

from mash.demo.telling.tale import tale
from mash.demo.telling.tales.advice import SCHOOLS
from mash.demo.telling.teller import Teller


def _disagrees(t: Teller, agency: str, why: str) -> None:
    """An agency that was asked disagrees."""
    t.does("disagree", f"{agency}.{t.draw.choice('12')}", name="d", wait=(5, 20), why=why)


def _plans(t: Teller, plan: str) -> None:
    """The hub says who keeps the child safe meanwhile."""
    t.goes_on(3, 10)
    t.writes("plan_meanwhile", t.manager, {"disagreement": "$d", "plan": plan})


def _takes_further(t: Teller, by: str, result: str, between: str) -> None:
    """A stage ends without agreement; the other practice manager sees to the next one."""
    t.after(hours=20, minutes=(0, 120))
    t.goes_on(5, 40)
    told = {"disagreement": "$d", "result": result, "owner": t.other_manager, "between": between}
    t.writes("escalate_disagreement", by, told)


def _settles(t: Teller, finding: str, result: str, words: str) -> None:
    """The practice manager who did not decide settles it."""
    t.after(hours=20, minutes=(0, 120))
    t.goes_on(5, 40)
    told = {"disagreement": "$d", "finding": finding, "result": result, "told": words}
    t.writes("settle_disagreement", t.other_manager, told)


@tale(lasts=24, often=3, area="tamarshire")
def the_health_visitor_disagrees(t: Teller) -> None:
    kid = t.child(2)
    mother = t.adult("mother", years=23)
    t.receives(
        "professional",
        f"{mother} brought {kid} to be weighed in a coat and would not take it off {kid.him}. It is the second time.",
        concerns=["neglect"],
        referrer=t.referrer("Receptionist", "Bridge Street Surgery"),
        consent={"state": "given"},
    )
    t.identifies(kid, mother)
    t.rates("amber", "A small child whom nobody may look at.", ask=("police", "health", "early-years"))
    t.answers(
        "health",
        "amber",
        {kid: [t.item("Fell from the fiftieth to the ninth centile since the winter.", kind="Weight")]},
    )
    t.nothing_from("police", "early-years")
    outcomes = {kid: ("signpost", "", "Home-Start")}
    t.decides(2, "The mother asks for company and takes advice. Home-Start can go in next week.", outcomes)
    t.tells_back("Thank you. A volunteer will visit the family at home.")
    _disagrees(t, "health", "A line that falls like this is not a matter for a volunteer. I ask for an assessment.")
    _plans(t, "The health visitor sees the child on Monday and Thursday and rings the hub after each visit.")
    _takes_further(
        t,
        t.manager,
        "We agree on the weight and not on what it means: the paediatrician has not been asked.",
        between="Heads of service of social care and of health",
    )
    _takes_further(
        t,
        t.other_manager,
        "The paediatrician wants four weeks more of weights. Health will not wait for them.",
        between="The partnership's executive, with the designated doctor",
    )
    _settles(
        t,
        "partly",
        "Early help with a nurse in it, in place of a volunteer; an assessment if the line has not turned by then.",
        "Thank you for holding on to this. You were right that it needs a nurse: the plan has one from this week, and "
        "a day on which it is looked at again.",
    )
    t.closes()


@tale(when="now", began=6, area="tamarshire")
def somebody_disagrees_now(t: Teller) -> None:
    kid = t.child(7)
    father = t.adult("father", years=34)
    t.receives(
        "professional",
        f"{kid} hid under the table when {father} came to fetch {kid.him}, and laughed when we found {kid.him}.",
        concerns=["emotional-abuse"],
        referrer=t.referrer("Teaching assistant", SCHOOLS[1]),
        consent={"state": "given"},
    )
    t.identifies(kid, father)
    t.rates("amber", "A child who hides from a father; it may be a game.")
    t.answers(
        "education",
        "amber",
        {kid: [t.item("Has asked twice this term to stay for the late club.", kind="School")]},
        wait=(5, 10),
    )
    t.answers("police", wait=(5, 10))
    t.answers("health", wait=(5, 10))
    outcomes = {kid: ("signpost", "", "Family Hub, Saltings Road")}
    t.decides(2, "The father was rung and came in at once. The family hub can help them to talk.", outcomes)
    _disagrees(t, "education", "Nobody has asked the child. We ask that somebody does before a service is named.")
    _plans(t, "The teacher keeps an eye on every fetching this week, and rings at once if the child hides.")
