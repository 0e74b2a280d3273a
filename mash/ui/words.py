"""Small helps of language, for pages and messages. Pure."""

from collections.abc import Iterable


def listed(things: Iterable[object], last: str = "and") -> str:
    """`a, b and c`; nothing of nothing. `last` joins the last two: `listed(["red", "amber"], "or")`."""
    words = [str(thing) for thing in things]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count(number: int, thing: str, plural: str = "") -> str:
    """`1 item`, `3 items`, `no items`; `plural` where an s is not enough: `count(2, 'child', 'children')`."""
    if number == 1:
        return f"1 {thing}"
    return f"{number:,} {plural or thing + 's'}" if number else f"no {plural or thing + 's'}"


def possessive(name: str) -> str:
    """`Rowan's`, `James's`: for names of one person, as GOV.UK writes them."""
    return f"{name}'s"


def initial_capital(sentence: str) -> str:
    """The sentence with its first letter large and all else as it was: names keep theirs."""
    return sentence[:1].upper() + sentence[1:]
