"""One enquiry, end to end, in a real browser: from a neighbour's phone to what the neighbour is told."""

from __future__ import annotations

from tests.journeys.desk import Known
from tests.journeys.hub import Hub

FRACTURE = "Seen in February with an elbow fracture."
CALLOUT = "Two call-outs in January; partner present at both."
SOURCE = "An informant names him as a supplier."
GIST = "Police advise visiting in pairs."
FEEDBACK = "Thank you. Your worry has been passed to the team that can act on it."


def test_a_neighbour_tells_and_is_told_what_became_of_it(hub: Hub) -> None:
    neighbour = hub.as_the_public(phone=True)
    told = neighbour.tell(
        "I can hear him cry at night, and today he had a bruise like a belt end.",
        area="Tamarshire",
        given="Rowan",
        family="Testerby-Loom",
        age="7",
    )

    hub.later(minutes=5)
    hub.as_("calls.tamarshire.1").open(told.reference).identify("Rowan")
    worker = hub.as_("sw.tamarshire.1").find(told.reference)
    assert worker.next == "Next: rate it"
    worker.take()
    worker.rate("amber", because="An injury with an object, no immediate danger.")

    hub.later(minutes=30)
    hub.as_("police.1").answer(told.reference, rating="amber", rowan=Known(CALLOUT, "restricted", "Not at home"))
    hub.as_("education.1").answer(told.reference, rating="none", rowan=Known(SOURCE, "sealed"))
    hub.as_("camhs.1", phone=True).answer(told.reference, rating="green", rowan=Known(FRACTURE, "open"))

    hub.later(minutes=30)
    manager = hub.as_("pm.tamarshire.1").open(told.reference)
    assert all(text in manager.text for text in (CALLOUT, SOURCE, FRACTURE, "Not at home"))
    manager.decide(4, because="Unexplained injuries.", outcomes={"rowan": ("section_47", "tamar-north")})
    assert manager.next == "Next: hand over to Tamar North"
    release = manager.prepare("tamar-north")
    assert release.may_go(FRACTURE)
    assert not release.may_go(CALLOUT)
    assert not release.may_go(SOURCE)
    release.ask_owner(CALLOUT, purpose="Safe planning of the visit")

    hub.later(minutes=10)
    hub.as_("police.2").agree(gist=GIST)
    manager.prepare("tamar-north").send_on(items=[FRACTURE, GIST], note="Please see Rowan today.")
    hub.as_("pm.tamarshire.2").open(told.reference).approve("Tamar North")

    hub.later(minutes=5)
    team = hub.as_("team.tamar-north.1", phone=True)
    received = team.read_handover(told.reference)
    assert all(text in received for text in (FRACTURE, GIST, "Please see Rowan today.", "bruise like a belt end"))
    assert not [text for text in (CALLOUT, SOURCE, "Unexplained injuries") if text in received]
    team.acknowledge(told.reference)

    manager.tell_referrer(FEEDBACK)
    assert manager.next == "Next: close"
    assert FEEDBACK in neighbour.come_back(told)
