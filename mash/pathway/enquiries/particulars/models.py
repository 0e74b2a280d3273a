"""Particulars: what a professional tells besides the story."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mash.foundation.kept import Kept
from mash.foundation.zones import Reach, Seat, Zone
from mash.pathway.enquiries.particulars.care import QUESTIONS, duty_of

TEXTS = ("childs_words", "tried", "strengths", "family_told_why", "lawful_basis_why")


class Particulars(Kept):
    """The answers to the questions of the professional form, with protected marks masked in their texts.

    As they were written the texts stand in `Words`. A question that nobody answered is empty or none; an enquiry of
    which none was answered has no particulars.
    """

    zone: ClassVar = Zone.INTAKE
    reach: ClassVar[Reach] = {
        Seat.INTAKE: "insert",
        Seat.HUB: f"select, insert, update ({', '.join(TEXTS)})",
        Seat.DEFINER: "select",
    }

    class Seen(models.TextChoices):
        """Whether the professional saw it or was told."""

        SEEN = "seen", "I saw or heard it myself"
        REPORTED = "reported", "Somebody told me"
        BOTH = "both", "Both"

    class NotTold(models.TextChoices):
        """Why the family does not know of the enquiry (rule 40)."""

        MORE_RISK = "more_risk", "It would put somebody at more risk"
        EVIDENCE = "evidence", "Evidence could be lost"
        FAMILIAL_SEXUAL_ABUSE = "familial_sexual_abuse", "Sexual abuse in the family is suspected"
        FABRICATED_ILLNESS = "fabricated_illness", "Fabricated or induced illness is suspected"
        UNSAFE_FOR_VICTIM = "unsafe_for_victim", "It is not safe for a victim"
        NOT_REACHED = "not_reached", "I could not reach them"

    class Basis(models.TextChoices):
        """On what law the professional shares this (rule 39)."""

        HARM = "harm", "A child may be suffering significant harm: Children Act 1989, section 47"
        NEED = "need", "A child is in need and the family agrees: Children Act 1989, section 17"
        ADULT = "adult", "An adult may be at risk of abuse or neglect: Care Act 2014, section 42"
        TASK = "task", "Another public task of my organisation"
        UNKNOWN = "unknown", "I do not know"

    class WithoutConsent(models.TextChoices):
        """Why it is shared without consent: Data Protection Act 2018, schedule 1, paragraph 18."""

        CANNOT_GIVE = "cannot_give", "Consent cannot be given"
        CANNOT_OBTAIN = "cannot_obtain", "Consent cannot reasonably be obtained"
        WOULD_PREJUDICE = "would_prejudice", "Asking for consent would put the protection at risk"

    enquiry = models.OneToOneField("enquiries.Enquiry", on_delete=models.PROTECT, related_name="particulars")
    area = models.UUIDField()
    seen_or_reported = models.CharField(max_length=10, choices=Seen.choices, blank=True)
    childs_words = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    family_told = models.BooleanField(null=True)
    family_not_told = models.CharField(max_length=24, choices=NotTold.choices, blank=True)
    family_told_why = models.TextField(blank=True)
    lawful_basis = models.CharField(max_length=10, choices=Basis.choices, blank=True)
    without_consent = models.CharField(max_length=16, choices=WithoutConsent.choices, blank=True)
    lawful_basis_why = models.TextField(blank=True)
    needs_care = models.BooleanField(null=True, help_text="Care Act 2014, section 42(1)(a); none when not known")
    at_risk = models.BooleanField(null=True, help_text="Section 42(1)(b)")
    cannot_protect = models.BooleanField(null=True, help_text="Section 42(1)(c)")

    class Meta:
        verbose_name_plural = "particulars"

    def __str__(self) -> str:
        return "What was told besides the story"

    @property
    def care(self) -> dict[str, bool | None]:
        """The three answers of the Care Act, by the name of their question."""
        return {name: getattr(self, name) for name in QUESTIONS}

    @property
    def is_about_an_adult(self) -> bool:
        """Whether one of the three questions of the Care Act was answered, or it is shared on its basis."""
        answered = any(answer is not None for answer in self.care.values())
        return answered or self.lawful_basis == self.Basis.ADULT

    @property
    def duty(self) -> str:
        """Whether a duty to make enquiries follows from the three answers (rule 12), in words."""
        return {
            True: "All three are said to be so: the duty of section 42 applies.",
            False: "Not all three are said to be so: say why, and which other action.",
            None: "Not all three are known.",
        }[duty_of(*self.care.values())]
