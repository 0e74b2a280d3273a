"""One enquiry with a text planted wherever text can go, and who may find each."""

from __future__ import annotations

import base64
from typing import Any

from tests.foundation.files import made

WEIGH = ("pm.tamarshire.*", "sw.tamarshire.*")
CORE = (*WEIGH, "calls.tamarshire.*")
POLICE = ("police.*",)
HEALTH = ("health.*",)
IN_THE_HUB = ("police.*", "health.*", "education.*", "adult-mental-health.*")
ASKED = (*IN_THE_HUB, "probation.*", "youth-offending.*", "camhs.*", "early-years.*")
NORTH = ("team.tamar-north.*",)

# By its colour a photo is known again, in whatever size it is shown.
COLOUR = "#c81e78"
PICTURE = "plantedpicture"

# text → accounts that may find it, and (account, page) pairs that must.
MAY: dict[str, tuple[str, ...]] = {
    # Begun at a door and not sent: whoever began it with an account reads their own words there, and nobody else does.
    "planteddraft": (),
    "plantedprofessionaldraft": (),
    "plantedaccountdraft": ("school.1",),
    "plantedcall": ("calls.tamarshire.1",),
    # Files that were chosen at a door and not sent: not even those who chose them find these.
    "plantedunsentname": (),
    "plantedunsenttext": (),
    "plantedunsentexif": (),
    "plantedstory": (*CORE, *ASKED, "school.1", *NORTH),
    "Plantedaddress": (*CORE, "school.1"),
    "100040415239": CORE,
    "Plantedschool": (*CORE, "school.1"),
    "Plantedsurgery": CORE,
    "Plantedreferrer": (*CORE, "school.1"),
    "Plantedjob": (*CORE, "school.1"),
    "01632960118": (*CORE, "school.1"),
    "plantedcondition": (*WEIGH, *POLICE),
    "plantedopen": (*WEIGH, *IN_THE_HUB, *NORTH),
    "plantedopenunsent": (*WEIGH, *IN_THE_HUB),
    "plantedrestricted": (*WEIGH, *POLICE),
    "plantedsealed": ("pm.tamarshire.*", "sw.tamarshire.1", *POLICE),
    "plantedgist": (*WEIGH, *POLICE, *NORTH),
    "plantedoldversion": ("pm.tamarshire.*", "sw.tamarshire.1", *HEALTH),
    "plantednewversion": ("pm.tamarshire.*", "sw.tamarshire.1", *HEALTH),
    "plantedgiveaway": (*WEIGH, *HEALTH),
    "plantedholding": (*WEIGH, "education.*"),
    "plantedrationale": WEIGH,
    "plantedproposal": WEIGH,
    "plantedcareduty": WEIGH,
    "plantedelsewhere": WEIGH,
    "planteddecision": WEIGH,
    "plantedexcuse": WEIGH,
    "plantedkept": WEIGH,
    "plantedwhy": (*WEIGH, *NORTH),
    "plantednote": (*WEIGH, *NORTH),
    "plantedpurpose": (*WEIGH, *POLICE),
    "plantedquestion": (*CORE, "school.1"),
    "plantedanswer": (*CORE, "school.1"),
    "plantedaddition": (*CORE, "school.1"),
    "plantedfilename": CORE,
    "plantedtextfile": CORE,
    "plantedword": CORE,
    "plantedpdf": CORE,
    PICTURE: CORE,
    # What a file tells of place, device and author: in the sealed original, and on no page there is.
    "plantedexif": (),
    # A protected address that one area's hub told another's: read by the two.
    "Plantedrefuge": (*CORE, "sw.port-ellery.*", "pm.port-ellery.*", "calls.port-ellery.*"),
    "plantedstrategy": WEIGH,
    "plantedalert": (*CORE, *IN_THE_HUB, "evaluator.*"),
    "plantedfeedback": (*CORE, "school.1"),
    "planteddisagrees": (*WEIGH, "school.1"),
    "plantedagencydisagrees": (*WEIGH, *HEALTH),
    "plantedheard": WEIGH,
    "plantedknown": WEIGH,
    "plantedplan": WEIGH,
    "plantedbetween": WEIGH,
    "plantedstage": WEIGH,
    "plantedweighed": WEIGH,
    "plantedsettled": (*WEIGH, *HEALTH),
    "plantedapart": WEIGH,
    "plantedglass": ("pm.port-ellery.2", "auditor.1"),
}
# What somebody finds of a draft of their own is what they wrote: reading it is no event.
OWN = ("plantedaccountdraft", "plantedcall")
# By what each person of the story is known on a page: their given name, or on a short line their family's.
NAMES: dict[str, tuple[str, ...]] = {"child": ("Piran", "Seedlove"), "mum": ("Elowen", "Seedmore")}
# What was told of one person alone shows them, on a page that does not name them.
TOLD: dict[str, tuple[str, ...]] = {
    "child": (
        *("plantedopen", "plantedopenunsent", "plantedoldversion", "plantednewversion", "plantedgiveaway"),
        "ZZ99 4PL",
    ),
    "mum": ("plantedrestricted", "plantedsealed", "plantedgist", "plantedcondition"),
}
# Searches that find them without saying what is planted: by how a name sounds, and by where the child is in hiding.
SEARCHES = ("Pirran Seedluv", "ZZ99 5PR")
BORN = ("2018-04-04", "4 April 2018", "1990-01-31", "31 January 1990")


