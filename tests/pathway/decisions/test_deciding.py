"""A decision names an outcome for each subject, and says on what it was made."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from mash.foundation.access.verbs import Invalid, Refused
from mash.pathway.decisions.actions import correct_decision, decide, review_answer
from mash.pathway.decisions.models import Decision, Outcome
from mash.pathway.decisions.standing import late_answers, what_stands
from mash.pathway.enquiries.models import Enquiry, Rationale
from tests import world
from tests.pathway import leaving, scene
from tests.pathway.leaving import NOON, PM, RATIONALE, outcomes

pytestmark = pytest.mark.django_db


def deciding(enquiry, by=PM, when=NOON, **fields):
    with world.as_(by, when=when) as me:
        given = {"threshold": 4, "rationale": RATIONALE, "outcomes": outcomes(), **fields}
        return decide(me, enquiry.pk, **given)


@pytest.mark.rule(61)
@pytest.mark.parametrize(
    "who", ["sw.tamarshire.1", "calls.tamarshire.1", "pm.port-ellery.1", "police.1", "team.tamar-north.1", "auditor.1"]
)
def test_only_a_practice_manager_of_the_area_decides(who):
    with pytest.raises(Refused):
        deciding(scene.enquiry(), by=who)


@pytest.mark.rule(59)
def test_a_practice_manager_who_is_tied_to_somebody_described_finds_nothing_to_decide():
    enquiry = scene.enquiry()
    scene.wall(enquiry, PM)
    with pytest.raises(Refused, match="not_found"):
        deciding(enquiry)


@pytest.mark.rule(61, 63)
def test_every_subject_has_exactly_one_outcome():
    enquiry = scene.enquiry()
    with pytest.raises(Invalid, match="Choose an outcome for Wren") as wrong:
        deciding(enquiry, outcomes=outcomes(rowan="section_47@tamar-north"))
    assert "outcomes" in wrong.value.errors
    with pytest.raises(Invalid, match="only one outcome for Rowan"):
        deciding(enquiry, outcomes=[*outcomes(), {"subject": "rowan", "outcome": "advice"}])
    with pytest.raises(Invalid, match="only for the subjects"):
        deciding(enquiry, outcomes=[*outcomes(), {"subject": "mum", "outcome": "advice"}])


@pytest.mark.rule(61)
def test_nothing_is_decided_about_nobody():
    with pytest.raises(Invalid, match="Say first whom"):
        deciding(scene.enquiry(people=()), outcomes=[])


@pytest.mark.rule(61)
@pytest.mark.parametrize("outcome", ["section_47", "assessment", "early_help", "allocated_worker"])
def test_an_outcome_that_a_team_carries_out_names_a_team_of_this_area_or_none_yet(outcome):
    enquiry = scene.enquiry()
    with pytest.raises(Invalid, match="Choose one of this area's teams for Rowan"):
        deciding(enquiry, outcomes=outcomes(rowan=f"{outcome}@ellery-duty", wren="advice"))
    decision = deciding(enquiry, outcomes=outcomes(rowan=outcome, wren="advice"))
    with world.backstage():
        assert decision.outcomes.get(outcome=outcome).team is None


@pytest.mark.rule(61)
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"threshold": 5}, "threshold"),
        ({"threshold": None}, "threshold"),
        ({"threshold": True}, "threshold"),
        ({"rationale": "  "}, "rationale"),
        ({"rationale": "x" * 4001}, "rationale"),
        ({"outcomes": "all"}, "outcomes"),
    ],
)
def test_what_is_missing_is_said_at_its_field(given, field):
    with pytest.raises(Invalid) as wrong:
        deciding(scene.enquiry(), **given)
    assert field in wrong.value.errors


@pytest.mark.rule(49, 61)
def test_late_agencies_are_named_in_the_decision_and_excused_ones_are_not():
    enquiry = scene.enquiry()
    for agency, state in (
        ("police", "asked"),
        ("health", "holding"),
        ("probation", "excused"),
        ("education", "answered"),
    ):
        leaving.request(enquiry, agency, state=state)
    decision = deciding(enquiry)
    assert decision.missing == ["health", "police"]
    assert not decision.nobody_asked


@pytest.mark.rule(61)
def test_the_record_says_that_nobody_was_asked():
    decision = deciding(scene.enquiry())
    assert decision.nobody_asked
    assert decision.missing == []


@pytest.mark.rule(28, 61)
def test_a_higher_rating_of_an_agency_that_nobody_resolved_is_recorded():
    enquiry = scene.enquiry()
    with world.backstage():
        enquiry.change(level="amber", due_at=NOON)
    leaving.request(enquiry, "police", state="answered", rating="red")
    leaving.request(enquiry, "health", state="answered", rating="green")
    assert deciding(enquiry).rated_higher == ["police"]


@pytest.mark.rule(61)
def test_the_decision_keeps_the_rating_that_stood_and_the_enquiry_when_it_was_decided():
    enquiry = scene.enquiry()
    with world.backstage():
        enquiry.change(level="red", due_at=NOON)
    decision = deciding(enquiry)
    now = scene.fresh(enquiry)
    assert (decision.level, now.state, now.decided_at) == ("red", Enquiry.State.DECIDED, NOON)
    with world.backstage():
        why = Rationale.objects.get(about=decision.pk)
        assert (why.text, why.kind) == (RATIONALE, Rationale.Kind.DECISION)


def test_a_decision_is_made_once():
    enquiry = leaving.decided()
    with pytest.raises(Invalid, match="has decided this already"):
        deciding(enquiry)
    with world.backstage():
        assert Decision.objects.filter(enquiry=enquiry).count() == 1


@pytest.mark.rule(27)
def test_a_stale_tab_does_not_decide_on_what_is_no_longer_so():
    enquiry = scene.enquiry()
    asked = leaving.request(enquiry, "police")
    with world.as_(PM, when=NOON):
        seen = what_stands(enquiry)
    with world.backstage():
        asked.change(state="answered", answered_at=NOON)
    with pytest.raises(Invalid, match="since you opened this page"):
        deciding(enquiry, seen=seen)
    with world.as_(PM, when=NOON):
        seen = what_stands(enquiry)
    assert deciding(enquiry, seen=seen).missing == []


@pytest.mark.rule(69)
def test_a_correction_is_a_new_decision_and_the_old_one_stays():
    enquiry = leaving.decided()
    first = leaving.decision_of(enquiry)
    with world.as_(PM, when=NOON) as me:
        second = correct_decision(
            me,
            enquiry.pk,
            threshold=3,
            rationale="Wren lives elsewhere",
            outcomes=outcomes(rowan="assessment@tamar-south", wren="no_further_action"),
            seen=str(first.pk),
        )
    assert second.replaces_id == first.pk
    with world.backstage():
        assert Outcome.objects.filter(decision=first).count() == 2
        assert Decision.objects.get(pk=first.pk).threshold == 4
    with world.as_(PM, when=NOON) as me, pytest.raises(Invalid, match="corrected this since"):
        correct_decision(me, enquiry.pk, threshold=2, rationale="x", outcomes=outcomes(), seen=str(first.pk))


@pytest.mark.rule(69)
def test_only_a_decision_can_be_corrected():
    with world.as_(PM, when=NOON) as me, pytest.raises(Invalid, match="not been decided"):
        correct_decision(me, scene.enquiry().pk, threshold=2, rationale="x", outcomes=outcomes())


@pytest.mark.rule(69)
def test_the_database_keeps_decisions_as_they_were_made():
    enquiry = leaving.decided()
    first = leaving.decision_of(enquiry)
    with (
        world.as_(PM, when=NOON),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update decisions_decision set threshold = 1 where id = %s", [first.pk])
    with world.backstage(), pytest.raises(IntegrityError, match="one_first_decision"), transaction.atomic():
        Decision.add(enquiry=enquiry, area=enquiry.area_id, threshold=1, decided_by=first.decided_by, decided_at=NOON)


@pytest.mark.rule(51)
def test_a_late_answer_is_reviewed_by_a_practice_manager_and_the_decision_is_not_edited():
    enquiry = leaving.decided()
    asked = leaving.request(enquiry, "police", state="answered", rating="green", late=True, at=NOON)
    with world.as_(PM, when=NOON + timedelta(hours=1)) as me:
        assert [one.pk for one in late_answers(enquiry)] == [asked.pk]
        review_answer(me, asked.pk, finding="Nothing that changes the decision")
        assert late_answers(enquiry) == []
    with world.as_("sw.tamarshire.1", when=NOON) as me, pytest.raises(Refused, match="role"):
        review_answer(me, asked.pk, finding="x")
    with world.as_("police.1", when=NOON) as me, pytest.raises(Refused):
        review_answer(me, asked.pk, finding="x")


@pytest.mark.rule(51)
def test_an_answer_in_time_needs_no_review():
    enquiry = leaving.decided()
    asked = leaving.request(enquiry, "police", state="answered", rating="green")
    with world.as_(PM, when=NOON) as me, pytest.raises(Invalid, match="No answer came after"):
        review_answer(me, asked.pk, finding="Read it")


@pytest.mark.rule(60)
@pytest.mark.parametrize("who", ["police.1", "calls.tamarshire.1", "pm.port-ellery.1", "conferences.1"])
def test_decisions_are_read_by_those_who_weigh_and_by_nobody_else(who):
    leaving.decided()
    with world.as_(who, when=NOON):
        assert not Decision.objects.exists()
        assert not Outcome.objects.exists()
