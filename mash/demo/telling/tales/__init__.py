"""The county's stories, by what they are about. Importing this puts them all on the list."""

from mash.demo.telling.tales import (
    adults,
    advice,
    at_home,
    babies,
    coming_back,
    disagreeing,
    harm,
    under_way,
    violence,
    young,
)

__all__ = [
    "adults",
    "advice",
    "at_home",
    "babies",
    "coming_back",
    "disagreeing",
    "harm",
    "under_way",
    "violence",
    "young",
]
