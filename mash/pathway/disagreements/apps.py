"""Names the app and its label, which must not change."""

from django.apps import AppConfig

from mash.foundation.plugging import plug_in


class DisagreementsConfig(AppConfig):
    """See the package's docstring."""

    name = "mash.pathway.disagreements"
    label = "disagreements"

    def ready(self) -> None:
        """Plug in what this app offers to the rest."""
        plug_in(self.name)
