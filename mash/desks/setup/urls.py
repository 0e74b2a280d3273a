"""Addresses of the administrators' desk."""

from django.urls import path

from mash.desks.setup import views

app_name = "setup"

urlpatterns = [
    path("admin-desk/", views.partnership, name="partnership"),
    path("admin-desk/access", views.access, name="access"),
]
