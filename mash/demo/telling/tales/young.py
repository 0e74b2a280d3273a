"""Young people: those who go missing, are used by others, or hurt themselves."""

from __future__ import annotations

from mash.demo.telling.tale import tale
from mash.demo.telling.tales.advice import SCHOOLS
from mash.demo.telling.teller import Teller

NOT_ASKED = {"state": "not_sought", "why": "It could put the young person at more risk"}
WITH_THE_YOUNG = ("police", "education", "health", "youth-offending")


@tale(often=15)
def two_telephones(t: Teller) -> None:
    kid = t.child(t.draw.randint(13, 15), sex="male")
    mother = t.adult("mother", years=38)
    t.receives(
        "professional",
        f"{kid} has two telephones and "
        f"{t.one_of('trainers that his mother did not buy', 'a train ticket to a town where he knows nobody')}. "
        f"He was collected from the side gate by a man whom he calls 'Uncle'. {mother} says that he sleeps in his "
        "clothes, ready to go.",
        concerns=["exploitation", "missing"],
        referrer=t.referrer("Head of year", SCHOOLS[2]),
        consent=NOT_ASKED,
    )
    t.identifies(kid, mother)
    t.rates(
        "amber", "Signs of being used to carry drugs. At home tonight, with his mother watching.", ask=WITH_THE_YOUNG
    )
    t.answers(
        "police",
        "red",
        {
            kid: [
                t.item(
                    "Stopped on a train in the next county with an older man under inquiry.",
                    "restricted",
                    kind="Stop",
                    conditions="An operation is under way: ask before any of it is let out",
                )
            ]
        },
    )
    t.does(
        "keep_rating",
        t.worker,
        request=f"${t.requests}.requests.police",
        why="Seen by an officer this afternoon, and at home with his mother.",
    )
    t.answers(
        "youth-offending",
        "amber",
        {kid: [t.item("Finished an out-of-court order in spring. Liked his worker and said so.", kind="Order")]},
    )
    t.answers(
        "education",
        "amber",
        {kid: [t.item(f"Attendance {t.draw.randint(48, 70)} %, falling since September.", kind="Attendance")]},
    )
    t.answers("health")
    t.decides(
        4,
        "He is being used. Section 47 for harm outside the home, with police.",
        {kid: ("section_47", "Signs of being used to carry drugs.")},
    )
    t.does(
        "ask_owner",
        t.manager,
        name="ask",
        item="$e1-police.items.police1",
        team=t.team,
        purpose="So that the team knows what to look for on visits",
    )
    t.goes_on(20, 60)
    t.writes(
        "agree_release",
        "police.1",
        {"permission": "$ask", "gist": "Police have seen him away from home in company that worries them."},
        name="gist",
    )
    release = t.prepares(items=["education1", "$gist.item"])
    t.clears(release, "The team must know why; the words say no more than the narrative does.")
    t.takes(t.approves(release))
    t.tells_back("Thank you. He and his mother will be seen this week.")
    t.closes()


@tale(often=20, lasts=12, when="evening")
def not_home_by_ten(t: Teller) -> None:
    kid = t.child(t.draw.randint(13, 16), sex="female")
    mother = t.adult("mother", years=40)
    t.receives(
        "police",
        f"{mother} reported {kid} missing at {t.one_of('22:15', '23:05')}. Found at {t.one_of('00:40', '02:10')} "
        f"at a friend's, safe and cross. {t.one_of('First time.', 'Second time since the summer.')} She said that "
        "nobody asks her where she wants to be.",
        concerns=["missing"],
        by=f"evaluator.{t.draw.choice('12')}",
    )
    t.is_screened_out(
        "signpost",
        "Return home talk",
        "Found safe within hours. A talk on her return is offered by somebody who is not police.",
        "Thank you. The return talk is booked.",
        threshold=2,
    )


@tale(often=15)
def long_sleeves_in_june(t: Teller) -> None:
    kid = t.child(t.draw.randint(12, 15), sex="female")
    mother = t.adult("mother", years=41)
    t.receives(
        "professional",
        f"{kid} keeps her sleeves down in every weather. Today a friend brought me the blade from her pencil "
        f"sharpener. {kid} said: 'It is only so that I can sleep.' {mother} cried and thanked us.",
        concerns=["self-harm"],
        referrer=t.referrer("School nurse", SCHOOLS[3]),
        consent={"state": "given"},
    )
    t.identifies(kid, mother)
    t.rates(
        "amber",
        "Cuts herself to sleep; her mother knows now, and she is not alone tonight.",
        ask=("police", "education", "health", "camhs"),
    )
    t.answers(
        "camhs",
        "amber",
        {kid: [t.item("Referred last winter, on the list for a first talk. Moved up today.", kind="Referral")]},
    )
    t.answers(
        "health",
        "none",
        {
            kid: [
                t.item(
                    "Told her GP of thoughts of not being here, and asked that her mother is not told.",
                    "sealed",
                    kind="GP record",
                )
            ]
        },
    )
    t.answers(
        "education",
        "none",
        {kid: [t.item("Top sets. Has eaten lunch alone since a quarrel in the autumn.", kind="School")]},
    )
    t.answers("police")
    t.decides(
        3,
        "An assessment together with the young people's mental health team, this week.",
        {kid: ("assessment", "She hurts herself and needs help soon.")},
    )
    t.hands_over(items=["education1", "camhs1"])
    t.tells_back("Thank you. She will be seen this week, and has a number for the nights.")
    t.closes()


