"""A story with an enquiry at every stage, in words as long as people's are: what fills every page there is."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from tests.foundation.files.made import photo, sound

LONG = "Bartholomew-Christopherson-Featherstonehaugh"
UNBROKEN = "https://example.test/" + "a-very-long-address-that-nobody-broke" * 3
CHILD = {"as": "child", "given": "Merryn", "family": "Gorsewell", "dob": "2017-06-09", "subject": True, "role": "child"}
BABY = {"as": "baby", "given": "Perran", "family": "Gorsewell", "age": 2, "subject": True, "role": "child"}
MUM = {"as": "mum", "given": "Loveday", "family": LONG, "dob": "1989-11-30", "role": "mother"}
KNOWN = {"as": "known", "given": "Piran", "family": "Seedlove", "dob": "2018-04-04", "subject": True, "role": "child"}
OLD = {"as": "old", "given": "Jenifer", "family": "Gorsewell", "dob": "1941-03-30", "subject": True}

Step = dict[str, Any]


def step(by: str | None, do: str, name: str | None = None, /, **told: Any) -> Step:
    """Somebody does something, three minutes after the step before."""
    return {"by": by, "do": do, "at": "+3m", **({"as": name} if name else {}), "with": told}


def sent(enquiry: str, content: bytes, name: str) -> Step:
    """An enquirer sends a file after their enquiry."""
    file = {"name": name, "base64": base64.b64encode(content).decode()}
    return step(None, "attach_files", reference=f"{enquiry}.reference", code=f"{enquiry}.code", files=[file])


def stages() -> dict[str, Any]:
    """The scenario, as `mash play` reads it. Each enquiry is named for its stage."""
    steps = [
        *received(),
        *asked(),
        *about_an_adult(),
        *gathering(),
        *decided(),
        *elsewhere(),
        *across(),
        *closed(),
        *twice(),
    ]
    return {"name": "Every stage", "start": "2026-03-02T11:30:00+00:00", "steps": steps}


def received() -> list[Step]:
    """Told of by a neighbour, nobody has taken it; and told of by telephone, somebody on it may be known."""
    return [
        step(
            None,
            "receive_enquiry",
            "bare",
            channel="public",
            area="tamarshire",
            narrative="Somebody small cries at night.",
            people=[{"as": "someone", "age": 5, "subject": True}],
        ),
        step(
            "calls.tamarshire.1",
            "receive_enquiry",
            "received",
            channel="phone",
            area="tamarshire",
            narrative=f"He says he may not tell.\n\nShe sent me this: {UNBROKEN}\n\n"
            + "She talked for a long time. " * 30,
            concerns=["physical-abuse", "domestic-abuse", "parental-mental-health", "neglect", "missing"],
            immediate_danger=True,
            consent={"state": "not_sought", "why": "Asking would put him at risk."},
            referrer={
                "name": f"Demelza {LONG}",
                "agency": "Tamar Bridge Primary",
                "job": "Designated safeguarding lead",
                "phone": "01632 960119",
                "email": "demelza.bartholomew-christopherson-featherstonehaugh@tamar-bridge-primary.example.test",
            },
            people=[
                KNOWN,
                BABY,
                {**MUM, "address": f"Flat 12b, {LONG} House, Upper Long Lane", "postcode": "ZZ99 5TT"},
                {"as": "unborn", "due_date": "2026-07-01", "subject": True},
            ],
        ),
        sent("$bare", photo("PNG"), f"{LONG}.png"),
        sent("$received", UNBROKEN.encode() * 3, f"{LONG}.txt"),
        step("sw.tamarshire.1", "take_enquiry", enquiry="$received"),
        step("sw.tamarshire.1", "relate", enquiry="$received", one="mum", other="known", kind="parent"),
        step(
            "sw.tamarshire.2",
            "declare_tie",
            member="sw.tamarshire.2",
            enquiry="$bare",
            subject="someone",
            kind="other",
        ),
        step(
            "calls.tamarshire.1",
            "flag_child_protection",
            enquiry="$received",
            why=f"He is alone with her again. {LONG}",
        ),
    ]


def about_an_adult() -> list[Step]:
    """An adult's way: the three questions weighed twice, and another adult of whom nobody has weighed them."""
    so = dict.fromkeys(("needs_care", "at_risk", "in_area"), "yes")
    return [
        enquiry("adult", [OLD, {**MUM, "subject": True}], "Her nephew has her bank card.", concerns=["adult-at-risk"]),
        step(
            "sw.tamarshire.1",
            "weigh_care_duty",
            enquiry="$adult",
            adult="old",
            **so,
            cannot_protect="no",
            instead="other_enquiry",
            why=f"She says no herself. {LONG}",
        ),
        step("pm.tamarshire.1", "weigh_care_duty", enquiry="$adult", adult="old", **so, cannot_protect="yes"),
    ]


