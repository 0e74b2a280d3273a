"""A Monday morning in Tamarshire, as the pages for each role tell it: what lies there at eleven o'clock."""

from __future__ import annotations

from typing import Any

from tests.journeys.stages import Step, item, step

SCHOOL = {"name": "Senara Goldsworth", "agency": "Tamar Bridge Primary", "job": "Designated safeguarding lead"}
HOME = {"address": "14 Mill Lane", "postcode": "ZZ99 3VZ"}


def child(name: str, given: str, family: str, dob: str, **more: Any) -> Step:
    """A child whom an enquiry is about."""
    return {"as": name, "given": given, "family": family, "dob": dob, "subject": True, "role": "child", **more}


KACI = child("kaci", "Kaci-Leigh", "Dunne-Ward", "2019-12-03", sex="female", school="Tamar Bridge Primary", **HOME)
TYLER = child("tyler", "Tyler", "Dunne-Ward", "2017-06-20", sex="male", school="Tamar Bridge Primary", **HOME)
STACEY = {"as": "stacey", "given": "Stacey", "family": "Dunne", "dob": "1994-09-11", "role": "mother", **HOME}
DARREN = {"as": "darren", "given": "Darren", "family": "Ward", "dob": "1990-01-30", "role": "partner of mother"}
ROWAN = child("rowan", "Rowan", "Testerby-Loom", "2018-05-14")
ISOLDE = {"as": "isolde", "given": "Isolde", "family": "Testerby-Loom", "dob": "1996-08-21", "role": "mother"}


def morning() -> dict[str, Any]:
    """The scenario, as `mash play` reads it. Each enquiry is named for its family."""
    steps = [*dunnes(), *looms(), *waiting()]
    return {"name": "A Monday morning", "start": "2026-03-02T08:35:00+00:00", "steps": steps}


def told(name: str, people: list[Step], narrative: str, *concerns: str, channel: str = "professional") -> Step:
    """A school, or a caller, tells of somebody."""
    by = "school.1" if channel == "professional" else "calls.tamarshire.1"
    return step(
        by,
        "receive_enquiry",
        name,
        channel=channel,
        area="tamarshire",
        narrative=narrative,
        concerns=list(concerns),
        consent={"state": "not_sought", "why": "Asking first could put the children at risk."},
        referrer=SCHOOL if channel == "professional" else {"name": "A neighbour", "withhold_identity": True},
        people=people,
    )


def dunnes() -> list[Step]:
    """Rated amber; police rate higher, health has answered, education needs longer, probation has not answered."""
    return [
        told(
            "dunnes",
            [KACI, TYLER, STACEY, DARREN],
            "Kaci-Leigh says she and her brother were at their nan's since Friday because 'Daz was kicking off again'. "
            "She fell asleep in assembly and asked for a second breakfast. She has a bruise on her upper arm and says "
            "Daz pulled her off the stairs.",
            "physical-abuse",
            "domestic-abuse",
        ),
        *(
            step("calls.tamarshire.1", "identify_subject", enquiry="$dunnes", subject=who, person="new")
            for who in ("kaci", "tyler", "stacey", "darren")
        ),
        step("calls.tamarshire.1", "relate", enquiry="$dunnes", one="stacey", other="kaci", kind="parent"),
        step("calls.tamarshire.1", "relate", enquiry="$dunnes", one="stacey", other="tyler", kind="parent"),
        step("sw.tamarshire.1", "take_enquiry", enquiry="$dunnes"),
        step(
            "sw.tamarshire.1",
            "rate_enquiry",
            "asked",
            enquiry="$dunnes",
            level="amber",
            rationale="An injury with an account of how it was done; the children are in school until three.",
        ),
        step(
            "police.1",
            "answer_request",
            request="$asked.requests.police",
            rating="red",
            answers=[
                *nothing("kaci", "tyler"),
                said(
                    "stacey",
                    item(
                        "Two call-outs to the address since Christmas, both for shouting; no complaint was made.",
                        "restricted",
                        happened="2026-01-17",
                        source="Command log",
                        conditions="Not to be told to either adult",
                        about=["stacey", "darren"],
                    ),
                ),
                said("darren", item("A source says he keeps a knife in the van.", "sealed", source="Intelligence")),
            ],
        ),
        step(
            "health.1",
            "answer_request",
            request="$asked.requests.health",
            rating="amber",
            answers=[
                said(
                    "kaci",
                    item(
                        "Elbow fracture, said to be from a trampoline. The history changed between triage and ward.",
                        "open",
                        happened="2026-02-11",
                        source="Emergency department",
                    ),
                ),
                said(
                    "tyler", item("Two health reviews missed.", "open", happened="2023-06-01", source="Health visitor")
                ),
                *nothing("stacey", "darren"),
            ],
        ),
    ]


