"""What leaves is put together by one, read and approved by another, and holds only what may leave."""

import re
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.zones import Seat
from mash.pathway.decisions.actions import correct_decision
from mash.pathway.enquiries.models import Link
from mash.pathway.handover.actions import approve_release, clear_warning, withdraw_release
from mash.pathway.handover.draft import found_in
from mash.pathway.handover.models import Finding, Handover, Permission, Release
from mash.pathway.handover.product import digest_of, draw
from mash.pathway.triage.actions.alerting import flag_child_protection
from tests import world
from tests.pathway import leaving, scene
from tests.pathway.leaving import CALLOUT, FRACTURE, GIST, NOON, NOTE, PM, RATIONALE, SECOND, SOURCE, TEAM, outcomes

pytestmark = pytest.mark.django_db

HIDDEN = {
    "as": "rowan",
    "given": "Rowan",
    "family": "Testerby-Loom",
    "dob": "2018-05-14",
    "subject": True,
    "role": "child",
}
PROTECTED = (
    {**HIDDEN, "address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ", "address_protected": True},
    *scene.FAMILY[1:],
)


@pytest.fixture
def enquiry():
    return leaving.decided()


def findings(release, **where):
    with world.backstage():
        return list(Finding.objects.filter(release=release, **where))


def clear(release, finding, by=PM, why="It is the name of the school, not of the street"):
    with world.as_(by, when=NOON) as me:
        return clear_warning(me, release.pk, warning=finding.pk, why=why)


@pytest.mark.rule(54, 55)
def test_the_team_gets_decision_worry_household_released_items_and_note_and_nothing_else(enquiry):
    fracture = leaving.item(enquiry, FRACTURE)
    leaving.item(enquiry, "Known to a dentist, quartzferry.", agency="education")
    leaving.item(enquiry, SOURCE, handling="sealed", agency="police")
    callout = leaving.item(enquiry, CALLOUT, handling="restricted", agency="police", conditions="tinselbrook")
    gist = leaving.gist_of(callout, GIST)
    html = leaving.prepared(enquiry, items=[fracture, gist], note=NOTE).html
    for told in ("section 47", "belt end", "Isolde", "copperwillow", "amberthistle", NOTE, "Ask", "01632 960"):
        assert told in html
    for hidden in ("marlinhouse", "ledgerfinch", "tinselbrook", "quartzferry", RATIONALE):
        assert hidden not in html


@pytest.mark.rule(10)
def test_the_team_reads_the_middle_name_and_the_gate_takes_nobody_by_it_for_a_stranger():
    enquiry = leaving.decided(scene.enquiry(people=[{**HIDDEN, "middle": "Wilding"}, *scene.FAMILY[1:]]))
    leaving.item(enquiry, "Rowan Wilding Testerby-Loom was seen by Dr Amis.", agency="education")
    release = leaving.prepared(enquiry)
    assert "Rowan Wilding Testerby-Loom" in release.html
    assert findings(release) == []


@pytest.mark.rule(54)
def test_a_sealed_item_cannot_be_chosen(enquiry):
    source = leaving.item(enquiry, SOURCE, handling="sealed", agency="police")
    with pytest.raises(Refused, match="sealed"):
        leaving.prepared(enquiry, items=[source])


@pytest.mark.rule(54)
def test_a_restricted_item_waits_for_its_owner_and_goes_to_that_team_alone(enquiry):
    callout = leaving.item(enquiry, CALLOUT, handling="restricted", agency="police", conditions="tinselbrook")
    with pytest.raises(Refused, match="not_agreed"):
        leaving.prepared(enquiry, items=[callout])
    leaving.agreed(callout)
    html = leaving.prepared(enquiry, items=[callout]).html
    assert "ledgerfinch" in html
    assert "Conditions: tinselbrook" in html
    with pytest.raises(Refused, match="not_agreed"):
        leaving.prepared(enquiry, items=[callout], team="tamar-south")


@pytest.mark.rule(54)
def test_who_agreed_to_a_gist_has_not_agreed_to_the_item(enquiry):
    callout = leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    gist = leaving.gist_of(callout, GIST)
    with pytest.raises(Refused, match="not_agreed"):
        leaving.prepared(enquiry, items=[callout])
    with pytest.raises(Refused, match="not_agreed"):
        leaving.prepared(enquiry, items=[gist], team="tamar-south")
    assert leaving.prepared(enquiry, items=[gist]).items == [gist.pk]


