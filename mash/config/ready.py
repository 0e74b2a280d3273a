"""Brings the database up to what the code says: migrations, guards, and in demo mode the demo partnership."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import Error as DatabaseError
from django.db import connections

from mash.demo.partnership import load_partnership
from mash.foundation.access.binding import pads
from mash.foundation.access.guards import apply_guards, fingerprint

LOG = logging.getLogger("mash.ready")
APPLIED = (
    "select coalesce(guards, ''), inner_pad = %s, array(select app || '.' || name from django_migrations) "
    "from access.key"
)
Say = Callable[[str], None]


def prepare(say: Say = LOG.info) -> bool:
    """Make the database ready for this code, unless it is. Safe to call from several processes at once.

    Costs one query when there is nothing to do.

    Returns:
        Whether anything had to be done.
    """
    if is_ready():
        return False
    with connections["owner"].cursor() as cursor:
        cursor.execute("select pg_advisory_lock(hashtextextended('mash prepare', 0))")
    try:
        if is_ready():  # another process did it while this one waited
            return False
        say("Bringing the database up to date …")
        call_command("migrate", database="owner", verbosity=0, interactive=False, skip_checks=True)
        apply_guards()
        if settings.DEMO and load_partnership():
            say("The demo partnership is loaded.")
    finally:
        connections["owner"].close()  # lets the lock go too
    return True


def is_ready() -> bool:
    """Whether migrations and guards are what the files say, and the guards know the secret key. One query."""
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute(APPLIED, [pads()[0]])
            row = cursor.fetchone()
    except DatabaseError:  # a new database has none of these tables; one that is away shows in what follows
        with suppress(DatabaseError):
            connections["owner"].close()
        return False
    if row is None:
        return False
    guards, knows_key, migrations = row
    return bool(guards == fingerprint() and knows_key and migrations_on_disk() <= set(migrations))


def migrations_on_disk() -> set[str]:
    """The migrations that there are, as `app.name`."""
    return {
        f"{app.label}.{file.stem}"
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[0-9]*.py")
    }


def loading_mark() -> Path:
    """A file that is there while demo stories are being played: until then the hub is not ready."""
    mark: Path = settings.DATA_DIR / "loading"
    return mark
