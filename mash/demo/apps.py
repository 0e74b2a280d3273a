"""Names the app and its label, which must not change."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Areas, agencies, teams and members."""

    name = "mash.demo"
    label = "demo"
