"""Names the app and its label, which must not change."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """See the package's docstring."""

    name = "mash.foundation.post"
    label = "post"
