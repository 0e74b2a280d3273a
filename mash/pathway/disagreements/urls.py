"""Addresses of disagreements: the hub's, and those of whoever disagrees."""

from django.urls import path

from mash.pathway.disagreements.views import hub, outside

app_name = "disagreements"
urlpatterns = [
    path("enquire/disagree", outside.by_code, name="by_code"),
    path("enquire/mine/<str:reference>/disagree", outside.by_account, name="by_account"),
    path("requests/<uuid:request_id>/disagree", outside.for_agency, name="for_agency"),
    path("enquiries/<str:reference>/disagreements", hub.disagreements, name="disagreements"),
    path("enquiries/<str:reference>/disagreements/heard", hub.hear, name="hear"),
    path("enquiries/<str:reference>/disagreements/<uuid:key>/owner", hub.owner, name="owner"),
    path("enquiries/<str:reference>/disagreements/<uuid:key>/plan", hub.plan, name="plan"),
    path("enquiries/<str:reference>/disagreements/<uuid:key>/escalate", hub.escalate, name="escalate"),
    path("enquiries/<str:reference>/disagreements/<uuid:key>/settle", hub.settle, name="settle"),
]
