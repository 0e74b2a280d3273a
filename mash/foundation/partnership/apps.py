"""Names the app and its label, which must not change."""

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    """Areas, agencies, teams and members."""

    name = "mash.foundation.partnership"
    label = "partnership"