def _items(*items: dict[str, Any]) -> list[dict[str, Any]]:
    return list(items)


def _file(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "base64": base64.b64encode(content).decode()}


FILES = [
    _file("plantedfilename.jpg", made.photo(secret="plantedexif", colour=COLOUR)),
    _file("plantedfilename.png", made.photo("PNG", secret="plantedexif", colour=COLOUR)),
    _file("plantedfilename.txt", b"He said plantedtextfile."),
    _file("plantedfilename.docx", made.word("He wrote plantedword.", secret="plantedexif")),
    _file("plantedfilename.pdf", made.pdf("Seen: plantedpdf.", secret="plantedexif")),
]


UNSENT = [
    ("plantedunsentname.jpg", made.photo(secret="plantedunsentexif")),
    ("plantedunsentname.txt", b"He said plantedunsenttext."),
    ("plantedunsentname.pdf", made.pdf("Seen: plantedunsenttext.", secret="plantedunsentexif")),
]


def _step(by: str | None, do: str, name: str | None = None, /, **told: Any) -> dict[str, Any]:
    return {"by": by, "do": do, "at": "+3m", **({"as": name} if name else {}), "with": told}


def story() -> dict[str, Any]:
    """The scenario, as `mash play` reads it."""
    rest = [{"subject": name, "reply": "no_trace"} for name in ("child", "mum")]
    return {
        "name": "Planted",
        "start": "2026-03-02T09:00:00+00:00",
        "steps": [
            {
                "by": "school.1",
                "do": "receive_enquiry",
                "as": "e",
                "with": {
                    "channel": "professional",
                    "area": "tamarshire",
                    "narrative": "He told me plantedstory. They hide at 4 Plantedaddress Rise, says Zillah "
                    "Plantedreferrer, and he goes to Plantedschool.",
                    "concerns": ["domestic-abuse"],
                    "referrer": {
                        "name": "Zillah Plantedreferrer",
                        "agency": "Tamar Bridge Primary",
                        "job": "Plantedjob keeper",
                        "phone": "01632960118",
                        "withhold_identity": True,
                    },
                    "people": [
                        {
                            "as": "child",
                            "given": "Piran",
                            "family": "Seedlove",
                            "dob": "2018-04-04",
                            "subject": True,
                            "role": "child",
                            "address": "4 Plantedaddress Rise",
                            "postcode": "ZZ99 4PL",
                            "uprn": "100040415239",
                            "school": "Plantedschool Primary",
                            "gp": "Plantedsurgery Practice",
                            "address_protected": True,
                        },
                        {"as": "mum", "given": "Elowen", "family": "Seedmore", "dob": "1990-01-31", "role": "mother"},
                    ],
                },
            },
            _step("calls.tamarshire.1", "identify_subject", "p", enquiry="$e", subject="child", person="new"),
            _step("calls.tamarshire.1", "identify_subject", "pm", enquiry="$e", subject="mum", person="new"),
            _step("sw.tamarshire.1", "name_double", "double", one="$p.person", other="$pm.person"),
            _step("sw.tamarshire.1", "tell_apart", doubt="$double", why="A mother and her son, plantedapart"),
            _step(
                "sw.tamarshire.1", "flag_child_protection", "al", enquiry="$e", why="A child in hiding, plantedalert"
            ),
            _step("sw.tamarshire.1", "ask_enquirer", enquiry="$e", text="Who collects him, plantedquestion?"),
            _step(None, "answer_hub", reference="$e.reference", code="$e.code", text="An aunt, plantedanswer."),
            _step(
                None, "add_to_enquiry", reference="$e.reference", code="$e.code", text="He is here, plantedaddition."
            ),
            _step(None, "attach_files", "files", reference="$e.reference", code="$e.code", files=FILES),
            _step(
                "sw.tamarshire.1",
                "propose_decision",
                enquiry="$e",
                why="plantedproposal",
                outcomes=[{"subject": "child", "outcome": "assessment", "team": "tamar-north"}],
            ),
            _step(
                "sw.tamarshire.2",
                "weigh_care_duty",
                enquiry="$e",
                adult="mum",
                **dict.fromkeys(("needs_care", "at_risk", "in_area"), "yes"),
                cannot_protect="no",
                instead="advice",
                why="She can leave him, plantedcareduty",
            ),
            _step(
                "sw.tamarshire.1", "say_sent_elsewhere", "gone", enquiry="$e", to="Devon", how="Rung, plantedelsewhere"
            ),
            _step("sw.tamarshire.1", "rate_enquiry", "r", enquiry="$e", level="amber", rationale="plantedrationale"),
            _step(
                "police.1",
                "answer_request",
                "a",
                request="$r.requests.police",
                rating="red",
                answers=[
                    {"subject": "child", "reply": "no_trace"},
                    {
                        "subject": "mum",
                        "reply": "information",
                        "items": _items(
                            {
                                "as": "restricted",
                                "text": "Two call-outs, plantedrestricted.",
                                "handling": "restricted",
                                "conditions": "Never to him, plantedcondition",
                                "about": ["mum"],
                            },
                            {
                                "as": "sealed",
                                "text": "A source says plantedsealed.",
                                "handling": "sealed",
                                "about": ["mum"],
                            },
                        ),
                    },
                ],
            ),
            _step(
                "health.1",
                "answer_request",
                "b",
                request="$r.requests.health",
                rating="green",
                answers=[
                    {
                        "subject": "child",
                        "reply": "information",
                        "items": _items(
                            {
                                "as": "open",
                                "text": "A broken arm, plantedopen.",
                                "handling": "open",
                                "about": ["child"],
                            },
                            {
                                "as": "unsent",
                                "text": "Missed clinic, plantedopenunsent.",
                                "handling": "open",
                                "about": ["child"],
                            },
                            {"as": "wrong", "text": "Said plantedoldversion.", "handling": "open", "about": ["child"]},
                            {
                                "as": "place",
                                "text": "Seen at plantedgiveaway.",
                                "handling": "open",
                                "about": ["child"],
                                "protects": ["address"],
                            },
                        ),
                    },
                    {"subject": "mum", "reply": "no_trace"},
                ],
            ),
            _step(
                "health.2",
                "correct_item",
                "c",
                item="$b.items.wrong",
                text="Said plantednewversion.",
                handling="sealed",
                why="It gives somebody away",
            ),
            _step(
                "education.1",
                "answer_request",
                request="$r.requests.education",
                rating="none",
                answers=[{"subject": "child", "reply": "holding", "why": "The head is away, plantedholding"}, rest[1]],
            ),
            _step("probation.1", "answer_request", request="$r.requests.probation", rating="none", answers=rest),
            _step("sw.tamarshire.1", "excuse_agency", request="$r.requests.camhs", why="plantedexcuse"),
            _step("sw.tamarshire.1", "keep_rating", enquiry="$e", request="$r.requests.police", why="plantedkept"),
            _step(
                "pm.tamarshire.1",
                "hold_strategy_discussion",
                enquiry="$e",
                present=["pm.tamarshire.1", "police.1"],
                decision="plantedstrategy",
                section_47=True,
                agency="joint",
            ),
            _step(
                "pm.tamarshire.1",
                "decide",
                "d",
                enquiry="$e",
                threshold=4,
                rationale="planteddecision",
                outcomes=[{"subject": "child", "outcome": "section_47", "team": "tamar-north", "why": "plantedwhy"}],
            ),
            _step(
                "pm.tamarshire.1",
                "ask_owner",
                "ask",
                item="$a.items.restricted",
                team="tamar-north",
                purpose="plantedpurpose",
            ),
            _step("police.2", "agree_release", "ok", permission="$ask", gist="Go in pairs: plantedgist."),
            _step(
                "pm.tamarshire.1",
                "prepare_release",
                "rel",
                enquiry="$e",
                team="tamar-north",
                items=["$b.items.open", "$ok.item"],
                note="See him today, plantednote.",
            ),
            _step("pm.tamarshire.2", "approve_release", "sent", release="$rel"),
            _step("team.tamar-north.1", "acknowledge_handover", handover="$sent.handover"),
            _step("pm.tamarshire.1", "tell_referrer", enquiry="$e", text="Thank you, plantedfeedback."),
            _step(
                None, "disagree", "x", reference="$e.reference", code="$e.code", why="He is afraid, planteddisagrees."
            ),
            _step("health.1", "disagree", "y", enquiry="$e.reference", why="The arm, plantedagencydisagrees."),
            _step(
                "sw.tamarshire.2",
                "hear_disagreement",
                "z",
                enquiry="$e",
                party="education",
                why="The head rang, plantedheard.",
                heard="Ms Plantedknown, rung back",
            ),
            _step("sw.tamarshire.2", "plan_meanwhile", disagreement="$z", plan="With his aunt, plantedplan."),
            _step("sw.tamarshire.1", "plan_meanwhile", disagreement="$x", plan="With his aunt, plantedplan."),
            _step("pm.tamarshire.1", "plan_meanwhile", disagreement="$y", plan="With his aunt, plantedplan."),
            _step("pm.tamarshire.1", "change_stage_owner", disagreement="$z", owner="pm.tamarshire.2"),
            _step(
                "pm.tamarshire.1",
                "escalate_disagreement",
                disagreement="$y",
                result="We differ, plantedstage.",
                between="Dr Plantedbetween, head of service",
            ),
            _step(
                "pm.tamarshire.2",
                "settle_disagreement",
                disagreement="$y",
                finding="not_upheld",
                result="The arm was seen, plantedweighed.",
                told="Thank you, plantedsettled.",
            ),
            _step("pm.port-ellery.2", "break_glass", enquiry="$e", why="The family moved here, plantedglass"),
            _step(
                "sw.tamarshire.1",
                "say_moved",
                person="$p.person",
                area="port-ellery",
                address="6 Plantedrefuge Lane",
                postcode="ZZ99 5PR",
                protected=True,
            ),
        ],
    }


