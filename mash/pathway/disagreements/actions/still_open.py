"""The disagreement that a verb is about, and what keeps the verb from it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Invalid
from mash.foundation.access.words import Checking
from mash.pathway.disagreements.models import Disagreement, Key, Stage
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.enquiries.walls import lock_part

SETTLED = "{who} disagreed, and that is settled. {by} settled it"
NO_PLAN = "Say first who keeps them safe meanwhile"
MOVED = "This is at stage {number} since you opened this page. Look again"


def lock_open(me: Acting, verb: str, key: Key | None, enquiry: Key | None) -> tuple[Disagreement, Enquiry]:
    """Lock an enquiry for a verb, and find the disagreement that is meant.

    Raises:
        Refused: not there, not visible, or not this member's to do.
        Invalid: named by the enquiry, and not one alone is open.
    """
    row = lock_part(Disagreement, key) if key else None
    found = lock_enquiry(row.enquiry_id if row else enquiry)
    permit(me, verb, found)
    all_of_it = Disagreement.objects.filter(enquiry=found).select_related("agency", "decision", "settled_by")
    if row:  # read anew: somebody who held the enquiry may have settled it while this waited
        return all_of_it.get(pk=row.pk), found
    still_open = list(all_of_it.filter(settled_at=None))
    if len(still_open) != 1:
        several = "Several disagree with this decision. Say which disagreement is meant"
        raise Invalid(disagreement=several if still_open else "Nobody disagrees with this decision now")
    return still_open[0], found


def stage_of(disagreement: Disagreement) -> Stage:
    """The stage that a disagreement is at, or ended with."""
    return disagreement.stages.order_by("-number")[:1].get()


def look_at(
    check: Checking, disagreement: Disagreement, stage: Stage | None = None, seen: Any = None, *, planned: bool = False
) -> None:
    """Whether it is still open, and at the stage that was seen; and, where it must be, that there is a plan."""
    if disagreement.settled_at is not None:
        said_so = SETTLED.format(who=disagreement.who, by=disagreement.settled_by)
        check.wrong("disagreement", said_so)
        return
    if stage is not None and seen and str(seen) != str(stage.number):
        check.wrong("disagreement", MOVED.format(number=stage.number))
    if planned and not _plans(disagreement).exists():
        check.wrong("disagreement", NO_PLAN)


def _plans(disagreement: Disagreement) -> QuerySet[Rationale]:
    return Rationale.objects.filter(about=disagreement.pk, kind=Rationale.Kind.INTERIM_PLAN)
