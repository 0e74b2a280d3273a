"""A desk's tests run where the desk is installed: the others pass without it."""

from pathlib import Path

from django.conf import settings

collect_ignore = [
    folder.name for folder in Path(__file__).parent.iterdir() if f"mash.desks.{folder.name}" not in settings.DESKS
]
