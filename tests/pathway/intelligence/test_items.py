"""Items: who reads them by their handling, and how they are corrected."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from mash.foundation.access.models import Standing
from mash.foundation.access.policy import read_item
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.kept import FOREVER
from mash.foundation.post.models import Notice
from mash.pathway.enquiries.actions import break_glass
from mash.pathway.intelligence.actions import correct_item
from mash.pathway.intelligence.models import Item
from tests import world
from tests.pathway import scene
from tests.pathway.steps import LATER, answer, item, rate

pytestmark = pytest.mark.django_db

HOUR_LATER = LATER + timedelta(hours=1)
EVERYBODY = [
    "pm.tamarshire.1",
    "sw.tamarshire.1",
    "sw.tamarshire.2",
    "calls.tamarshire.1",
    "police.1",
    "police.2",
    "health.1",
    "education.1",
    "probation.1",
    "evaluator.1",
    "pm.port-ellery.1",
    "sw.port-ellery.1",
]
OWNERS = {"police.1", "police.2"}
WEIGHING = {"pm.tamarshire.1", "sw.tamarshire.1", "sw.tamarshire.2"}


def readers(one):
    found = set()
    for username in EVERYBODY:
        with world.as_(username, when=HOUR_LATER) as me:
            rows = Item.objects.filter(pk=one.pk)
            by_both = bool(rows.readable(me))
            assert by_both == rows.exists(), f"{username}: policy and database disagree"
            if by_both:
                found.add(username)
    return found


@pytest.fixture
def asked():
    """An enquiry rated by the first social worker, about which police, health and probation are asked."""
    enquiry = scene.enquiry()
    rate(enquiry, ask=["police", "health", "probation"])
    return enquiry


@pytest.mark.rule(53, 57, 58)
@pytest.mark.parametrize(
    ("handling", "besides"),
    [
        ("open", WEIGHING | {"health.1"}),
        ("restricted", WEIGHING),
        ("sealed", {"pm.tamarshire.1", "sw.tamarshire.1"}),
    ],
)
def test_an_item_is_read_by_its_handling(asked, handling, besides):
    given = answer(asked, "police.1", mum=item("What police know.", handling)).items["it"]
    assert readers(given) == OWNERS | besides


@pytest.mark.parametrize("mark", ["address", "referrer"])
def test_an_open_item_that_gives_away_an_address_or_a_referrer_stays_with_the_area(asked, mark):
    given = answer(asked, "police.1", mum=item("She is at a refuge.", "open", protects=[mark])).items["it"]
    assert readers(given) == OWNERS | WEIGHING


@pytest.mark.rule(59)
def test_a_wall_shuts_an_item_whatever_else_holds(asked):
    given = answer(asked, "police.1", mum=item()).items["it"]
    for username in ("pm.tamarshire.1", "police.2"):
        scene.wall(asked, username)
    assert readers(given) == (OWNERS | WEIGHING | {"health.1"}) - {"pm.tamarshire.1", "police.2"}


def test_an_earlier_enquiry_shows_what_is_open_or_restricted_while_a_later_one_is_live(asked):
    given = answer(
        asked,
        "police.1",
        rowan={**item("Open."), "as": "open"},
        wren={**item("Restricted.", "restricted"), "as": "restricted"},
        mum={**item("Sealed.", "sealed"), "as": "sealed"},
    ).items
    with world.backstage():
        Standing.objects.filter(enquiry=asked.pk).update(until=LATER)
        Standing.add(enquiry=asked.pk, kind="earlier", holder=asked.area_id, since=LATER, until=FOREVER)
    assert readers(given["open"]) == OWNERS | WEIGHING
    assert readers(given["restricted"]) == OWNERS | WEIGHING
    assert readers(given["sealed"]) == OWNERS


def test_an_owner_s_researchers_keep_what_is_theirs_and_nobody_else_does(asked):
    given = answer(asked, "police.1", mum=item()).items["it"]
    with world.backstage():
        Standing.objects.filter(enquiry=asked.pk).update(until=LATER)
    assert readers(given) == OWNERS


@pytest.mark.rule(54)
@pytest.mark.parametrize(
    "username", ["team.tamar-north.1", "early-help.tamarshire.1", "school.1", "analyst.1", "auditor.1"]
)
def test_operational_seats_cannot_even_name_the_table(asked, username):
    answer(asked, "police.1", mum=item())
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with world.as_(username, when=HOUR_LATER), refused, transaction.atomic():
        Item.objects.count()


def test_the_facts_beside_an_item_are_what_the_policy_reads(asked):
    answer(asked, "police.1", mum=item("x", "sealed"))
    with world.as_("sw.tamarshire.1", when=HOUR_LATER) as me:
        facts = Item.objects.all().with_facts(me).get().reading(me)
    assert (facts.live, facts.rated_it, facts.own_agency, facts.asked, facts.handling) == (
        True,
        True,
        False,
        False,
        "sealed",
    )
    assert read_item(facts).allowed


@pytest.mark.rule(53)
def test_a_correction_is_a_new_version_and_the_old_one_stays(asked):
    given = answer(asked, "police.1", mum=item("Seen in February.", source="hospital", conditions="Ask first.")).items[
        "it"
    ]
    with world.as_("police.2", when=HOUR_LATER) as me:
        now = correct_item(me, given.pk, text="Seen in March.", why="The wrong month.")
        assert Item.objects.get(pk=given.pk).text == "Seen in February."
    assert (now.supersedes_id, now.text, now.source, now.conditions, now.handling) == (
        given.pk,
        "Seen in March.",
        "hospital",
        "Ask first.",
        "open",
    )
    assert (now.given_by.username, now.correction_why) == ("police.2", "The wrong month.")


@pytest.mark.rule(53, 58)
def test_sealing_something_afterwards_shuts_its_older_text_too(asked):
    given = answer(asked, "police.1", mum=item("Informant says.")).items["it"]
    assert "health.1" in readers(given)
    with world.as_("police.1", when=HOUR_LATER) as me:
        restricted = correct_item(me, given.pk, handling="restricted", why="Given open by mistake.")
        sealed = correct_item(me, restricted.pk, handling="sealed", why="It names a source.")
    for version in (given, restricted, sealed):
        assert readers(version) == OWNERS | {"pm.tamarshire.1", "sw.tamarshire.1"}


def test_opening_something_afterwards_does_not_open_its_older_text(asked):
    given = answer(asked, "police.1", mum=item("Informant Ann says.", "sealed")).items["it"]
    with world.as_("police.1", when=HOUR_LATER) as me:
        now = correct_item(me, given.pk, text="It is said.", handling="open", why="The source is out of it.")
    assert "health.1" in readers(now)
    assert readers(given) == OWNERS | {"pm.tamarshire.1", "sw.tamarshire.1"}


def test_only_the_newest_version_is_corrected(asked):
    given = answer(asked, "police.1", mum=item()).items["it"]
    with world.as_("police.1", when=HOUR_LATER) as me:
        correct_item(me, given.pk, text="Another.", why="x")
        with pytest.raises(Invalid, match="corrected already"):
            correct_item(me, given.pk, text="A third.", why="x")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"why": ""}, "why"),
        ({"text": ""}, "text"),
        ({"handling": "secret"}, "handling"),
        ({"text": None}, "text"),
        ({"text": "Elbow fracture seen in February."}, "text"),
    ],
)
def test_a_correction_changes_something_and_says_why(asked, change, field):
    given = answer(asked, "police.1", mum=item()).items["it"]
    with world.as_("police.1", when=HOUR_LATER) as me, pytest.raises(Invalid) as invalid:
        correct_item(me, given.pk, **{"text": "Another.", "why": "x", **change})
    assert set(invalid.value.errors) == {field}


@pytest.mark.rule(57)
@pytest.mark.parametrize(
    ("username", "reason"),
    [
        ("health.1", "other_agency"),
        ("pm.tamarshire.1", "role"),
        ("sw.tamarshire.2", "role"),
        ("education.1", "not_found"),
        ("probation.1", "not_found"),
        ("team.tamar-north.1", "not_found"),
    ],
)
def test_only_its_originator_corrects_an_item(asked, username, reason):
    given = answer(asked, "police.1", mum=item()).items["it"]
    with world.as_(username, when=HOUR_LATER) as me, pytest.raises(Refused) as refused:
        correct_item(me, given.pk, text="Another.", why="x")
    assert refused.value.reasons == (reason,)


def test_a_virtual_agency_corrects_its_own(asked):
    given = answer(asked, "probation.1", mum=item()).items["it"]
    with world.as_("probation.2", when=HOUR_LATER) as me:
        assert correct_item(me, given.pk, text="Another.", why="x").text == "Another."


def test_the_owners_of_items_hear_of_broken_glass_at_once(asked):
    for by in ("police.1", "probation.1"):
        answer(asked, by, rowan=item())
    with world.as_("pm.port-ellery.1", when=HOUR_LATER) as me:
        break_glass(me, asked.pk, why="The family was found in our area tonight")
    with world.backstage():
        told = Notice.objects.filter(kind=Notice.Kind.GLASS)
        assert {(notice.agency and notice.agency.slug, notice.role) for notice in told} == {
            (None, "auditor"),
            ("police", ""),
            ("probation", ""),
        }
        assert {notice.area_id for notice in told} == {asked.area_id}
