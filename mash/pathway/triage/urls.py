"""Addresses of triage and of alerts."""

from django.urls import path

from mash.pathway.triage.views import alerting, pausing, proposing, rating, weighing

app_name = "triage"
urlpatterns = [
    path("enquiries/<str:reference>/rate", rating.rate, name="rate"),
    path("enquiries/<str:reference>/keep-rating/<uuid:request_id>", rating.keep, name="keep"),
    path("enquiries/<str:reference>/people/<uuid:person>/care", weighing.weigh, name="weigh"),
    path("enquiries/<str:reference>/propose", proposing.propose, name="propose"),
    path("enquiries/<str:reference>/pause", pausing.pause, name="pause"),
    path("enquiries/<str:reference>/resume", pausing.resume, name="resume"),
    path("enquiries/<str:reference>/flag", alerting.flag, name="flag"),
    path("alerts", alerting.polled, name="alerts"),
    path("alerts/all", alerting.everything, name="everything"),
    path("alerts/<uuid:alert_id>/seen", alerting.seen, name="seen"),
]
