"""One contact with the hub about one household, and the people as they were described."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import visible_enquiries
from mash.foundation.files.models import Shown
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Area, Member, ServiceStandard
from mash.foundation.zones import Reach, Seat, Zone
from mash.pathway.enquiries.drafts.models import Draft, DraftFile
from mash.pathway.enquiries.offering.models import Offer
from mash.pathway.enquiries.particulars.models import Particulars
from mash.pathway.people.matching.dates import birth_in_words
from mash.pathway.people.models import Person

__all__ = [
    "Attachment",
    "DescribedPerson",
    "Draft",
    "DraftFile",
    "Enquiry",
    "EnquiryQuerySet",
    "Identification",
    "Link",
    "Living",
    "Message",
    "Offer",
    "Origin",
    "Particulars",
    "ProtectedAddress",
    "Rationale",
    "Receipt",
    "Relation",
    "Words",
]

OF_AGE = 18

# What comes in at a front door is written by those who may not read it.
TOLD: Reach = {Seat.INTAKE: "insert", Seat.HUB: "select, insert", Seat.DEFINER: "select"}


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Enquiries, for those who read them."""

    def visible_to(self, me: Acting) -> EnquiryQuerySet:
        """Those that a member of the hub may read now. No query of its own; the database says so again."""
        return self.filter(visible_enquiries(me))


class Enquiry(Kept):
    """One contact with the hub about one household.

    The narrative stands here with protected marks masked; the enquirer's own words stand in `Words`, which fewer
    people may read. Overdue, child protection, waiting for police and the like are derived.
    """

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {
        Seat.INTAKE: "insert",
        Seat.HUB: "select, insert, "
        "update (narrative, consent_why, taken_by_id, level, due_at, state, decided_at, closed_at)",
        Seat.SYSTEM: "select",
        Seat.DEFINER: "select, update (taken_by_id)",
    }
    walled_by: ClassVar = "id"

    class State(models.TextChoices):
        """Where it is on the pathway. A closed enquiry is never reopened: a new one links to it."""

        RECEIVED = "received", "Received"
        GATHERING = "gathering", "Gathering"
        DECIDED = "decided", "Decided"
        CLOSED = "closed", "Closed"

    class Consent(models.TextChoices):
        """Whether the family agreed that agencies are asked."""

        GIVEN = "given", "The family agreed"
        REFUSED = "refused", "The family refused"
        NOT_SOUGHT = "not_sought", "The family was not asked"

    reference = models.CharField(max_length=14, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="enquiries")
    received_at = models.DateTimeField()
    standard = models.ForeignKey(ServiceStandard, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    narrative = models.TextField(help_text="Protected marks masked")
    concerns = ArrayField(models.SlugField(), default=list)
    immediate_danger = models.BooleanField(default=False)
    consent = models.CharField(max_length=12, choices=Consent.choices, blank=True)
    consent_why = models.TextField(blank=True)
    taken_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=5, blank=True, help_text="The rating that stands")
    due_at = models.DateTimeField(null=True, help_text="When the decision is due under it")
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True, help_text="When it was keyed that had been taken on paper (rule 89)")
    entered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        indexes = [
            models.Index(fields=["area", "state", "due_at"], name="open_enquiries", condition=~models.Q(state="closed"))
        ]
        constraints = [
            models.CheckConstraint(
                name="enquiry_level_is_known", condition=models.Q(level__in=["", "red", "amber", "green"])
            ),
            models.CheckConstraint(
                name="a_rated_enquiry_is_due", condition=models.Q(level="") | models.Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Enquiry {self.reference}"


class Words(Kept):
    """The enquirer's own words, unmasked: for the hub's own people and the enquirer."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="words")
    area = models.UUIDField()
    narrative = models.TextField()
    consent_why = models.TextField(blank=True)
    childs_words = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    family_told_why = models.TextField(blank=True)
    lawful_basis_why = models.TextField(blank=True)
    duty_did = models.TextField(blank=True, help_text="What the duty team did, when it came out of hours (rule 8)")

    class Meta:
        verbose_name_plural = "words"

    def __str__(self) -> str:
        return "The enquirer's own words"


class Origin(Kept):
    """How an enquiry came and from whom. A withheld one is read by the hub's own people and the enquirer only."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    class Channel(models.TextChoices):
        """The front door that was used."""

        PUBLIC = "public", "Public form"
        PROFESSIONAL = "professional", "Professional form"
        PHONE = "phone", "Telephone"
        POLICE = "police", "Police"
        API = "api", "Another system"
        MAIL = "mail", "E-mail"

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="origin")
    area = models.UUIDField()
    channel = models.CharField(max_length=12, choices=Channel.choices)
    name = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=120, blank=True)
    job = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    safe_contact = models.CharField(max_length=250, blank=True, help_text="Whether and how it is safe to get in touch")
    member = models.UUIDField(null=True, help_text="The referrer's own account, where they signed in")
    taken_down_by = models.UUIDField(null=True, help_text="The member of the hub who keyed it")
    anonymous = models.BooleanField(default=False)
    withheld = models.BooleanField(default=False)
    out_of_hours = models.BooleanField(default=False, help_text="Told while the area's hub was closed (rule 8)")

    def __str__(self) -> str:
        return self.name or ("Anonymous" if self.anonymous else "Not given")


