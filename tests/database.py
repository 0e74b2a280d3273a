"""Loaded before anything else: sees to it that the tests have a PostgreSQL server and a data folder of their own."""

import os
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / "var" / "test"

os.environ["DJANGO_SETTINGS_MODULE"] = "mash.config.settings"
os.environ["MASH_DATA_DIR"] = str(HOME)
os.environ.setdefault("MASH_DEMO", "1")
if not os.environ.get("MASH_DATABASE_URL"):
    from mash.config import embedded

    os.environ["MASH_DATABASE_URL"] = embedded.ensure_running(HOME, fsync_off=True).url
