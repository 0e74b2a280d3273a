"""How an area uses what people tell it: for everybody, before they tell."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse

from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.partnership.public_texts import Place, texts_of
from mash.pathway.enquiries.views.frame import framed
from mash.pathway.enquiries.views.public import area_of


@page(public=True)
def privacy(request: HubRequest, area: str) -> HttpResponse:
    """The area's privacy notice (UK GDPR articles 13 and 14)."""
    where = area_of(area)
    here = replace(framed(request, where), privacy_url="")  # it leads to no page that one reads already
    return render(request, "enquiries/public/privacy.jinja", {"page": here, "lines": texts_of(where.pk)[Place.PRIVACY]})
