"""Administrators write an area's own words; they stand where they are read from the next page on."""

from __future__ import annotations

import json

import pytest

from mash.desks.setup.words.actions import add_words
from mash.desks.setup.words.kinds import KINDS
from mash.foundation.access.verbs import Refused
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Criterion, Guidance, Prompt, Service
from mash.foundation.partnership.usual import PROMPTS
from mash.pathway.triage.actions.rating import rate_enquiry
from mash.pathway.triage.models import Proposal
from tests import world
from tests.browsing import signed_in, text_of
from tests.desks.setup.administering import Desk
from tests.faults.reading_forms import page_of
from tests.pathway import scene
from tests.pathway.enquiries.telling import begin, fill

pytestmark = pytest.mark.django_db

HERE = "/admin-desk/words/tamarshire"
HUB = {"name": "Tamar Family Hub", "what": "Help with routines", "reached": "01632 960171"}


def row(model, **having):
    with world.backstage():
        return model._base_manager.get(area__slug="tamarshire", **having)


def page_as(username: str, path: str) -> str:
    answer = signed_in(username).get(path)
    assert answer.status_code == 200, path
    return text_of(answer)


def done(verb: str) -> int:
    with world.backstage():
        return Event.objects.filter(verb=verb, outcome="made").count()


@pytest.mark.rule(27)
def test_a_new_criterion_stands_on_the_rating_page_and_an_ended_one_no_longer():
    made = scene.enquiry()
    desk = Desk()
    answer = desk.send(f"{HERE}/ratings/new", level="red", text="A baby with any bruise at all.", place="1")
    assert answer.status_code == 302
    rating = page_as("sw.tamarshire.1", f"/enquiries/{made.reference}/rate")
    assert "A baby with any bruise at all." in rating
    new = row(Criterion, text="A baby with any bruise at all.")
    desk.send(f"/admin-desk/words/ratings/entries/{new.pk}/end")
    assert "A baby with any bruise" not in page_as("sw.tamarshire.1", f"/enquiries/{made.reference}/rate")
    with world.backstage():
        assert Criterion._base_manager.filter(pk=new.pk, ended_at=world.MONDAY_NINE).exists()  # kept
    assert (done("add_words"), done("end_words")) == (1, 1)


def test_a_new_prompt_stands_on_the_call_screen():
    Desk().send(f"{HERE}/prompts/new", text="Is there a dog in the house?")
    assert "Is there a dog in the house?" in page_as("calls.tamarshire.1", "/enquiries/new")


def test_a_changed_part_of_the_guide_stands_beside_the_professionals_questions():
    guide = row(Guidance, title="What helps us most")
    desk = Desk()
    assert desk.send(f"/admin-desk/words/guide/entries/{guide.pk}", text="Say what you saw first.").status_code == 302
    client = signed_in("school.1")
    home = begin(client)
    fill(client, home, "who")
    assert "Say what you saw first." in text_of(client.get(home.replace("professional/", "professional/worry")))
    history = desk.reads(f"/admin-desk/words/guide/entries/{guide.pk}")
    assert "changed the words of an area: text" in history


@pytest.mark.rule(63)
def test_a_service_can_be_chosen_for_signposting_in_a_proposal_and_a_decision():
    assert Desk().send(f"{HERE}/services/new", **HUB).status_code == 302
    made = scene.enquiry(people=scene.FAMILY[:1])
    (child,) = _people(made)
    sw, proposing = signed_in("sw.tamarshire.1"), f"/enquiries/{made.reference}/propose"
    (form,) = (one for one in page_of(proposing, sw.get(proposing)).forms if one.action == proposing)
    box = f"outcome-{child}-"
    assert "Tamar Family Hub, 01632 960171" in form.boxes[f"{box}listed"].choices
    chosen = {f"{box}outcome": ["signpost"], f"{box}listed": ["Tamar Family Hub, 01632 960171"], "why": ["Tired."]}
    assert sw.post(proposing, {**form.as_it_stands(), **chosen}).status_code == 302
    with world.backstage():
        (outcome,) = Proposal.objects.get(enquiry=made).outcomes
    assert outcome["service"] == "Tamar Family Hub, 01632 960171"
    pm, deciding = signed_in("pm.tamarshire.1"), f"/enquiries/{made.reference}/decide"
    (form,) = (one for one in page_of(deciding, pm.get(deciding)).forms if one.action == deciding)
    assert form.boxes[f"outcomes.{child}.listed"].values == ["Tamar Family Hub, 01632 960171"]
    assert form.boxes[f"outcomes.{child}.service"].values == [""]
    typed = {**form.as_it_stands(), "threshold": ["2"], "rationale": ["Help is enough."], "do": ["check"]}
    said = text_of(pm.post(deciding, typed))
    assert "they are shown where to find help (Tamar Family Hub, 01632 960171)" in said


def _people(made):
    with world.backstage():
        return [str(person.pk) for person in made.people.all()]


def test_an_area_without_services_lets_one_be_written_in():
    with world.backstage():
        Service.objects.filter(area__slug="tamarshire").update(ended_at=world.MONDAY_NINE)
    made = scene.enquiry(people=scene.FAMILY[:1])
    proposing = f"/enquiries/{made.reference}/propose"
    (form,) = (
        one for one in page_of(proposing, signed_in("sw.tamarshire.1").get(proposing)).forms if one.action == proposing
    )
    assert not any(name.endswith("listed") for name in form.boxes)
    assert any(name.endswith("service") for name in form.boxes)


