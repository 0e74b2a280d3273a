"""Items: what agencies know, each with its handling. The sealed hub."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Standing
from mash.foundation.access.policy import ItemReading, read_item
from mash.foundation.access.reasons import WALL, Reasons
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Agency, Member, Role
from mash.foundation.zones import Seat, Zone
from mash.pathway.enquiries.models import Enquiry


class Handling(models.TextChoices):
    """What may be done with an item; set by its originator, changed only by its originator's agency."""

    OPEN = "open", "Open"
    RESTRICTED = "restricted", "Restricted"
    SEALED = "sealed", "Sealed"


class Protects(models.TextChoices):
    """What an item's text would give away, by its originator's mark."""

    ADDRESS = "address", "A protected address"
    REFERRER = "referrer", "Who referred"
    THIRD_PARTY = "third_party", "Somebody else"


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, asked for on behalf of somebody."""

    def with_facts(self, me: Acting) -> ItemQuerySet:
        """Beside each item, the reasons that decide whether `me` may read it. No query of its own."""
        return self.annotate(reasons=Reasons.of(me, "enquiry_id", "area"))

    def readable(self, me: Acting) -> list[Item]:
        """What `me` may read of these items: the policy's word on each, after the database's. One query."""
        return [item for item in self.with_facts(me) if read_item(item.reading(me)).allowed]


class Item(Kept):
    """One piece of intelligence from one agency about one or more people. Never edited: a correction supersedes it.

    Operational seats have no grant on this table at all.
    """

    zone: ClassVar = Zone.SEALED
    reach: ClassVar = {
        Seat.HUB: "select, insert",
        Seat.PARTNER: "select, insert",
        Seat.DEFINER: "select, update (held_as)",
    }

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="items")
    area = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Its originator")
    request = models.UUIDField(null=True, help_text="The request that it answers")
    about = ArrayField(models.UUIDField(), default=list, help_text="Described people")
    text = models.TextField()
    kind = models.CharField(max_length=60, blank=True)
    happened = models.DateField(null=True)
    source = models.CharField(max_length=160, blank=True)
    handling = models.CharField(max_length=10, choices=Handling.choices)
    held_as = models.CharField(
        max_length=10, choices=Handling.choices, help_text="In force: the strictest of this version's and later ones'"
    )
    conditions = models.TextField(blank=True)
    protects = ArrayField(models.CharField(max_length=12, choices=Protects.choices), default=list)
    given_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    correction_why = models.TextField(blank=True)
    gist_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="gists")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["happened", "given_at"]
        indexes = [models.Index(fields=["enquiry", "agency"], name="items_of_an_enquiry")]
        constraints = [
            models.CheckConstraint(
                name="item_handling_is_known", condition=models.Q(handling__in=["open", "restricted", "sealed"])
            ),
            models.CheckConstraint(name="an_item_says_something", condition=~models.Q(text="")),
        ]

    def __str__(self) -> str:
        return f"Item of {self.agency}"

    def reading(self, me: Acting) -> ItemReading:
        """All that decides whether `me` may read this item; it must have come with its facts."""
        reasons: list[str] = self.__dict__["reasons"]
        return ItemReading(
            tied=WALL in reasons,
            own_agency=me.member is not None and me.member.agency_id == self.agency_id,
            live=Standing.Kind.HUB in reasons,
            asked=Standing.Kind.ASKED in reasons,
            rated_it=Standing.Kind.RATER in reasons,
            glass=Standing.Kind.GLASS in reasons,
            earlier=Standing.Kind.EARLIER in reasons,
            roles=frozenset(Role(held.role) for held in me.roles if held.area_id == self.area),
            handling=self.held_as,
            gives_away=bool({Protects.ADDRESS, Protects.REFERRER} & set(self.protects)),
        )
