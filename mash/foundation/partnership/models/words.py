"""An area's own words: what it means by its levels, what it asks and advises, where it sends people for help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.partnership.models.areas import SET_UP, Area
from mash.foundation.zones import Zone

W_co = TypeVar("W_co", bound="Words", covariant=True)


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Kinds of worry."""

    def offered(self, also: Iterable[str] = ()) -> ConcernQuerySet:
        """Those that may be chosen now; `also` names what was chosen before one of them was retired."""
        return self.filter(models.Q(retired_at=None) | models.Q(slug__in=list(also)))


class Concern(Kept):
    """A kind of worry, by the name that the hub uses for it.

    A retired one is offered no more. Enquiries that bear it keep it, under the label that it has.
    """

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = SET_UP

    slug = models.SlugField(unique=True)
    label = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label


class Standing(models.Manager[W_co]):
    """The words that stand now."""

    def get_queryset(self) -> models.QuerySet[W_co]:
        """All but those that were ended."""
        return super().get_queryset().filter(ended_at=None)


class Words(Kept):
    """Words of an area, which stand until somebody ends them."""

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = SET_UP

    order = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Criterion(Words):
    """What an area means by red, amber or green: read by the social worker who rates."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="criteria")
    level = models.CharField(max_length=5)
    text = models.CharField(max_length=300)

    objects = Standing["Criterion"]()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.level}: {self.text}"


class Guidance(Words):
    """What an area's threshold guide says, in its own words, beside the question that it helps to answer."""

    class Helps(models.TextChoices):
        """The question that it helps to answer."""

        WORRY = "worry", "What is worrying you"
        CONSENT = "consent", "Consent, and telling the family"
        LAWFUL_BASIS = "lawful_basis", "Lawful basis"
        CHILD_PROTECTION = "child_protection", "Child protection"
        CARE = "care", "An adult's needs for care and support"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="guidance")
    helps = models.CharField(max_length=20, choices=Helps.choices)
    title = models.CharField(max_length=80)
    text = models.TextField()

    objects = Standing["Guidance"]()

    class Meta:
        ordering = ["helps", "order"]

    def __str__(self) -> str:
        return self.title


class Prompt(Words):
    """What an area wants asked while somebody tells of a worry on the telephone."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="prompts")
    text = models.CharField(max_length=160)

    objects = Standing["Prompt"]()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.text


class Service(Words):
    """Where a family may find help without the hub: offered to whoever proposes or decides to signpost."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=80)
    what = models.CharField(max_length=200, blank=True, help_text="What it does, and for whom")
    reached = models.CharField(max_length=78, blank=True, help_text="How a family gets there: telephone or address")

    objects = Standing["Service"]()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.reached}" if self.reached else self.name


class PublicText(Kept):
    """What an area tells the public and those who refer to it, in place of the text that the hub comes with."""

    zone: ClassVar = Zone.SETUP
    personal: ClassVar = False
    reach: ClassVar = SET_UP

    class Place(models.TextChoices):
        """Where it stands."""

        FRONT = "front", "Beside the area's name on the first page"
        NEXT = "next", "What happens next"
        TELL = "tell", "What you can tell the public afterwards"
        HEAR = "hear", "What a professional hears from you"
        PRIVACY = "privacy", "How you use what people tell you"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="public_texts")
    place = models.CharField(max_length=10, choices=Place.choices)
    text = models.TextField(blank=True, help_text="Empty: the text that the hub comes with")

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["area", "place"], name="one_public_text_for_a_place")]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_place_display()}"
