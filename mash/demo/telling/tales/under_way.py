"""What waits for somebody now, whatever the day and the hour: one of each, so that every desk has work."""

from __future__ import annotations

from mash.demo.telling.names import phone
from mash.demo.telling.tale import tale
from mash.demo.telling.tales.advice import SCHOOLS
from mash.demo.telling.teller import Teller


@tale(when="now", began=0.3, area="tamarshire")
def not_rated_yet(t: Teller) -> None:
    kid = t.child(8)
    t.receives(
        "professional",
        f"{kid} says that there is nobody at home until the morning, and that {kid.he} is used to it.",
        concerns=["neglect"],
        referrer=t.referrer("After-school club leader", SCHOOLS[0]),
        consent={"state": "given"},
    )


@tale(when="now", began=1, area="tamarshire")
def an_alert_that_nobody_took(t: Teller) -> None:
    kid = t.child(2)
    mother = t.adult("mother", years=22)
    t.receives(
        "professional",
        f"{kid} has {t.one_of('three round burns', 'four small round burns')} on the back. {mother} says chicken "
        "pox. They are in cubicle four and want to go.",
        concerns=["physical-abuse"],
        immediate_danger=True,
        referrer=t.referrer("Emergency doctor", "Tamarshire General Hospital"),
        consent={"state": "not_sought", "why": "They would leave"},
    )
    t.does("flag_child_protection", t.calls, wait=(2, 4), why="Round burns in a child of two, who may be taken away")


@tale(when="now", began=2, area="port-ellery")
def gathering_in_a_red(t: Teller) -> None:
    kid = t.child(10)
    father = t.adult("father")
    t.receives(
        "phone",
        f"The club rang: {kid} came to training with a split lip and said that {father} 'lost it about the "
        f"money'. {kid} is with the trainer.",
        concerns=["physical-abuse"],
        by=t.calls,
        referrer={"name": "", "phone": phone(t.draw), "job": "Trainer", "agency": "Ellery Rowing Club"},
    )
    t.identifies(kid, father)
    t.rates("red", "Hurt today by a father, and to be fetched by him tonight.")
    t.answers(
        "education",
        "amber",
        {kid: [t.item("A bruise on the shoulder in the spring, said to be from an oar.", kind="School")]},
        wait=(5, 10),
    )


@tale(when="now", began=-1, area="tamarshire")
def an_agency_is_late(t: Teller) -> None:
    kid = t.child(6)
    mother = t.adult("mother")
    t.receives(
        "professional",
        f"{kid} fell asleep in the sand tray. {mother}'s friend fetches {kid.him} now and does not know our names.",
        concerns=["neglect"],
        referrer=t.referrer("Reception teacher", SCHOOLS[1]),
        consent={"state": "given"},
    )
    t.identifies(kid, mother)
    t.rates("amber", "A tired child, fetched by somebody whom nobody knows.")
    t.nothing_from("education", "police")


@tale(when="now", began=-1, area="port-ellery")
def ready_to_decide(t: Teller) -> None:
    kid = t.child(4)
    mother = t.adult("mother")
    t.receives(
        "professional",
        f"{mother} asked at the desk for a bed away from {kid}'s father, then took it back and laughed.",
        concerns=["domestic-abuse"],
        referrer=t.referrer("Receptionist", "Ellery Surgery"),
        consent={"state": "given"},
    )
    t.identifies(kid, mother)
    t.rates("amber", "She asked for help and took it back.")
    t.answers(
        "police", "amber", {mother: [t.item("Two silent calls from her telephone this month.", kind="Call-outs")]}
    )
    t.nothing_from("education", "health")
    t.proposes(
        "Two silent calls, and a question taken back: she should be seen alone.",
        {kid: ("assessment", "To see the mother alone and hear what it is like at home.")},
    )


@tale(when="now", began=-2, area="tamarshire")
def waiting_for_a_team(t: Teller) -> None:
    kid = t.child(12)
    father = t.adult("father", years=47)
    t.receives(
        "professional",
        f"{kid} keeps {father}'s insulin in {kid.his} locker, so that he does not take too much when he is low.",
        concerns=["parental-mental-health"],
        referrer=t.referrer("Tutor", SCHOOLS[2]),
        consent={"state": "given"},
    )
    t.identifies(kid, father)
    t.rates(
        "amber", "A child who guards a father's life.", ask=("police", "education", "health", "adult-mental-health")
    )
    t.answers(
        "adult-mental-health",
        "amber",
        {father: [t.item("Seen weekly until the autumn; stopped coming.", kind="Record")]},
    )
    t.nothing_from("police", "education", "health")
    t.decides(
        3,
        "An assessment, with the mental health team beside it.",
        {kid: ("assessment", "Looks after a father who is unwell.")},
    )
    t.approves(t.prepares())


