"""The fast path: one button, and practice managers and police know."""

from datetime import timedelta

import pytest

from mash.foundation.access.verbs import Invalid, Refused, followed
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.triage.actions.alerting import acknowledge_alert, flag_child_protection
from mash.pathway.triage.alerting import waiting_alerts
from mash.pathway.triage.models import Acknowledgement, Alert
from tests import world
from tests.pathway import scene
from tests.pathway.steps import LATER, rate

pytestmark = pytest.mark.django_db

ALERTED = {"pm.tamarshire.1", "pm.tamarshire.2", "police.1", "police.2", "evaluator.1"}
OTHERS = ["sw.tamarshire.1", "calls.tamarshire.1", "health.1", "pm.port-ellery.1", "conferences.1"]


def flag(enquiry, by="calls.tamarshire.1", when=LATER, why="A belt mark on a seven-year-old."):
    with world.as_(by, when=when) as me:
        return flag_child_protection(me, enquiry.pk, why=why)


def alerted(when=LATER):
    found = set()
    for username in [*ALERTED, *OTHERS]:
        with world.as_(username, when=when) as me:
            if list(waiting_alerts(me)):
                found.add(username)
    return found


@pytest.mark.rule(30)
@pytest.mark.parametrize("username", ["calls.tamarshire.1", "sw.tamarshire.2", "pm.tamarshire.1", "health.1"])
def test_anyone_who_reads_the_enquiry_in_the_hub_flags_it_and_managers_and_police_know(username):
    enquiry = scene.enquiry()
    rate(enquiry, ask=["health"])
    flag(enquiry, by=username)
    assert alerted() == ALERTED


@pytest.mark.rule(30, 57)
def test_before_they_are_asked_police_read_of_it_only_whom_and_why():
    enquiry = scene.enquiry()
    flag(enquiry)
    with world.as_("police.1", when=LATER) as me:
        (alert,) = waiting_alerts(me)
        assert (alert.reference, alert.subjects) == (enquiry.reference, "Rowan Testerby-Loom, Wren Testerby-Loom")
        assert alert.why == "A belt mark on a seven-year-old."
        assert not Enquiry.objects.filter(pk=enquiry.pk).exists()


@pytest.mark.rule(30)
def test_each_acknowledges_for_themselves_and_what_somebody_acknowledged_leaves_the_other_screens_after_a_day():
    alert = flag(scene.enquiry())
    with world.as_("pm.tamarshire.1", when=LATER) as me:
        acknowledge_alert(me, alert.pk)
        acknowledge_alert(me, alert.pk)
        assert Acknowledgement.objects.filter(alert=alert).count() == 1
    assert alerted() == ALERTED - {"pm.tamarshire.1"}
    assert alerted(LATER + timedelta(hours=24)) == set()


@pytest.mark.rule(30)
def test_an_alert_that_nobody_acknowledged_never_leaves():
    flag(scene.enquiry())
    assert alerted(LATER + timedelta(days=30)) == ALERTED


def test_it_may_be_flagged_again():
    enquiry = scene.enquiry()
    alert = flag(enquiry)
    with world.as_("pm.tamarshire.1", when=LATER) as me:
        acknowledge_alert(me, alert.pk)
    flag(enquiry, why="A second child has said so too.")
    assert alerted() == ALERTED


@pytest.mark.parametrize(
    ("username", "reason"),
    [
        ("sw.tamarshire.1", "role"),
        ("calls.tamarshire.1", "role"),
        ("health.1", "role"),
        ("pm.port-ellery.1", "not_found"),
        ("education.1", "not_found"),
        ("probation.1", "not_found"),
        ("team.tamar-north.1", "not_found"),
    ],
)
def test_an_alert_is_acknowledged_by_managers_and_police(username, reason):
    enquiry = scene.enquiry()
    rate(enquiry, ask=["health"])
    alert = flag(enquiry)
    with world.as_(username, when=LATER) as me, pytest.raises(Refused) as refused:
        acknowledge_alert(me, alert.pk)
    assert refused.value.reasons == (reason,)


@pytest.mark.rule(59)
def test_whoever_is_tied_is_not_alerted():
    enquiry = scene.enquiry()
    scene.wall(enquiry, "police.1")
    alert = flag(enquiry)
    assert alerted() == ALERTED - {"police.1"}
    with world.as_("police.1", when=LATER) as me, pytest.raises(Refused, match="not_found"):
        acknowledge_alert(me, alert.pk)


@pytest.mark.parametrize(
    "username", ["police.1", "evaluator.1", "conferences.1", "sw.port-ellery.1", "team.tamar-north.1"]
)
def test_whoever_may_not_read_it_cannot_flag_it(username):
    enquiry = scene.enquiry()
    with world.as_(username) as me, pytest.raises(Refused, match="not_found"):
        flag_child_protection(me, enquiry.pk, why="x")


def test_a_flag_needs_a_reason_and_an_enquiry_that_is_not_closed():
    enquiry = scene.enquiry()
    with pytest.raises(Invalid, match="Say what makes this"):
        flag(enquiry, why="")
    with world.backstage():
        scene.close(enquiry.pk)
    with pytest.raises(Invalid, match="is closed"):
        flag(enquiry)


@pytest.mark.rule(30)
@pytest.mark.parametrize(
    ("username", "seat"), [(None, Seat.INTAKE), ("school.1", Seat.INTAKE), ("calls.tamarshire.1", None)]
)
@pytest.mark.parametrize(("danger", "child_protection"), [(True, False), (False, True), (True, True), (False, False)])
def test_danger_said_at_the_front_door_alerts_at_once(username, seat, danger, child_protection):
    enquiry = scene.enquiry(immediate_danger=danger)
    people = list(scene.people(enquiry).values())
    with world.as_(username, when=LATER, seat=seat) as me:
        followed(me, "receive_enquiry", enquiry, people=people, child_protection=child_protection)
    with world.backstage():
        assert Alert.objects.count() == (1 if danger or child_protection else 0)
    assert alerted() == (ALERTED if danger or child_protection else set())
