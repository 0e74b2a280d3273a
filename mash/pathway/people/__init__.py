"""Persons as the hub knows them, across enquiries and areas."""
