"""Waiting jobs and mails, as a test sees them."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.db import connection

from tests import world


@pytest.fixture
def outbox(tmp_path, settings):
    """The file outbox; calling it gives the mails that lie there."""
    settings.OUTBOX = tmp_path / "outbox"
    settings.SMTP_URL = ""

    def mails() -> list[EmailMessage]:
        return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(settings.OUTBOX.glob("*"))]

    return mails


@pytest.fixture
def waiting():
    """The jobs that wait: queue, name, arguments and due time."""

    def jobs() -> list[tuple[Any, ...]]:
        with world.backstage(), connection.cursor() as cursor:
            cursor.execute(
                "select queue_name, task_name, args::text, scheduled_at from procrastinate_jobs "
                "order by priority desc, id"
            )
            return [(queue, task, json.loads(ids), due) for queue, task, ids, due in cursor.fetchall()]

    return jobs
