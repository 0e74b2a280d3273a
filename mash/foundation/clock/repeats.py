"""When contacts about one household count as coming back: numbers that an area sets for itself (rule 24)."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from mash.foundation.clock.plain_values import known_settings, whole_number

MOST_DAYS = 731
MOST_CONTACTS = 50


@dataclass(frozen=True, slots=True)
class Repeats:
    """What makes a repeat stand out.

    Source: DOMAIN rule 24 (re-referral within 12 months; three contacts in three months, Devon). Two independent
    enquirers in seven days is what practice managers ask for: voices that do not know of each other weigh more.

    Raises:
        ValueError: a number that cannot be; the message says what to correct.

    Attributes:
        re_referral_days: how long an earlier referral or enquiry is counted.
        contacts: so many, the latest one included, in `contacts_days` escalate.
        enquirers: so many independent ones in `enquirers_days` stand out.
    """

    re_referral_days: int = 365
    contacts: int = 3
    contacts_days: int = 92
    enquirers: int = 2
    enquirers_days: int = 7

    def __post_init__(self) -> None:
        for each in fields(self):
            most = MOST_DAYS if each.name.endswith("_days") else MOST_CONTACTS
            whole_number(getattr(self, each.name), each.name, most=most)

    @classmethod
    def from_json(cls, given: Any) -> "Repeats":
        """Read what `to_json` wrote. What is absent keeps its default."""
        return cls(**known_settings(given, "repeats", cls.__slots__))

    def to_json(self) -> dict[str, int]:
        """The numbers as plain values."""
        return asdict(self)

    def within_re_referral(self, earlier: datetime, now: datetime) -> bool:
        """Whether an earlier contact still counts."""
        return now - timedelta(days=self.re_referral_days) <= earlier <= now

    def within_contacts(self, earlier: datetime, now: datetime) -> bool:
        """Whether an earlier contact counts towards escalation."""
        return now - timedelta(days=self.contacts_days) <= earlier <= now

    def within_enquirers(self, earlier: datetime, now: datetime) -> bool:
        """Whether an earlier contact is close enough for its enquirer to be a second voice."""
        return now - timedelta(days=self.enquirers_days) <= earlier <= now