MUST: list[tuple[str, str, str]] = [
    ("sw.tamarshire.1", "Plantedaddress", "$e.url"),
    ("sw.tamarshire.1", "Plantedschool Primary", "$e.url"),
    ("calls.tamarshire.1", "Plantedsurgery", "$e.url"),
    ("sw.tamarshire.2", "plantedcondition", "$e.url"),
    ("calls.tamarshire.1", "01632960118", "$e.url"),
    ("pm.tamarshire.2", "planteddecision", "$e.url"),
    ("pm.tamarshire.1", "plantedcareduty", "$e.url"),
    ("sw.tamarshire.2", "plantedelsewhere", "$e.url"),
    ("pm.tamarshire.1", "plantedsealed", "$e.url"),
    ("sw.tamarshire.1", "plantedsealed", "$e.url"),
    ("police.1", "plantedopen", "$e.url"),
    ("team.tamar-north.1", "plantedstory", "$sent.url"),
    ("team.tamar-north.1", "plantednote", "$sent.url"),
    ("team.tamar-north.1", "plantedgist", "$sent.url"),
    ("probation.1", "plantedstory", "/requests/$r.requests.probation"),
    ("calls.tamarshire.1", "plantedfilename", "/enquiries/$e.reference/files/$files.files.1"),
    ("pm.tamarshire.2", "plantedtextfile", "/enquiries/$e.reference/files/$files.files.3"),
    ("pm.tamarshire.2", PICTURE, "/enquiries/$e.reference/files/$files.files.1/small"),
    ("pm.tamarshire.2", PICTURE, "/enquiries/$e.reference/files/$files.files.2/copy"),
    ("police.2", "plantedpurpose", "/permissions/$ask"),
    ("sw.tamarshire.2", "plantedplan", "$e.url"),
    ("pm.tamarshire.2", "plantedknown", "/enquiries/$e.reference/disagreements"),
    ("pm.tamarshire.2", "plantedstage", "/enquiries/$e.reference/disagreements"),
    ("health.2", "plantedsettled", "/requests/$r.requests.health"),
    ("school.1", "planteddisagrees", "/enquire/mine/$e.reference"),
    ("school.1", "plantedquestion", "/enquire/mine/$e.reference"),
    ("school.1", "plantedaccountdraft", "$drafts.professional"),
    ("calls.tamarshire.1", "plantedcall", "$drafts.call"),
    ("sw.tamarshire.2", "Plantedrefuge", "/people/$p.person"),
    ("pm.port-ellery.1", "Plantedrefuge", "/people/$p.person"),
]