def test_an_item_of_another_family_is_not_found(enquiry):
    other = leaving.item(leaving.decided(), "Another family, hollyferry.")
    with pytest.raises(Refused, match="not_found"):
        leaving.prepared(enquiry, items=[other])
    with pytest.raises(Refused, match="not_found"):
        leaving.prepared(enquiry, items=["no such thing 1"])


def test_a_corrected_item_goes_in_its_newest_version(enquiry):
    was = leaving.item(enquiry, FRACTURE)
    now = leaving.item(enquiry, "Seen in March with a wrist fracture: slatecherry.", supersedes=was)
    with pytest.raises(Invalid, match="has corrected an item"):
        leaving.prepared(enquiry, items=[was])
    release = leaving.prepared(enquiry, items=[now])
    assert findings(release) == []


@pytest.mark.rule(61)
def test_nothing_is_handed_over_before_the_decision_but_for_child_protection():
    enquiry = scene.enquiry()
    with pytest.raises(Invalid, match="Decide first"):
        leaving.prepared(enquiry)
    with world.as_("sw.tamarshire.1", when=NOON) as me:
        flag_child_protection(me, enquiry.pk, why="A burn on each palm, amberquill.")
    release = leaving.prepared(enquiry)
    assert "Nothing is decided yet" in release.html
    assert "amberquill" not in release.html
    handover = leaving.sent(release)
    assert handover.team.slug == "tamar-north"


@pytest.mark.rule(30)
def test_a_handover_of_the_fast_path_is_due_as_soon_as_a_red_one():
    enquiry = scene.enquiry()
    with world.as_("sw.tamarshire.1", when=NOON) as me:
        flag_child_protection(me, enquiry.pk, why="A burn on each palm.")
    handover = leaving.sent(leaving.prepared(enquiry))
    with world.backstage():
        assert handover.due_at == enquiry.standard.clock.acknowledgement_due("red", NOON)


@pytest.mark.parametrize("who", ["sw.tamarshire.1", "calls.tamarshire.1", "police.1", "pm.port-ellery.1", TEAM])
def test_only_a_practice_manager_of_the_area_prepares(enquiry, who):
    with pytest.raises(Refused):
        leaving.prepared(enquiry, by=who)


def test_a_recipient_comes_from_the_areas_directory(enquiry):
    for team in ("ellery-duty", "somebody@example.org", None):
        with pytest.raises(Invalid, match="this area's teams"):
            leaving.prepared(enquiry, team=team)


@pytest.mark.rule(55)
def test_a_team_reads_of_the_subjects_that_were_decided_for_it():
    enquiry = leaving.decided(rowan="section_47@tamar-north", wren="early_help@early-help-tamar")
    north, help_ = leaving.prepared(enquiry), leaving.prepared(enquiry, team="early-help-tamar")
    assert "Rowan Testerby-Loom: section 47 enquiry" in north.html
    assert "Wren Testerby-Loom: early help" not in north.html
    assert "decided on separately" in north.html
    assert north.product["title"] == "Rowan, 7"
    assert help_.product["title"] == "Wren, 3"


@pytest.mark.rule(54, 55)
def test_what_arrives_is_what_was_previewed_byte_by_byte(enquiry):
    release = leaving.prepared(enquiry, items=[leaving.item(enquiry, FRACTURE)], note=NOTE)
    handover = leaving.sent(release)
    assert digest_of(draw(release.product)) == release.digest == handover.digest
    with world.as_(TEAM, when=NOON):
        assert digest_of(Handover.objects.get(pk=handover.pk).html) == release.digest


def test_marking_what_was_found_changes_not_one_word(enquiry):
    leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    release = leaving.prepared(enquiry, note="Police recorded ledgerfinch as present.")
    marked = draw(release.product, found_in(release, findings(release)))
    assert "ledgerfinch" in "".join(re.findall(r"<mark>(.*?)</mark>", marked))
    assert re.sub(r"</?mark>", "", marked) == release.html


