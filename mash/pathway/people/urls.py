"""Addresses of the register."""

from django.urls import path

from mash.pathway.people.views import checks, doubles, moves, register, search

app_name = "people"
urlpatterns = [
    path("checks", checks.check, name="check"),
    path("people/", search.search, name="search"),
    path("people/doubles", doubles.doubles, name="doubles"),
    path("people/doubles/<uuid:doubt>", doubles.double, name="double"),
    path("people/mergings", doubles.mergings, name="mergings"),
    path("people/moves/<uuid:move>", moves.move, name="move"),
    path("people/moves/<uuid:move>/mistake", moves.not_moved, name="not_moved"),
    path("people/<uuid:person>", register.person, name="person"),
    path("people/<uuid:person>/died", register.died, name="died"),
    path("people/<uuid:person>/moved", moves.moved, name="moved"),
    path("people/<uuid:person>/twice", doubles.twice, name="twice"),
]
