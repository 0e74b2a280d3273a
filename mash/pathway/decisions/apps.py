"""Names the app and its label, which must not change."""

from django.apps import AppConfig

from mash.foundation.plugging import plug_in


class DecisionsConfig(AppConfig):
    """See the package's docstring."""

    name = "mash.pathway.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Plug in what this app offers to the rest."""
        plug_in(self.name)
