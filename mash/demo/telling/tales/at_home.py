"""Children who go without: hunger, cold, dirt, parents who cannot."""

from __future__ import annotations

from mash.demo.telling.tale import tale
from mash.demo.telling.tales.advice import SCHOOLS
from mash.demo.telling.teller import EARLY_HELP, Teller


@tale(often=45, area="tamarshire")
def no_coat(t: Teller) -> None:
    kid, small = t.child(7), t.child(4)
    mother = t.adult("mother")
    t.receives(
        "professional",
        f"{kid} has come in {t.one_of('plimsolls', 'a summer dress over leggings', 'a jumper with no shirt')} "
        "since the frost began, and asked the cook for "
        f"{t.one_of('seconds and thirds', 'bread to take home', 'crusts')}. {mother} says that the meter ran out. "
        f"{small} is at home with her.",
        concerns=["neglect"],
        referrer=t.referrer("Pastoral lead", SCHOOLS[0]),
        consent={"state": "given"},
    )
    t.identifies(kid, small, mother)
    t.rates("green", f"Cold and short of money. {mother} has agreed to be helped; no sign of harm.")
    t.answers(
        "education",
        "green",
        {
            kid: [
                t.item(
                    f"Attendance {t.draw.randint(84, 94)} %. Clean, tired, eats everything. Two house moves this year.",
                    kind="Attendance",
                    source="School records",
                )
            ]
        },
    )
    t.answers(
        "health",
        "none",
        {small: [t.item("Two-year check done, weight and speech as expected.", kind="Health visitor")]},
    )
    t.nothing_from("police")
    t.decides(
        2,
        "Money, heating and food; a mother who wants help. Early help with benefits and the fuel fund.",
        {
            kid: ("early_help", "Help with money and heating.", EARLY_HELP),
            small: ("early_help", "As for the elder child.", EARLY_HELP),
        },
    )
    release = t.prepares(EARLY_HELP, items=["education1"], note="Please ring first. Mornings are best.")
    sent = t.approves(release)
    t.does("acknowledge_handover", "early-help.tamarshire.1", handover=f"${sent}.handover")
    t.tells_back("Thank you. Early help will be in touch with the family, who know that you told us.")
    t.closes()


@tale(often=30, lasts=16)
def the_flat_upstairs(t: Teller) -> None:
    kid, baby = t.child(5), t.child(1)
    mother, father = t.adult("mother"), t.adult("father")
    t.receives(
        "professional",
        f"Called to mend the boiler. Dog mess on the floor of the room where {baby} crawls, "
        f"{t.one_of('no bed that I could see', 'mattresses without covers', 'a cot full of washing')}, and {kid} "
        f"eating dry cereal out of the box at two in the afternoon. {mother} was asleep on the sofa and hard to "
        "wake.",
        concerns=["neglect", "parental-substance-use"],
        referrer=t.referrer("Gas engineer", "Tamar Homes"),
        consent={"state": "not_sought", "why": "I am only the engineer"},
    )
    t.identifies(kid, baby, mother, father)
    t.rates(
        "amber",
        "Two small children in a home that is not safe to crawl in, with a mother hard to wake.",
        ask=("police", "education", "health", "adult-mental-health"),
    )
    t.answers(
        "police",
        "amber",
        {
            father: [
                t.item(
                    "Two warnings for possession in the last year; last seen at this address in spring.",
                    kind="Record",
                    source="National computer",
                )
            ]
        },
    )
    t.answers(
        "health",
        "amber",
        {
            baby: [t.item("Nine-month check missed twice. Immunisations not up to date.", kind="Health visitor")],
            mother: [
                t.item(
                    "Repeat prescription for a strong painkiller, asked for early three times.",
                    "restricted",
                    kind="GP record",
                    conditions="Speak with the practice before it is spoken of with her",
                )
            ],
        },
        wait=(120, 260),
    )
    t.answers(
        "education",
        "none",
        {kid: [t.item("In nursery class mornings only. Often late, often in yesterday's clothes.", kind="Attendance")]},
    )
    t.answers("adult-mental-health")
    t.decides(
        3,
        "Neglect with likely use of medicines by a parent. An assessment, with a visit tomorrow.",
        {kid: ("assessment", "The home is not safe."), baby: ("assessment", "The home is not safe.")},
    )
    t.hands_over(items=["education1"], note="The engineer's visit was unannounced.")
    t.tells_back("Thank you for telling us. We are looking into it.")
    t.closes()


@tale(often=20, lasts=20)
def an_agency_excused(t: Teller) -> None:
    kid = t.child(9)
    father = t.adult("father", years=45)
    t.receives(
        "professional",
        f"{kid} has lived alone with {father} since {kid.his} mother died. {father} "
        f"{t.one_of('drinks from the time that the shops open', 'has lost his licence and his job')}, and last "
        f"week {kid} rang the school office at seven in the morning to ask how one wakes somebody up.",
        concerns=["parental-substance-use"],
        referrer=t.referrer("Head teacher", SCHOOLS[1]),
        consent={"state": "given"},
    )
    t.identifies(kid, father)
    t.rates(
        "amber",
        "A child who looks after a grieving father who drinks, and who found him hard to wake.",
        ask=("police", "education", "health", "probation"),
    )
    t.answers(
        "education",
        "amber",
        {
            kid: [
                t.item(f"Never absent. Does {kid.his} homework in the office and is the last to leave.", kind="School")
            ]
        },
    )
    t.answers(
        "health",
        "amber",
        {father: [t.item("Referred to the alcohol service in the autumn; went once.", kind="GP record")]},
    )
    t.answers("police")
    t.after(days=1)
    t.excuses("probation", "Their systems are down until Thursday; nothing points to an order.")
    t.decides(
        3,
        "A child in need and a father who may accept help now. Probation was let be: their systems are down.",
        {kid: ("assessment", "A father who drinks; a child who carries too much.")},
    )
    t.hands_over(items=["education1", "health1"])
    t.tells_back("Thank you. A social worker will see them both this week.")
    t.closes()


@tale(often=25, lasts=12)
def said_no_to_help(t: Teller) -> None:
    kid = t.child(6)
    mother = t.adult("mother")
    t.receives(
        "professional",
        f"{mother} told me that she "
        f"{t.one_of('cannot face getting up', 'cries in the bath so that nobody hears')}. {kid} has missed "
        f"{t.one_of('eleven', 'fourteen', 'nine')} days this term. I asked whether I might ring you for help; she "
        f"said no, because she is afraid that {kid} would be taken.",
        concerns=["parental-mental-health"],
        referrer=t.referrer("Attendance officer", SCHOOLS[0]),
        consent={"state": "refused", "why": "Afraid that her child would be taken"},
    )
    t.does("ask_enquirer", t.worker, text="Is somebody with her in the day? Has she seen her GP?")
    t.does(
        "propose_decision",
        t.worker,
        why="She has refused, and nothing told so far would let us ask about her without her agreement. The "
        "school can go on trying.",
        outcomes=t.outcomes({kid: ("returned", "", SCHOOLS[0])}),
    )
    t.decides(
        2,
        "Below the line at which we may ask without agreement. Back to the school, with what to look for.",
        {kid: ("returned", "", SCHOOLS[0])},
    )
    t.tells_back(
        f"Thank you. Please go on seeing {kid} each day, and tell us at once of anything that worries you more."
    )
    t.closes()
