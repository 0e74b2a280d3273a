"""Django's own commands, for those who build the hub: `mash-manage makemigrations` and the like."""

import importlib.util
import os
import sys

from mash.config.embedded import DatabaseUnavailable, database_url
from mash.config.environment import data_dir


def main() -> None:
    """Run a Django command against this hub's settings and database, which is started when it is not running."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mash.config.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    try:
        with database_url(data_dir()) as url:
            os.environ["MASH_DATABASE_URL"] = url
            if importlib.util.find_spec("django_migration_linter"):  # only where the hub is built, not where it runs
                settings.INSTALLED_APPS.append("django_migration_linter")
            execute_from_command_line(sys.argv)
    except DatabaseUnavailable as error:
        sys.exit(str(error))
