"""A slow second opinion on working time: every minute of two years, looked at one by one."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
# as published by the government, typed in by hand so that the library is checked as well
BANK_HOLIDAYS = {
    date.fromisoformat(day)
    for day in (
        *(
            "2026-01-01",
            "2026-04-03",
            "2026-04-06",
            "2026-05-04",
            "2026-05-25",
            "2026-08-31",
            "2026-12-25",
            "2026-12-28",
        ),
        *(
            "2027-01-01",
            "2027-03-26",
            "2027-03-29",
            "2027-05-03",
            "2027-05-31",
            "2027-08-30",
            "2027-12-27",
            "2027-12-28",
        ),
    )
}


class MinuteByMinute:
    """The office week of the demo partnership, known only as a list of the minutes at which it is open."""

    start = datetime(2026, 1, 1, tzinfo=UTC)
    end = datetime(2028, 1, 1, tzinfo=UTC)

    def __init__(self) -> None:
        self.open_minutes: list[datetime] = []
        self.last_minute_of: dict[date, datetime] = {}
        moment = self.start
        while moment < self.end:
            local = moment.astimezone(LONDON)
            if "08:30" <= local.strftime("%H:%M") < "17:00" and self.works(local.date()):
                self.open_minutes.append(moment)
                self.last_minute_of[local.date()] = moment
            moment += MINUTE

    @staticmethod
    def works(day: date) -> bool:
        return day.strftime("%a") not in ("Sat", "Sun") and day not in BANK_HOLIDAYS

    def next_opening(self, moment: datetime) -> datetime:
        at = bisect_right(self.open_minutes, moment)
        if at and self.open_minutes[at - 1] > moment - MINUTE:
            return moment
        return self.open_minutes[at]

    def end_of_working_day(self, after: date, n: int) -> datetime:
        days = sorted(self.last_minute_of)
        return self.last_minute_of[days[bisect_right(days, after) + n - 1]] + MINUTE

    def add_working(self, moment: datetime, minutes: int) -> datetime:
        """Only for whole minutes."""
        return self.open_minutes[bisect_left(self.open_minutes, moment) + minutes - 1] + MINUTE

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Only for whole minutes."""
        return bisect_left(self.open_minutes, end) - bisect_left(self.open_minutes, start)


@pytest.fixture(scope="session")
def minute_by_minute() -> MinuteByMinute:
    return MinuteByMinute()
