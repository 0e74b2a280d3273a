"""Names the app and its label, which must not change."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """See the package's docstring."""

    name = "mash.foundation.ledger"
    label = "ledger"
