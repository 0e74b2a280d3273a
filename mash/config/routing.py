"""Which connection does what: the owner migrates, everything else goes through the login role."""

from typing import Any


class OwnerMigrates:
    """Only the owner's connection may change the schema."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Refuse to migrate through the login role."""
        return db == "owner"
