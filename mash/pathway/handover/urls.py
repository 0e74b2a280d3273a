"""Addresses of what leaves the hub."""

from django.urls import path

from mash.pathway.handover.views import closing, elsewhere, handovers, permissions, releases, tying

app_name = "handover"
urlpatterns = [
    path("items/<uuid:key>/ask-owner", permissions.ask, name="ask_owner"),
    path("permissions/", permissions.permissions, name="permissions"),
    path("permissions/<uuid:key>", permissions.permission, name="permission"),
    path("enquiries/<str:reference>/release/<slug:team>", releases.prepare, name="prepare"),
    path("releases/<uuid:key>", releases.release, name="release"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/<uuid:key>.pdf", handovers.paper, name="paper"),
    path("handovers/<uuid:key>", handovers.handover, name="handover"),
    path("handovers/<uuid:key>/tie", tying.tie, name="tie"),
    path("enquiries/<str:reference>/elsewhere", elsewhere.sent, name="elsewhere"),
    path("elsewhere/<uuid:key>", elsewhere.has_it, name="elsewhere_has_it"),
    path("enquiries/<str:reference>/feedback", closing.feedback, name="feedback"),
    path("enquiries/<str:reference>/close", closing.close, name="close"),
]
