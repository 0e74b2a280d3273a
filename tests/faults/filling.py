"""Fills a form so that it can be sent: what somebody would type who means it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.reading_forms import DATE_PART, NOT_TYPED, Box, Form, Typed

WORDS = "He was seen by two people, and both were worried."


class Upload(str):
    """A file that is sent: its content, under a name of its own."""

    __slots__ = ()


NOTE = Upload("She has a bruise on her arm, and says the stairs did it.")
# What must fit together or be of a kind, by the end of a box's name. The rest takes words, or its first choice.
FITTING: dict[str, str] = {
    "age": "",
    "nhs_number": "",
    "upn": "",
    "uprn": "",
    "referrer_email": "",
    "email": "",
    "due_time": "15:30",
    "due_day_day": "9",
    "due_day_month": "3",
    "due_day_year": "2026",
    "day_day": "2",
    "day_month": "3",
    "day_year": "2026",
    "clock": "11:55",
    "due_date_day": "",
    "due_date_month": "",
    "due_date_year": "",
    "lives_until_day": "",
    "lives_until_month": "",
    "lives_until_year": "",
    "_day": "4",
    "_month": "2",
    "_year": "2026",
    "outcome": "assessment",
    "team": "tamar-north",
    "reply": "information",
    "count": "1",
    "present": "",
    "person": "new",
    "sex": "female",
    "postcodes": "",
    "place": "",
    "holds_from_day": "",
    "holds_from_month": "",
    "holds_from_year": "",
    "decision_amber_amount": "2",
    "saturday": "10:00 to 13:00",
    "sunday": "",
    "first_day": "5",
    "first_month": "3",
    "last_day": "",
    "last_month": "",
    "last_year": "",
    "area": "tamarshire",
    "mark": "XY",
    "of_team": "",
    "work_email": "ida.tarrow@westmark.example",
    "registration_number": "SW123456",
    "countersigned_by": "Ida Tarrow, service director",
    "signed_on_day": "2",
    "signed_on_month": "3",
    "ends_on_day": "",
    "ends_on_month": "",
    "ends_on_year": "",
    "died_day": "1",
    "died_month": "3",
    "died_year": "2026",
    "begins_day": "",
    "begins_month": "",
    "begins_year": "",
    "ends_day": "9",
    "ends_month": "3",
    "ends_year": "2027",
    "website": "",  # nobody sees it
    "known": "",  # a checkpoint, which nobody types
    "phone": "01632 960118",
    "referrer_name": "Ida Tarrow",
    "given": "Perran",
    "family": "Newlyn",
    "also_known_as": "Perry",
    "kind": "mother",
    "role": "brother",
    "state": "given",
    "level": "red",
    "threshold": "4",
    "told": "Thank you. We have talked about it, and somebody will ring you.",
}


def filled(form: Form, given: Mapping[str, str], button: tuple[str, str] | None) -> Typed:
    """What is sent. `given` says what stands in the boxes of these names in this story, in the place of `FITTING`."""
    typed = form.as_it_stands()
    typed |= {name: [NOTE] for name in form.files}
    for box in form.boxes.values():
        if box.name not in NOT_TYPED and box.kind not in ("hidden", "file"):
            typed[box.name] = _for(box, given)
    if button and button[0]:
        typed[button[0]] = [button[1]]
    return typed


def _for(box: Box, given: Mapping[str, str]) -> list[str]:
    fitting = {**FITTING, **given}
    ending = max((name for name in fitting if box.name.endswith(name)), key=len, default=None)
    value = fitting[ending] if ending is not None else None
    if box.kind == "checkbox":
        return box.values or ([box.choices[0]] if len(box.choices) > 1 else [])
    if box.is_chosen and value == "" and "" in box.choices:
        return [""]
    if box.is_chosen:
        choices = [choice for choice in box.choices if choice]
        return [value if value in choices else choices[0]] if choices else []
    if value is not None:
        return [value]
    if DATE_PART.search(box.name):
        return [""]
    return box.values if box.values and box.values[0] else [WORDS]
