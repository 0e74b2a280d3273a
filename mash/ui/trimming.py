"""Cuts a stylesheet down to the components that a page can show: slow lines load the rest for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

BLOCK = re.compile(r"govuk-(?:\\?!-)?([a-z]+(?:-[a-z]+)*)")
# Of GOV.UK Frontend, what public pages draw, by the beginning of its class names.
PUBLIC = (
    *("link", "skip-link", "template", "width-container", "main-wrapper", "grid-row", "grid-column-two-thirds"),
    *("body", "heading", "hint", "label", "list", "fieldset", "form-group", "input", "textarea", "file-upload"),
    *("character-count", "panel"),
    *("radios", "checkboxes", "button", "back-link", "error-message", "error-summary", "warning-text"),
    *("summary-list", "exit-this-page", "visually-hidden", "frontend-supported", "notification-banner"),
)


def only(text: str, wanted: tuple[str, ...] = PUBLIC) -> str:
    """The rules for these components, and those that name none; media queries left empty are left out."""
    kept = []
    for head, body in rules(text):
        if head.startswith(("@media", "@supports")):
            inner = only(body, wanted)
            kept += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}" if body else f"{head};")
        else:
            selectors = [one for one in head.split(",") if _is_wanted(one, wanted)]
            kept += [f"{','.join(selectors)}{{{body}}}"] if selectors else []
    return "".join(kept)


def rules(text: str) -> Iterator[tuple[str, str]]:
    """Every rule of a stylesheet without comments: what stands before its braces, and what stands within them."""
    start = place = 0
    while place < len(text):
        if text[place] == ";":
            yield text[start:place].strip(), ""
            start = place + 1
        elif text[place] == "{":
            end = _closing(text, place)
            yield text[start:place].strip(), text[place + 1 : end]
            start, place = end + 1, end
        place += 1


def _closing(text: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError("a brace of the stylesheet is never closed")


def _is_wanted(selector: str, wanted: tuple[str, ...]) -> bool:
    named = BLOCK.findall(selector)
    return all(any(name == one or name.startswith(f"{one}-") for one in wanted) for name in named)
