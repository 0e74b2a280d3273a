"""Forms whose effect somebody looks at before it is saved: what it does with made-up cases, before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse

from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.showing import show
from mash.foundation.access.pages import HubRequest, attempt, done

STEP = "do"
NOT_KEPT = ("csrfmiddlewaretoken", "once", STEP)


@dataclass(frozen=True, slots=True)
class Steps:
    """The two pages of such a form and what they say.

    Attributes:
        form_page, check_page: templates; the second extends `setup/check.jinja`.
        heading: of both pages.
        button: what saves.
        says: what has happened, made from what the verb gave.
        back: where both lead without saving, and after it.
        subject: the subject of the desk.
        context: what the form's own page needs besides.
    """

    form_page: str
    check_page: str
    heading: str
    button: str
    says: Callable[[Any], str]
    back: str
    subject: str
    context: Mapping[str, Any] = field(default_factory=dict)


def look_first(
    request: HubRequest,
    form: SetUpForm,
    act: Callable[[dict[str, Any]], Any],
    effect: Callable[[dict[str, Any]], Mapping[str, Any]],
    steps: Steps,
) -> HttpResponse:
    """Ask, show what it would do, and do it only then. Nobody saves what they have not seen the effect of.

    Args:
        act: calls the verb with what `form.told` tells.
        effect: what the check page shows, made from the same; raises `Invalid` where the verb would.
    """
    shown = {"form": form, "heading": steps.heading, "back": steps.back, **steps.context}
    step = request.POST.get(STEP, "")
    if step in ("check", "save") and form.is_valid():
        with attempt(form):
            if step == "save":
                made = act(form.told)
                return done(request, steps.says(made), to=steps.back)
            shown |= effect(form.told)
            kept = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
            shown |= {"kept": kept, "button": steps.button}
            return show(request, steps.check_page, shown, subject=steps.subject)
    return show(request, steps.form_page, shown, subject=steps.subject)
