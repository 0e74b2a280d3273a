"""The register: persons as the hub knows them, where and with whom they live, and who else is at work with them."""

from mash.pathway.people.models.doubles import Doubt, Merging, Moved, ToldApart
from mash.pathway.people.models.households import Household, Resident
from mash.pathway.people.models.involvement import Caution, Involvement
from mash.pathway.people.models.lists import AgencyList, Reference
from mash.pathway.people.models.persons import Person, PersonAddress, PersonAddressQuerySet, PersonQuerySet
from mash.pathway.people.models.relocations import Carried, Relocation
from mash.pathway.people.models.tallies import Tally

__all__ = [
    "AgencyList",
    "Carried",
    "Caution",
    "Doubt",
    "Household",
    "Involvement",
    "Merging",
    "Moved",
    "Person",
    "PersonAddress",
    "PersonAddressQuerySet",
    "PersonQuerySet",
    "Reference",
    "Relocation",
    "Resident",
    "Tally",
    "ToldApart",
]
