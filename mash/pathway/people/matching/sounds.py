"""How a name sounds: short keys that spellings of one name share, for names as they are said in Britain.

In the manner of Double Metaphone, reduced to what names need and widened by what British, Irish and Welsh names and
the usual Latin spellings of other names do. Vowels count only at the start, so that Mohammed and Muhammad are one. It
is made to find candidates; whether two names are near enough to count is for `compare` to say.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Names that no rule of English spelling reaches.
EXCEPTIONS = {
    "sean": "shon",
    "sian": "shan",
    "sioned": "shoned",
    "siobhan": "shivon",
    "sinead": "shinead",
    "niamh": "neev",
    "caoimhe": "keeva",
    "saoirse": "sersha",
    "mhairi": "vari",
    "ruaridh": "rory",
    "ruairi": "rory",
    "eoghan": "owen",
    "ciara": "kira",
    "cian": "kian",
    "ciaran": "kiaran",
    "cillian": "killian",
    "maeve": "mave",
    "ieuan": "yiyan",
    "mohd": "mohamed",
    "md": "mohamed",
    "sinh": "singh",
    "beauchamp": "beecham",
    "cholmondeley": "chumley",
    "colquhoun": "cahoon",
    "menzies": "mingis",
}

# Rewritten in this order on a lower-case name; `~` stands for a sound that is not heard.
RULES = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"^[kgp]n", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^wh", "w"),
        (r"^x", "s"),
        (r"^ma?c(?=[cgkq])", "m"),  # McGuire, Maguire; McCarthy, MacCarthy
        (r"^mc|^mac(?=[^aehiouy]|i[lntv])", "mk"),  # McDonald, MacDonald; McIntyre, MacIntyre
        (r"mb$", "m"),
        (r"[ae]?ugha?n", "on"),  # Vaughan
        (r"(?<=[aeiou])gh$|(?<=[aeiou])gh(?=[stl])", "~"),  # Leigh, Wright, Knight, Hughs
        (r"(?<=[aeiou])gh(?=[aeiou])", "~"),  # Keighan, Hughes
        (r"gh", "g"),
        (r"tsch|tch|cz", "C"),
        (r"sch|sh|sz", "C"),
        (r"chr|kh", "k"),
        (r"ch", "C"),
        (r"ph|bh", "f"),
        (r"th", "t"),
        (r"ck|cq|q", "k"),
        (r"rh", "r"),
        (r"dg(?=[eiy])", "j"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"v", "f"),
        (r"z", "s"),
        (r"mps", "ms"),  # Thompson, Thomson
        (r"(?<!^)[hw]", "~"),
    )
)
VOWELS = re.compile(r"(?<!^)[aeiouy~]+")
DOUBLED = re.compile(r"(.)\1+")

# Where one spelling is said in two ways, the second way is a second key: Gillian and Gilbert, Michael and Rachel.
SECOND_WAYS = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"^y(?=[aeiou])", ""),  # Yekaterina, Yusuf
        (r"^j", "y"),
        (r"g(?=[eiy])", "j"),
        (r"ch", "k"),
        (r"sz", "s"),
        (r"(?<=[aeiou])w(?=[aeiou])", "v"),  # Kowalski
    )
)


@lru_cache(maxsize=65536)
def sounds(word: str) -> frozenset[str]:
    """The keys of one word of a name, as `names.fold` leaves it: none for nothing, one or two otherwise.

    >>> sorted(sounds("kacey") & sounds("kaci"))
    ['KS']
    """
    if not word:
        return frozenset()
    spoken = as_spoken(word)
    second = spoken
    for pattern, said in SECOND_WAYS:
        second = pattern.sub(said, second)
    return frozenset(key for key in (_key(spoken), _key(second)) if key)


def as_spoken(word: str) -> str:
    """A name as it is said, where no rule of spelling tells that: `rory` for `ruairi`; otherwise the word itself."""
    return EXCEPTIONS.get(word, word)


def _key(word: str) -> str:
    for pattern, heard in RULES:
        word = pattern.sub(heard, word)
    if word[:1] in "aeiou":
        word = "a" + word[1:]
    return VOWELS.sub("", DOUBLED.sub(r"\1", word)).upper()
