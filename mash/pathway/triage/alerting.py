"""Raises and lists alerts: what practice managers, police and raters must hear of at once (rules 28 and 30)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Wall
from mash.foundation.partnership.models import Role
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.triage.models import Acknowledgement, Alert

# An alert that somebody has acknowledged leaves the other screens after a day; one that nobody has never does.
LINGERS = timedelta(hours=24)
MOST_NAMES = 400


def raise_alert(me: Acting, enquiry: Enquiry, subjects: Iterable[DescribedPerson], why: str) -> Alert:
    """Write an alert. Also for those who may insert and not read: at a front door."""
    subjects = list(subjects)
    return Alert.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        reference=enquiry.reference,
        subjects=", ".join(map(str, subjects))[:MOST_NAMES],
        about=[person.pk for person in subjects],
        why=why,
        raised_by=me.member,
        raised_at=me.now,
    )


def alerted_areas(me: Acting) -> frozenset[uuid.UUID]:
    """The areas of which somebody hears the alerts: as practice manager, or as police in the hub."""
    areas = me.areas_as(Role.PRACTICE_MANAGER)
    if me.is_police:
        areas |= me.areas_as(Role.RESEARCHER, Role.POLICE_EVALUATOR)
    return areas


def waiting_alerts(me: Acting) -> QuerySet[Alert]:
    """The alerts that this member has to see and has not acknowledged, oldest first. One query."""
    seen = Acknowledgement.objects.filter(alert=OuterRef("pk"))
    return (
        Alert.objects.filter(~Exists(seen.filter(member=me.known)), area__in=list(alerted_areas(me)))
        .filter(~Exists(Wall.objects.filter(enquiry=OuterRef("enquiry_id"), member=me.known.pk)))
        .filter(Q(raised_at__gt=me.now - LINGERS) | ~Exists(seen))
        .order_by("raised_at")
    )