def asked() -> list[Step]:
    """Rated; the agencies have been asked and nobody has answered."""
    return [
        enquiry("asked", [CHILD, BABY, MUM], "Bruises on both arms."),
        step("calls.tamarshire.1", "identify_subject", enquiry="$asked", subject="child", person="new"),
        step(
            "sw.tamarshire.1", "rate_enquiry", "ra", enquiry="$asked", level="red", rationale="An injury, and a threat."
        ),
    ]


def gathering() -> list[Step]:
    """Some have answered, one of them more urgently; health and probation have not."""
    return [
        enquiry("gathering", [KNOWN, MUM], "A long story of shouting."),
        step("calls.tamarshire.1", "identify_subject", enquiry="$gathering", subject="known", person="best"),
        step("sw.tamarshire.1", "take_enquiry", enquiry="$gathering"),
        step(
            "sw.tamarshire.1",
            "rate_enquiry",
            "rg",
            enquiry="$gathering",
            level="green",
            rationale="A worry, no harm seen.",
        ),
        step(
            "police.1",
            "answer_request",
            "pg",
            request="$rg.requests.police",
            rating="red",
            answers=[
                no_trace("known"),
                known("mum", item("Three call-outs in a month.", "restricted", conditions=f"Not to {LONG}")),
            ],
        ),
        step(
            "education.1",
            "answer_request",
            request="$rg.requests.education",
            rating="none",
            answers=[{"subject": "known", "reply": "holding", "why": "The head is away until three"}, no_trace("mum")],
        ),
        step(
            "sw.tamarshire.1",
            "propose_decision",
            enquiry="$gathering",
            why="Early help is with them already.",
            outcomes=[{"subject": "known", "outcome": "early_help", "team": "early-help-tamar"}],
        ),
        step("sw.tamarshire.1", "ask_enquirer", enquiry="$gathering", text=f"Who else lives there? {UNBROKEN}"),
        step("sw.tamarshire.1", "chase_agency", request="$rg.requests.probation"),
        step("sw.tamarshire.1", "link_enquiry", enquiry="$gathering", to="$asked"),
        sent("$gathering", sound(), "call.wav"),
    ]


def decided() -> list[Step]:
    """Decided; a permission is waited for, one release waits for its second reader, another has gone to a team."""
    return [
        enquiry(
            "decided",
            [CHILD, BABY, {**MUM, "address": "7 Hidden Quay", "postcode": "ZZ99 7HQ", "address_protected": True}],
        ),
        step("sw.tamarshire.1", "rate_enquiry", "rd", enquiry="$decided", level="amber", rationale="Both are small."),
        step(
            "health.1",
            "answer_request",
            "hd",
            request="$rd.requests.health",
            rating="amber",
            answers=[
                known(
                    "child",
                    item("Elbow fracture, 11 February.", "open", happened="2026-02-11", source="Emergency department"),
                ),
                no_trace("baby"),
                known("mum", item(f"Seen at 7 Hidden Quay. {UNBROKEN}", "restricted", conditions="Ask us first")),
            ],
        ),
        step("education.1", "answer_request", request="$rd.requests.education", rating="none", answers=nothing()),
        step(
            "pm.tamarshire.1",
            "decide",
            enquiry="$decided",
            threshold=4,
            rationale="Both children are at risk of harm.",
            outcomes=[
                {"subject": "child", "outcome": "section_47", "team": "tamar-north", "why": "An injury"},
                {"subject": "baby", "outcome": "assessment", "team": "tamar-south", "why": "Too young to tell"},
            ],
        ),
        step("probation.1", "answer_request", request="$rd.requests.probation", rating="none", answers=nothing()),
        step(
            "pm.tamarshire.1",
            "ask_owner",
            enquiry="$decided",
            item="$hd.items.mum",
            team="tamar-north",
            purpose="A safe visit",
        ),
        step(
            "pm.tamarshire.1",
            "prepare_release",
            enquiry="$decided",
            team="tamar-north",
            items=["$hd.items.child"],
            note=f"See both children today, near Hidden Quay. {LONG}",
        ),
        step(
            "pm.tamarshire.1",
            "prepare_release",
            "south",
            enquiry="$decided",
            team="tamar-south",
            items=["$hd.items.child"],
            note="See him today.",
        ),
        step("pm.tamarshire.2", "approve_release", enquiry="$decided", release="$south"),
    ]


