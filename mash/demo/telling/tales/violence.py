"""Violence between grown people, and the children who hear it."""

from __future__ import annotations

from mash.demo.telling.tale import tale
from mash.demo.telling.tales.advice import SCHOOLS
from mash.demo.telling.teller import EARLY_HELP, Teller


@tale(often=40, when="evening")
def called_at_night(t: Teller) -> None:
    kid, small = t.child(t.draw.randint(7, 12)), t.child(3)
    mother = t.adult("mother")
    partner = t.stranger("partner of mother", "male")
    t.receives(
        "police",
        f"Called at {t.one_of('23:40', '01:15', '22:05')} by {kid}, who whispered. {mother} had "
        f"{t.one_of('a swollen cheek', 'a torn sleeve and a red wrist')} and said that {partner} had only pushed "
        f"past her. He had left on foot. {small} slept. {kid} had the telephone under the pillow.",
        concerns=["domestic-abuse"],
        by=f"evaluator.{t.draw.choice('12')}",
    )
    t.identifies(kid, small, mother)
    t.rates(
        "amber",
        "Violence with a child who rang for help. He is gone for now.",
        ask=("police", "education", "health", "probation"),
    )
    t.answers(
        "probation",
        "amber",
        {
            partner: [
                t.item("If this is the man we know: community order until the summer, unpaid work only.", kind="Order")
            ]
        },
    )
    t.answers(
        "education", "amber", {kid: [t.item("Told a friend that nights are loud. Tired most Mondays.", kind="School")]}
    )
    t.answers(
        "health",
        "none",
        {
            mother: [
                t.item(
                    "Asked her GP in spring about leaving safely; was given the helpline's number.",
                    "restricted",
                    kind="GP record",
                    conditions="Never to be spoken of where he could hear",
                )
            ]
        },
    )
    t.answers(
        "police",
        "amber",
        {
            partner: [
                t.item(
                    "Third call-out in a year. Listed for the multi-agency risk conference.",
                    kind="Call-outs",
                    conditions="Listed for MARAC; do not tell him",
                )
            ]
        },
    )
    t.decides(
        3,
        "The third call in a year, a child who acts as look-out. An assessment, beside the risk conference.",
        {kid: ("assessment", "Hears and sees violence."), small: ("assessment", "Lives with it too.")},
    )
    t.hands_over(items=["education1"], note="Do not ring the house. The mother's own number is with the officer.")
    t.tells_back("Thank you. An assessment follows, and the risk conference has it on Thursday.")
    t.closes()


@tale(often=12)
def a_new_address(t: Teller) -> None:
    kid = t.child(6, address_protected=True)
    mother = t.adult("mother", address_protected=True)
    father = t.adult("father", other_name=True)
    for where in ("address", "postcode"):
        del father.told[where]
    t.receives(
        "professional",
        f"{mother} and {kid} came to the refuge {t.one_of('last week', 'on Sunday night')}. {father} has been "
        "asking at the school gate where they are. He must not learn it.",
        concerns=["domestic-abuse"],
        referrer=t.referrer("Refuge worker", "Harbour Refuge", withhold_identity=True),
        consent={"state": "given"},
    )
    t.identifies(kid, mother, father)
    t.rates("amber", "Safe where they are, as long as nobody tells. He is looking for them.")
    t.answers("police", "red", {father: [t.item("Bail conditions not to go near them, broken once.", kind="Bail")]})
    t.does(
        "keep_rating",
        t.worker,
        request=f"${t.requests}.requests.police",
        why="They are safe tonight and he does not know where; the order of work stays.",
    )
    t.answers(
        "education",
        "amber",
        {
            kid: [
                t.item(
                    "Left without notice. The office was asked for a forwarding address by a man at the gate and "
                    "gave none.",
                    kind="School",
                )
            ]
        },
    )
    t.answers("health")
    t.decides(
        3,
        "Safe now; an assessment with the refuge, and the school told to give nothing out.",
        {kid: ("assessment", "A new start after violence.")},
    )
    t.hands_over(items=["education1"], note="Ring the refuge's own line to meet them.")
    t.tells_back("Thank you. A social worker will arrange with you where to meet.")
    t.closes()


@tale(often=25, area="tamarshire")
def they_have_parted(t: Teller) -> None:
    kid = t.child(t.draw.randint(5, 10))
    mother, father = t.adult("mother"), t.adult("father")
    t.receives(
        "professional",
        f"{kid} says that "
        f"{t.one_of('mummy and daddy only shout through me now', 'we swap in the car park because of the shouting')}. "
        "Both parents cried in my room, apart. Each says that the other drinks.",
        concerns=["emotional-abuse"],
        referrer=t.referrer("Head teacher", SCHOOLS[0]),
        consent={"state": "given"},
    )
    t.identifies(kid, mother, father)
    t.rates("green", "A parting that hurts the child; both parents ask for help.")
    t.answers("education", "green", {kid: [t.item("Work has dropped since the autumn. Well liked.", kind="School")]})
    t.nothing_from("police", "health")
    t.decides(
        2,
        "Early help with parting well, for the child's sake.",
        {kid: ("early_help", "Both parents want help to part well.", EARLY_HELP)},
    )
    sent = t.approves(t.prepares(EARLY_HELP, items=["education1"]))
    t.does("acknowledge_handover", "early-help.tamarshire.1", handover=f"${sent}.handover")
    t.tells_back("Thank you. The family will be offered help to part well.")
    t.closes()


@tale(often=15, when="evening")
def next_door_again(t: Teller) -> None:
    kid = t.child(5)
    woman, man = t.adult("mother"), t.adult("partner of mother", sex="male")
    t.receives(
        "public",
        f"It is {t.home.address}. I hear {man} through the wall, and then {woman} begging, and then {kid} singing "
        f"loudly as if to cover it. {t.one_of('Three nights this week.', 'It is worst after pay day.')} I am "
        "frightened that he finds out that I rang.",
        concerns=["domestic-abuse"],
        referrer={**t.referrer("", ""), "withhold_identity": True},
    )
    t.does("ask_enquirer", t.worker, text="Thank you. Is it quiet now? Have you ever rung the police about it?")
    t.writes(
        "answer_hub",
        None,
        {
            "reference": f"${t.enquiry}.reference",
            "code": f"${t.enquiry}.code",
            "text": "It is quiet now. I have never dared to ring them.",
        },
    )
    t.identifies(kid)
    t.rates("amber", "Violence heard by a neighbour over weeks, with a small child in it.")
    t.answers(
        "police",
        "amber",
        {man: [t.item("One call in the summer by somebody who gave no name. Nobody opened.", kind="Call-out")]},
    )
    t.answers("education", "none", {kid: [t.item("Sings a great deal. Cheerful, watchful.", kind="School")]})
    t.answers("health")
    t.decides(
        3,
        "Heard for weeks, by one who has no reason to make it up. An assessment.",
        {kid: ("assessment", "A child who lives with what is heard through the wall.")},
    )
    t.hands_over(items=["education1"])
    t.tells_back("Thank you. We cannot tell you more, but what you told us has been looked at.")
    t.closes()
