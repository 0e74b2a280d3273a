"""What happens to items when glass is broken on their enquiry."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Glass
from mash.foundation.access.verbs import follows
from mash.foundation.partnership.models import Agency, Area
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.intelligence.models import Item

OWN_WORK = "/requests/"


@follows("break_glass")
def tell_owners(me: Acting, glass: Glass, **_others: Any) -> None:
    """Tell the researchers of every agency whose items can now be read, at once. The auditors are told besides.

    Source: DESIGN section 4.
    """
    owners = Item.objects.filter(enquiry=glass.enquiry).order_by().values("agency")
    area = Area.objects.get(pk=Enquiry.objects.values_list("area", flat=True).get(pk=glass.enquiry))
    for agency in Agency.objects.filter(pk__in=owners).order_by("slug"):
        notify(me, Notice.Kind.GLASS, path=OWN_WORK, agency=agency, area=area)
