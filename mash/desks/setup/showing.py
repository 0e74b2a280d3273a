"""How pages of the set-up are shown: within the desk's subnavigation, and forms by one pattern."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpResponse

from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.models import Change
from mash.desks.setup.subjects import subnavigation
from mash.desks.setup.verbs import own_areas
from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, render
from mash.foundation.access.verbs import Refused
from mash.foundation.kept import Kept
from mash.foundation.zones import Seat
from mash.ui.parts import HistoryLine

R = TypeVar("R", bound=Kept)
MOST_LINES = 20


def show(request: HubRequest, template: str, context: Mapping[str, Any], *, subject: str) -> HttpResponse:
    """Draw a page of the desk. Auditors read along, and have no use for the subnavigation."""
    links = subnavigation(subject) if request.me.seat is Seat.SETUP else []
    return render(request, template, {"subjects": links, **context})


def own(me: Acting, rows: QuerySet[R], area: str = "pk") -> R:
    """The one row of these that is of an area in which whoever acts is administrator.

    Args:
        area: the column that holds the area's id.

    Raises:
        Refused: there is none, or it is of another area; the answer is the same.
    """
    found = rows.filter(**{f"{area}__in": own_areas(me)}).distinct().first()
    if found is None:
        raise Refused("not_found")
    return found


def asked(
    request: HubRequest,
    form: SetUpForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    button: str,
    says: Callable[[Any], str],
    back: str,
    subject: str,
    to: str | Callable[[Any], str] = "",
    lead: str = "",
    will: Sequence[str] = (),
    stops: str = "",
    warns: bool = False,
    row: Kept | None = None,
    ways: Sequence[tuple[str, str]] = (),
    template: str = "setup/form.jinja",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page that asks for one verb of the set-up, and does it.

    Args:
        act: calls the verb with what `form.told` tells: what was typed, and the mark of what the page showed.
        says: what has happened, made from what the verb gave.
        to: where it leads then, made from what the verb gave where it is a function; `back` unless given.
        lead: a sentence or two before the form.
        will: what will happen, in sentences, shown before it does.
        stops: why it cannot be done any more; the form is not shown then, but what was typed is.
        warns: whether the button warns.
        row: what it is about, so that its history is shown beside it.
        ways: other things to do with it, (text, address).
        template: one that extends `setup/form.jinja`, with `more` in its context.
    """
    if not stops and form.is_valid():
        with attempt(form):
            made = act(form.told)
            return done(request, says(made), to=to(made) if callable(to) else to or back)
    context = {
        "form": form,
        "heading": heading,
        "button": button,
        "back": back,
        "lead": lead,
        "will": will,
        "stops": stops,
        "kind": "warning" if warns else "",
        "history": history_of(row) if row else [],
        "ways": ways,
        **(more or {}),
    }
    return show(request, template, context, subject=subject)


def history_of(row: Kept) -> list[HistoryLine]:
    """What became of a row, the latest first. One query."""
    changes = Change.objects.filter(row=row.pk).select_related("by").order_by("-at")[:MOST_LINES]
    return [HistoryLine(change.at, change.in_words, str(change.by)) for change in changes]
