"""The register: persons as the hub knows them, where and with whom they live, and who else is at work with them."""

from mash.pathway.people.models.households import Household, Resident
from mash.pathway.people.models.involvement import Caution, Involvement
from mash.pathway.people.models.persons import Person, PersonAddress, PersonAddressQuerySet, PersonQuerySet

__all__ = [
    "Caution",
    "Household",
    "Involvement",
    "Person",
    "PersonAddress",
    "PersonAddressQuerySet",
    "PersonQuerySet",
    "Resident",
]
