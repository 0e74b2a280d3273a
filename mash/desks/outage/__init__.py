"""Printed packs for an outage (rule 89): what the hub must go on with while nothing can be looked up."""