class Receipt(Kept):
    """What lets an enquirer come back: the hash of their code; and what makes a double submit one enquiry."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {Seat.INTAKE: "insert", Seat.HUB: "insert", Seat.DEFINER: "select"}

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="receipt")
    reference = models.CharField(max_length=14, unique=True)
    code_hash = models.CharField(max_length=64)
    key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001  # many have none, those that do differ

    def __str__(self) -> str:
        return f"Receipt of {self.reference}"


class DescribedPerson(Kept):
    """Anyone described on an enquiry, in the words used then, and whom the hub found that to be."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {
        Seat.INTAKE: "insert",
        Seat.HUB: "select, insert, update (person_id, identified_by, identified_at)",
        Seat.DEFINER: "select, update (address, postcode, place, address_protected)",
    }

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="people")
    area = models.UUIDField()
    order = models.PositiveSmallIntegerField()
    alias = models.CharField(max_length=60, blank=True, help_text="What a scenario calls them")
    is_subject = models.BooleanField(default=False)
    given = models.CharField(max_length=120, blank=True)
    middle = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=120, blank=True)
    also_known_as = ArrayField(models.CharField(max_length=200), default=list)
    born = models.DateField(null=True)
    age = models.PositiveSmallIntegerField(null=True, help_text="In whole years, when the enquiry came")
    due_date = models.DateField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=60, blank=True, help_text="How they belong to the household")
    address = models.CharField(max_length=250, blank=True, help_text="Empty when it is protected")
    postcode = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=120, blank=True, help_text="The address in a form that can be compared")
    address_protected = models.BooleanField(default=False)
    nhs_number = models.CharField(max_length=40, blank=True, help_text="As supplied")
    nhs_number_is_right = models.BooleanField(default=False)
    upn = models.CharField(max_length=40, blank=True, help_text="As supplied")
    upn_is_right = models.BooleanField(default=False)
    phone = models.CharField(max_length=30, blank=True)
    school = models.CharField(max_length=160, blank=True)
    gp = models.CharField(max_length=160, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="described_as")
    identified_by = models.UUIDField(null=True)
    identified_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField(null=True, help_text="When they were described; empty when with the enquiry itself")

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "described people"
        indexes = [
            models.Index(fields=["person"], name="described_as"),
            models.Index(fields=["area", "place"], name="described_at_a_place", condition=~models.Q(place="")),
        ]

    def __str__(self) -> str:
        name = " ".join(part for part in (self.given, self.family) if part)
        return name or (self.also_known_as[0] if self.also_known_as else "") or self.role or "Name not known"

    @property
    def whole_name(self) -> str:
        """The name with the middle name in it; empty where no middle name is known."""
        return " ".join(part for part in (self.given, self.middle, self.family) if part) if self.middle else ""

    @property
    def birth(self) -> str:
        """`14 May 2018`, `due 1 June 2026`; empty when neither is known."""
        return birth_in_words(born=self.born, about=None, due=self.due_date)

    def age_on(self, day: date) -> int | None:
        """Age in whole years on a day, from the date of birth or else as described; none when neither is known."""
        if self.born is None:
            return self.age
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def is_of_age_on(self, day: date) -> bool | None:
        """Whether somebody was an adult on a day; none when nobody knows. An unborn child is a child (rule 13)."""
        if self.due_date and not self.born:
            return False
        age = self.age_on(day)
        return None if age is None else age >= OF_AGE


class ProtectedAddress(Kept):
    """An address that few may read (rule 21): practice managers, social workers and call handlers of the area."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {**TOLD, Seat.DEFINER: "select, insert"}

    described = models.OneToOneField(DescribedPerson, on_delete=models.PROTECT, related_name="protected_address")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="protected_addresses")
    area = models.UUIDField()
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name_plural = "protected addresses"

    def __str__(self) -> str:
        return ", ".join(part for part in (self.address, self.postcode) if part)


class Identification(Kept):
    """Whom somebody found a described person to be, and what stood on the screen then. A change is a new row."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="identifications")
    area = models.UUIDField()
    described = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="identifications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_new = models.BooleanField()
    likelihood = models.FloatField(null=True, help_text="0 to 1; none for a new person")
    candidates = models.JSONField(default=list, help_text="Everybody who was shown: id, p, why, differs")
    learned = models.JSONField(null=True, help_text="What the register learned by it, so that it can be taken back")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    identified_at = models.DateTimeField()

    class Meta:
        ordering = ["identified_at"]

    def __str__(self) -> str:
        return f"{self.by} identified somebody"


