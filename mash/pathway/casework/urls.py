"""Addresses of the enquiry page and the start pages."""

from django.urls import path

from mash.pathway.casework import views

app_name = "casework"
urlpatterns = [
    path("start", views.start, name="start"),
    path("enquiries/<str:reference>/", views.enquiry, name="enquiry"),
    path("enquiries/<str:reference>/clocks", views.clocks, name="clocks"),
]
