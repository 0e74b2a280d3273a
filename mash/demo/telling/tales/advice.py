"""What most of a county's calls are: somebody worries, asks, and is helped to the right place."""

from __future__ import annotations

from mash.demo.telling.names import phone
from mash.demo.telling.tale import tale
from mash.demo.telling.teller import Teller

SCHOOLS = ("Alder Vale Primary School", "St Piran's Primary School", "Quayside Academy", "Moor View School")
FAMILY_SERVICE = "Family information service"


@tale(often=90, lasts=8)
def bedtimes(t: Teller) -> None:
    kid = t.child(t.draw.randint(8, 12))
    mother = t.adult("mother")
    t.receives(
        "public",
        f"I am {kid}'s mum. {kid} will not go to bed before midnight and "
        f"{t.one_of('falls asleep in class', 'is late most mornings', 'shouts when I take the phone away')}. "
        f"{t.one_of('I have tried everything that I know.', 'My mother says I am too soft.', 'We end up shouting.')} "
        "Who can help us?",
        referrer={"name": f"{mother} {mother.family}", "phone": phone(t.draw)},
        consent={"state": "given"},
    )
    t.is_screened_out(
        "signpost",
        FAMILY_SERVICE,
        f"{mother} asks for advice about sleep for herself and {kid}.",
        "Thank you for asking. The family information service has a sleep course, and will ring you this week.",
    )


@tale(often=80, lasts=8)
def headlice_and_late_fees(t: Teller) -> None:
    kid = t.child(t.draw.randint(5, 9))
    parent = t.adult(t.one_of("mother", "father"))
    school = t.one_of(*SCHOOLS[:2])
    t.receives(
        "professional",
        f"{kid} has had head lice since {t.one_of('half term', 'the start of term', 'the holidays')} and the "
        f"other children will not sit with {kid.him}. "
        f"{parent} was "
        f"{t.one_of('embarrassed but friendly', 'short with me on the telephone', 'glad to be asked')}. We think "
        f"that money is tight: the lunch account is {t.one_of('£14', '£22', '£31')} behind.",
        concerns=["neglect"],
        referrer=t.referrer(t.one_of("Class teacher", "Family support worker"), school),
        consent={"state": "given"},
    )
    t.is_screened_out(
        "returned",
        school,
        "A need that the school nurse and the school's own family worker can meet, with the parent willing.",
        f"Thank you. Please ask the school nurse to see {kid}, and help the family to apply for free meals. Tell "
        "us again if it does not get better.",
        threshold=2,
    )


@tale(often=60, lasts=8, when="evening")
def shouting_in_the_street(t: Teller) -> None:
    kid = t.child(t.draw.randint(3, 7))
    t.receives(
        "public",
        f"A couple were shouting at each other outside {t.home.address} at about "
        f"{t.one_of('nine', 'half past ten', 'eleven')} at night with a little one in pyjamas at the door. I "
        f"think the name is {kid}. "
        f"{t.one_of('It went quiet after ten minutes.', 'They went in when I looked out.', 'I never saw it before.')}",
        concerns=["emotional-abuse"],
        referrer={"anonymous": True},
    )
    t.is_screened_out(
        "no_further_action",
        "",
        "One quarrel, seen from across the road, at a house that nobody has told us of before.",
        "Thank you for telling us. If you see or hear it again, please tell us again.",
    )


@tale(often=60, lasts=8)
def grandparents_want_to_see_her(t: Teller) -> None:
    kid = t.child(t.draw.randint(2, 10))
    grandmother = t.adult("grandmother", years=t.draw.randint(55, 72))
    t.receives(
        "phone",
        f"{grandmother.formal} rang: her son and his partner have parted, and she has not seen {kid} for "
        f"{t.one_of('six weeks', 'three months', 'most of the year')}. She has no worry about how {kid} is looked "
        "after. She asked what her rights are.",
        by=t.calls,
        referrer={"name": f"{grandmother} {grandmother.family}", "phone": phone(t.draw)},
    )
    t.is_screened_out(
        "advice",
        "",
        "A family matter; no worry for the child is told.",
        "Thank you for ringing. The law centre and family mediation can advise you about seeing a grandchild.",
    )


@tale(often=45, lasts=8)
def a_police_visit_of_no_account(t: Teller) -> None:
    kid = t.child(t.draw.randint(9, 15), sex="male")
    father = t.adult("father")
    t.receives(
        "police",
        f"Officers spoke to {kid} and two friends who were throwing stones "
        f"{t.one_of('at the old signal box', 'from the footbridge', 'into the quarry pool')}. Nobody was hurt. "
        f"Taken home to {father}, who {t.one_of('thanked us', 'grounded him on the spot', 'was mortified')}. "
        "House warm and tidy, tea on the table.",
        by=f"evaluator.{t.draw.choice('12')}",
    )
    t.is_screened_out(
        "no_further_action",
        "",
        "Boys' mischief, and a father who dealt with it.",
        "Thank you. Nothing more is needed from us.",
    )


@tale(often=40, lasts=10)
def a_young_carer(t: Teller) -> None:
    kid = t.child(t.draw.randint(10, 15))
    mother = t.adult("mother", years=t.draw.randint(36, 48))
    t.receives(
        "professional",
        f"{kid} does the shopping, the cooking and "
        f"{t.one_of('most of the washing', 'her medicines', 'the forms')} for {mother}, who has multiple "
        f"sclerosis. {kid} says {kid.he} is fine. {kid.he.capitalize()} has "
        f"{t.one_of('given up football', 'stopped coming to orchestra', 'not been out with friends since summer')}.",
        referrer=t.referrer("Head of year", t.one_of(*SCHOOLS[2:])),
        consent={"state": "given"},
    )
    t.is_screened_out(
        "signpost",
        "Young carers' group",
        f"{kid} needs time of {kid.his} own, and {mother} an assessment from adult services. Both have agreed.",
        "Thank you. The young carers' group will write to the family, and adult services will ring.",
        threshold=2,
    )


@tale(often=25, lasts=8)
def born_next_door(t: Teller) -> None:
    kid = t.child(t.draw.randint(4, 11))
    t.receives(
        "professional",
        f"{kid} came to the walk-in centre with {t.one_of('a cut chin', 'a scald from a kettle', 'a wheeze')} "
        "while visiting cousins here. "
        f"{t.one_of('The family would not wait.', 'The story changed between the desk and the nurse.')} They live "
        "in Devon.",
        concerns=["neglect"],
        referrer=t.referrer("Nurse practitioner", "Tamar walk-in centre"),
        consent={"state": "not_sought", "why": "The family had left"},
    )
    outcomes = {kid: ("other_authority", "They live there; the nurse's notes go with it.", "Devon")}
    t.proposes("The family lives in another authority's area.", outcomes)
    t.decides(2, "The family lives elsewhere; sent on the same day. Nobody was asked here.", outcomes)
    t.does("say_sent_elsewhere", t.worker, name="sent", to="Devon", how="By secure mail, to their hub")
    t.tells_back("Thank you. We have told the authority where the family lives.")
    t.closes()
