"""What each box of the product asks: for which attribute of which thing. Read it from the top, as an enquiry travels.

A form is named after the address to which it is sent. In the name of a box, * stands for a number or an id. A box that
is missing here fails the test beside this: say what it asks, and whether somebody has asked it before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mash.pathway.enquiries.forms.people import person_fields

Attribute = tuple[str, str]
"""A thing, and what is asked of it."""
Boxes = Mapping[str, Attribute]

ENQUIRY, REFERRER, CALL = "the enquiry", "whoever tells it", "the call"
SUBJECT, OTHER, LATER = "whom it is about", "somebody else described", "somebody described later"
RELATION, CLOCK, RATING, REQUEST, ANSWER, ITEM = (
    "a relation",
    "a clock",
    "the rating",
    "a request",
    "an answer",
    "an item",
)
OUTCOME, DECISION, STRATEGY = "what follows for a subject", "the decision", "a strategy discussion"
PERMISSION, RELEASE, HANDOVER, FEEDBACK = "a permission", "a release", "a handover", "what the referrer is told"
MESSAGE, TIE, GLASS, ACCOUNT, LEDGER = "what is added", "a tie", "broken glass", "an account", "the ledger"
OFFER, ELSEWHERE = "an offer to another area", "what was sent to an authority outside"
DISAGREEMENT = "a disagreement"
CHECK = "whom a checker asks for"
MOVE = "a move to another area"
DOUBT = "two records that may be one person"


def of(thing: str, *names: str, **named: str) -> dict[str, Attribute]:
    """Boxes that ask for attributes of one thing: by the same name, or by the one that is given."""
    return {name: (thing, name) for name in names} | {box: (thing, asks) for box, asks in named.items()}


def people(thing: str, *, prefix: str = "people_*_") -> dict[str, Attribute]:
    """The boxes of one person, wherever they are repeated."""
    told = {name: (thing, name) for name in person_fields()} | {
        "subject": (thing, "whether the worry is about them"),
        "worried": (thing, "whether the worry is about them"),
        **of(thing, same_address="whether they live with the subject", lives="whether they live with the subject"),
        **of(thing, lives_since="since when they live there", lives_until="until when they lived there"),
    }
    return {prefix + name: what for name, what in told.items()}


CARE = of(ENQUIRY, needs_care="section 42 (a)", at_risk="section 42 (b)", cannot_protect="section 42 (c)")
# What each box about an outcome asks: a service is chosen from the area's list, or written in.
OF_OUTCOME = {name: name for name in ("outcome", "authority", "team", "service", "why")} | {"listed": "service"}
FILES = of(MESSAGE, attachments="a file")

# The three doors. Whoever tells goes through one of them.
PUBLIC: Mapping[str, Boxes] = {
    "enquiries:public_danger": of(ENQUIRY, danger="immediate danger"),
    "enquiries:public_who": people(SUBJECT, prefix=""),
    "enquiries:public_story": of(ENQUIRY, narrative="story"),
    "enquiries:public_others": people(OTHER),
    "enquiries:public_files": FILES,
    "enquiries:public_safe": of(REFERRER, safe="whether it is safe to reach them", how="how it is safe to reach them"),
    "enquiries:public_you": of(REFERRER, "name", "phone", "email"),
    "enquiries:public_say": of(REFERRER, say_who="whether they may be named"),
    "enquiries:public_check": of(ENQUIRY, website="nothing: nobody sees it"),
}
PROFESSIONAL: Mapping[str, Boxes] = {
    "enquiries:part you": {f"referrer_{name}": (REFERRER, name) for name in ("name", "agency", "job", "phone", "email")}
    | of(REFERRER, withhold="whether they may be named"),
    "enquiries:part who": people(SUBJECT)
    | of(ENQUIRY, "area", about="child or adult", authority="which council's it is, if not the hub's"),
    "enquiries:part household": people(OTHER),
    "enquiries:part worry": of(
        ENQUIRY,
        "concerns",
        narrative="story",
        seen_or_reported="seen or reported",
        childs_words="the child's own words",
    ),
    "enquiries:part care": CARE,
    "enquiries:part tried": of(ENQUIRY, tried="what was tried", strengths="what is strong"),
    "enquiries:part responsibility": {"responsible_*": (RELATION, "parental responsibility")},
    "enquiries:part consent": of(
        ENQUIRY,
        "consent",
        consent_why="why there is no consent",
        family_told="whether the family knows",
        family_not_told="the reason why the family does not know",
        family_told_why="what the family knows and thinks",
    ),
    "enquiries:part basis": of(
        ENQUIRY,
        lawful_basis="the referrer's lawful basis",
        without_consent="the referrer's condition without consent",
        lawful_basis_why="the referrer's reasons for it",
    ),
    "enquiries:part danger": of(ENQUIRY, immediate_danger="immediate danger", child_protection="child protection"),
    "enquiries:professional_files": FILES,
}
PHONE: Mapping[str, Boxes] = {
    "enquiries:call": people(SUBJECT)
    | {f"referrer_{name}": (REFERRER, name) for name in ("name", "agency", "job", "phone", "email")}
    | of(
        REFERRER,
        "anonymous",
        withhold="whether they may be named",
        referrer_safe_contact="how it is safe to reach them",
    )
    | of(ENQUIRY, "area", "concerns", "consent", "channel", narrative="story", consent_why="why there is no consent")
    | of(ENQUIRY, immediate_danger="immediate danger", child_protection="child protection")
    | of(CALL, duty_did="what the duty team did", asked="what was asked of the caller")
    | of(CALL, paper_day="on which day it was taken on paper", paper_time="when it was taken on paper")
    | CARE,
}
DOORS = (PUBLIC, PROFESSIONAL, PHONE)

# What follows, whichever door it was.
AFTERWARDS: Mapping[str, Boxes] = {
    "enquiries:go_on": of(ACCOUNT, "reference", "code"),
    "enquiries:back": of(ACCOUNT, "reference", "code") | of(MESSAGE, text="words") | FILES,
    "enquiries:sent": of(MESSAGE, text="words") | FILES,
    "enquiries:add": of(MESSAGE, text="words") | FILES,
    "enquiries:ask_enquirer": of(MESSAGE, text="a question to the enquirer"),
    "enquiries:hand_call": of(CALL, to="who goes on with it"),
    "enquiries:add_person": people(LATER, prefix="") | of(LATER, why="why they are none of those alike"),
    "enquiries:identify": of(SUBJECT, why="why they are none of those alike"),
    "enquiries:lives": people(OTHER, prefix="") | of(OTHER, person="which one"),
    "people:check": of(CHECK, "why", case="the case number")
    | {
        f"people_*_{name}": (CHECK, name)
        for name in ("given", "family", "born", "former", "nhs_number", "address", "postcode")
    },
    "people:moved": of(MOVE, "area", "movers", "moved_on", "address", "postcode", "protected"),
    "people:not_moved": of(MOVE, why="why it was told by mistake"),
    "people:died": of(OTHER, died="the day of death"),
    "enquiries:relate": of(RELATION, "one", "other", "kind", parental_responsibility="parental responsibility"),
    "enquiries:link": of(ENQUIRY, to="another one that belongs to it"),
    "enquiries:offer": of(OFFER, area="to which area", why="why it is theirs"),
    "enquiries:send_offer_back": of(OFFER, why="why it comes back"),
    "enquiries:tie": of(TIE, "subject", "kind"),
    "enquiries:glass": of(GLASS, "why"),
    "triage:rate": of(RATING, "level", "rationale", basis="the hub's lawful basis for asking")
    | of(REQUEST, ask="which agency is asked", ask_why="why others are not asked"),
    "triage:pause": of(CLOCK, why="why it stands still"),
    "triage:weigh": CARE
    | of(
        ENQUIRY, in_area="section 42: in the area", instead="what follows where no duty does", why="why no duty applies"
    ),
    "triage:flag": of(ENQUIRY, why="why it is of child protection nature"),
    "triage:keep": of(RATING, why="why it stands although an agency rated higher"),
    "triage:propose": {f"outcome-*-{name}": (OUTCOME, asks) for name, asks in OF_OUTCOME.items()}
    | of(DECISION, why="the reasons of whoever proposes it"),
    "gathering:ask": of(REQUEST, agency="which agency is asked", what="what is asked")
    | of(REQUEST, due_day="when the answer is due", due_time="at what time the answer is due"),
    "gathering:excuse": of(REQUEST, why="why it needs no answer"),
    "gathering:request": {f"answers-*-items-*-{name}": (ITEM, name) for name in ("text", "happened", "handling")}
    | {f"answers-*-items-*-{name}": (ITEM, name) for name in ("conditions", "source", "kind", "about", "protects")}
    | {f"answers-*-{name}": (ANSWER, name) for name in ("reply", "why_not_yet", "why_not")}
    | of(ANSWER, rating="the agency's own view of urgency"),
    "gathering:nothing_known": of(ANSWER, rating="the agency's own view of urgency"),
    "gathering:telephone": of(ITEM, "text", "about", "handling", "conditions", who="source")
    | of(ANSWER, rating="the agency's own view of urgency"),
    "gathering:tie": of(TIE, "subject", "kind"),
    "intelligence:correct": of(ITEM, "text", "handling", "conditions", why="why it is corrected"),
    "decisions:decide": {f"outcomes.*.{name}": (OUTCOME, asks) for name, asks in OF_OUTCOME.items()}
    | of(DECISION, "threshold", "rationale"),
    "decisions:correct": {f"outcomes.*.{name}": (OUTCOME, asks) for name, asks in OF_OUTCOME.items()}
    | of(DECISION, "threshold", "rationale"),
    "decisions:strategy": of(STRATEGY, "members", "others", "decision", "section_47", "agency", "absent_why"),
    "decisions:review": of(ANSWER, finding="what one that came late changes"),
    "handover:ask_owner": of(PERMISSION, "team", "purpose"),
    "handover:permission": of(PERMISSION, "answer", "gist", "why"),
    "handover:prepare": of(RELEASE, "items", "addresses", "narrative", "note")
    | {"why.*": (RELEASE, "why a finding stays")},
    "handover:release": of(RELEASE, marks="what the second reader marks", why="why it is withdrawn")
    | {"why.*": (RELEASE, "why a finding stays")},
    "handover:handover": of(HANDOVER, why="why it is returned"),
    "handover:elsewhere": of(ELSEWHERE, "authority", "how")
    | of(ELSEWHERE, other="an authority outside England", day="on which day it was sent", clock="when it was sent"),
    "handover:elsewhere_has_it": of(ELSEWHERE, there="who there has it")
    | of(ELSEWHERE, day="on which day they said so", clock="when they said so"),
    "handover:tie": of(TIE, "subject", "kind"),
    "handover:feedback": of(FEEDBACK, text="words"),
    **{
        f"disagreements:{way}": of(DISAGREEMENT, why="what they disagree with, and why")
        for way in ("by_code", "by_account", "for_agency")
    },
    "disagreements:hear": of(DISAGREEMENT, party="who disagrees", heard="who said it, and how they were known")
    | of(DISAGREEMENT, why="what they disagree with, and why"),
    "disagreements:owner": of(DISAGREEMENT, owner="who sees to a stage"),
    "disagreements:plan": of(DISAGREEMENT, plan="who keeps them safe meanwhile"),
    "disagreements:escalate": of(DISAGREEMENT, "result", between="who talks at a stage", owner="who sees to a stage"),
    "disagreements:settle": of(DISAGREEMENT, "finding", "result", told="what they are told"),
    "people:double": of(DOUBT, answer="what somebody finds of them", why="what shows it"),
    "oversight:review": of(GLASS, "finding"),
    "oversight:lift": of(TIE, why="why it is lifted"),
    "oversight:seal": of(LEDGER, known="a checkpoint that was kept"),
    "account_login": of(ACCOUNT, "login", "password"),
}

# What two forms of one way may both ask, and why. One form that is sent again is no second one: a rating that changes
# is a new row, chosen on the page that shows those before it (rule 27).
AGAIN: Mapping[Attribute, str] = {
    (ACCOUNT, "reference"): "a way in, to a draft or to an enquiry: it keeps nothing",
    (ACCOUNT, "code"): "a way in, to a draft or to an enquiry: it keeps nothing",
    (MESSAGE, "words"): "each message is another one: by whom, and from where, differs",
    (MESSAGE, "a file"): "each file is another one, as are the words that it comes with",
    (
        OTHER,
        "whether they live with the subject",
    ): "people move: a new row with its day, beside what was told at the door",
    (OTHER, "since when they live there"): "as whether they live there",
    (OTHER, "until when they lived there"): "as whether they live there",
    **dict.fromkeys(CARE.values(), "told at the door, weighed by the hub: its form opens with what was told (rule 12)"),
    (RELATION, "parental responsibility"): "of two people of whom nothing was told at the door; or courts changed it",
    (REQUEST, "which agency is asked"): "one more agency, of those that the rating has not asked",
    (ANSWER, "the agency's own view of urgency"): "three ways to answer one request, of which one is gone",
    (
        ITEM,
        "text",
    ): "written, taken down on the telephone, or corrected: a correction is a new version, and opens with the old",
    (ITEM, "handling"): "chosen for each item, and a correction may change it: it opens with what stood",
    (ITEM, "conditions"): "as its handling",
    (ITEM, "about"): "written, or taken down on the telephone: each item is another one",
    (ITEM, "source"): "written, or taken down on the telephone: each item is another one",
    (OUTCOME, "outcome"): "proposed, decided, corrected: each form opens with what the one before it said (rule 69)",
    (OUTCOME, "team"): "as the outcome",
    (OUTCOME, "service"): "as the outcome",
    (OUTCOME, "authority"): "as the outcome",
    (OUTCOME, "why"): "as the outcome",
    (DECISION, "threshold"): "a correction is a new decision, and opens with the old (rule 69)",
    (DECISION, "rationale"): "a correction is a new decision with reasons of its own (rule 69)",
    (DISAGREEMENT, "what they disagree with, and why"): "each party says so itself, by its own way in, or to "
    "the hub, which writes it down (rule 68)",
    (DISAGREEMENT, "who sees to a stage"): "chosen as each stage begins, and again where somebody falls ill (rule 68)",
    (DISAGREEMENT, "result"): "each stage ends with a result of its own (rule 68)",
    (TIE, "subject"): "each member declares their own, from the page on which they meet the person",
    (TIE, "kind"): "each member declares their own, from the page on which they meet the person",
    (RELEASE, "why a finding stays"): "the author clears some findings, the second reader others",
}


def asked_by(form: str, box: str) -> Attribute | None:
    """What a box of a form asks; none when nobody has said so. The set-up asks of the hub, and of no enquiry."""
    if form.startswith("setup:"):
        return "the set-up", f"{form} {box}"
    for part in (*DOORS, AFTERWARDS):
        for pattern, what in part.get(form, {}).items():
            if re.fullmatch(re.escape(pattern).replace(r"\*", "[^_.]+"), box):
                return what
    return None
