"""Children who were hurt: marks, words, and what is done in an hour."""

from __future__ import annotations

from mash.demo.telling.tale import tale
from mash.demo.telling.tales.advice import SCHOOLS
from mash.demo.telling.teller import Teller

NOT_ASKED = {"state": "not_sought", "why": "It could put the child at more risk"}


@tale(often=12)
def a_mark_of_a_belt(t: Teller) -> None:
    kid = t.child(t.draw.randint(6, 10))
    father, mother = t.adult("father"), t.adult("mother")
    t.receives(
        "professional",
        f"While changing for swimming {kid} had two {t.one_of('long red marks', 'curved bruises')} across the "
        f"back of the legs. {kid.he.capitalize()} said: 'That was the belt, because I lied.' "
        f"{kid.he.capitalize()} asked whether {kid.he} had to go home today.",
        concerns=["physical-abuse"],
        referrer=t.referrer("Designated safeguarding lead", t.one_of(*SCHOOLS)),
        consent=NOT_ASKED,
    )
    t.identifies(kid, father, mother)
    t.does("flag_child_protection", t.worker, name="alert", why="Marks of an object, and the child's own account")
    t.does("acknowledge_alert", t.manager, alert="$alert.alert", wait=(1, 6))
    t.does("acknowledge_alert", "police.1", alert="$alert.alert", wait=(1, 9))
    t.rates("red", "An injury with an object, told of by the child, who is afraid to go home today.")
    t.answers(
        "police",
        "red",
        {father: [t.item("A neighbour rang about shouting two years ago. No offence was found.", kind="Call-out")]},
        wait=(5, 30),
    )
    t.answers(
        "education",
        "red",
        {
            kid: [
                t.item(
                    "A bruise on the forearm noted in the spring term, said to be from a fall.",
                    kind="School",
                    happened=t.ago(120),
                )
            ]
        },
        wait=(5, 30),
    )
    t.answers("health", "none", wait=(5, 40))
    t.does(
        "hold_strategy_discussion",
        t.manager,
        present=[t.manager, t.worker, "police.1", "health.1"],
        decision="Joint enquiry. Seen at school by an officer and a social worker before the end of the day; a "
        "medical tonight.",
        section_47=True,
        agency="joint",
    )
    t.decides(
        4,
        "An injury with an object. Section 47 with the police, today.",
        {kid: ("section_47", "Marks of a belt, told of by the child.")},
    )
    t.hands_over(items=["education1"], note="School keeps the child until you come.")
    t.tells_back("Thank you. Colleagues will be at the school before it closes.")
    t.closes()


@tale(often=6)
def what_she_said_in_art(t: Teller) -> None:
    kid = t.child(t.draw.randint(7, 11), sex="female")
    mother = t.adult("mother")
    lodger = t.adult("lodger", sex="male", other_name=True)
    t.receives(
        "professional",
        f"{kid} drew her bedroom with a chair under the door handle. She said that it is because of {lodger}, who "
        "'comes in to say good night for too long'. I did not ask more. She is in class until three.",
        concerns=["sexual-abuse"],
        referrer=t.referrer("Art teacher", SCHOOLS[3]),
        consent=NOT_ASKED,
    )
    t.identifies(kid, mother, lodger)
    t.rates(
        "red",
        "A child who bars her door against a grown man in the house.",
        ask=("police", "education", "health", "probation"),
    )
    t.answers(
        "police",
        "red",
        {
            lodger: [
                t.item(
                    "Intelligence, graded, of contact with children online. Not to be told to him or the household.",
                    "sealed",
                    kind="Intelligence",
                    source="Intelligence unit",
                )
            ]
        },
        wait=(5, 25),
    )
    t.answers("probation", "red", wait=(5, 40))
    t.answers(
        "education",
        "amber",
        {kid: [t.item("Asks to stay for clubs every day since half term.", kind="School")]},
        wait=(5, 40),
    )
    t.answers("health", wait=(5, 40))
    t.does(
        "hold_strategy_discussion",
        t.manager,
        present=[t.manager, t.worker, "police.2", "health.2"],
        decision="Seen at school with an officer. The mother is told that he must not be there tonight. What "
        "police hold stays in this room.",
        section_47=True,
        agency="joint",
    )
    t.decides(
        4,
        "Likely sexual harm by a man in the house. Section 47, joint, today.",
        {kid: ("section_47", "What she said and drew.")},
    )
    t.hands_over(items=["education1"])
    t.tells_back("Thank you for not asking more. Colleagues will be with her before three.")
    t.closes()


