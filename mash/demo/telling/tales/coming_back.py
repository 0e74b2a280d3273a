"""Families of whom the hub is told again: within weeks, within the year, by somebody else."""

from __future__ import annotations

from mash.demo.telling.tale import tale
from mash.demo.telling.tales.advice import SCHOOLS
from mash.demo.telling.teller import EARLY_HELP, Teller


@tale(lasts=110, often=12)
def three_times_in_a_term(t: Teller) -> None:
    kid, brother = t.child(8), t.child(10, sex="male")
    mother = t.adult("mother")
    school = t.referrer("Family support worker", SCHOOLS[1])
    t.receives(
        "professional",
        f"{kid} {t.one_of('was not collected until five', 'walked home alone across the ring road')} yesterday. "
        f"{mother} said that her shift had changed.",
        concerns=["neglect"],
        referrer=school,
        consent={"state": "given"},
    )
    t.identifies(kid, brother, mother)
    t.is_screened_out(
        "advice",
        "",
        "A change of shift, and a mother who rang back at once.",
        "Thank you. Please tell us if it happens again.",
    )
    t.comes_back(24)
    t.receives(
        "police",
        f"{kid} and {brother} were in the {t.one_of('arcade', 'bus station')} at nine at night. {brother} said "
        f"that they had no key. Taken home; {mother} was in by then.",
        concerns=["neglect"],
        by="evaluator.1",
    )
    t.identifies(kid, brother, mother)
    t.is_screened_out(
        "returned",
        SCHOOLS[1],
        "A second worry in a month. The school calls the family in and tells us of a third.",
        "Thank you. The school will talk with the mother.",
        threshold=2,
    )
    t.comes_back(28)
    t.receives(
        "professional",
        f"The third time: {brother} told his class that he 'does the tea now because mum is at work until they "
        f"sleep'. {kid} has a burn on a finger from the pan.",
        concerns=["neglect"],
        referrer=school,
        consent={"state": "given"},
    )
    t.identifies(kid, brother, mother)
    t.rates("amber", "Three contacts in a term. A burn, and children alone in the evenings.")
    t.answers(
        "education",
        "amber",
        {
            kid: [t.item("Late nine times in six weeks.", kind="Attendance")],
            brother: [t.item("Signs his sister's reading book in his mother's name.", kind="School")],
        },
    )
    t.nothing_from("police", "health")
    t.decides(
        3,
        "Three in a term: an assessment, with the mother's work in mind.",
        {kid: ("assessment", "Alone in the evenings, and burnt."), brother: ("assessment", "Looks after his sister.")},
    )
    t.hands_over(items=["education1", "education2"])
    t.tells_back("Thank you for telling us each time. A social worker will see them.")
    t.closes()


@tale(lasts=330, often=12, area="tamarshire")
def again_within_the_year(t: Teller) -> None:
    kid = t.child(5)
    mother, father = t.adult("mother"), t.adult("father")
    t.receives(
        "professional",
        f"{father} fetched {kid} smelling of drink, before noon. He let {mother} be rung, who came.",
        concerns=["parental-substance-use"],
        referrer=t.referrer("Teacher", SCHOOLS[0]),
        consent={"state": "given"},
    )
    t.identifies(kid, mother, father)
    t.rates("green", "A father who drinks and lets himself be stopped.")
    t.nothing_from("police", "health", "education")
    t.decides(2, "Early help with the drinking.", {kid: ("early_help", "Help for the father with drink.", EARLY_HELP)})
    sent = t.approves(t.prepares(EARLY_HELP))
    t.does("acknowledge_handover", "early-help.tamarshire.1", handover=f"${sent}.handover")
    t.tells_back("Thank you. The family has said yes to help.")
    t.closes()
    t.comes_back(t.draw.randint(200, 290))
    t.receives(
        "police",
        f"{father} drove into a bollard at walking pace with {kid} in the back, "
        f"{t.one_of('twice', 'nearly three times')} over the limit. Nobody hurt. {mother} was at work.",
        concerns=["parental-substance-use", "neglect"],
        by="evaluator.2",
    )
    t.identifies(kid, mother, father)
    t.rates(
        "amber",
        "Drunk at the wheel with the child in the car; early help was tried within the year.",
        ask=("police", "education", "health", "probation"),
    )
    t.answers("police", "amber", {father: [t.item("Charged; bailed not to drive.", kind="Charge")]})
    t.answers(
        "education", "green", {kid: [t.item("Settled, well fed, says that dad is 'poorly on Sundays'.", kind="School")]}
    )
    t.nothing_from("health", "probation")
    t.decides(
        3,
        "A second time within the year, and worse. An assessment.",
        {kid: ("assessment", "Driven by a father who had drunk.")},
    )
    t.hands_over(items=["education1"])
    t.tells_back("Thank you. A social worker has it.")
    t.closes()


