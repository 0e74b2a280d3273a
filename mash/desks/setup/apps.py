"""Names the app and its label, which must not change."""

from django.apps import AppConfig

from mash.foundation.plugging import plug_in


class SetupConfig(AppConfig):
    """See the package's docstring."""

    name = "mash.desks.setup"
    label = "setup"

    def ready(self) -> None:
        """Plug in what this desk offers to the rest, and its own subjects."""
        from mash.desks.setup.subjects import find_subjects

        plug_in(self.name)
        find_subjects()
