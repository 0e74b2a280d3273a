"""What may be done with an item once it is given: its originator corrects it. Nobody edits it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit_role
from mash.foundation.access.policy import Reason, of_own_agency, read_item
from mash.foundation.access.verbs import Invalid, Refused, action, followed, record
from mash.foundation.access.words import checking
from mash.pathway.enquiries.walls import lock_part
from mash.pathway.intelligence.giving import CHOOSE_HANDLING
from mash.pathway.intelligence.models import Handling, Item


@action
def correct_item(
    me: Acting,
    item: uuid.UUID | str,
    *,
    why: Any,
    text: Any = None,
    handling: Any = None,
    conditions: Any = None,
) -> Item:
    """Put a new version in the place of an item. The old one stays, struck, for those who may see it.

    What is not given stays as it was. A stricter handling shuts the older versions too, and every gist made of them.

    Raises:
        Refused: not a researcher of the item's owner in that area.
        Invalid: no reason; nothing changes; it has been corrected already.

    Source: DESIGN section 4; DOMAIN rules 48 and 53.
    """
    was = own_item(me, "correct_item", item)
    if Item.objects.filter(supersedes=was).exists():
        raise Invalid(item="This item has been corrected already. Correct its newest version.")
    with checking() as check:
        reason = check.text(why, "why", required="Say why you correct it")
        words = was.text if text is None else check.text(text, "text", required="Say what is known")
        held = was.handling
        if handling not in (None, ""):
            held = check.choice(handling, "handling", Handling, message=CHOOSE_HANDLING)
        terms = was.conditions if conditions is None else check.text(conditions, "conditions")
        if (words, held, terms) == (was.text, was.handling, was.conditions):
            check.wrong("text", "Change the text, the handling or the conditions")
    now = Item.add(
        enquiry_id=was.enquiry_id,
        area=was.area,
        agency_id=was.agency_id,
        request=was.request,
        about=was.about,
        text=words,
        kind=was.kind,
        happened=was.happened,
        source=was.source,
        handling=held,
        held_as=held,
        conditions=terms,
        protects=was.protects,
        given_by=me.known,
        given_at=me.now,
        supersedes=was,
        correction_why=reason,
        gist_of_id=was.gist_of_id,
    )
    with connection.cursor() as cursor:
        cursor.execute("select pathway.hold_as_strictly(%s), pathway.hold_gists_as_strictly(%s)", [now.pk, now.pk])
    record(me, "correct_item", about=now, people=now.about, handling=held, corrects=str(was.pk))
    followed(me, "correct_item", now)
    return now


def own_item(me: Acting, verb: str, key: uuid.UUID | str) -> Item:
    """Lock an item for a verb of its owner's researchers.

    Raises:
        Refused: `not_found` for one that may not be read; the role; or that it is another agency's.
    """
    held = lock_part(Item, key)
    readable = Item.objects.filter(pk=held.pk).select_related("agency").readable(me)
    if not readable:
        facts = Item.objects.filter(pk=held.pk).with_facts(me).get().reading(me)
        raise Refused(Reason.NOT_FOUND, hidden=[read_item(facts).reason])
    (item,) = readable
    permit_role(me, verb, item.reading(me).roles, about=item)
    verdict = of_own_agency(own=me.known.agency_id == item.agency_id)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=item)
    return item
