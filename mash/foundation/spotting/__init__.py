"""Finding things in free text: addresses, names, numbers, what another text says. Pure: no database, no clock."""

from mash.foundation.spotting.addresses import find_address
from mash.foundation.spotting.contacts import find_email, find_job, find_organisation, find_phone, find_whereabouts
from mash.foundation.spotting.names import find_name, parse_name
from mash.foundation.spotting.overlap import Familiar, rare_words, shared_text
from mash.foundation.spotting.reading import Reading, Span, mask, merge, read
from mash.foundation.spotting.referrers import find_referrer
from mash.foundation.spotting.third_parties import third_parties_in

__all__ = [
    "Familiar",
    "Reading",
    "Span",
    "find_address",
    "find_email",
    "find_job",
    "find_name",
    "find_organisation",
    "find_phone",
    "find_referrer",
    "find_whereabouts",
    "mask",
    "merge",
    "parse_name",
    "rare_words",
    "read",
    "shared_text",
    "third_parties_in",
]
