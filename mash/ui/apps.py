"""Makes the user interface an app, so that its pages and static files are found."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Layout, components and static assets."""

    name = "mash.ui"
    label = "ui"
