"""Items: what agencies know, each with its handling. The sealed hub."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Standing, Wall
from mash.foundation.access.policy import WEIGHS, ItemReading, read_item
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Agency, Member, Role
from mash.foundation.zones import Seat, Zone
from mash.pathway.enquiries.models import Enquiry

# Holds no reason and owns no item.
NOBODY = uuid.UUID(int=0)


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
        """Beside each item, the facts at hand that decide whether `me` may read it. No query of its own."""
        agency = me.member.agency_id if me.member else NOBODY
        member = me.member.pk if me.member else NOBODY
        live = Standing.objects.filter(enquiry=OuterRef("enquiry_id"), since__lte=me.now, until__gt=me.now)
        return self.annotate(
            fact_tied=Exists(Wall.objects.filter(enquiry=OuterRef("enquiry_id"), member=member)),
            fact_live=Exists(live.filter(kind=Standing.Kind.HUB, holder=OuterRef("area"))),
            fact_asked=Exists(live.filter(kind=Standing.Kind.ASKED, holder=agency)),
            fact_rated_it=Exists(live.filter(kind=Standing.Kind.RATER, holder=member)),
            fact_glass=Exists(live.filter(kind=Standing.Kind.GLASS, holder=member)),
            fact_earlier=Exists(live.filter(kind=Standing.Kind.EARLIER, holder=OuterRef("area"))),
        )

    def visible_to(self, me: Acting) -> ItemQuerySet:
        """The handling table of DESIGN section 4 as a filter, with the facts beside each item. One query.

        The row policies say the same again, and `readable` asks `policy.read_item` of what came.
        """
        agency = me.member.agency_id if me.member else None
        managed, weighed, researched = (
            list(me.areas_as(*roles)) for roles in ((Role.PRACTICE_MANAGER,), WEIGHS, (Role.RESEARCHER,))
        )
        found: Any = self.with_facts(me)
        visible: ItemQuerySet = found.filter(
            Q(agency=agency, area__in=researched)
            | Q(fact_glass=True)
            | Q(fact_live=True, area__in=managed)
            | Q(fact_live=True, area__in=list(me.areas_as(Role.SOCIAL_WORKER)))
            & (~Q(held_as=Handling.SEALED) | Q(fact_rated_it=True))
            | Q(fact_earlier=True, area__in=weighed) & ~Q(held_as=Handling.SEALED)
            | Q(fact_asked=True, area__in=researched, held_as=Handling.OPEN)
            & ~Q(protects__overlap=[Protects.ADDRESS, Protects.REFERRER]),
            fact_tied=False,
        )
        return visible

    def readable(self, me: Acting) -> list[Item]:
        """What `me` may read of these items, by the query and by the policy both. One query."""
        return [item for item in self.visible_to(me) if read_item(item.reading(me)).allowed]


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
        beside: Any = self  # what `with_facts` put there
        return ItemReading(
            tied=beside.fact_tied,
            own_agency=me.member is not None and me.member.agency_id == self.agency_id,
            live=beside.fact_live,
            asked=beside.fact_asked,
            rated_it=beside.fact_rated_it,
            glass=beside.fact_glass,
            earlier=beside.fact_earlier,
            roles=frozenset(Role(held.role) for held in me.roles if held.area_id == self.area),
            handling=self.held_as,
            gives_away=bool({Protects.ADDRESS, Protects.REFERRER} & set(self.protects)),
        )
