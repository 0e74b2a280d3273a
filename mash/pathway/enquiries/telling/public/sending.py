"""From answers to an enquiry: what is shown to be checked, and what the verb takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mash.pathway.enquiries.drafts.opening import ChosenFile
from mash.pathway.enquiries.files import counted_files
from mash.pathway.enquiries.forms.telling import age_told
from mash.pathway.enquiries.models import Living
from mash.pathway.enquiries.telling.public.forms import DangerForm, SafeForm, SayForm
from mash.pathway.enquiries.telling.public.questions import FILES, Told
from mash.ui.parts import SummaryRow

NOT_SAID = "You did not say"
DANGER = dict(DangerForm.base_fields["danger"].choices)  # type: ignore[attr-defined]  # a ChoiceField
SAFE = dict(SafeForm.base_fields["safe"].choices)  # type: ignore[attr-defined]  # as above
LIVES = {Living.Where.HERE: "lives there", Living.Where.ELSEWHERE: "does not live there"}
SAY = dict(SayForm.base_fields["say_who"].choices)  # type: ignore[attr-defined]  # as above


def as_told(told: Told) -> dict[str, Any]:
    """As `receive_enquiry` takes it. Who gives no name stays anonymous, and is named only when they say so."""
    who, you = _part(told, "who"), _part(told, "you")
    read = [_person({**who, "worried": True}), *(_person(one) for one in _others(told))]
    ages = [f"How old {_called(person)} is: {unread}" for person, unread in read if unread]
    return {
        "narrative": "\n\n".join([_part(told, "story").get("narrative", ""), *ages]),
        "immediate_danger": _part(told, "danger").get("danger", ""),
        "people": [
            person for person, _ in read if any(v for name, v in person.items() if name not in ("subject", "lives"))
        ],
        "referrer": {
            **{name: you.get(name, "") for name in ("name", "phone", "email")},
            "safe_contact": _safe(told),
            "anonymous": not you.get("name", "").strip(),
            "withhold_identity": _part(told, "say").get("say_who") != "yes",
        },
    }


def answers(told: Told, files: Sequence[ChosenFile]) -> list[tuple[str, SummaryRow]]:
    """What was answered and chosen, each with the slug of the question where it is changed."""
    who, you, say = _part(told, "who"), _part(told, "you"), _part(told, "say")
    others = (_other(one) for one in _others(told))
    rows = [
        ("danger", "In danger right now", DANGER.get(_part(told, "danger").get("danger", ""), "")),
        ("who", "Who it is about", _line(who, "given", "family", "age", "address")),
        ("story", "What is happening", _part(told, "story").get("narrative", "")),
        ("others", "Who else you know of", "\n".join(others)),
        (FILES.slug, "Photos and files", counted_files(files) or "None"),
        ("safe", "Is it safe to get in touch", _safe(told)),
        ("you", "Who you are", _line(you, "name", "phone", "email")),
    ]
    if any(you.values()):
        rows.append(("say", "May we say that you told us", SAY.get(say.get("say_who", ""), "")))
    return [(slug, SummaryRow(key, text or NOT_SAID)) for slug, key, text in rows]


def _part(told: Told, name: str) -> Mapping[str, Any]:
    return told.get(name, {})


def _others(told: Told) -> list[Mapping[str, Any]]:
    people: list[Mapping[str, Any]] = _part(told, "others").get("people", [])
    return people


def _person(said: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Somebody as the verb takes them, and their age where no number can be read from it."""
    years, unread = age_told(said.get("age", ""))
    texts = {name: said.get(name, "") for name in ("given", "family", "role", "address")}
    lives = said.get("lives", "")
    return {
        **texts,
        "age": years,
        "lives": lives if lives in LIVES else "",
        "subject": bool(said.get("worried")),
    }, unread


def _other(said: Mapping[str, Any]) -> str:
    """`Nan, nan, lives there`."""
    told = (_line(said, "given", "family", "role", "age"), LIVES.get(said.get("lives", ""), ""))
    return ", ".join(part for part in told if part)


def _called(person: Mapping[str, Any]) -> str:
    return " ".join(part for part in (person["given"], person["family"]) if part) or person["role"] or "the person"


def _safe(told: Told) -> str:
    said = _part(told, "safe")
    return ": ".join(text for text in (SAFE.get(said.get("safe", ""), ""), said.get("how", "").strip()) if text)


def _line(said: Mapping[str, Any], *names: str) -> str:
    return ", ".join(said[name].strip() for name in names if said.get(name, "").strip())
