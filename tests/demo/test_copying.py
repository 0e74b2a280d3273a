"""A county copied from stories: other people, the same rules, and a ledger that stands."""

import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, connections, transaction

from mash.demo import stories
from mash.demo.copying import county, register
from mash.demo.copying.bulk import as_copier, put_in
from mash.demo.copying.filling import filled
from mash.demo.telling.county import told
from mash.foundation.access.acting import acting, serving
from mash.foundation.access.copier_role import COPIER, let_stories_be_copied
from mash.foundation.access.guards import guarded_models, role_name
from mash.foundation.access.models import Wall
from mash.foundation.clock.now import now
from mash.foundation.ledger.keeping import examined
from mash.foundation.ledger.models import Event
from mash.foundation.post.jobs import seal
from mash.pathway.disagreements.models import Stage
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, ProtectedAddress
from mash.pathway.enquiries.references import as_reference
from mash.pathway.gathering.models import Request
from mash.pathway.handover.models import Handover
from mash.pathway.people.asked_for import asked
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.search import look_for
from tests import world
from tests.browsing import signed_in
from tests.committed import committing

TOLD = (
    *("a_new_address", "walled_from_a_colleague", "the_wrong_boy", "two_telephones", "not_rated_yet", "bedtimes"),
    *("an_agency_is_late", "waiting_for_a_team", "somebody_disagrees_now"),
)
SIZE = 200