@tale(lasts=60, often=8)
def the_wrong_boy(t: Teller) -> None:
    kid = t.child(9, sex="male")
    mother = t.adult("mother")
    t.receives(
        "professional",
        f"{kid} hides {t.one_of('under the coats', 'in the cloakroom')} when voices are raised. He would not say why.",
        concerns=["emotional-abuse"],
        referrer=t.referrer("Teaching assistant", SCHOOLS[0]),
        consent={"state": "given"},
    )
    t.identifies(kid, mother)
    t.is_screened_out(
        "returned",
        SCHOOLS[0],
        "A worry without a reason so far; the school listens and writes down.",
        "Thank you. Please tell us what he says, if he does.",
        threshold=2,
    )
    t.comes_back(20)
    t.receives(
        "phone",
        f"A neighbour rang: {kid} sat on the step of {t.home.address} in the rain for an hour on "
        f"{t.one_of('Tuesday', 'Thursday')}.",
        concerns=["neglect"],
        by=t.calls,
        referrer={"anonymous": True},
    )
    right, kid.known_by = kid.known_by, ""
    t.identifies(kid)
    t.does(
        "identify_subject",
        t.calls,
        subject=kid.alias,
        person=f"${right}",
        why="The new person was a mistake: it is the same boy.",
    )
    t.identifies(mother)
    t.rates("green", "Locked out in the rain; a worry a month ago.")
    t.answers("education", "green", {kid: [t.item("Still hides when voices are raised.", kind="School")]})
    t.nothing_from("police", "health")
    t.decides(
        2, "The school meets the mother with the school nurse, and tells us.", {kid: ("signpost", "", "School nurse")}
    )
    t.tells_back("Thank you for ringing.")
    t.closes()


@tale(lasts=40, often=8)
def the_same_week_twice(t: Teller) -> None:
    kid = t.child(3)
    mother = t.adult("mother", years=24)
    t.receives(
        "public",
        f"A girl with a toddler {t.one_of('begs', 'sits')} outside the supermarket every evening until they "
        f"close. The little one is called {kid}. It is three degrees.",
        concerns=["neglect"],
        referrer={"anonymous": True},
    )
    first = t.enquiry
    t.comes_back(1)
    t.receives(
        "professional",
        f"{mother} came to the food bank with {kid}. They have "
        f"{t.one_of('a room without heating', 'a caravan behind the depot')}. She asked whether we tell people.",
        concerns=["neglect"],
        referrer=t.referrer("Volunteer", "Quayside food bank"),
        consent={"state": "given"},
    )
    t.identifies(kid, mother)
    t.does("link_enquiry", t.worker, to=f"${first}")
    t.rates("amber", "A small child in the cold, told of twice in a week.", ask=("police", "health", "early-years"))
    t.answers(
        "health", "amber", {kid: [t.item("No GP here. Last seen in another county at eighteen months.", kind="Record")]}
    )
    t.answers("early-years")
    t.decides(
        3,
        "Housing tonight, an assessment this week. Police had not answered.",
        {kid: ("assessment", "Without a warm home.")},
    )
    t.hands_over(items=["health1"])
    t.after(hours=5)
    t.answers("police", "green")
    t.writes(
        "review_answer",
        t.manager,
        {"request": f"${t.requests}.requests.police", "finding": "Changes nothing: nothing is known."},
    )
    t.tells_back("Thank you. They have a room tonight.")
    t.closes()
    t.enquiry, t.requests = first, "r1"
    t.is_screened_out(
        "returned",
        "Told of again on the same day",
        "The same family as in the linked enquiry, where it is dealt with.",
        "Thank you for telling us. It has been looked at.",
    )