@pytest.mark.rule(54)
def test_words_of_an_unreleased_item_in_the_note_are_cleared_by_the_author_with_a_reason(enquiry):
    leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    release = leaving.prepared(enquiry, note="Police recorded ledgerfinch as present.")
    (found, *_) = findings(release)
    assert (found.kind, found.by_approver) == ("restricted_overlap", False)
    with pytest.raises(Invalid, match="has not been cleared"):
        leaving.sent(release)
    with pytest.raises(Refused, match="role"):
        clear(release, found, by=SECOND)
    with pytest.raises(Invalid, match="Say why"):
        clear(release, found, why=" ")
    for one in findings(release):
        clear(release, one)
    assert leaving.sent(release).state == "sent"


@pytest.mark.rule(54)
def test_words_of_a_sealed_item_are_cleared_by_the_second_person_alone(enquiry):
    leaving.item(enquiry, SOURCE, handling="sealed", agency="police")
    release = leaving.prepared(enquiry, note="He is known from marlinhouse.")
    (found, *_) = findings(release)
    assert (found.kind, found.by_approver) == ("sealed_overlap", True)
    with pytest.raises(Refused, match="same_person"):
        clear(release, found)
    for one in findings(release):
        clear(release, one, by=SECOND)
    assert leaving.sent(release).state == "sent"


@pytest.mark.rule(21)
def test_a_protected_address_goes_as_a_line_of_its_own_that_the_second_person_confirms():
    enquiry = leaving.decided(scene.enquiry(people=PROTECTED))
    plain = leaving.prepared(enquiry)
    assert "Gannetmere" not in plain.html
    assert "address protected" in plain.html
    release = leaving.prepared(enquiry, addresses=["rowan"])
    assert "4 Gannetmere Rise, ZZ99 3VZ" in release.html
    (line,) = findings(release)
    assert (line.kind, line.part.split(":")[0]) == ("protected_address", "address")
    with pytest.raises(Refused, match="same_person"):
        clear(release, line)
    with pytest.raises(Invalid):
        leaving.sent(release)
    clear(release, line, by=SECOND, why="They visit today")
    assert "Gannetmere" in leaving.sent(release).html


@pytest.mark.rule(21)
def test_a_protected_address_in_the_note_is_found_in_any_spelling():
    enquiry = leaving.decided(scene.enquiry(people=PROTECTED))
    release = leaving.prepared(enquiry, note="A neighbour in gannet-mere rise saw him.")
    assert {found.kind for found in findings(release)} == {"protected_address"}
    with pytest.raises(Invalid, match="whose address is protected"):
        leaving.prepared(enquiry, addresses=["wren"])


@pytest.mark.rule(21)
def test_the_same_address_of_somebody_else_in_the_household_is_found():
    mother = {**scene.FAMILY[2], "address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ"}
    enquiry = leaving.decided(scene.enquiry(people=(*PROTECTED[:2], mother)))
    (found, *_) = findings(leaving.prepared(enquiry))
    assert (found.kind, found.part) == ("protected_address", "household")


def test_a_withheld_referrer_in_the_note_is_for_the_second_person():
    origin = {"name": "Ottoline Quaverley", "job": "Deputy head", "agency": "Tamar Bridge Primary", "withheld": True}
    enquiry = leaving.decided(scene.enquiry(origin=origin))
    release = leaving.prepared(enquiry, note="Mrs Quaverley will be in school.")
    assert {(found.kind, found.by_approver) for found in findings(release)} == {("referrer", True)}


def test_the_hubs_own_reasons_are_found(enquiry):
    release = leaving.prepared(enquiry, note=f"We think: {RATIONALE.lower()}, so go today.")
    assert "rationale_overlap" in {found.kind for found in findings(release)}


def test_somebody_named_in_an_unreleased_item_only_is_found(enquiry):
    leaving.item(enquiry, "Seen with Margaret Penhallow at the market.", agency="police")
    release = leaving.prepared(enquiry, note="Margaret Penhallow may be there.")
    assert "third_party" in {found.kind for found in findings(release)}


def test_an_item_that_its_originator_marked_is_cleared_whatever_the_machine_finds(enquiry):
    held = leaving.item(enquiry, "She stays with the aunt by the harbour.", protects=["address"])
    (found,) = findings(leaving.prepared(enquiry, items=[held]))
    assert (found.kind, found.by_approver) == ("protected_address", True)
    telling = leaving.item(enquiry, "The teacher said so.", protects=["referrer"])
    with pytest.raises(Refused, match="label"):
        leaving.prepared(enquiry, items=[telling])


