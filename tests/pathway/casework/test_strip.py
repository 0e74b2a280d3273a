"""What runs on an enquiry, as its strip says it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mash.foundation.clock.standard import Standard
from mash.foundation.partnership.models import ServiceStandard
from mash.pathway.casework.strip import limit_of
from mash.pathway.enquiries.models import Enquiry
from tests.world import MONDAY_NINE

TUESDAY_CLOSING = datetime(2026, 3, 3, 17, tzinfo=UTC)


def decided() -> Enquiry:
    standard = ServiceStandard(rules=Standard().to_json())
    return Enquiry(state=Enquiry.State.DECIDED, received_at=MONDAY_NINE, decided_at=MONDAY_NINE, standard=standard)


@pytest.mark.rule(67)
def test_after_the_decision_the_referrer_is_to_be_told_within_one_working_day():
    limit = limit_of(decided(), MONDAY_NINE, told=False)
    assert limit is not None
    assert (limit.label, limit.at) == ("Tell the referrer by", TUESDAY_CLOSING)


def test_nothing_runs_once_the_referrer_is_told():
    assert limit_of(decided(), MONDAY_NINE, told=True) is None