@pytest.fixture(scope="module", autouse=True)
def a_county(django_db_setup, django_db_blocker, tmp_path_factory):
    """Some stories are played, and copied until there are 200 enquiries."""
    with committing(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        from django.conf import settings

        patch.setattr(settings, "DATA_DIR", tmp_path_factory.mktemp("county"))
        some = [story for story in told(1, now()) if story.name in TOLD]
        patch.setattr(stories, "told", lambda seed, moment: some)
        patch.setattr(stories, "FOLDER", stories.FOLDER.parent)
        patch.setattr(stories, "read_register", lambda file: [])
        stories.all_stories.cache_clear()
        county.stencils.cache_clear()
        said: list[str] = []
        assert stories.load_stories(said.append) == 0, said
        county.fill_up(SIZE, seed=1)
        seal.run()
        yield
        stories.all_stories.cache_clear()
        county.stencils.cache_clear()


def copied(**wanted):
    """Copies: enquiries that no play of ours has received."""
    with world.backstage():
        played = Event.objects.filter(verb="play_story").values("play")
        sources = Event.objects.filter(play__in=played, verb="receive_enquiry").values("enquiry")
        return list(Enquiry.objects.filter(**wanted).exclude(pk__in=sources).select_related("area", "words"))


def test_there_are_as_many_as_asked_for_and_asking_again_adds_none():
    assert SIZE <= county.enquiries_there() <= SIZE + 3
    assert county.fill_up(SIZE, seed=1) == 0


def test_most_of_a_county_is_history_and_its_share_is_open():
    states = Counter(enquiry.state for enquiry in copied())
    assert 0 < sum(states.values()) - states["closed"] < 0.15 * SIZE


def test_every_reference_is_a_right_one_and_none_is_there_twice():
    references = [enquiry.reference for enquiry in copied()]
    assert all(as_reference(reference) == reference for reference in references)
    assert len(set(references)) == len(references)


def test_no_name_home_or_number_of_the_story_that_was_played_is_in_its_copies():
    for stencil in county.stencils():
        words = re.sub(r"%\(\w+\)s", "\0", " ".join([*stencil.texts.values(), *stencil.pages.values()]))
        for hole, stood in stencil.stood.items():
            if hole[0] in "gfnpr":
                assert not re.search(rf"(?<![A-Za-z0-9]){re.escape(stood)}(?![A-Za-z0-9])", words), (
                    stencil.story,
                    hole,
                )
            if hole[0] == "h":
                address, code = stood.split("|")
                assert address.lower() not in words.lower(), (stencil.story, hole)
                assert code not in words, (stencil.story, hole)


def test_a_copy_is_told_of_the_people_whom_it_describes():
    with world.backstage():
        for enquiry in copied(concerns=["domestic-abuse"]):
            names = DescribedPerson.objects.filter(enquiry=enquiry).values_list("given", flat=True)
            assert all(name in enquiry.words.narrative for name in names)


def test_whoever_was_born_is_as_old_as_the_story_says():
    with world.backstage():
        for enquiry in copied(concerns=["exploitation", "missing"]):
            child = DescribedPerson.objects.get(enquiry=enquiry, is_subject=True)
            assert child.born is not None
            assert 13 <= (enquiry.received_at.date() - child.born).days / 365.25 < 16


def test_a_copy_is_read_by_its_own_hub_and_found_by_no_other():
    own, other = signed_in("sw.tamarshire.1"), signed_in("sw.port-ellery.1")
    enquiry = copied(state="received", area__slug="tamarshire")[0]
    page = f"/enquiries/{enquiry.reference}/"
    assert own.get(page).status_code == 200
    assert other.get(page).status_code == 404


def test_a_wall_shuts_the_copy_as_it_shut_the_story():
    with world.backstage():
        walls = list(Wall.objects.values_list("member", "enquiry"))
        walled = {enquiry for _, enquiry in walls}
        told_of = DescribedPerson.objects.filter(role="aunt", enquiry__in=walled)
        assert len(walled) == told_of.count() == DescribedPerson.objects.filter(role="aunt").count() > 1


def test_a_protected_address_is_kept_from_agencies_in_the_copy_too():
    with world.backstage():
        kept = list(ProtectedAddress.objects.values_list("address", "described__person"))
        found = PersonAddress.objects.filter(address__in=[address for address, _ in kept], protected=False)
        assert len(kept) > 2
        assert not found.filter(person__in=[person for _, person in kept]).exists()
        keys = Person.objects.filter(pk__in=[person for _, person in kept]).values_list("keys", flat=True)
        assert not any(key.startswith(("pc:", "ad:")) for person in keys for key in person)


def test_the_ledger_tells_of_every_copy_and_stands_as_it_was_sealed():
    received = {enquiry.pk for enquiry in copied()}
    with world.backstage():
        events = Event.objects.filter(verb="receive_enquiry", enquiry__in=received)
        assert set(events.values_list("enquiry", flat=True)) == received
    seal.run()
    with serving("verify"):
        report = examined([])
    assert report.ok, report.findings
    assert report.unsealed == 0


def copy_of(story, later):
    """One more copy of a story, so much later than the story itself."""
    stencil = next(one for one in county.stencils() if one.story == story)
    said = filled(stencil, Random(1), later, county.POSTCODES[stencil.area])
    with as_copier() as cursor:
        put_in(cursor, {table: [text % said] for table, text in stencil.texts.items()})
    (reference,) = (said[hole] for hole in stencil.stood if hole[0] == "r")
    with world.backstage():
        return Enquiry.objects.get(reference=reference)


def planned_for(rows):
    """When what is to be done with these is planned, by row and stage."""
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute(
            "select told.value, args ->> 'stage', scheduled_at from procrastinate_jobs, jsonb_each_text(args) told "
            "where status = 'todo' and queue_name = 'clock' and told.value = any(%s)",
            [[str(row.pk) for row in rows]],
        )
        return {(row, stage if stage != row else None): at for row, stage, at in cursor.fetchall()}


@pytest.mark.rule(49, 66, 68)
@pytest.mark.parametrize(
    ("story", "kind", "stage"),
    [
        ("an_agency_is_late", Request, "all"),
        ("waiting_for_a_team", Handover, None),
        ("somebody_disagrees_now", Stage, None),
    ],
)
def test_the_clock_chases_what_is_open_in_a_copy_unless_its_time_is_past(story, kind, stage):
    ahead, past = copy_of(story, timedelta(days=9)), copy_of(story, timedelta(days=-30))
    with world.backstage():
        waits = [row for row in kind.objects.filter(enquiry=ahead.pk) if kind is not Request or row.is_open]
        over = list(kind.objects.filter(enquiry=past.pk))
    planned = planned_for(waits)
    assert waits
    assert {(str(row.pk), stage): row.due_at for row in waits}.items() <= planned.items()
    assert over
    assert planned_for(over) == {}


def test_people_of_whom_nothing_was_told_are_found_by_the_hub_where_they_live():
    assert register.fill_register(register.people_there() + 60, seed=1) == 60
    with world.backstage():
        own = world.area("tamarshire").pk
        nobody = Person.objects.filter(made_at=register.REGISTERED, areas=[own]).first()
        assert nobody is not None
    search = asked(f"{nobody.given} {nobody.family} {nobody.born:%d/%m/%Y}")
    for username, finds in (("sw.tamarshire.1", True), ("sw.port-ellery.1", False)):
        with acting(world.member(username)) as me:
            assert (nobody.pk in [person.pk for person in look_for(me, search)]) is finds


def test_the_copier_changes_nothing_and_is_nobody_where_this_is_no_demo():
    owner = connections["owner"]
    role = role_name(COPIER, owner.settings_dict["NAME"])
    rights = (
        "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' "
        "and has_table_privilege(%s, oid, %s)"
    )
    with as_copier() as cursor:
        for right in ("update", "delete", "truncate"):
            cursor.execute(rights, [role, right])
            assert cursor.fetchone() == (0,)
        for table in ("access_account", "ledger_leaf", "ledger_checkpoint", "django_session"):
            cursor.execute("select has_table_privilege(%s, %s, 'select, insert')", [role, table])
            assert cursor.fetchone() == (False,)
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        let_stories_be_copied(cursor, role, guarded_models(), demo=False)
        for right in ("select", "insert"):
            cursor.execute(rights, [role, right])
            assert cursor.fetchone() == (0,)
        plans = "select has_function_privilege(%s, oid, 'execute') from pg_proc where proname = %s"
        cursor.execute(plans, [role, "procrastinate_defer_jobs_v1"])
        assert cursor.fetchone() == (False,)
        transaction.set_rollback(True, using="owner")
