"""What happens later: the practice managers hear of a disagreement, and again when a stage of it is late."""

from __future__ import annotations

from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import Role
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.foundation.post.queue import job
from mash.pathway.disagreements.models import Stage


@job("clock")
def tell_managers(me: Acting, stage: str) -> None:
    """Tell the area's practice managers that somebody disagrees: whoever does may write no notice themselves."""
    begun = Stage.objects.select_related("enquiry__area").get(pk=stage)
    tell(me, Notice.Kind.DISAGREEMENT, begun)


@job("clock")
def tell_when_late(me: Acting, stage: str) -> bool:
    """Tell them at the minute at which a stage should have had its result (rule 68); mostly it has."""
    from mash.pathway.disagreements.actions.stages import chase_disagreement  # its verbs defer this very job

    waits = Stage.objects.filter(pk=stage, ended_at=None, late_told_at=None).exists()
    if waits:
        chase_disagreement(me, stage)
    return waits


def tell(me: Acting, kind: Notice.Kind, stage: Stage) -> None:
    """Write a notice to the practice managers of a stage's area."""
    path = f"/enquiries/{stage.enquiry.reference}/disagreements"
    notify(me, kind, path=path, area=stage.enquiry.area, role=Role.PRACTICE_MANAGER)
