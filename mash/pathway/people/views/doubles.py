"""Records that may be one person: the worklist, two of them side by side, and naming two by hand."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit_role
from mash.foundation.access.policy import WEIGHS, merge_records
from mash.foundation.access.verbs import Invalid, Refused, record
from mash.foundation.ledger.terms import sealed
from mash.foundation.zones import Seat
from mash.pathway.people.asked_for import asked as asked_for
from mash.pathway.people.merging.actions import (
    confirm_merge,
    confirm_unmerge,
    propose_merge,
    propose_unmerge,
    refuse_merge,
)
from mash.pathway.people.merging.doubting import name_double, tell_apart
from mash.pathway.people.merging.forms import APART, BACK, CONFIRM, REFUSE, PairForm
from mash.pathway.people.merging.made import Asked, mergings_made
from mash.pathway.people.merging.pairs import doubt_of, roles_for, weighable
from mash.pathway.people.merging.reading import Shown, alike_to, listed, shown_of, waiting_on
from mash.pathway.people.models import Doubt, Merging, Person, PersonAddress, ToldApart
from mash.pathway.people.plugs import PARTS
from mash.pathway.people.search import look_for
from mash.pathway.people.views.register import body_of
from mash.pathway.people.views.search import LONGEST_SEARCH

MOST_PAGES = 400
TWO_PEOPLE = "They are two people"


@page(Seat.HUB, reads=(Doubt, Merging, Person))
def doubles(request: HubRequest) -> HttpResponse:
    """Records that may be one person, likeliest first, and the proposals that wait for a second person."""
    me = request.me
    if not me.is_a(*WEIGHS):
        raise Refused("role")
    number = _page(request.GET.get("page", ""))
    pairs, more = listed(me, number)
    theirs, others = waiting_on(me)
    here = reverse("people:doubles")
    context = {
        "pairs": pairs,
        "theirs": theirs,
        "others": others,
        "number": number,
        "previous": f"{here}?page={number - 1}" if number > 1 else "",
        "next": f"{here}?page={number + 1}" if more else "",
    }
    return render(request, "people/doubles.jinja", context)


@page(Seat.HUB, reads=(Doubt, Merging, Person))
def mergings(request: HubRequest) -> HttpResponse:
    """Every merging that stands or was taken back, newest first: who said so, when, and why."""
    me = request.me
    if not me.is_a(*WEIGHS):
        raise Refused("role")
    asked = Asked.in_address(request.GET, _page(request.GET.get("page", "")))
    made, more = mergings_made(me, asked)
    context = {
        "made": made,
        "asked": asked,
        "filters": asked.states(),
        "newer": asked.page(asked.number - 1) if asked.number > 1 else "",
        "older": asked.page(asked.number + 1) if more else "",
    }
    return render(request, "people/mergings.jinja", context)


@page(
    Seat.HUB,
    does=(tell_apart, propose_merge, confirm_merge, refuse_merge, propose_unmerge, confirm_unmerge),
    reads=(Doubt, Merging, ToldApart, Person, PersonAddress),
)
def double(request: HubRequest, doubt: uuid.UUID) -> HttpResponse:
    """Two records side by side: what speaks for one person, what differs, and what people find."""
    me = request.me
    found = doubt_of(me, doubt)
    permit_role(me, "tell_apart", roles_for(me, found.one, found.other))
    shown = shown_of(me, found)
    choices = _choices(me, shown)
    form = PairForm(
        request.POST or None,
        choices=choices,
        question=_question(shown),
        seen=_stands(shown),
        waits=shown.waiting is not None,
    )
    if choices and form.is_valid():
        with attempt(form):
            said = _do(me, shown, form.cleaned_data["answer"], form.cleaned_data["why"])
            return done(request, said, to=reverse("people:doubles"))
    context = {
        "shown": shown,
        "form": form if choices else None,
        "step": _step(shown),
        "mine": shown.waiting is not None and shown.waiting.proposed_by_id == me.known.pk,
        "parts": [[part for make in PARTS for part in make(me, one)] for one in (found.one, found.other)],
        "body_of": body_of,
    }
    return render(request, "people/double.jinja", context)


def _step(shown: Shown) -> str:
    """What is answered here: a proposal to merge, or to part; otherwise what one finds, or that they be two again."""
    if shown.waiting:
        return "part" if shown.waiting.undoes_id else "merge"
    return "back" if shown.standing else "find"


@page(Seat.HUB, does=(name_double,), reads=(Person,))
def twice(request: HubRequest, person: uuid.UUID) -> HttpResponse:
    """Whether the register has somebody twice: find the other record, and look at both."""
    me = request.me
    found = weighable(me).unmerged().filter(pk=person).first()
    if found is None:
        raise Refused("not_found")
    wrong = ""
    if request.method == "POST":
        try:
            doubt = name_double(me, found.pk, other=request.POST.get("other", ""))
            return done(request, "Look at both, and say what you find.", to=reverse("people:double", args=[doubt.pk]))
        except Invalid as invalid:
            wrong = str(invalid)
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    alike = look_for(me, asked_for(typed)) if typed else alike_to(me, found)
    mine = weighable(me).in_bulk([one.pk for one in alike if one != found])
    others = [one for one in alike if one.pk in mine]
    if typed:
        record(me, "search_people", outcome="read", people=[one.pk for one in others], term=sealed(typed))
    context = {"person": found, "others": others, "typed": typed, "wrong": wrong}
    return render(request, "people/twice.jinja", context)


def _page(typed: str) -> int:
    return min(max(int(typed), 1), MOST_PAGES) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _stands(shown: Shown) -> str:
    """Where a pair stands, as the form that was opened says it."""
    if shown.waiting:
        return str(shown.waiting.pk)
    return f"{shown.doubt.finding}{shown.doubt.found_out_at or ''}{shown.doubt.again_at or ''}" or "open"


def _question(shown: Shown) -> str:
    if shown.waiting:
        return "What do you say to the proposal?"
    return "Are they two people after all?" if shown.standing else "What do you find?"


def _choices(me: Acting, shown: Shown) -> list[tuple[str, str]]:
    """What whoever acts may say now. No query."""
    doubt, waiting = shown.doubt, shown.waiting
    if waiting:
        undoes = waiting.undoes_id is not None
        manages = "practice_manager" in roles_for(me, doubt.one, doubt.other)
        if waiting.proposed_by_id == me.known.pk:
            return [(REFUSE, "Withdraw it")]
        yes = (
            "Confirm: they are two people, take the merging back"
            if undoes
            else "Confirm: they are one person, merge them"
        )
        no = "Refuse: they are one person, leave them merged" if undoes else "Refuse: leave them apart"
        may_confirm = merge_records(by_manager=waiting.by_manager, manages=manages).allowed
        return [*([(CONFIRM, yes)] if may_confirm else []), (REFUSE, no)]
    if shown.standing:
        return [(BACK, "Propose to take the merging back")]
    if doubt.one.merged_into_id or doubt.other.merged_into_id:
        return []
    keep = [
        (str(one.pk), f"They are one person: propose to keep the {which} record ({_called(one)})")
        for which, one in (("first", doubt.one), ("second", doubt.other))
    ]
    return keep if doubt.stays_apart else [*keep, (APART, TWO_PEOPLE)]


def _called(person: Person) -> str:
    return f"{person}, born {person.birth}" if person.birth else str(person)


def _do(me: Acting, shown: Shown, answer: str, why: str) -> str:
    """Do what was chosen, and say what happened."""
    doubt, waiting = shown.doubt, shown.waiting
    if waiting and answer == CONFIRM and waiting.undoes_id:
        confirm_unmerge(me, waiting.pk)
        return "Taken back. They are two people again."
    if waiting and answer == CONFIRM:
        confirm_merge(me, waiting.pk)
        return "Merged. All that was about the one is about the other from now on."
    if waiting:
        refuse_merge(me, waiting.pk, why=why)
        return "Nothing was changed, and your reason is kept."
    if answer == BACK:
        propose_unmerge(me, doubt.pk, why=why)
        return "Proposed. It is taken back when somebody else has confirmed it."
    if answer == APART:
        tell_apart(me, doubt.pk, why=why)
        return "They stay two people. They are listed again only if what is known of one of them changes."
    propose_merge(me, doubt.pk, keep=answer, why=why)
    return "Proposed. They are merged when somebody else has confirmed it."
