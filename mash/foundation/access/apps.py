"""Names the app and its label, which must not change."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """See the package's docstring."""

    name = "mash.foundation.access"
    label = "access"

    def ready(self) -> None:
        """Let the ledger hear from the door."""
        from mash.foundation.access.sign_in import events  # noqa: F401 registers its receiver
