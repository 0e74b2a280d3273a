"""Turns a plain Django form into what the GOV.UK components need to draw it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mash.ui.fields import PARTS, Choose, DateInput, Radios, Ticks, typed_parts

ONCE = "once"
"""Name of the hidden field whose value is good for one submission: a double click must not act twice."""
TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)

PASSED_ON = (
    "autofocus",
    "autocomplete",
    "inputmode",
    "autocapitalize",
    "spellcheck",
    "accept",
    "multiple",
    "list",
    "pattern",
    "data-no-keep",
    "data-choose",
)


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One radio button, checkbox or option."""

    value: str
    text: str
    checked: bool
    id: str
    hint: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One box of a date."""

    name: str
    id: str
    text: str
    value: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field as the page shows it. `kind` chooses the markup, `first_id` is where an error's link leads."""

    kind: str
    name: str
    id: str
    first_id: str
    label: str
    hint: str
    errors: tuple[str, ...]
    value: str
    described_by: str
    classes: str
    attributes: Mapping[str, str]
    input_type: str = "text"
    rows: str = "5"
    max_length: int | None = None
    inline: bool = False
    choices: tuple[ShownChoice, ...] = ()
    parts: tuple[ShownPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownError:
    """One line of the error summary; without `href` when it belongs to no field."""

    text: str
    href: str


def shown(bound: BoundField) -> ShownField:
    """All that the markup of one field needs, worked out from the field, its widget and what was typed."""
    widget = bound.field.widget
    kind = kind_of(widget)
    field_id = bound.auto_id or f"id_{bound.html_name}"
    hint = str(bound.help_text or "")
    errors = tuple(str(error) for error in bound.errors)
    max_length = getattr(bound.field, "max_length", None) if kind == "textarea" else None
    described = [
        *([f"{field_id}-info"] if max_length else []),
        *([f"{field_id}-hint"] if hint else []),
        *([f"{field_id}-error"] if errors else []),
    ]
    choices = choices_of(bound, field_id, kind)
    parts = date_parts(bound, field_id) if kind == "date" else ()
    wrong = [part.id for part in parts if part.wrong]
    return ShownField(
        kind=kind,
        name=bound.html_name,
        id=field_id,
        first_id=(wrong or [part.id for part in parts] or [field_id])[0],
        label=str(bound.label),
        hint=hint,
        errors=errors,
        value=_standing(bound, kind, choices),
        described_by=" ".join(described),
        classes=str(widget.attrs.get("class", "")),
        attributes={name: str(widget.attrs[name]) for name in PASSED_ON if name in widget.attrs},
        input_type=getattr(widget, "input_type", None) or "text",
        rows=str(widget.attrs.get("rows", "5")),
        max_length=max_length,
        inline=getattr(widget, "inline", False),
        choices=choices,
        parts=parts,
    )


def _standing(bound: BoundField, kind: str, choices: tuple[ShownChoice, ...]) -> str:
    """What stands in a box; of a list that is chosen from by typing, what was typed and is none of it."""
    match kind:
        case "input" | "textarea" | "hidden":
            return written(bound.field.widget, bound.html_name, bound.value())
        case "select" if isinstance(bound.field.widget, Choose) and not any(one.checked for one in choices):
            return str(bound.value() or "")
    return ""


def typed_in(sent: Iterable[forms.Form]) -> list[tuple[str, str]]:
    """Every text that was typed into forms that were sent, with the label of its box."""
    return [
        (str(bound.label), str(bound.value()))
        for form in sent
        if form.is_bound
        for bound in form
        if kind_of(bound.field.widget) in ("input", "textarea") and bound.value()
    ]


def kind_of(widget: forms.Widget) -> str:
    """Which component draws a widget. The order matters: Django's checkboxes are a kind of radio buttons to it."""
    match widget:
        case DateInput():
            return "date"
        case forms.CheckboxSelectMultiple():
            return "checkboxes"
        case forms.RadioSelect():
            return "radios"
        case forms.CheckboxInput():
            return "tick"
        case forms.Select():
            return "select"
        case forms.Textarea():
            return "textarea"
        case forms.HiddenInput():
            return "hidden"
        case forms.FileInput():
            return "file"
        case _:
            return "input"


def written(widget: forms.Widget, name: str, value: Any) -> str:
    """A value as it stands in its box; what a widget must not repeat, such as a password, is left empty."""
    text = widget.get_context(name, value, None)["widget"]["value"]
    return "" if text is None else str(text)


def choices_of(bound: BoundField, field_id: str, kind: str) -> tuple[ShownChoice, ...]:
    """The choices of radio buttons, checkboxes, a list or a single tick. The first one bears the field's own id."""
    widget = bound.field.widget
    value = bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return (ShownChoice("on", str(bound.label), widget.check_test(value), field_id),)
    if not isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ()
    hints = widget.hints if isinstance(widget, Radios | Ticks) else {}
    nobody = widget.nobody if isinstance(widget, Ticks) else ""
    chosen = widget.format_value(value)
    options = [option for _, group, _ in widget.optgroups(bound.html_name, chosen) for option in group]
    if kind == "radios":
        options = [option for option in options if str(option["value"]) != ""]
    return tuple(
        ShownChoice(
            value=str(option["value"]),
            text=str(option["label"]),
            checked=bool(option["selected"]),
            id=f"{field_id}-{index}" if index > 1 else field_id,
            hint=hints.get(str(option["value"]), ""),
            alone=bool(nobody) and str(option["value"]) == nobody,
        )
        for index, option in enumerate(options, start=1)
    )


def date_parts(bound: BoundField, field_id: str) -> tuple[ShownPart, ...]:
    """The three boxes of a date; those that its error speaks of are marked wrong."""
    codes = {error.code for error in bound.errors.as_data()}
    one_box = codes & set(PARTS)
    return tuple(
        ShownPart(
            name=f"{bound.html_name}_{part}",
            id=f"{field_id}_{part}",
            text=part.title(),
            value=text,
            wrong=part in codes if one_box else bool(codes),
        )
        for part, text in zip(PARTS, typed_parts(bound.value()), strict=True)
    )


def errors_of(asked: Iterable[forms.BaseForm]) -> list[ShownError]:
    """Every error of some forms in the order of their fields, each with the address of the box to mend."""
    found = []
    for form in asked:
        found += [ShownError(str(error), "") for error in form.non_field_errors()]
        for bound in form:
            if bound.errors:
                where = f"#{shown(bound).first_id}"
                found += [ShownError(str(error), where) for error in bound.errors]
    return found


@jinja2.pass_context
def form_start(
    context: jinja2.runtime.Context,
    action: str = "",
    *,
    once: str | None = "",
    keep: bool | str = False,
    files: bool = False,
    classes: str = "",
) -> SafeString:
    """The opening of a form that changes something: CSRF token, and a token that makes it count once.

    Browsers remember nothing that is typed here and send none of it to a spelling service.

    Args:
        once: the token of a form that was opened before; a new one unless given. `None` for a form that may be sent
            again, changed or not, because sending it twice does what sending it once does.
        keep: hold what is typed in this tab, for this member, until it is sent (signed-in pages only); a name of what
            is told here, where the address does not say it, so that no word gets into the form of something else.
    """
    attributes = {
        "action": action,
        "class": classes,
        "enctype": "multipart/form-data" if files else "",
        "data-keep": keep if isinstance(keep, str) else "typed" if keep else "",
    }
    token = "" if once is None else once or secrets.token_urlsafe(16)
    return format_html(
        '<form method="post" autocomplete="off" spellcheck="false" novalidate{}>{}{}',
        format_html_join("", ' {}="{}"', [(name, value) for name, value in attributes.items() if value]),
        context.get("csrf_input", ""),
        format_html('<input type="hidden" name="{}" value="{}">', ONCE, token) if token else "",
    )


def form_end() -> SafeString:
    """The end of what `form_start` began."""
    return SafeString("</form>")


def once_of(request: HttpRequest) -> str:
    """The token with which this form was sent; empty when it was sent without one, or with what is none."""
    token = request.POST.get(ONCE, "")
    return token if TOKEN.fullmatch(token) else ""
