"""What makes a function a verb: all of it or none of it, permitted first, and in the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, models, transaction

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import POLICY_VERSION
from mash.foundation.ledger.append import append

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=models.Model)

ACTIONS: dict[str, Callable[..., Any]] = {}


FOLLOWERS: dict[str, list[Callable[..., None]]] = {}


def follows(verb: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let something follow a verb in the same transaction: it may add, never veto.

    This is how a later step of the pathway, or a desk, hears of an earlier one without being known to it.
    """

    def register(follower: Callable[..., None]) -> Callable[..., None]:
        FOLLOWERS.setdefault(verb, []).append(follower)
        return follower

    return register


def followed(me: Acting, verb: str, about: models.Model, **facts: Any) -> None:
    """Tell everything that follows a verb that it happened."""
    for follower in FOLLOWERS.get(verb, []):
        follower(me, about, **facts)


class Refused(Exception):
    """Policy said no. The reasons are codes for the ledger; the message is a sentence for the page.

    A thing that is missing and one that may not be seen are refused alike, as `not_found`; `hidden` keeps for the
    ledger alone what it really was, for example a conflict wall.
    """

    def __init__(self, *reasons: str, about: models.Model | None = None, hidden: Iterable[str] = ()) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons
        self.about = about
        self.hidden = tuple(hidden)
        self.recorded = False


class Invalid(Exception):
    """The input, or the state of things, does not allow it: sentences for people, by field."""

    def __init__(self, **errors: str) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


def action(verb: Callable[Concatenate[Acting, P], T]) -> Callable[Concatenate[Acting, P], T]:
    """Make a function a verb: all of it happens or none of it, and a refusal stays in the ledger."""
    name = getattr(verb, "__name__", "verb")

    @wraps(verb)
    def act(me: Acting, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            with transaction.atomic():  # a savepoint: undone by a refusal, while the refusal's event stays
                return verb(me, *args, **kwargs)
        except Refused as refused:
            record(me, name, about=refused.about, outcome="refused", reasons=(*refused.reasons, *refused.hidden))
            refused.recorded = True
            raise

    ACTIONS[name] = act
    return act


@contextmanager
def together() -> Iterator[None]:
    """Several verbs of one submission: when one of them finds it invalid, none of them has happened."""
    with transaction.atomic():
        yield


def record(
    me: Acting,
    verb: str,
    *,
    about: models.Model | None = None,
    enquiry: uuid.UUID | None = None,
    people: Iterable[uuid.UUID] = (),
    outcome: str = "made",
    reasons: Iterable[str] = (),
    **details: str | int | bool | list[str] | None,
) -> None:
    """Write an event of the ledger in this transaction: identifiers and codes only, never names or free text."""
    if enquiry is None and about is not None:
        enquiry = about.pk if about._meta.model_name == "enquiry" else getattr(about, "enquiry_id", None)
        if enquiry is None and isinstance(getattr(about, "enquiry", None), uuid.UUID):
            enquiry = about.enquiry  # type: ignore[attr-defined]  # looked at in the line above
    append(
        connection,
        verb=verb,
        outcome=outcome,
        object_kind=about._meta.model_name or "" if about is not None else "",
        object_id=about.pk if about is not None else None,
        enquiry=enquiry,
        people=sorted(set(people)),
        reasons=list(reasons),
        policy=POLICY_VERSION,
        details=details,
    )


def hold(kind: type[models.Model], key: uuid.UUID | str | None) -> None:
    """Take the lock on an id without reading the row: for those who may not read it, and to take several in order."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind._meta.db_table}:{key}"])


def hold_each(kind: type[models.Model], keys: Iterable[uuid.UUID | str]) -> None:
    """Take the locks on several ids, always in the same order, so that no two who do so wait for each other."""
    ordered = [f"{kind._meta.db_table}:{key}" for key in sorted(set(map(str, keys)))]
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(k, 0)) from unnest(%s::text[]) k", [ordered])


def lock(kind: type[M], key: uuid.UUID | str | None, *, by: str = "pk") -> M:
    """Take an advisory transaction lock on an id, then read the row as whoever acts.

    Not `select_for_update`: under row-level security that applies the UPDATE policies, and a mere reader would get an
    error in place of a refusal.

    Raises:
        Refused: `not_found`, for a row that is missing or that may not be seen.
    """
    hold(kind, key)
    row: M | None = None
    try:
        with transaction.atomic():  # a savepoint: a seat without any grant on the table goes on, to be refused
            row = kind._default_manager.filter(**{by: key}).first()
    except (ValueError, TypeError, ValidationError):
        row = None
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != "42501":  # insufficient privilege
            raise
    if row is None:
        raise Refused("not_found")
    return row