@tale(often=8, when="friday")
def five_to_five_in_winter(t: Teller) -> None:
    baby = t.child(0)
    mother, father = t.adult("mother", years=21), t.adult("father", years=23)
    t.receives(
        "professional",
        f"{baby} is {t.one_of('nine', 'seven', 'eleven')} weeks old and was brought to the ward with a swollen "
        f"arm. The film shows a break. Both say that {baby.he} caught it in the cot bars. {baby.he.capitalize()} "
        "is being admitted.",
        concerns=["physical-abuse"],
        immediate_danger=True,
        child_protection=True,
        referrer=t.referrer("Paediatric registrar", "Tamarshire General Hospital"),
        consent=NOT_ASKED,
    )
    t.keeps_hours = False
    t.rates("red", "A break in a baby who cannot move by itself, with an account that does not fit.")
    t.identifies(baby, mother, father)
    t.answers(
        "police",
        "red",
        {father: [t.item("Arrested in the summer after a fight outside a bar; no further action.", kind="Record")]},
        wait=(10, 30),
    )
    t.answers(
        "health",
        "red",
        {baby: [t.item("Bruise on the ear noted by the midwife in the second week.", kind="Midwife")]},
        wait=(10, 30),
    )
    t.answers("education", wait=(10, 40))
    t.does(
        "hold_strategy_discussion",
        t.manager,
        present=[t.manager, "police.1", "health.1"],
        decision="Joint enquiry tonight. Stays on the ward; parents visit with a nurse in the room.",
        section_47=True,
        agency="joint",
    )
    t.decides(
        4,
        "A serious injury without an explanation. Section 47 with the police, tonight.",
        {baby: ("section_47", "A broken arm that is not explained.")},
    )
    t.hands_over(items=["health1"], note="The ward expects you tonight.")
    t.tells_back("Thank you. Colleagues will be on the ward before nine.")
    t.keeps_hours = True
    t.closes()


@tale(often=12)
def a_bruise_explained(t: Teller) -> None:
    kid = t.child(4)
    mother = t.adult("mother")
    t.receives(
        "professional",
        f"{kid} has a bruise {t.one_of('on the cheek', 'above the eye')}. {kid.he.capitalize()} says {kid.he} ran "
        f"into the swing. {mother} says that she fell off a scooter... then that it was the swing. We only want "
        "it written down.",
        concerns=["physical-abuse"],
        referrer=t.referrer("Nursery manager", "Little Otters Nursery"),
        consent={"state": "given"},
    )
    t.identifies(kid, mother)
    t.rates(
        "amber", "A bruise with two accounts, in a small child seen daily.", ask=("police", "health", "early-years")
    )
    t.answers(
        "health",
        "green",
        {
            kid: [
                t.item(
                    "Seen by the practice nurse on the same day: fits with a swing. No other marks.", kind="GP record"
                )
            ]
        },
    )
    t.answers(
        "early-years",
        "green",
        {kid: [t.item("Runs into things; glasses were prescribed last month and are worn at times.", kind="Nursery")]},
    )
    t.nothing_from("police")
    t.decides(2, "Explained, and seen by a nurse. The nursery goes on looking.", {kid: ("no_further_action", "")})
    t.tells_back("Thank you for telling us. Nothing more is needed; please write down anything new.")
    t.closes()


@tale(often=10, lasts=20)
def decided_again(t: Teller) -> None:
    kid, sister = t.child(8), t.child(12, sex="female")
    stepfather = t.adult("stepfather", sex="male", other_name=True)
    mother = t.adult("mother")
    t.receives(
        "professional",
        f"{kid} said at breakfast club that {stepfather} 'squeezes my neck when I am slow'. No marks today. "
        f"{sister} says that it is a game. {kid} did not laugh.",
        concerns=["physical-abuse", "emotional-abuse"],
        referrer=t.referrer("Breakfast club leader", SCHOOLS[1]),
        consent=NOT_ASKED,
    )
    t.identifies(kid, sister, stepfather, mother)
    t.rates("amber", "A child who tells of being held by the neck; no marks, and safe in school.")
    t.answers(
        "education",
        "amber",
        {
            kid: [
                t.item(
                    "Wets himself at the sound of the caretaker's shutters."
                    if kid.sex == "male"
                    else "Hides at the sound of the caretaker's shutters.",
                    kind="School",
                )
            ]
        },
    )
    t.answers("health")
    t.decides(
        3,
        "An assessment; police have not answered.",
        {
            kid: ("assessment", "What was said at breakfast club."),
            sister: ("assessment", "Lives in the same house."),
        },
    )
    t.hands_over(items=["education1"])
    t.after(hours=20)
    t.answers(
        "police",
        "red",
        {
            stepfather: [
                t.item(
                    "Convicted four years ago of strangling a former partner, in front of her child.",
                    kind="Record",
                    source="National computer",
                )
            ]
        },
    )
    t.writes(
        "review_answer",
        t.manager,
        {"request": f"${t.requests}.requests.police", "finding": "This changes the decision: harm by him is likely."},
    )
    t.decides(
        4,
        "Police have answered: he has strangled before. Section 47.",
        {
            kid: ("section_47", "The child told of it at breakfast club."),
            sister: ("section_47", "Lives in the same house."),
        },
        verb="correct_decision",
    )
    t.does(
        "keep_rating",
        t.worker,
        request=f"${t.requests}.requests.police",
        why="Decided and handed over already; the rating would change nothing now.",
    )
    t.hands_over(items=["police1"], note="This takes the place of yesterday's.")
    t.tells_back("Thank you. A social worker is with the family.")
    t.closes()
