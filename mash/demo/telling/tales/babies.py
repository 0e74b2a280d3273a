"""Before the birth and just after it."""

from __future__ import annotations

from mash.demo.telling.tale import tale
from mash.demo.telling.teller import Teller

MATERNITY = "Tamarshire General Hospital"


@tale(often=14, lasts=20)
def twenty_weeks(t: Teller) -> None:
    mother = t.adult("mother", years=t.draw.randint(17, 24))
    baby = t.unborn(mother, 20)
    t.receives(
        "professional",
        f"Booking at 20 weeks. {mother} has moved four times since the summer and sleeps "
        f"{t.one_of('on a sofa', 'in her car when it is dry')}. She was in care herself and asked me "
        f"{t.one_of('not to tell', 'what you would do to her')}; then she said, tell them.",
        concerns=["unborn"],
        referrer=t.referrer("Community midwife", MATERNITY),
        consent={"state": "given"},
    )
    t.identifies(mother)
    t.rates("green", "Time to plan before the birth, with a mother who said yes to us.", ask=("police", "health"))
    t.answers(
        "health",
        "green",
        {
            mother: [
                t.item("Has kept every appointment but one. Folic acid, no smoking since the test.", kind="Maternity")
            ]
        },
    )
    t.answers(
        "police",
        "none",
        {mother: [t.item("Reported missing from care eleven times at fifteen.", kind="Missing episodes")]},
    )
    t.decides(
        3,
        "An assessment before the birth; housing first.",
        {baby: ("assessment", "To plan with her for the birth, and where they will live.")},
    )
    t.hands_over(items=["health1"])
    t.tells_back("Thank you. A worker will meet her with you.")
    t.closes()


@tale(often=10, lasts=16)
def she_hears_them_through_the_wall(t: Teller) -> None:
    baby = t.child(0)
    mother = t.adult("mother", years=29)
    grandmother = t.adult("grandmother", years=58)
    t.receives(
        "phone",
        f"{grandmother.formal} rang from {mother}'s kitchen. {mother} has not slept for "
        f"{t.one_of('three', 'four')} nights, writes lists, and says that {baby} is being swapped. "
        f"{grandmother.formal} can stay until {t.one_of('Wednesday', 'the weekend')}.",
        concerns=["parental-mental-health"],
        by=t.calls,
        referrer={"name": f"{grandmother} {grandmother.family}", "phone": "01632 960555"},
        consent={"state": "not_sought", "why": "Her mother fears that it would frighten her"},
    )
    t.identifies(baby, mother, grandmother)
    t.rates(
        "amber",
        "Perhaps very unwell after the birth, with a baby. Her mother is there and can stay.",
        ask=("police", "health", "adult-mental-health", "early-years"),
    )
    t.answers(
        "adult-mental-health",
        "red",
        {
            mother: [
                t.item(
                    "The mother and baby team goes out today. A short admission at nineteen; well since.",
                    "restricted",
                    kind="Record",
                    conditions="She wishes to be asked before her family hears of the admission",
                )
            ]
        },
        wait=(10, 40),
    )
    t.does(
        "rate_enquiry",
        t.worker,
        level="red",
        rationale="The mother and baby team thinks today, not tomorrow.",
        ask=["police", "health"],
    )
    t.answers(
        "health",
        "amber",
        {baby: [t.item("Weight on its line. Mother gentle with the baby at every visit.", kind="Health visitor")]},
        wait=(5, 20),
    )
    t.nothing_from("police")
    t.decides(
        3,
        "An assessment beside the mother and baby team's visit today. The nursery years team has not answered.",
        {baby: ("assessment", "A mother who is unwell, and help that is on its way.")},
    )
    t.hands_over(items=["health1"])
    t.tells_back("Thank you for staying. You have the team's number for the night.")
    t.closes()


@tale(often=8, lasts=14)
def came_back_from_a_team(t: Teller) -> None:
    baby = t.child(1)
    mother = t.adult("mother", years=20)
    t.receives(
        "professional",
        f"{baby} has lost weight since {t.one_of('eight', 'ten')} months. {mother} "
        f"{t.one_of('waters the bottles down to make the tin last', 'gives tea because it settles')}. She was "
        "open about it and ashamed.",
        concerns=["neglect"],
        referrer=t.referrer("Health visitor", "Tamar community health"),
        consent={"state": "given"},
    )
    t.identifies(baby, mother)
    t.rates("amber", "A baby who loses weight; a mother who wants help.", ask=("police", "health"))
    t.answers("health", "amber", {baby: [t.item("Fell two lines in ten weeks. Bloods normal.", kind="Health visitor")]})
    t.answers("police")
    t.decides(3, "An assessment.", {baby: ("assessment", "Loses weight at home.")})
    sent = t.approves(t.prepares(items=["health1"]))
    t.goes_on(60, 180)
    t.writes(
        "return_handover",
        f"team.{t.team}.1",
        {"handover": f"${sent}.handover", "why": "They moved to our neighbours' patch on Monday."},
    )
    if t.area == "tamarshire":
        t.team = "tamar-south" if t.team == "tamar-north" else "tamar-north"
        t.decides(
            3,
            "They have moved: to the team of their new patch.",
            {baby: ("assessment", "Loses weight at home.")},
            verb="correct_decision",
        )
    t.hands_over(items=["health1"], note="Moved on Monday; the health visitor has seen the new flat.")
    t.tells_back("Thank you. They will be seen in their new flat.")
    t.closes()


@tale(often=6, lasts=14)
def sent_and_taken_back(t: Teller) -> None:
    baby = t.child(0)
    mother, father = t.adult("mother", years=26), t.adult("father", years=27)
    t.receives(
        "professional",
        f"{baby} rolled off the changing table, {t.one_of('a nurse was told', 'both say')}; seen in the emergency "
        f"department, well, home after four hours. {father} was "
        f"{t.one_of('angry with us', 'on the telephone throughout')}. I write because it is the second time.",
        concerns=["neglect"],
        referrer=t.referrer("Emergency nurse", MATERNITY),
        consent={"state": "given"},
    )
    t.identifies(baby, mother, father)
    t.rates("amber", "A second fall in a baby; seen and well.", ask=("police", "health"))
    t.answers(
        "health",
        "amber",
        {baby: [t.item("The first fall was from a sofa, seen by the GP next morning.", kind="GP record")]},
    )
    t.answers("police")
    t.decides(3, "An assessment of how they keep the baby safe.", {baby: ("assessment", "Two falls in two months.")})
    first = t.prepares(note="A fall in June too.")
    t.goes_on(5, 20)
    t.writes("withdraw_release", t.manager, {"release": f"${first}", "why": "The note names the wrong month."})
    t.hands_over(items=["health1"])
    t.tells_back("Thank you. A worker will visit.")
    t.closes()
