"""What went to authorities outside this hub, as an enquiry's page shows it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mash.pathway.decisions.made import Made
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import loaded_too
from mash.pathway.triage.models import OutcomeKind

UNNAMED = "another authority"

loaded_too("gone_elsewhere", "pathway.gone_elsewhere")


@dataclass(frozen=True, slots=True)
class Gone:
    """What was sent to one authority. `acknowledged_at` is none while nobody there has said that they have it."""

    id: uuid.UUID
    named: str
    how: str
    by: str
    sent_at: datetime
    acknowledged_at: datetime | None
    there: str


def gone_of(enquiry: Enquiry) -> list[Gone]:
    """Everything that went elsewhere, newest first. No query for an enquiry of `enquiry_for`."""
    return [
        Gone(
            uuid.UUID(one["id"]),
            one["named"],
            one["how"],
            one["by"],
            datetime.fromisoformat(one["sent_at"]),
            datetime.fromisoformat(one["acknowledged_at"]) if one["acknowledged_at"] else None,
            one["there"],
        )
        for one in enquiry.__dict__["gone_elsewhere"]
    ]


def decided_elsewhere(standing: Sequence[Made]) -> list[str]:
    """The authorities to which the decision that stands sends somebody, by their names."""
    outcomes = [outcome for made in standing[:1] for outcome in made.outcomes]
    names = [one.service or UNNAMED for one in outcomes if one.outcome == OutcomeKind.OTHER_AUTHORITY]
    return list(dict.fromkeys(names))
