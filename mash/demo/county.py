"""The invented county of Tamarshire and its neighbour Port Ellery: names that stay (PLAY)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What an area says of itself."""

    slug: str
    name: str
    phone: str
    out_of_hours_phone: str
    postcodes: tuple[str, ...]


AREAS = (
    AreaFacts("tamarshire", "Tamarshire", "01632 960100", "01632 960199", ("ZZ99 1", "ZZ99 3", "ZZ99 5")),
    AreaFacts("port-ellery", "Port Ellery", "01632 960300", "01632 960399", ("ZZ99 4",)),
)
HOURS = "Monday to Friday, 8:30am to 5pm, not on bank holidays"

ALL = ("birth", "address", "nhs_number", "upn", "school", "gp", "phone")


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """An agency, what it is asked, and when."""

    slug: str
    name: str
    mark: str
    question: str = ""
    virtual: bool = False
    host: bool = False
    police: bool = False
    signed: bool = True
    areas: tuple[str, ...] = ("tamarshire", "port-ellery")
    sections: tuple[str, ...] = ()
    always: bool = False
    when_adult: bool = False
    concerns: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    phone: str = ""


ABUSE_AT_HOME = ("domestic-abuse", "parental-mental-health", "parental-substance-use")
AGENCIES = (
    AgencyFacts("social-care", "Children's social care", "SC", host=True, areas=("tamarshire",)),
    AgencyFacts("social-care-ellery", "Port Ellery children's social care", "SC", host=True, areas=("port-ellery",)),
    AgencyFacts(
        "police",
        "Police",
        "P",
        "Call-outs to the household, convictions, warnings, missing episodes and intelligence about anyone named.",
        always=True,
        sections=("birth", "address", "phone"),
        phone="01632 960210",
        police=True,
    ),
    AgencyFacts(
        "education",
        "Education",
        "E",
        "School or home education, attendance, exclusions, what the school has seen, and who collects the child.",
        always=True,
        sections=("birth", "upn", "school"),
        phone="01632 960220",
    ),
    AgencyFacts(
        "health",
        "Health",
        "H",
        "Emergency attendances, injuries, missed appointments, health visitor and school nurse records, GP concerns.",
        always=True,
        sections=("birth", "nhs_number", "gp", "address"),
        phone="01632 960230",
    ),
    AgencyFacts(
        "adult-mental-health",
        "Adult mental health",
        "M",
        "Whether any adult named is or was known, present risk to themselves or others, and contact with children.",
        when_adult=True,
        concerns=ABUSE_AT_HOME,
        sections=("birth", "nhs_number"),
        phone="01632 960240",
    ),
    AgencyFacts(
        "probation",
        "Probation",
        "Pr",
        "Whether any adult named is supervised, licence conditions, and risk of serious harm to children.",
        virtual=True,
        when_adult=True,
        concerns=ABUSE_AT_HOME,
        sections=("birth",),
    ),
    AgencyFacts(
        "youth-offending",
        "Youth offending",
        "Y",
        "Whether the young person is or was known, present orders, and concerns about exploitation.",
        virtual=True,
        ages=(10, 17),
        sections=("birth", "school"),
    ),
    AgencyFacts(
        "camhs",
        "Child and adolescent mental health",
        "C",
        "Whether the child is or was known, present risk, missed appointments, and what the child has said of home.",
        virtual=True,
        ages=(5, 17),
        sections=("birth", "nhs_number", "gp"),
    ),
    AgencyFacts(
        "early-years",
        "Early years",
        "EY",
        "Nursery or childminder, attendance, development, and what staff have seen.",
        virtual=True,
        ages=(0, 4),
        sections=("birth",),
    ),
    AgencyFacts("cafcass", "Cafcass", "Cf", "Family proceedings, past and present.", virtual=True, signed=False),
    AgencyFacts("tamar-bridge-primary", "Tamar Bridge Primary School", "TB", signed=False, areas=("tamarshire",)),
    AgencyFacts("figures", "County analysts", "An", signed=False),
    AgencyFacts("oversight", "Information governance", "IG", signed=False),
)

TEAMS = (
    ("tamar-north", "Tamar North", "tamarshire", "01632 960151", False),
    ("tamar-south", "Tamar South", "tamarshire", "01632 960152", False),
    ("early-help-tamar", "Early Help Tamar", "tamarshire", "01632 960153", True),
    ("ellery-duty", "Ellery Duty", "port-ellery", "01632 960351", False),
)

# Where a family may find help without the hub.
SERVICES = (
    ("Bridge Family Hub", "Routines, sleep and play, for parents of children under five", "01632 960171"),
    ("Young carers' group", "Company and a break for children who care for somebody", "01632 960172"),
    ("Safer Homes", "Somebody to talk to about fear at home, by day and night", "01632 960173"),
)
