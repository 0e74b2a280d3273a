"""Reads the forms of a page as a browser has them, and says what of a page is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Typed = dict[str, list[str]]
NOT_TYPED = {"csrfmiddlewaretoken", "once"}
DATE_PART = re.compile(r"_(day|month|year)$")


@dataclass(slots=True)
class Box:
    """One name of a form: what stands in it, and what may be chosen."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    @property
    def is_chosen(self) -> bool:
        return self.kind in ("radio", "checkbox", "select")

    @property
    def is_text(self) -> bool:
        return self.kind in ("text", "textarea", "email", "tel")


@dataclass(slots=True)
class Form:
    """A form that changes something, with where it stands and where it goes."""

    page: str
    action: str
    boxes: dict[str, Box] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def texts(self) -> list[Box]:
        return [box for box in self.boxes.values() if box.is_text]

    @property
    def files(self) -> list[str]:
        """The names of the boxes into which files go."""
        return [box.name for box in self.boxes.values() if box.kind == "file"]

    @property
    def dates(self) -> list[str]:
        """The names of dates, of which the form has three boxes each."""
        days = [name.removesuffix("_day") for name in self.boxes if name.endswith("_day")]
        return [name for name in days if f"{name}_month" in self.boxes and f"{name}_year" in self.boxes]

    def as_it_stands(self) -> Typed:
        """What a browser sends when nothing was touched, without a button."""
        return {name: list(box.values) for name, box in self.boxes.items() if box.values or not box.is_chosen}

    @property
    def kind(self) -> tuple[str, ...]:
        """What makes it another form than others, answers among it: ids, and numbers of repeated parts, do not."""
        names = [*self.boxes, *(f"{name}={value}" for name, value in self.buttons)]
        names += [f"answer={choice}" for choice in self.boxes["answer"].choices] if "answer" in self.boxes else []
        return (plain(self.action), *sorted({plain(name) for name in names}))


ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|/enquiries/[^/]+|\d+")


def plain(text: str) -> str:
    """An address or a name without what differs from row to row."""
    return ID.sub("*", text)


class Page(HTMLParser):
    """The forms of a page that are sent by POST, in their order."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[Form] = []
        self.failed = False
        self._form: Form | None = None
        self._textarea: Box | None = None
        self._select: Box | None = None
        self.feed(html)
        self.close()

    @property
    def between(self) -> Form | None:
        """The form of a page between typing and saving: it brings along what was typed, and asks nothing."""
        own = [form for form in self.forms if form.action == self.address and form.boxes.keys() - NOT_TYPED]
        return next((f for f in own if all(box.kind == "hidden" for box in f.boxes.values())), None)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if {"govuk-error-message", "govuk-error-summary", "mash-inset--danger"} & set(told.get("class", "").split()):
            self.failed = True
        if tag == "form":
            self._form = Form(self.address, told.get("action") or self.address)
            if told.get("method", "").lower() == "post":
                self.forms.append(self._form)
        if self._form is None or "disabled" in told:
            return
        if tag == "option" and self._select is not None:
            self._option(told)
        elif tag in ("input", "textarea", "select", "button"):
            self._box(self._form, tag, told)

    def _box(self, form: Form, tag: str, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "text" if tag == "input" else tag)
        if tag == "button" or kind == "submit":
            form.buttons.append((name, told.get("value", "")))
            return
        if not name:
            return
        box = form.boxes.setdefault(name, Box(name, kind if tag == "input" else tag))
        if tag == "textarea":
            box.values = [""]
            self._textarea = box
        elif tag == "select":
            self._select = box
        elif kind in ("radio", "checkbox"):
            value = told.get("value", "on")
            box.choices.append(value)
            box.values += [value] if "checked" in told else []
        else:
            box.values.append(told.get("value", ""))

    def _option(self, told: dict[str, str]) -> None:
        box, value = self._select, told.get("value", "")
        if box is not None:
            box.choices.append(value)
            if "selected" in told or len(box.choices) == 1:
                box.values = [value]

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea.values[0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            self._textarea.values[0] = self._textarea.values[0].removeprefix("\n")
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._form = None


def page_of(address: str, answer: Any) -> Page:
    """The page that was answered; a page without forms when it is no page."""
    is_page = "html" in answer.headers.get("Content-Type", "")
    return Page(address, answer.content.decode() if is_page else "")
