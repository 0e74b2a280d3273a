"""Names the app and its label, which must not change."""

from django.apps import AppConfig

from mash.foundation.plugging import plug_in


class OutageConfig(AppConfig):
    """See the package's docstring."""

    name = "mash.desks.outage"
    label = "outage"

    def ready(self) -> None:
        """Plug in what this desk offers to the rest."""
        plug_in(self.name)
