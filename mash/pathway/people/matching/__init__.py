"""Whether two descriptions are one person: no database, no clock, no network."""

from mash.pathway.people.matching.best import Candidate, may_be_one_of, rank, single_best
from mash.pathway.people.matching.dates import compare_birth, years_when_aged
from mash.pathway.people.matching.description import Description
from mash.pathway.people.matching.identifiers import (
    Identifier,
    check_nhs_number,
    check_upn,
    check_uprn,
    fold_email,
    fold_upn,
    show_nhs_number,
)
from mash.pathway.people.matching.keys import register_keys, search_keys
from mash.pathway.people.matching.score import Band, Likeness, band, bands, score

__all__ = [
    "Band",
    "Candidate",
    "Description",
    "Identifier",
    "Likeness",
    "band",
    "bands",
    "check_nhs_number",
    "check_upn",
    "check_uprn",
    "compare_birth",
    "fold_email",
    "fold_upn",
    "may_be_one_of",
    "rank",
    "register_keys",
    "score",
    "search_keys",
    "show_nhs_number",
    "single_best",
    "years_when_aged",
]
