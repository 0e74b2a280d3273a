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

CONCERNS = (
    ("physical-abuse", "Physical abuse"),
    ("sexual-abuse", "Sexual abuse"),
    ("emotional-abuse", "Emotional abuse"),
    ("neglect", "Neglect"),
    ("domestic-abuse", "Domestic abuse"),
    ("exploitation", "Exploitation"),
    ("missing", "Missing from home or care"),
    ("parental-mental-health", "A parent's mental health"),
    ("parental-substance-use", "A parent's use of alcohol or drugs"),
    ("self-harm", "Self-harm"),
    ("unborn", "An unborn child"),
    ("adult-at-risk", "An adult at risk"),
)

PROMPTS = (
    "Where is the child now, and who with?",
    "Is the child safe there tonight?",
    "What did you see or hear yourself, and when?",
    "What has the child said, in their own words?",
    "How old are they, and which school or nursery?",
    "Who else lives there, or comes and goes?",
    "Who is the child's parent or carer, and do they know that you ring?",
    "Has it happened before? Has anybody helped?",
    "May we ring you back, and when is it safe?",
)

CRITERIA = (
    ("red", "A child is, or is likely to be, seriously harmed today unless somebody acts."),
    ("red", "An injury with an object, to a baby, or with an account that does not fit."),
    ("red", "A disclosure of sexual abuse, or contact with somebody known to harm children."),
    ("amber", "Significant concern without immediate danger: harm is likely if nothing changes."),
    ("amber", "Violence at home with children present, or a worry that comes back."),
    ("green", "A need for help, no sign of harm: the family may want support."),
    ("green", "Information about a child whom the hub should know of."),
)

# The area's threshold guide, by the question that each part of it helps to answer.
GUIDANCE = (
    (
        "worry",
        "Which level of need is it?",
        "Level 1: needs that family, school, nursery and GP can meet.\n"
        "Level 2: a need for some extra help, such as late bedtimes that cost school mornings. Ask "
        "early help, with the "
        "family.\n"
        "Level 3: several needs at once, or one that does not get better with help: a plan and somebody who leads it.\n"
        "Level 4: a child has been harmed, or is likely to be, or will not be safe or well without a "
        "social worker. Tell "
        "the hub.\n"
        "You do not have to be sure of the level. If you waver between two, tell the hub why.",
    ),
    (
        "worry",
        "What helps us most",
        "Say what you saw and heard apart from what you think it means. Give days and places. Put down the child's own "
        "words as they were said, and your question before them.",
    ),
    (
        "consent",
        "When you need not ask first",
        "Ask the family before you share, and tell them that you do, unless that puts somebody at more "
        "risk, could lose "
        "evidence, or would take so long that a child is hurt meanwhile. You do not need agreement to tell us that a "
        "child may be harmed. Write down why you did not ask.",
    ),
    (
        "lawful_basis",
        "Which basis?",
        "Where a child may suffer significant harm, section 47 lets you share without agreement. For "
        "help that a family "
        "wants, section 17 with their agreement. If you do not know, say so: the hub decides on its own basis.",
    ),
    (
        "child_protection",
        "What is significant harm?",
        "An injury to a baby, or one whose story does not fit. A child who says that somebody hurts or touches them. "
        "Hunger, filth or danger that goes on. Violence that a child sees or hears. A child who is used by others for "
        "crime or sex. If you answer yes, practice managers and police see it at once.",
    ),
    (
        "care",
        "The three questions",
        "The Care Act asks three things: whether the adult needs care and support, whether they are "
        "abused or neglected "
        "or at risk of it, and whether their needs keep them from protecting themselves. Answer each by "
        "itself. Say what "
        "the adult wants to happen, in the story.",
    ),
)
