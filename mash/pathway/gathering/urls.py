"""Addresses of requests and of an enquiry's agencies."""

from django.urls import path

from mash.pathway.gathering.views import agencies, requests, tying

app_name = "gathering"
urlpatterns = [
    path("requests/", requests.worklist, name="requests"),
    path("requests/<uuid:request_id>", requests.request, name="request"),
    path("requests/<uuid:request_id>/nothing-known", requests.nothing_known, name="nothing_known"),
    path("requests/<uuid:request_id>/telephone", requests.telephone, name="telephone"),
    path("requests/<uuid:request_id>/tie", tying.tie, name="tie"),
    path("requests/<uuid:request_id>/chase", agencies.chase, name="chase"),
    path("requests/<uuid:request_id>/excuse", agencies.excuse, name="excuse"),
    path("enquiries/<str:reference>/agencies", agencies.agencies, name="agencies"),
    path("enquiries/<str:reference>/agencies/ask", agencies.ask, name="ask"),
]
