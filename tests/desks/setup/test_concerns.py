"""Administrators name the kinds of worry; what enquiries bear stays as it was told."""

from __future__ import annotations

import pytest

from mash.desks.setup.concerns.actions import add_concern, retire_concern, shown
from mash.desks.setup.verbs import digest
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.partnership.models import Concern, MemberRole
from mash.foundation.partnership.usual import CONCERNS
from mash.pathway.enquiries.actions.receiving import receive_enquiry
from mash.pathway.enquiries.adults import AT_RISK
from tests import world
from tests.browsing import signed_in, text_of
from tests.desks.setup.administering import Desk
from tests.pathway import scene
from tests.pathway.enquiries.telling import begin, fill

pytestmark = pytest.mark.django_db

HERE = "/admin-desk/concerns"


def offered_to_professionals() -> str:
    client = signed_in("school.1")
    home = begin(client)
    fill(client, home, "who")
    return text_of(client.get(home.replace("professional/", "professional/worry")))


def concern(slug: str) -> Concern:
    with world.backstage():
        return Concern.objects.get(slug=slug)


def test_a_new_concern_can_be_chosen_and_a_retired_one_no_longer():
    desk = Desk()
    assert desk.send(f"{HERE}/new", label="Fire setting").status_code == 302
    assert "Fire setting" in offered_to_professionals()
    assert concern("fire-setting").order == len(CONCERNS)
    desk.send(f"{HERE}/fire-setting/retire")
    assert "Fire setting" not in offered_to_professionals()
    desk.send(f"{HERE}/fire-setting/again")
    assert "Fire setting" in offered_to_professionals()


def test_what_bears_a_retired_concern_keeps_it():
    made = scene.enquiry(concerns=["neglect"])
    Desk().send(f"{HERE}/neglect/retire")
    page = text_of(signed_in("sw.tamarshire.1").get(f"/enquiries/{made.reference}/"))
    assert "Neglect" in page
    with world.as_("school.1") as me:  # begun before it was retired, sent after
        received = receive_enquiry(me, area="tamarshire", channel="professional", narrative="A.", concerns=["neglect"])
    assert received.reference


def test_a_draft_that_bears_a_retired_concern_still_shows_it():
    client = signed_in("school.1")
    home = begin(client)
    for part in ("who", "worry"):
        fill(client, home, part)
    Desk().send(f"{HERE}/neglect/retire")
    assert "Neglect" in text_of(client.get(home.replace("professional/", "professional/worry")))
    assert "Neglect" not in offered_to_professionals()


def test_a_name_changes_everywhere_and_the_short_name_never():
    made = scene.enquiry(concerns=["neglect"])
    assert Desk().send(f"{HERE}/neglect", label="Being left without care").status_code == 302
    assert concern("neglect").label == "Being left without care"
    assert "Being left without care" in text_of(signed_in("sw.tamarshire.1").get(f"/enquiries/{made.reference}/"))


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("", "Write what the concern is called"),
        ("NEGLECT", "There is a concern Neglect already"),
        ("x" * 81, "Shorten it to 80 characters"),
    ],
)
def test_a_concern_that_cannot_be_is_turned_away(label, message):
    answer = Desk().send(f"{HERE}/new", label=label)
    assert answer.status_code == 200
    assert message in text_of(answer)


@pytest.mark.rule(12)
def test_the_concern_that_the_door_gives_for_adults_stays():
    page = Desk().reads(f"{HERE}/{AT_RISK}/retire")
    assert "gives this one by itself when they tell of an adult" in page
    found = concern(AT_RISK)
    with world.as_("admin.1") as me, pytest.raises(Invalid, match="It stays"):
        retire_concern(me, found.pk, seen=digest(shown(found)))


def test_rules_that_name_a_concern_are_named_before_it_is_retired():
    assert "The rule by which Tamarshire asks Probation names it still." in Desk().reads(
        f"{HERE}/domestic-abuse/retire"
    )


def test_two_administrators_who_rename_one_concern_both_learn():
    desk, path = Desk(), f"{HERE}/neglect"
    tab = desk.form(path)
    desk.send(path, label="Left alone")
    answer = desk.post(path, {**tab.as_it_stands(), "label": ["Not cared for"]})
    assert "after you had opened it" in text_of(answer)
    assert "Left alone" in text_of(answer)
    assert 'value="Not cared for"' in answer.content.decode()
    assert concern("neglect").label == "Left alone"


def test_a_hub_without_concerns_begins_with_the_usual_ones_and_is_told_so():
    with world.backstage():
        Concern.objects.all().delete()
    desk = Desk()
    assert "No concerns: nobody can say what kind of worry it is." in desk.reads("/admin-desk/")
    assert desk.send(f"{HERE}/usual").status_code == 302
    with world.backstage():
        assert set(Concern.objects.values_list("slug", "label")) == set(CONCERNS)
    assert "All of them are there already." in desk.reads(f"{HERE}/usual")


def test_concerns_take_an_administrator_of_the_whole_hub():
    with world.backstage():
        MemberRole.objects.filter(member__username="admin.1", area__slug="port-ellery").update(until=world.MONDAY_NINE)
    with world.as_("admin.1") as me, pytest.raises(Refused):
        add_concern(me, label="Fire setting")
    desk = Desk()
    assert "Add a concern" not in desk.reads(HERE)
    assert desk.client.get(f"{HERE}/neglect").status_code == 404