def test_what_the_team_has_already_is_not_found_again(enquiry):
    fracture = leaving.item(enquiry, FRACTURE)
    leaving.sent(leaving.prepared(enquiry, items=[fracture]))
    assert findings(leaving.prepared(enquiry, note="The elbow fracture, copperwillow, again.")) == []
    assert findings(leaving.prepared(enquiry, team="tamar-south", note="The elbow fracture, copperwillow.")) != []


@pytest.mark.rule(54)
def test_nobody_approves_their_own_release(enquiry):
    release = leaving.prepared(enquiry)
    with pytest.raises(Refused, match="same_person"):
        leaving.sent(release, by=PM)
    assert leaving.sent(release).team.slug == "tamar-north"


@pytest.mark.rule(54, 60)
@pytest.mark.parametrize(
    "statement",
    [
        "update handover_release set state = 'approved', approved_by_id = prepared_by_id where id = %s",
        "update handover_release set state = 'approved' where id = %s",
        "update handover_release set state = 'approved', approved_by_id = (select id from partnership_member"
        " where username = 'pm.tamarshire.2') where id = %s",
        "update handover_release set prepared_by_id = approved_by_id where id = %s",
        "update handover_release set html = 'anything' where id = %s",
    ],
)
def test_two_people_also_at_the_database(enquiry, statement):
    release = leaving.prepared(enquiry)
    with (
        world.as_(PM, when=NOON),
        pytest.raises(ProgrammingError, match=r"row-level security|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [release.pk])


@pytest.mark.rule(54, 60)
def test_the_database_sends_nothing_that_was_not_approved_as_it_is(enquiry):
    release = leaving.prepared(enquiry)
    fields = {
        "release": release,
        "enquiry": enquiry.pk,
        "area": enquiry.area_id,
        "team": release.team,
        "reference": enquiry.reference,
        "title": "x",
        "product": {},
        "sent_at": NOON,
        "due_at": NOON,
    }
    with world.as_(SECOND, when=NOON):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Handover.add(**fields, html=release.html, digest=release.digest)
        release.change(state="approved", approved_by=world.member(SECOND), approved_at=NOON)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Handover.add(**fields, html="something else", digest=release.digest)
        Handover.add(**fields, html=release.html, digest=release.digest)


@pytest.mark.rule(54, 60)
def test_the_database_lets_an_author_clear_only_what_is_the_authors(enquiry):
    leaving.item(enquiry, SOURCE, handling="sealed", agency="police")
    release = leaving.prepared(enquiry, note="He is known from marlinhouse.")
    (found, *_) = findings(release)
    with world.as_(PM, when=NOON) as me, pytest.raises(ProgrammingError), transaction.atomic():
        found.change(cleared_by=me.known, cleared_at=NOON, why="x")
    with world.as_(SECOND, when=NOON) as me, pytest.raises(ProgrammingError), transaction.atomic():
        release.change(state="approved", approved_by=me.known, approved_at=NOON)


@pytest.mark.rule(54)
def test_any_change_sets_both_readings_back(enquiry):
    leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    leaving.item(enquiry, SOURCE, handling="sealed", agency="police")
    note = "Police recorded ledgerfinch as present. Also marlinhouse."
    first = leaving.prepared(enquiry, note=note)
    for found in findings(first):
        clear(first, found, by=SECOND if found.by_approver else PM)
    again = leaving.prepared(enquiry, note=note, narrative=False)
    with world.backstage():
        assert Release.objects.get(pk=first.pk).state == "withdrawn"
        assert again.read_by_id is None
    assert {found.kind: bool(found.cleared_by_id) for found in findings(again)} == {
        "restricted_overlap": True,
        "sealed_overlap": False,
    }
    changed = leaving.prepared(enquiry, note="Ask police: ledgerfinch was seen. Also marlinhouse.")
    assert not any(found.cleared_by_id for found in findings(changed))


def test_another_author_clears_for_themselves(enquiry):
    leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    note = "Police recorded ledgerfinch as present."
    first = leaving.prepared(enquiry, note=note)
    for found in findings(first):
        clear(first, found)
    assert not any(found.cleared_by_id for found in findings(leaving.prepared(enquiry, by=SECOND, note=note)))


@pytest.mark.rule(54)
def test_what_has_changed_since_is_not_sent(enquiry):
    fracture = leaving.item(enquiry, FRACTURE)
    release = leaving.prepared(enquiry, items=[fracture])
    leaving.item(enquiry, "Elbow not broken after all.", supersedes=fracture, handling="sealed")
    with pytest.raises(Invalid, match="may not go any more"):
        leaving.sent(release)
    release = leaving.prepared(enquiry, note="Mum is called Isolde, ledgerfinch knows her.")
    leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    with pytest.raises(Invalid, match="more was found"):
        leaving.sent(release)


@pytest.mark.rule(69)
def test_a_decision_corrected_meanwhile_is_not_sent_as_it_was(enquiry):
    release = leaving.prepared(enquiry)
    with world.as_(PM, when=NOON) as me:
        given = outcomes(rowan="assessment@tamar-north", wren="advice")
        correct_decision(me, enquiry.pk, threshold=3, rationale="Less than it seemed", outcomes=given)
    with pytest.raises(Invalid, match="has changed since it was prepared"):
        leaving.sent(release)


def test_a_release_is_sent_once(enquiry):
    release = leaving.prepared(enquiry)
    leaving.sent(release)
    with pytest.raises(Invalid, match="has been approved already"):
        leaving.sent(release)


def test_a_release_withdrawn_before_it_was_sent_goes_nowhere(enquiry):
    release = leaving.prepared(enquiry)
    with world.as_(PM, when=NOON) as me:
        with pytest.raises(Invalid, match="Say why"):
            withdraw_release(me, release.pk, why="")
        withdraw_release(me, release.pk, why="The wrong team")
    with world.as_(SECOND, when=NOON) as me, pytest.raises(Invalid, match="withdrawn already"):
        approve_release(me, release.pk)


@pytest.mark.rule(60)
@pytest.mark.parametrize("who", ["police.1", "calls.tamarshire.1", "pm.port-ellery.1"])
def test_a_release_is_read_by_those_who_weigh_and_by_nobody_else(enquiry, who):
    leaving.prepared(enquiry)
    with world.as_(who, when=NOON) as me:
        assert not Release.objects.exists()
        assert not Release.objects.visible_to(me).exists()
        assert not Finding.objects.exists()


def test_the_withheld_referrer_of_a_linked_enquiry_is_found_too(enquiry):
    other = scene.enquiry(origin={"name": "Ottoline Quaverley", "withheld": True})
    with world.backstage():
        Link.add(enquiry=enquiry, area=enquiry.area_id, to=other)
    assert findings(leaving.prepared(enquiry, note="Ask Ottoline Quaverley.")) != []
    assert findings(leaving.prepared(leaving.decided(), note="Ask Ottoline Quaverley.")) == []


def test_a_withheld_referrer_is_found_where_nobody_is_described():
    enquiry = scene.enquiry(people=(), origin={"name": "Ottoline Quaverley", "withheld": True})
    with world.as_("sw.tamarshire.1", when=NOON) as me:
        flag_child_protection(me, enquiry.pk, why="A baby cries all night.")
    release = leaving.prepared(enquiry, note="Ottoline Quaverley rang.")
    assert {found.kind for found in findings(release)} == {"referrer"}


@pytest.mark.rule(54, 60)
def test_python_alone_shows_no_more_than_the_database(enquiry):
    callout = leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    leaving.agreed(callout)
    leaving.sent(leaving.prepared(enquiry, items=[callout]))
    shown = {}
    for who in (PM, "sw.tamarshire.1", "police.1", "health.1", "calls.tamarshire.1", "pm.port-ellery.1", "probation.1"):
        with world.as_(who, when=NOON) as me:
            models: list[Any] = [Permission, Release, Handover] if me.seat is Seat.HUB else [Permission]
            by_database = [model.objects.exists() for model in models]
            with world.backstage():
                shown[who] = [model.objects.visible_to(me).exists() for model in models]
            assert shown[who] == by_database, who
    assert shown == {
        PM: [True, True, True],
        "sw.tamarshire.1": [True, True, True],
        "police.1": [True, False, False],
        "health.1": [False, False, False],
        "calls.tamarshire.1": [False, False, False],
        "pm.port-ellery.1": [False, False, False],
        "probation.1": [False],
    }
