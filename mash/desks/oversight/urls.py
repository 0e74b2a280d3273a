"""Addresses of the auditors' desk."""

from django.urls import path

from mash.desks.oversight.views import asking, letting_out, sealing, ties

app_name = "oversight"

urlpatterns = [
    path("ledger/", asking.ledger, name="ledger"),
    path("ledger/refusals", asking.refusals, name="refusals"),
    path("ledger/glass", letting_out.glasses, name="glasses"),
    path("ledger/glass/<uuid:glass>", letting_out.review, name="review"),
    path("ledger/releases", letting_out.releases, name="releases"),
    path("ledger/ties", ties.ties, name="ties"),
    path("ledger/ties/<uuid:tie>", ties.lift, name="lift"),
    path("ledger/seal", sealing.seal, name="seal"),
]
