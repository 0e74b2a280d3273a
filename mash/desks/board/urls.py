"""Addresses of the board."""

from django.urls import path

from mash.desks.board import views

app_name = "board"
urlpatterns = [path("board", views.board, name="board"), path("board/changes", views.changes, name="changes")]
