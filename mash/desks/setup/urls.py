"""Addresses of the administrators' desk: its own, and those of its subjects."""

from django.urls import include, path

from mash.desks.setup import views
from mash.desks.setup.subjects import SUBJECTS

app_name = "setup"

urlpatterns = [
    path("admin-desk/", views.home, name="home"),
    path("admin-desk/partnership", views.partnership, name="partnership"),
    path("admin-desk/access", views.access, name="access"),
    path("admin-desk/access.pdf", views.access_paper, name="access_paper"),
    path("admin-desk/", include([address for one in SUBJECTS for address in one.urls])),
]
