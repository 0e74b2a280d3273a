"""What hubs mostly begin with: concerns, criteria, prompts and a threshold guide, to be made one's own."""

from __future__ import annotations

# By short name: the professional's door and the adult's way know `adult-at-risk` by it.
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

# A threshold guide, by the question that each part of it helps to answer.
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
