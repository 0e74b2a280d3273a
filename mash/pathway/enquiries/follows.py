"""What enquiries do when something happens elsewhere: to an offer, to those described, to a child's household."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import follows, record
from mash.pathway.enquiries.offering.actions import accepted, offer_waiting
from mash.pathway.enquiries.risks import tell_of_risks
from mash.pathway.enquiries.taught import told_while_merged
from mash.pathway.people.models import Merging, Relocation


@follows("load_register")
def tell_of_new_cautions(me: Acting, area: Any, cautioned: Sequence[uuid.UUID] = (), **_others: Any) -> None:
    """Whoever has an enquiry about a child hears of a caution that was loaded for an adult of the household."""
    tell_of_risks(cautioned)


@follows("say_moved")
def tell_of_whom_they_live_with_now(me: Acting, move: Relocation, **_others: Any) -> None:
    """Where they have moved, a child may live with an adult of whom one must take care."""
    tell_of_risks(list(Relocation.objects.filter(together=move.together).values_list("person", flat=True)))


@follows("rate_enquiry")
def take_on_what_is_rated(me: Acting, rating: Any, **_others: Any) -> None:
    """Whoever rates what another area offered has taken it on."""
    if offer := offer_waiting(rating.enquiry):
        accepted(me, offer)


@follows("confirm_merge")
def go_with_the_record_that_stays(me: Acting, merging: Merging, **_others: Any) -> None:
    """Walls and earlier enquiries follow the people described, and each enquiry's history says what happened."""
    _tell_each_enquiry(me, "confirm_merge", merging)
    tell_of_risks([merging.kept_id])


@follows("confirm_unmerge")
def go_back_to_their_own_record(me: Acting, undoing: Merging, **_others: Any) -> None:
    """The same when a merging is taken back."""
    _tell_each_enquiry(me, "confirm_unmerge", undoing)
    told_while_merged(undoing)
    tell_of_risks([undoing.kept_id, undoing.folded_id])


def _tell_each_enquiry(me: Acting, verb: str, merging: Merging) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select enquiry, described from pathway.after_merging(%s)", [merging.pk])
        moved = cursor.fetchall()
    for enquiry, described in moved:
        record(me, verb, about=merging, enquiry=enquiry, people=[described, merging.kept_id, merging.folded_id])
