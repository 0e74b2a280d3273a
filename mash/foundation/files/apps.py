"""Names the app and its label, which must not change."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """See the package's docstring."""

    name = "mash.foundation.files"
    label = "files"