class Living(Kept):
    """Whether somebody described lives with those whom the enquiry is about, and since when. The latest one counts."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    class Where(models.TextChoices):
        """With the subjects, or not."""

        HERE = "here", "Lives with them"
        ELSEWHERE = "elsewhere", "Lives somewhere else"
        LEFT = "left", "Used to live with them"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="livings")
    area = models.UUIDField()
    described = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="livings")
    where = models.CharField(max_length=10, choices=Where.choices)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    told_at = models.DateTimeField()
    told_by = models.UUIDField(null=True, help_text="The member of the hub who wrote it; none on receipt")

    class Meta:
        ordering = ["told_at"]

    def __str__(self) -> str:
        return self.get_where_display()


class Relation(Kept):
    """How two of the people described belong together, and who has parental responsibility."""

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="relations")
    area = models.UUIDField()
    one = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(DescribedPerson, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    parental_responsibility = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"{self.one} is {self.kind} of {self.other}"


class Link(Kept):
    """That two enquiries belong together."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select"}

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="links")
    area = models.UUIDField()
    to = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="linked_from")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enquiry", "to"], name="linked_once")]

    def __str__(self) -> str:
        return "A link between two enquiries"


class Message(Kept):
    """What passed between hub and enquirer after receipt: additions, questions and their answers.

    What the enquirer says stands as an alert until somebody in the hub says that they have read it.
    """

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = {**TOLD, Seat.HUB: "select, insert, update (heard_at, heard_by)"}

    class Kind(models.TextChoices):
        """Which way it went."""

        ADDITION = "addition", "Added"
        QUESTION = "question", "The hub asked"
        ANSWER = "answer", "Answered"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="messages")
    area = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    by = models.UUIDField(null=True, help_text="The member who wrote it; none for the enquirer")
    written_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, help_text="When the hub read it")
    heard_by = models.UUIDField(null=True, help_text="The member who read it")

    class Meta:
        ordering = ["written_at"]
        indexes = [models.Index(fields=["area"], name="not_heard_yet", condition=models.Q(heard_at__isnull=True))]

    def __str__(self) -> str:
        return self.get_kind_display()


class Attachment(Kept):
    """A file that came with an enquiry or after it: what is known of it. Its bytes stand in `files`.

    `given_name` is the enquirer's text, as their words are, and names nothing: pages call it 'Photo 1 of 14 March'.
    """

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar = TOLD

    class Group(models.TextChoices):
        """What it is to whoever reads the enquiry."""

        PHOTO = "photo", "Photo"
        DOCUMENT = "document", "Document"
        RECORDING = "recording", "Recording"
        FILM = "film", "Film"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="attachments")
    area = models.UUIDField()
    shown = models.OneToOneField(Shown, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=Group.choices)
    kind = models.CharField(max_length=10, help_text="Of the original, as `files` has it")
    shown_as = models.CharField(max_length=10, help_text="Of the copy")
    given_name = models.CharField(max_length=200, blank=True, help_text="As its sender called it")
    size = models.PositiveIntegerField(help_text="Of the original, in bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the original")
    has_small = models.BooleanField()
    stripped = models.BooleanField(help_text="The copy tells nothing of place, device and author")
    scanned = models.BooleanField(help_text="A virus scanner looked at the original")
    order = models.PositiveSmallIntegerField(help_text="Among those sent at once")
    by = models.UUIDField(null=True, help_text="The member who sent it; none for an enquirer without an account")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["attached_at", "order", "pk"]

    def __str__(self) -> str:
        return self.get_group_display()


class Rationale(Kept):
    """A reason that somebody in the hub gave. Read by its practice managers and social workers; never leaves."""

    zone: ClassVar = Zone.HUB
    reach: ClassVar = {Seat.HUB: "select, insert", Seat.DEFINER: "select, insert"}

    class Kind(models.TextChoices):
        """What it is the reason for; `about` is the id of that thing."""

        RATING = "rating", "Why this rating"
        CARE_DUTY = "care_duty", "Why the duty of the Care Act applies or not"
        KEPT_RATING = "kept_rating", "Why the rating was kept"
        PROPOSAL = "proposal", "Why this is proposed"
        DECISION = "decision", "Why it was decided so"
        EXCUSED = "excused", "Why the agency was excused"
        LATE_ANSWER = "late_answer", "What the late answer changes"
        NOT_THE_SAME = "not_the_same", "Not the same, because"
        CLEARED = "cleared", "Why it may stay"
        RETURNED = "returned", "Why it came back"
        WITHDRAWN = "withdrawn", "Why it was withdrawn"
        ASKED_FOR = "asked_for", "Why others are asked than the rules name"
        INTERIM_PLAN = "interim_plan", "Who keeps them safe while somebody disagrees"
        DISAGREEMENT = "disagreement", "What a stage of a disagreement came to"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="rationales")
    area = models.UUIDField()
    kind = models.CharField(max_length=14, choices=Kind.choices)
    about = models.UUIDField()
    text = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at"]
        indexes = [models.Index(fields=["about"], name="rationale_about")]
        constraints = [models.CheckConstraint(name="a_rationale_says_why", condition=~models.Q(text=""))]

    def __str__(self) -> str:
        return self.get_kind_display()
