"""Loaded before anything else: sees to it that the tests have a PostgreSQL server and a data folder of their own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mash.config.settings")
os.environ.setdefault("MASH_DEMO", "1")
if "MASH_DATA_DIR" not in os.environ or "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["MASH_DATA_DIR"] = tempfile.mkdtemp(prefix="mash-tests-")
if not os.environ.get("MASH_DATABASE_URL"):
    from mash.config import embedded

    os.environ["MASH_DATABASE_URL"] = embedded.ensure_running(
        Path(__file__).resolve().parents[1] / "var" / "test", fsync_off=True
    ).url
