"""Who works in the demo partnership: stable usernames, invented names."""

from __future__ import annotations

from dataclasses import dataclass

from mash.foundation.partnership.models import Role

BOTH = ("tamarshire", "port-ellery")
SWITCHBOARD = "01632 960204"


@dataclass(frozen=True, slots=True)
class Worker:
    """One member: who they are and what they may do where."""

    username: str
    name: str
    agency: str
    role: Role
    areas: tuple[str, ...]
    team: str = ""
    registration_number: str = ""
    phone: str = SWITCHBOARD
    manager: str = ""


def _social_care(area: str) -> str:
    return "social-care" if area == "tamarshire" else "social-care-ellery"


NAMES = (
    "Sade Okafor",
    "Lewis Price",
    "Ruth Achebe",
    "Martin Hale",
    "Nia Pembroke",
    "Gwen Tarrant",
    "Owen Sladen",
    "Farah Iqbal",
    "Tom Wexley",
    "Bridie Malone",
    "Kofi Antwi",
    "Hester Quill",
    "Jonas Veale",
    "Mina Rahimi",
    "Piers Lambourn",
    "Ada Thorne",
    "Rhys Penhale",
    "Zoe Marlow",
    "Ivan Petrov",
    "Cara Lindley",
    "Dev Chandra",
    "Elsie Moorhouse",
    "Felix Oram",
    "Grace Udoh",
    "Harvey Sloane",
    "Imani Clarke",
    "Joel Fenner",
    "Kirsty Baird",
    "Leon Adeyemi",
    "Maud Harker",
    "Ned Trevose",
    "Olga Brandt",
    "Petra Vance",
    "Quentin Ashe",
    "Rosa Delgado",
    "Sven Halloran",
    "Tilda Crane",
    "Uma Nair",
    "Vera Stokes",
    "Wilf Garrity",
    "Xenia Rowe",
    "Yusuf Karim",
    "Zelda Finch",
    "Abel Corrigan",
    "Beth Nyland",
    "Caleb Strood",
    "Dora Whitlock",
    "Ezra Palfrey",
)


def workers() -> tuple[Worker, ...]:
    """Everybody, in a fixed order, so that names stay with their usernames."""
    names = iter(NAMES)
    made: list[Worker] = []

    def hire(
        username: str,
        agency: str,
        role: Role,
        areas: tuple[str, ...],
        *,
        team: str = "",
        registered: bool = False,
        phone: str = SWITCHBOARD,
        manager: str = "",
    ) -> None:
        number = f"SW{900000 + len(made)}" if registered else ""
        made.append(Worker(username, next(names), agency, role, areas, team, number, phone, manager))

    for area in BOTH:
        boss = f"pm.{area}.1"
        for n in ("1", "2"):
            hire(f"sw.{area}.{n}", _social_care(area), Role.SOCIAL_WORKER, (area,), registered=True, manager=boss)
            hire(f"pm.{area}.{n}", _social_care(area), Role.PRACTICE_MANAGER, (area,), registered=True)
        hire(f"calls.{area}.1", _social_care(area), Role.CALL_HANDLER, (area,), manager=boss)
        team = "early-help-tamar" if area == "tamarshire" else ""
        hire(f"early-help.{area}.1", _social_care(area), Role.EARLY_HELP, (area,), team=team)
    for team, area in (
        ("tamar-north", "tamarshire"),
        ("tamar-south", "tamarshire"),
        ("early-help-tamar", "tamarshire"),
        ("ellery-duty", "port-ellery"),
    ):
        hire(f"team.{team}.1", _social_care(area), Role.TEAM_MEMBER, (area,), team=team)
    for agency in (
        "police",
        "education",
        "health",
        "adult-mental-health",
        "probation",
        "youth-offending",
        "camhs",
        "early-years",
    ):
        for n in ("1", "2"):
            hire(f"{agency}.{n}", agency, Role.RESEARCHER, BOTH)
    for n in ("1", "2"):
        hire(f"evaluator.{n}", "police", Role.POLICE_EVALUATOR, BOTH)
    hire("conferences.1", "social-care", Role.CONFERENCES, BOTH)
    hire("checker.1", "cafcass", Role.CHECKER, BOTH)
    hire("analyst.1", "figures", Role.ANALYST, BOTH)
    hire("auditor.1", "oversight", Role.AUDITOR, BOTH)
    hire("admin.1", "oversight", Role.ADMINISTRATOR, BOTH)
    # Not the number of the hub's people, which a team is told to ring: the egress gate would find the referrer there.
    hire("school.1", "tamar-bridge-primary", Role.REFERRER, ("tamarshire",), phone="01632 960260")
    hire("admin.2", "oversight", Role.ADMINISTRATOR, BOTH)  # what one asks for that takes two, the other agrees to
    return tuple(made)
