"""Addresses of the auditors' desk."""

from django.urls import path

from mash.desks.oversight import views

app_name = "oversight"

urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/refusals", views.refusals, name="refusals"),
    path("ledger/glass", views.glasses, name="glasses"),
    path("ledger/glass/<uuid:glass>", views.review, name="review"),
    path("ledger/ties", views.ties, name="ties"),
    path("ledger/ties/<uuid:tie>", views.lift, name="lift"),
]
