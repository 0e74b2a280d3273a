"""What an area tells the public and professionals: its own texts, or those that the hub comes with."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from mash.foundation.partnership.models import PublicText

Place = PublicText.Place

# A line is an item of a list at `next`, a paragraph elsewhere. Short words and sentences: whoever reads may be afraid.
AS_IT_COMES: Mapping[str, str] = {
    Place.FRONT: "",
    Place.NEXT: "They may ask the police, doctors, schools and others what they know. Then they decide what to do.",
    Place.TELL: (
        "When you come back, we can tell you that we read it, and if we will act. We can not tell you what we know of "
        "the family, or what we say to them. They have a right to keep that to themselves, as you do."
    ),
    Place.HEAR: (
        "What was decided, within one working day of the decision, as far as you may know it for your own work with "
        "the family. If you hear nothing in time, ring us."
    ),
    Place.PRIVACY: "\n".join(
        (
            "We use what you tell us to keep children and adults safe. The law asks us to do this, so we do not need "
            "you to agree.",
            "Social workers and managers of our team read it. They may ask the police, doctors, schools and others "
            "what they know. We tell each of them the part that they need, and no more.",
            "If you ask us not to say who told us, only our own team knows. A court can ask us to say.",
            "We keep what you tell us as long as the law says.",
            "You can ask us what we hold on you. You can ask us to put right what is wrong. At times we have to hold "
            "some of it back to keep a person safe.",
            "If you are not happy with what we do, tell us. You can also tell the Information Commissioner: ring "
            "0303 123 1113.",
        )
    ),
}


def texts_of(area: uuid.UUID) -> dict[str, list[str]]:
    """Every text of an area by its place, in lines. One query."""
    own = dict(PublicText.objects.filter(area=area).exclude(text="").values_list("place", "text"))
    return {place: lines_of(own.get(place, text)) for place, text in AS_IT_COMES.items()}


def texts_at(place: str) -> dict[uuid.UUID, list[str]]:
    """The areas' own texts of one place, in lines, by area. One query."""
    rows = PublicText.objects.filter(place=place).exclude(text="").values_list("area", "text")
    return {area: lines_of(text) for area, text in rows}


def lines_of(text: str) -> list[str]:
    """A text in its lines, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