@tale(often=10)
def a_friend_online(t: Teller) -> None:
    kid = t.child(t.draw.randint(11, 13), sex="female")
    father = t.adult("father", years=39)
    t.receives(
        "professional",
        f"{father} found messages on {kid}'s tablet from somebody who says that he is sixteen and asks for "
        f"pictures. She has sent {t.one_of('one of her face', 'none so far')}. A meeting on Saturday is spoken "
        "of. He has the tablet now.",
        concerns=["exploitation", "sexual-abuse"],
        referrer=t.referrer("Designated safeguarding lead", SCHOOLS[2]),
        consent={"state": "given"},
    )
    t.identifies(kid, father)
    t.rates("red", "A meeting is planned for Saturday; police can trace the account now.")
    t.answers(
        "police",
        "red",
        {kid: [t.item("The account is known from another inquiry.", "sealed", kind="Intelligence")]},
        wait=(5, 30),
    )
    t.answers("education", wait=(5, 30))
    t.answers("health", wait=(5, 30))
    t.does(
        "hold_strategy_discussion",
        t.manager,
        present=[t.manager, t.worker, "police.1"],
        absent_why="Health could not join before four; they were told at once.",
        decision="Police take the tablet today. Seen at home with her father. Saturday is dealt with.",
        section_47=True,
        agency="joint",
    )
    t.decides(
        4,
        "Groomed online, with a meeting planned. Joint section 47.",
        {kid: ("section_47", "Somebody unknown asks her for pictures and a meeting.")},
    )
    t.hands_over()
    t.tells_back("Thank you. Please keep the tablet switched off until an officer comes.")
    t.closes()


@tale(often=8)
def walled_from_a_colleague(t: Teller) -> None:
    kid = t.child(15)
    aunt = t.adult("aunt", sex="female", years=44, other_name=True)
    t.receives(
        "phone",
        f"{aunt.formal} rang: {kid} has slept on her sofa since {t.one_of('Sunday', 'the weekend')} after "
        f"{t.one_of('a quarrel about a boyfriend', 'being told to leave')}. She says that somebody from the "
        "family works for the hub and should not read this.",
        concerns=["emotional-abuse"],
        by=t.calls,
        referrer={"name": f"{aunt} {aunt.family}", "phone": aunt.told.get("phone", "01632 960777")},
    )
    other = t.worker.rsplit(".", 1)[0] + (".2" if t.worker.endswith(".1") else ".1")
    t.does("declare_tie", other, member=other, subject=kid.alias, kind="relative")
    t.steps.append(
        {
            "at": t.now.isoformat(),
            "by": other,
            "do": "take_enquiry",
            "with": {"enquiry": f"${t.enquiry}"},
            "expect": "refused",
        }
    )
    t.identifies(kid, aunt)
    t.rates(
        "green",
        "Safe with an aunt; wants to be heard about going home.",
        ask=("police", "education", "health", "camhs"),
    )
    t.nothing_from("police", "health", "camhs")
    t.answers(
        "education", "green", {kid: [t.item("Exams in the spring; comes every day from the aunt's.", kind="School")]}
    )
    t.decides(
        3,
        "An assessment: where can this young person live, and how do they make it up?",
        {kid: ("assessment", "Cannot live at home for now.")},
    )
    t.hands_over(items=["education1"])
    t.tells_back("Thank you for giving a bed. Somebody will ring you both tomorrow.")
    t.closes()


@tale(often=6, lasts=10)
def who_may_rate(t: Teller) -> None:
    kid = t.child(14)
    mother = t.adult("mother", years=37)
    t.receives(
        "professional",
        f"{kid} was found {t.one_of('asleep in the music block', 'behind the bike sheds with a bottle of cider')} "
        f"at half past eight. {mother} works nights and did not know. {kid} cried: it is the day on which "
        f"{kid.his} brother died.",
        concerns=["parental-substance-use"],
        referrer=t.referrer("Deputy head", SCHOOLS[3]),
        consent={"state": "given"},
    )
    step = {
        "by": t.calls,
        "do": "rate_enquiry",
        "with": {"enquiry": f"${t.enquiry}", "level": "green", "rationale": "Sad, not at risk."},
    }
    t.steps.append({"at": t.now.isoformat(), **step, "expect": "refused"})
    t.identifies(kid, mother)
    t.is_screened_out(
        "signpost",
        "Bereavement group",
        "A child who grieves, and a mother who wants to know how to help.",
        "Thank you. The bereavement group will ring the mother, at the number that she gave you.",
        threshold=2,
    )
