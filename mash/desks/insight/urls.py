"""Addresses of the analysts' desk."""

from django.urls import path

from mash.desks.insight import views

app_name = "insight"

urlpatterns = [path("insight/", views.figures, name="figures")]
