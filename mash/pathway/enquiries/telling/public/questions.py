"""The questions of the public door, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mash.pathway.enquiries.telling.public.forms import (
    DangerForm,
    OthersForm,
    PublicForm,
    SafeForm,
    SayForm,
    StoryForm,
    WhoForm,
    YouForm,
)

Told = Mapping[str, Mapping[str, Any]]


def _always(told: Told) -> bool:
    return True


def _said_who_they_are(told: Told) -> bool:
    return any(told.get("you", {}).values())


@dataclass(frozen=True, slots=True)
class Question:
    """One page. `slug` stands in its address and is the name of its part of a draft.

    `note` is what helps to answer it; `asked` says whether it is asked of somebody who has told so much.
    """

    slug: str
    title: str
    form: type[PublicForm] = PublicForm
    note: str = ""
    asked: Callable[[Told], bool] = _always


# Has a page of its own, for what is answered to it is no words.
FILES = Question(
    "files",
    "Do you have photos or files to show us?",
    note="You do not have to. You can also send them later, with your reference and code.",
)
QUESTIONS: tuple[Question, ...] = (
    Question("danger", "Is anyone in danger right now?", DangerForm),
    Question("who", "Who are you worried about?", WhoForm, "Leave out what you do not know."),
    Question("story", "What is happening?", StoryForm),
    Question(
        "others", "Who else do you know of?", OthersForm, "Who lives there, or comes there? You can leave this out."
    ),
    FILES,
    Question("safe", "Is it safe for us to get in touch with you?", SafeForm),
    Question("you", "Do you want to say who you are?", YouForm, "You do not have to. Leave out what you like."),
    Question("say", "May we say that you told us?", SayForm, asked=_said_who_they_are),
)
BY_SLUG = {question.slug: question for question in QUESTIONS}


def after(question: Question, told: Told) -> Question | None:
    """The next question; none when all have been asked."""
    place = QUESTIONS.index(question)
    return next((one for one in QUESTIONS[place + 1 :] if one.asked(told)), None)


def before(question: Question, told: Told) -> Question | None:
    """The question before it; none for the first."""
    place = QUESTIONS.index(question)
    return next((one for one in reversed(QUESTIONS[:place]) if one.asked(told)), None)


def where_they_were(told: Told) -> Question | None:
    """Where somebody goes on who comes back: after the last answer that they gave."""
    answered = [question for question in QUESTIONS if question.slug in told]
    return after(answered[-1], told) if answered else QUESTIONS[0]
