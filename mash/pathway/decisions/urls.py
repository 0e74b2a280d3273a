"""Addresses of deciding, below an enquiry's own."""

from django.urls import path

from mash.pathway.decisions.views import deciding, recording

app_name = "decisions"
urlpatterns = [
    path("enquiries/<str:reference>/decide", deciding.decide_enquiry, name="decide"),
    path("enquiries/<str:reference>/correct-decision", deciding.correct, name="correct"),
    path("enquiries/<str:reference>/strategy", recording.strategy, name="strategy"),
    path("enquiries/<str:reference>/review/<uuid:key>", recording.review, name="review"),
]
