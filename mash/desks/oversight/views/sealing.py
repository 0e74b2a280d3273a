"""How far the ledger is sealed, and whether it still is what was sealed."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.oversight import sealing
from mash.desks.oversight.forms import CheckForm
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.ledger.models import Check, Checkpoint
from mash.foundation.partnership.models import Member
from mash.foundation.post.checking import check_ledger
from mash.foundation.zones import Seat

ASKED = "The worker checks the ledger. What it finds stands here in a minute, or later where the ledger is long."


@page(Seat.AUDIT, does=(check_ledger,), reads=(Check, Checkpoint))
def seal(request: HubRequest) -> HttpResponse:
    """The last checkpoint, what waits, who else has signed, and what checks of the whole ledger have found."""
    form = CheckForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            check_ledger(request.me, known=form.cleaned_data["known"])
            return done(request, ASKED, to=reverse("oversight:seal"))
    checks = sealing.checks()
    context = {
        "form": form,
        "seal": sealing.seal(),
        "checks": checks,
        "last": next((one for one in checks if one.done_at), None),
        "failed": next((one for one in checks if one.ok is False), None),
        "waiting": any(one.done_at is None for one in checks),
        "names": dict(Member.objects.filter(pk__in={c.asked_by for c in checks}).values_list("pk", "name")),
    }
    return render(request, "oversight/seal.jinja", context)