def elsewhere() -> list[Step]:
    """Decided for two other authorities: one has been sent it, of the other nobody has written it down."""
    return [
        enquiry("elsewhere", [CHILD, BABY], "They moved to Exeter in the summer."),
        step(
            "pm.tamarshire.1",
            "decide",
            enquiry="$elsewhere",
            threshold=3,
            rationale="They live there. Nobody was asked.",
            outcomes=[
                {"subject": "child", "outcome": "other_authority", "service": "Devon"},
                {"subject": "baby", "outcome": "other_authority", "service": "Bristol, City of"},
            ],
        ),
        step(
            "pm.tamarshire.1",
            "say_sent_elsewhere",
            enquiry="$elsewhere",
            to="Devon",
            how=f"Secure e-mail to {LONG}, and rung through",
        ),
    ]


def across() -> list[Step]:
    """Offered by another area, and waiting; offered to it, and sent back; and somebody who seems to live there."""
    moved = {**CHILD, "given": "Kerensa", "address": f"17 {LONG} Ropewalk", "postcode": "ZZ99 4BZ"}
    return [
        enquiry("theirs", [moved, MUM], "They came here last night.", area="port-ellery"),
        step("sw.port-ellery.1", "offer_to_area", enquiry="$theirs", area="tamarshire", why="found"),
        enquiry("moved", [moved, MUM], "They moved to the harbour."),
        step("sw.tamarshire.1", "offer_to_area", "offer", enquiry="$moved", area="port-ellery", why="moved"),
        step(
            "pm.port-ellery.1",
            "send_offer_back",
            enquiry="$offer.became",
            why=f"They are registered with a school in Tamarshire. {UNBROKEN}",
        ),
    ]


def closed() -> list[Step]:
    """Over, without anybody having been asked; the enquirer has been told."""
    return [
        enquiry("closed", [{**CHILD, "given": "Tegen"}], "A question about a school place."),
        step("sw.tamarshire.1", "take_enquiry", enquiry="$closed"),
        step(
            "pm.tamarshire.1",
            "decide",
            enquiry="$closed",
            threshold=1,
            rationale="Nobody was asked: it is a question of admissions.",
            outcomes=[{"subject": "child", "outcome": "signpost", "service": "School admissions"}],
        ),
        step("pm.tamarshire.1", "tell_referrer", enquiry="$closed", text=f"Admissions will ring you. {UNBROKEN}"),
        step("pm.tamarshire.1", "close_enquiry", enquiry="$closed"),
    ]


def twice() -> list[Step]:
    """Two records of one child: merged by two people, taken back by two, and merged once more."""
    first = {**CHILD, "as": "first", "given": "Kensa"}
    second = {**CHILD, "as": "second", "given": "Kensa-Rose"}
    whose = {"enquiry": "$twice", "person": "new", "why": "Nobody else has this name."}
    return [
        enquiry("twice", [first, second], "Two schools have her."),
        step("calls.tamarshire.1", "identify_subject", "one", subject="first", **whose),
        step("calls.tamarshire.1", "identify_subject", "two", subject="second", **whose),
        step("sw.tamarshire.1", "name_double", "pair", one="$one.person", other="$two.person"),
        step("sw.tamarshire.1", "propose_merge", "m1", doubt="$pair", keep="$one.person", why=f"One girl. {UNBROKEN}"),
        step("pm.tamarshire.1", "confirm_merge", merging="$m1"),
        step("pm.tamarshire.1", "propose_unmerge", "u1", doubt="$pair", why=f"Two mothers. {UNBROKEN}"),
        step("sw.tamarshire.1", "confirm_unmerge", merging="$u1"),
        step("pm.tamarshire.1", "propose_merge", "m2", doubt="$pair", keep="$two.person", why="One girl after all."),
        step("pm.tamarshire.2", "confirm_merge", merging="$m2"),
    ]


def enquiry(
    name: str,
    people: list[Step],
    narrative: str = "He came with a burn on his hand.",
    *,
    concerns: Sequence[str] = ("domestic-abuse",),
    area: str = "tamarshire",
) -> Step:
    """A school tells of somebody."""
    return step(
        "school.1",
        "receive_enquiry",
        name,
        channel="professional",
        area=area,
        narrative=narrative,
        concerns=list(concerns),
        referrer={"name": "Senara Goldsworth", "agency": "Tamar Bridge Primary", "job": "Teacher"},
        people=people,
    )


def item(text: str, handling: str, **more: Any) -> Step:
    """What an agency knows."""
    return {"text": text, "handling": handling, **more}


def known(subject: str, what: Step) -> Step:
    """An agency knows something of somebody: the item bears their name."""
    return {"subject": subject, "reply": "information", "items": [{"as": subject, "about": [subject], **what}]}


def no_trace(subject: str) -> Step:
    """An agency knows nothing of somebody."""
    return {"subject": subject, "reply": "no_trace"}


def nothing() -> list[Step]:
    """An agency knows nothing of any of them."""
    return [no_trace("child"), no_trace("baby"), no_trace("mum")]
