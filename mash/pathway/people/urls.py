"""Addresses of the register."""

from django.urls import path

from mash.pathway.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.search, name="search"),
    path("people/<uuid:person>", views.person, name="person"),
    path("people/<uuid:person>/died", views.died, name="died"),
]