def looms() -> list[Step]:
    """Decided; one team has received it, the release to another waits for its second reader."""
    wren = child("wren", "Wren", "Testerby-Loom", "2022-10-02")
    return [
        told("looms", [ROWAN, wren, ISOLDE], "He came to school with a burn the shape of an iron.", "physical-abuse"),
        step("sw.tamarshire.2", "take_enquiry", enquiry="$looms"),
        step(
            "sw.tamarshire.2", "rate_enquiry", "rated", enquiry="$looms", level="red", rationale="A burn with a shape."
        ),
        step(
            "health.2",
            "answer_request",
            "health",
            request="$rated.requests.health",
            rating="red",
            answers=[
                said(
                    "rowan",
                    item("Burn to the forearm seen by a GP in December.", "open", happened="2025-12-09", source="GP"),
                ),
                *nothing("wren", "isolde"),
            ],
        ),
        *(
            step(
                who,
                "answer_request",
                request=f"$rated.requests.{agency}",
                rating="none",
                answers=nothing("rowan", "wren", "isolde"),
            )
            for who, agency in (("police.2", "police"), ("education.1", "education"))
        ),
        step(
            "pm.tamarshire.1",
            "decide",
            enquiry="$looms",
            threshold=4,
            rationale="Two burns in three months, and no account that fits.",
            outcomes=[
                {
                    "subject": "rowan",
                    "outcome": "section_47",
                    "team": "tamar-north",
                    "why": "Two burns in three months",
                },
                {
                    "subject": "wren",
                    "outcome": "assessment",
                    "team": "tamar-south",
                    "why": "Lives in the same household",
                },
            ],
        ),
        step(
            "pm.tamarshire.1",
            "prepare_release",
            "north",
            enquiry="$looms",
            team="tamar-north",
            items=["$health.items.rowan"],
            note="Please see Rowan at school before three.",
        ),
        step("pm.tamarshire.2", "approve_release", enquiry="$looms", release="$north"),
        step("pm.tamarshire.1", "prepare_release", enquiry="$looms", team="tamar-south", items=["$health.items.rowan"]),
    ]


def waiting() -> list[Step]:
    """What came since: a school's worry that nobody has rated, and an adult at risk."""
    idris = child("idris", "Idris", "Fenwick-Oyelaran", "2017-03-22", sex="male")
    jenifer = {"as": "jenifer", "given": "Jenifer", "family": "Gorsewell", "dob": "1941-03-30", "subject": True}
    return [
        told(
            "idris",
            [idris],
            "Idris comes to school hungry on Mondays and takes food from other children's bags.",
            "neglect",
        ),
        told(
            "jenifer",
            [jenifer],
            "Her nephew has her bank card, and she has not been seen at lunch club for two weeks.",
            "adult-at-risk",
            channel="phone",
        ),
        step(
            "calls.tamarshire.1",
            "flag_child_protection",
            enquiry="$dunnes",
            why="The school has rung: Darren is at the gate and wants to take them.",
        ),
    ]


def said(subject: str, *items: Step) -> Step:
    """An agency knows something of somebody."""
    return {
        "subject": subject,
        "reply": "information",
        "items": [{"as": subject, "about": [subject], **one} for one in items],
    }


def nothing(*subjects: str) -> list[Step]:
    """An agency knows nothing of them."""
    return [{"subject": subject, "reply": "no_trace"} for subject in subjects]