@tale(when="now", began=-3, area="port-ellery")
def returned_by_a_team(t: Teller) -> None:
    kid = t.child(3)
    mother = t.adult("mother", years=25)
    t.receives(
        "professional",
        f"{mother} left {kid} with us at eight and rang at six from {t.one_of('London', 'Bristol')}: the train. "
        "It is the third time this month.",
        concerns=["neglect"],
        referrer=t.referrer("Childminder", "Little Otters Nursery"),
        consent={"state": "given"},
    )
    t.identifies(kid, mother)
    t.rates("green", "Left longer than agreed; well cared for meanwhile.", ask=("police", "health", "early-years"))
    t.nothing_from("police", "health", "early-years")
    t.decides(3, "An assessment.", {kid: ("assessment", "Left with others, again and again.")})
    sent = t.approves(t.prepares())
    t.goes_on(30, 90)
    t.writes(
        "return_handover",
        f"team.{t.team}.1",
        {"handover": f"${sent}.handover", "why": "Nobody has asked the father, who has the child half of the week."},
    )


@tale(when="now", began=-4, area="tamarshire")
def ready_to_close(t: Teller) -> None:
    kid = t.child(13)
    mother = t.adult("mother", years=44)
    t.receives(
        "phone",
        f"{mother.formal} rang: {kid} will not go to school since the fire drill. She asked who could come.",
        by=t.calls,
        referrer={"name": f"{mother} {mother.family}", "phone": phone(t.draw)},
    )
    outcomes = {kid: ("signpost", "", "Attendance and wellbeing service")}
    t.proposes("A fear of school, and a mother who asks for help.", outcomes)
    t.decides(2, "Signposted. Nobody was asked: nothing suggests harm.", outcomes)
    t.tells_back("Thank you for ringing. The wellbeing service will come to the house.")


@tale(when="now", began=-3, area="tamarshire")
def past_its_time(t: Teller) -> None:
    kid = t.child(11)
    mother = t.adult("mother")
    t.receives(
        "professional",
        f"{kid} brought {kid.his} own lock for {kid.his} bag and will not say whom it is against.",
        concerns=["emotional-abuse"],
        referrer=t.referrer("Form tutor", SCHOOLS[3]),
        consent={"state": "given"},
    )
    t.identifies(kid, mother)
    t.rates("amber", "Something at home that is not spoken of.")
    t.nothing_from("education", "health")


@tale(when="now", began=5, area="tamarshire")
def an_answer_that_nobody_read(t: Teller) -> None:
    kid = t.child(5)
    t.receives(
        "public",
        f"A boy of about five plays on the railway bank behind {t.home.street}. They call him {kid}."
        if kid.sex == "male"
        else f"A girl of about five plays on the railway bank behind {t.home.street}. They call her {kid}.",
        concerns=["neglect"],
        referrer={"anonymous": True},
    )
    t.does("ask_enquirer", t.worker, wait=(10, 20), text="Thank you. Is there a gap in the fence, and where?")
    t.after(minutes=(40, 60))
    t.writes(
        "answer_hub",
        None,
        {
            "reference": f"${t.enquiry}.reference",
            "code": f"${t.enquiry}.code",
            "text": "Behind the third garage. He is there now.",
        },
    )


@tale(when="now", began=4, area="tamarshire")
def the_owner_was_asked(t: Teller) -> None:
    kid = t.child(9)
    uncle = t.adult("uncle", sex="male", years=36, other_name=True)
    t.receives(
        "professional",
        f"{uncle} has moved in to 'help with {kid}'. {kid} asked me whether uncles may lock doors.",
        concerns=["sexual-abuse"],
        referrer=t.referrer("Learning mentor", SCHOOLS[1]),
        consent={"state": "not_sought", "why": "He would learn of it"},
    )
    t.identifies(kid, uncle)
    t.rates("red", "A child afraid of a man who has moved in.")
    t.answers(
        "police",
        "red",
        {
            uncle: [
                t.item(
                    "Barred from working with children since 2019.",
                    "restricted",
                    kind="Record",
                    conditions="Not to be told to the household before he is seen",
                )
            ]
        },
        wait=(5, 15),
    )
    t.answers("education", wait=(5, 10))
    t.answers("health", wait=(5, 10))
    t.decides(4, "Section 47, with police.", {kid: ("section_47", "Afraid of a man who has moved in.")})
    t.does(
        "ask_owner",
        t.manager,
        wait=(5, 10),
        name="ask",
        item="$e1-police.items.police1",
        team=t.team,
        purpose="To keep him away from the child tonight",
    )
