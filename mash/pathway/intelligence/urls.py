"""Addresses of items."""

from django.urls import path

from mash.pathway.intelligence import views

app_name = "intelligence"
urlpatterns = [path("items/<uuid:item>/correct", views.correct, name="correct")]