def test_an_entry_is_put_at_its_place_and_the_others_behind_it():
    desk = Desk()
    desk.send(f"{HERE}/prompts/new", text="Second now?", place="2")
    with world.backstage():
        texts = list(Prompt.objects.filter(area__slug="tamarshire").values_list("text", flat=True))
    assert texts[1] == "Second now?"
    moved = row(Prompt, text="Second now?")
    desk.send(f"/admin-desk/words/prompts/entries/{moved.pk}", place="")
    with world.backstage():
        found = list(Prompt.objects.filter(area__slug="tamarshire").values_list("text", "order"))
    assert found[-1] == ("Second now?", len(found) - 1)
    assert [order for _, order in found] == list(range(len(found)))


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("ratings", {"level": "red", "text": ""}, "Write when an enquiry has this level"),
        ("ratings", {"text": "A worry."}, "Choose one"),
        ("ratings", {"level": "blue", "text": "A worry."}, "Choose one"),
        ("prompts", {"text": "x" * 161}, "Shorten it to 160 characters"),
        ("prompts", {"text": "where is the child NOW, and who with?"}, "This prompt stands there already"),
        ("prompts", {"text": "Who?", "place": "first"}, "Enter a place as a whole number"),
        ("guide", {"helps": "worry", "title": "Levels", "text": ""}, "Write what the guide says"),
        ("services", {"name": ""}, "Write the service"),
    ],
)
def test_words_that_cannot_stand_are_turned_away_beside_their_box(kind, typed, message):
    answer = Desk().send(f"{HERE}/{kind}/new", **typed)
    assert answer.status_code == 200
    assert message in text_of(answer)
    assert done("add_words") == 0


def test_two_administrators_who_change_the_same_words_both_learn():
    prompt = row(Prompt, order=0)
    desk, path = Desk(), f"/admin-desk/words/prompts/entries/{prompt.pk}"
    tab = desk.form(path)
    desk.send(path, text="Where are they?")
    answer = desk.post(path, {**tab.as_it_stands(), "text": ["Where is he?"]})
    said = text_of(answer)
    assert "after you had opened it" in said
    assert "Where are they?" in said  # what stands now
    assert "Where is he?" in answer.content.decode()  # what was typed
    desk.send(f"{path}/end")
    late = desk.post(path, {**tab.as_it_stands(), "text": ["Where is she?"]})
    assert "This has ended: it stands no longer." in text_of(late)
    assert "Where is she?" in text_of(late)


def test_the_last_criterion_of_a_level_is_not_ended_unsaid_and_the_checklist_misses_it():
    green = [one.pk for one in _green()]
    desk = Desk()
    for key in green[:-1]:
        desk.send(f"/admin-desk/words/ratings/entries/{key}/end")
    path = f"/admin-desk/words/ratings/entries/{green[-1]}/end"
    assert "Nothing is left for Green." in desk.reads(path)
    desk.send(path)
    assert "No criteria for green." in desk.reads("/admin-desk/")


def _green():
    with world.backstage():
        return list(Criterion.objects.filter(area__slug="tamarshire", level="green"))


def test_the_checklist_misses_prompts_and_the_guide():
    with world.backstage():
        Prompt.objects.filter(area__slug="port-ellery").delete()
        Guidance.objects.filter(area__slug="port-ellery").delete()
    said = Desk().reads("/admin-desk/")
    assert "Nothing to ask a caller: the call screen shows no prompts." in said
    assert "No threshold guide." in said


def test_words_are_for_administrators_of_the_area():
    area = world.area()
    for username in ("pm.tamarshire.1", "auditor.1"):
        with world.as_(username) as me, pytest.raises(Refused):
            add_words(me, area.pk, kind=KINDS["prompts"], text="Who?")
    assert signed_in("sw.tamarshire.1").get("/admin-desk/words").status_code == 404
    assert Desk().client.get(f"{HERE}/poems").status_code == 404


def test_an_area_without_prompts_may_begin_with_the_usual_ones():
    with world.backstage():
        Prompt.objects.filter(area__slug="tamarshire").delete()
    desk = Desk()
    assert desk.send(f"{HERE}/prompts/usual", chosen=["0", "2"]).status_code == 302
    with world.backstage():
        texts = list(Prompt.objects.filter(area__slug="tamarshire").values_list("text", flat=True))
    assert texts == [PROMPTS[0], PROMPTS[2]]
    assert PROMPTS[0] not in desk.reads(f"{HERE}/prompts/usual")
    assert desk.send(f"{HERE}/prompts/usual").status_code == 302
    assert "All of them are there already." in desk.reads(f"{HERE}/prompts/usual")


def test_the_ledger_holds_no_words():
    Desk().send(f"{HERE}/prompts/new", text="Is there a dog in the house?")
    with world.backstage():
        event = Event.objects.get(verb="add_words", outcome="made")
    assert event.object_kind == "prompt"
    assert "dog" not in json.dumps(event.details)


def test_a_rating_does_not_depend_on_the_words():
    with world.backstage():
        Criterion.objects.filter(area__slug="tamarshire").update(ended_at=world.MONDAY_NINE)
    made = scene.enquiry()
    with world.as_("sw.tamarshire.1") as me:
        assert rate_enquiry(me, made.pk, level="amber", rationale="A worry.", seen=None).rating.level == "amber"
