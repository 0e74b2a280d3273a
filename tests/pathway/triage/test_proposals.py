"""A social worker proposes, whether or not anybody has been asked."""

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.triage.actions.proposing import propose_decision
from tests import world
from tests.pathway import scene
from tests.pathway.steps import LATER, rate

pytestmark = pytest.mark.django_db

BOTH = [
    {"subject": "rowan", "outcome": "assessment", "team": "tamar-north", "why": "An injury that nobody explains."},
    {"subject": "wren", "outcome": "signpost", "service": "Health visitor"},
]


def propose(enquiry, outcomes, by="sw.tamarshire.1", why="Known to the team."):
    with world.as_(by, when=LATER) as me:
        return propose_decision(me, enquiry.pk, outcomes=outcomes, why=why)


@pytest.mark.rule(22, 63)
def test_a_proposal_needs_no_rating_and_no_agency():
    enquiry = scene.enquiry()
    people = scene.people(enquiry)
    proposal = propose(enquiry, BOTH)
    assert [(one["subject"], one["outcome"]) for one in proposal.outcomes] == [
        (str(people["rowan"].pk), "assessment"),
        (str(people["wren"].pk), "signpost"),
    ]
    with world.as_("pm.tamarshire.1", when=LATER):
        assert Rationale.objects.get(about=proposal.pk).text == "Known to the team."


@pytest.mark.rule(61)
@pytest.mark.parametrize(
    ("outcomes", "field", "message"),
    [
        (BOTH[:1], "outcomes", "Choose an outcome for Wren Testerby-Loom"),
        ([], "outcomes", "Choose an outcome for Rowan Testerby-Loom and Wren Testerby-Loom"),
        (None, "outcomes", "Choose an outcome for each subject"),
        ([*BOTH, BOTH[0]], "outcomes", "Choose only one outcome for Rowan"),
        ([*BOTH, {"subject": "mum", "outcome": "advice"}], "outcomes", "only for the subjects"),
        ([BOTH[0], {"subject": "wren", "outcome": "prayer"}], "wren.outcome", "Choose an outcome for Wren"),
        (
            [BOTH[0], {"subject": "wren", "outcome": "assessment", "team": "ellery-duty"}],
            "wren.team",
            "this area's teams",
        ),
    ],
)
def test_there_is_exactly_one_outcome_for_each_subject(outcomes, field, message):
    enquiry = scene.enquiry()
    people = scene.people(enquiry)
    name, _, part = field.partition(".")
    key = f"outcomes.{people[name].pk}.{part}" if part else name
    with pytest.raises(Invalid) as invalid:
        propose(enquiry, outcomes)
    assert message in invalid.value.errors[key]


def test_a_proposal_says_why_and_comes_before_the_decision():
    enquiry = scene.enquiry()
    with pytest.raises(Invalid, match="Say why"):
        propose(enquiry, BOTH, why="")
    rate(enquiry)
    propose(enquiry, BOTH)
    with world.backstage():
        Enquiry.objects.filter(pk=enquiry.pk).update(state="decided")
    with pytest.raises(Invalid, match="has been decided"):
        propose(enquiry, BOTH)


@pytest.mark.parametrize("username", ["pm.tamarshire.1", "calls.tamarshire.1", "sw.port-ellery.1", "police.1"])
def test_only_a_social_worker_of_the_area_proposes(username):
    enquiry = scene.enquiry()
    with pytest.raises(Refused):
        propose(enquiry, BOTH, by=username)
