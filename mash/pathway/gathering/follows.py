"""What happens to requests when somebody is described after agencies were asked."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import follows, record
from mash.pathway.enquiries.masking import Marks
from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.gathering.content import Telling, masked_again
from mash.pathway.gathering.models import AskedAbout, Request


@follows("add_person")
def tell_agencies_again(me: Acting, added: DescribedPerson, *, marks: Marks, **_others: Any) -> None:
    """Mask in every request what few may read of the newcomer; ask of them where an answer is still waited for."""
    requests = list(Request.objects.filter(enquiry=added.enquiry_id).select_related("agency"))
    if not requests:
        return
    telling = Telling.about(me, added.enquiry)
    protected = {str(person.pk) for person in telling.people if person.address_protected}
    for asked in requests:
        content = masked_again(asked.content, marks, protected)
        asks = asked.state != Request.State.ANSWERED
        if asks:
            newcomer = telling.person(added, asked.agency) | {"added": me.now.isoformat()}
            content["people"] = [*content["people"], newcomer]
            AskedAbout.add(request=asked, described=added, alias=added.alias)
        what = marks.masked(asked.what)
        if content != asked.content or what != asked.what:
            with connection.cursor() as cursor:
                cursor.execute("select pathway.tell_again(%s, %s, %s)", [asked.pk, what, json.dumps(content)])
        if asks:
            record(me, "tell_agency", about=asked, people=[added.pk], agency=asked.agency.slug)
