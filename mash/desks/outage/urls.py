"""Addresses of the packs for an outage."""

from django.urls import path

from mash.desks.outage import views

app_name = "outage"

urlpatterns = [
    path("outage/", views.packs, name="packs"),
    path("outage/<uuid:pack>", views.pack, name="pack"),
]
