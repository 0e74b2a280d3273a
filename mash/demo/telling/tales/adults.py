"""Adults who need care and cannot keep themselves safe."""

from __future__ import annotations

from typing import Any

from mash.demo.telling.tale import tale
from mash.demo.telling.teller import Teller

DUTY: dict[str, Any] = {"needs_care": "yes", "at_risk": "yes", "cannot_protect": "yes", "in_area": "yes"}
SAFEGUARDING = "Adult safeguarding"


@tale(often=20, lasts=16)
def her_son_and_her_pension(t: Teller) -> None:
    woman = t.adult("mother of the carer", sex="female", years=t.draw.randint(76, 88), subject=True)
    son = t.adult("son and carer", sex="male", years=54)
    t.receives(
        "professional",
        f"{woman.formal} comes to the counter with {son} and "
        f"{t.one_of('looks at him before she signs', 'asks him what day it is before she signs')}. Her pension is "
        "taken out whole on the day it comes. She has "
        f"{t.one_of('lost a stone', 'come without her glasses for a month')}.",
        concerns=["adult-at-risk"],
        referrer=t.referrer("Branch manager", "Tamar Building Society"),
        consent={"state": "not_sought", "why": "He is always beside her"},
    )
    t.identifies(woman, son)
    t.does(
        "weigh_care_duty",
        t.worker,
        adult=woman.alias,
        why="Her GP rang back: memory poor since last winter; he is her only carer.",
        **DUTY,
    )
    t.rates(
        "amber", "Money goes, and so does she. Not alone, not safe.", ask=("police", "health", "adult-mental-health")
    )
    t.answers("health", "amber", {woman: [t.item("Memory clinic missed twice; he rang to cancel.", kind="GP record")]})
    t.nothing_from("police", "adult-mental-health")
    t.decides(
        3,
        "The duty applies. She is to be seen alone.",
        {woman: ("adult_safeguarding", "Her money is taken by the one who cares for her.", SAFEGUARDING)},
    )
    t.tells_back("Thank you. Please go on letting us know what you see at the counter.")
    t.closes()


@tale(often=15, lasts=10)
def he_lives_with_his_newspapers(t: Teller) -> None:
    man = t.adult("lives alone", sex="male", years=t.draw.randint(64, 79), subject=True)
    t.receives(
        "professional",
        f"Fire safety visit to {man.formal}. One path from the door to the chair, newspapers to the ceiling, a "
        f"gas ring in the bath. He made me tea and knew the headlines of {t.one_of('1987', '1991')}. He wants to "
        "be let be.",
        concerns=["adult-at-risk"],
        referrer=t.referrer("Fire prevention officer", "Tamarshire Fire and Rescue"),
        consent={"state": "refused", "why": "He wants to be let be"},
    )
    t.identifies(man)
    t.does(
        "weigh_care_duty",
        t.worker,
        adult=man.alias,
        needs_care="no",
        at_risk="yes",
        cannot_protect="no",
        in_area="yes",
        instead="advice",
        why="He decides for himself, and knows what he decides.",
    )
    outcomes = {man: ("signpost", "", "Fire and Rescue home visits")}
    t.proposes("He can decide for himself. The fire service goes back with smoke alarms, which he takes.", outcomes)
    t.decides(2, "No duty; he decides for himself. Nobody was asked.", outcomes)
    t.tells_back("Thank you. He has said yes to alarms, and to you coming again.")
    t.closes()


@tale(often=10, lasts=18)
def the_carer_who_cannot(t: Teller) -> None:
    wife = t.adult("wife and carer", sex="female", years=t.draw.randint(70, 80))
    man = t.adult("husband", sex="male", years=t.draw.randint(75, 85), subject=True)
    t.receives(
        "phone",
        f"{wife.formal} rang, in tears: she {t.one_of('shook', 'slapped')} {man} this morning when he would not "
        f"let himself be washed. She has not had a whole night since {t.one_of('Easter', 'the summer')}. He has "
        "dementia. She asked whether we would take her away.",
        concerns=["adult-at-risk"],
        by=t.calls,
        referrer={"name": f"{wife} {wife.family}", "phone": "01632 960444"},
        consent={"state": "given"},
    )
    t.identifies(wife, man)
    t.does(
        "weigh_care_duty",
        t.worker,
        adult=man.alias,
        why="He needs care, was hurt, and cannot keep himself from it. So does she need help.",
        **DUTY,
    )
    t.rates(
        "amber",
        "Hurt by a wife at the end of her strength, who rang herself.",
        ask=("police", "health", "adult-mental-health"),
    )
    t.answers(
        "health",
        "amber",
        {
            man: [t.item("No marks seen by the district nurse at noon. Sleeps by day.", kind="District nurse")],
            wife: [t.item("Asked for respite in spring; on the list.", kind="GP record")],
        },
    )
    t.answers("police")
    t.excuses("adult-mental-health", "The district nurse has told us what they would have.")
    t.decides(
        3,
        "Safeguarding with help for both: respite from tonight.",
        {man: ("adult_safeguarding", "Hurt by a carer who cannot go on.", SAFEGUARDING)},
    )
    t.tells_back("Thank you for ringing us. Somebody comes tonight, for both of you.")
    t.closes()


@tale(often=6, lasts=14)
def a_flat_that_others_use(t: Teller) -> None:
    man = t.adult("tenant", sex="male", years=33, subject=True)
    visitor = t.stranger("visitor", "male")
    t.receives(
        "professional",
        f"{man} has a learning disability and his own flat. {visitor} and others "
        f"{t.one_of('moved in after a party', 'have his keys')}. He sleeps "
        f"{t.one_of('in the hall', 'at the laundrette')}. He says that they are his friends.",
        concerns=["adult-at-risk", "exploitation"],
        referrer=t.referrer("Housing officer", "Tamar Homes"),
        consent={"state": "given"},
    )
    t.identifies(man)
    t.does(
        "weigh_care_duty",
        t.worker,
        adult=man.alias,
        why="He needs support, is used by others, and cannot make them go.",
        **DUTY,
    )
    t.rates("amber", "A home taken over. He has somewhere to be tonight.", ask=("police", "health", "probation"))
    t.answers(
        "police",
        "amber",
        {
            visitor: [
                t.item(
                    "Of interest in a drugs inquiry. Not to be named outside the hub.", "sealed", kind="Intelligence"
                )
            ]
        },
    )
    t.answers("probation")
    t.answers("health", "none", {man: [t.item("Yearly health check kept. Weight down.", kind="GP record")]})
    t.decides(
        3,
        "Safeguarding, with police at the door on the same day.",
        {man: ("adult_safeguarding", "Others have taken over his home.", SAFEGUARDING)},
    )
    t.tells_back("Thank you. Please change no locks before you hear from us.")
    t.closes()
