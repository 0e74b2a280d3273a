"""The seal is structural: what a new model, view or verb forgets, a test finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from mash.foundation.access.guards import guarded_models, role_name, wall_column
from mash.foundation.access.policy import RULES
from mash.foundation.access.sign_in import AT_THE_DOOR
from mash.foundation.access.verbs import ACTIONS
from mash.foundation.kept import Kept
from mash.foundation.zones import Seat, Zone
from tests import world

pytestmark = pytest.mark.django_db

OUR_MODELS = [model for app in apps.get_app_configs() if app.name.startswith("mash.") for model in app.get_models()]


def asked(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def role(seat: str) -> str:
    return role_name(f"mash_{seat}", connection.settings_dict["NAME"])


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_model_lives_in_a_zone(model):
    assert isinstance(getattr(model, "zone", None), Zone)


@pytest.mark.rule(60)
@pytest.mark.parametrize("model", [m for m in guarded_models() if m.personal], ids=lambda model: model._meta.label)
def test_every_table_with_personal_data_forces_row_level_security(model):
    ((enabled, forced),) = asked(
        "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass", model._meta.db_table
    )
    assert enabled
    assert forced


@pytest.mark.rule(59)
@pytest.mark.parametrize("model", [m for m in guarded_models() if wall_column(m)], ids=lambda model: model._meta.label)
def test_every_table_of_an_enquiry_has_the_wall(model):
    walls = asked(
        "select permissive from pg_policies where tablename = %s and policyname = 'wall'", model._meta.db_table
    )
    assert walls == [("RESTRICTIVE",)]


def test_what_belongs_to_an_enquiry_says_so():
    """A model of the pathway with personal data has a column that walls can use, or hangs on one that has."""
    of_the_register = {
        "people.Person",
        "people.PersonAddress",
        "people.Household",
        "people.Involvement",
        "people.Carried",
        "people.Caution",
        "people.Reference",
        "people.AgencyList",
        "people.Doubt",
        "people.Merging",
        "people.Moved",
        "people.Relocation",
        "people.Tally",
        "people.ToldApart",
    }
    hang_on_others = {*of_the_register, "triage.Acknowledgement", "gathering.AskedAbout", "enquiries.DraftFile"}
    pathway = [m for m in guarded_models() if m.__module__.startswith("mash.pathway") and issubclass(m, Kept)]
    assert len(pathway) > 20
    assert {m._meta.label for m in pathway if wall_column(m) is None} == hang_on_others


@pytest.mark.rule(54, 57)
@pytest.mark.parametrize(
    "model", [m for m in guarded_models() if m.zone is Zone.SEALED], ids=lambda model: model._meta.label
)
@pytest.mark.parametrize("seat", [Seat.OPS, Seat.INTAKE, Seat.FIGURES, Seat.AUDIT, Seat.SETUP, Seat.DOOR])
def test_no_seat_but_the_hub_and_the_owners_reaches_a_sealed_table(model, seat):
    ((reaches,),) = asked(
        "select has_table_privilege(%s, %s, 'select, insert, update, delete')", role(seat), model._meta.db_table
    )
    assert reaches is False


def test_no_role_of_the_hub_passes_by_the_guards():
    names = [role(seat) for seat in Seat] + [role("login")]
    rows = asked(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = any(%s)",
        names,
    )
    assert len(rows) == len(names)
    assert [row for row in rows if any(row[1:])] == []


def test_the_login_role_has_nothing_of_its_own():
    login = role("login")
    ((inherits,),) = asked("select rolinherit from pg_roles where rolname = %s", login)
    assert inherits is False
    granted = asked(
        "select table_name from information_schema.role_table_grants where grantee = %s and table_schema = 'public'",
        login,
    )
    assert granted == []


def test_no_seat_may_change_or_delete_what_is_in_the_ledger():
    for seat in Seat:
        ((may,),) = asked("select has_table_privilege(%s, 'ledger_event', 'update, delete, truncate')", role(seat))
        assert may is False, seat


def test_every_definer_function_pins_its_search_path_and_is_closed_to_the_public():
    functions = asked(
        "select p.oid::regprocedure::text, p.proconfig, has_function_privilege('public', p.oid, 'execute') "
        "from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
        "where p.prosecdef and n.nspname in ('public', 'access', 'ledger', 'intake', 'people', 'pathway', 'figures')"
    )
    assert len(functions) > 20
    loose = [name for name, config, public in functions if public or not any("search_path" in c for c in config or [])]
    assert loose == []


def every_view() -> Iterator[tuple[str, Any]]:
    def walk(patterns: list[Any], start: str) -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, start + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                yield start + str(pattern.pattern), pattern.callback

    yield from walk(get_resolver().url_patterns, "/")


VIEWS = dict(every_view())


@pytest.mark.parametrize("route", sorted(VIEWS))
def test_every_view_takes_a_seat_or_stands_at_the_door(route):
    view = VIEWS[route]
    # A public page without a seat of its own knows nobody: it runs at intake.
    seated = getattr(view, "seats", None) or getattr(view, "public", False)
    assert seated or route.startswith(AT_THE_DOOR), f"{route} has no @page"


def test_every_verb_has_a_rule_and_every_rule_a_verb():
    verbs = {name for name, verb in ACTIONS.items() if verb.__module__.startswith("mash.")}
    assert len(verbs) > 35
    assert verbs == set(RULES)
