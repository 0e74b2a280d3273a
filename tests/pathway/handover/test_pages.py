"""The pages of what leaves: each reader finds what is theirs, through the same verbs as anybody else."""

import hashlib
import re

import pytest

from mash.foundation.ledger.models import Event
from mash.pathway.handover.actions import clear_warning
from mash.pathway.handover.models import Finding, Handover, Permission, Release
from mash.pathway.intelligence.actions import correct_item
from mash.pathway.intelligence.models import Item
from tests import world
from tests.browsing import signed_in, visit
from tests.papers import words_of
from tests.pathway import leaving, scene
from tests.pathway.leaving import CALLOUT, FRACTURE, GIST, NOON, NOTE, PM, SECOND, SOURCE, TEAM

pytestmark = pytest.mark.django_db

PRODUCT = re.compile(r'<article class="mash-product">.*?</article>', re.DOTALL)


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def product_in(page):
    found = PRODUCT.search(page)
    assert found
    return found[0]


def led_to(answer):
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer["Location"]


def one(model, **facts):
    with world.backstage():
        return model.objects.get(**facts)


def all_of(model):
    with world.backstage():
        return list(model.objects.all())


@pytest.fixture
def enquiry():
    return leaving.decided()


def release_url(enquiry, team="tamar-north"):
    return f"/enquiries/{enquiry.reference}/release/{team}"


def test_the_page_offers_what_may_go_and_says_why_the_rest_may_not(enquiry):
    leaving.item(enquiry, FRACTURE)
    leaving.item(enquiry, SOURCE, handling="sealed", agency="police")
    callout = leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    page = text(signed_in(PM).get(release_url(enquiry)))
    assert "What the hub holds" in page
    assert "may never leave" in page
    assert f"/items/{callout.pk}/ask-owner?team=tamar-north" in page
    assert page.count('name="items"') == 1


@pytest.mark.rule(54, 55)
def test_the_preview_is_what_the_team_will_read_byte_by_byte(enquiry):
    fracture = leaving.item(enquiry, FRACTURE)
    manager = signed_in(PM)
    chosen = {"items": [fracture.pk], "narrative": "on", "note": NOTE}
    shown = PRODUCT.findall(text(manager.post(release_url(enquiry), {**chosen, "do": "preview"})))[0]
    answer = manager.post(release_url(enquiry), {**chosen, "do": "send"})
    release = one(Release, enquiry=enquiry)
    assert answer["Location"] == f"/releases/{release.pk}"
    leaving.sent(release)
    handover = one(Handover, release=release)
    read = PRODUCT.findall(text(signed_in(TEAM).get(f"/handovers/{handover.pk}")))[0]
    assert shown == read == handover.html
    assert hashlib.sha256(read.encode()).hexdigest() == release.digest


def test_what_was_found_is_removed_or_kept_with_a_reason(enquiry):
    leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    manager = signed_in(PM)
    note = "Police recorded ledgerfinch as present."
    page = text(manager.post(release_url(enquiry), {"note": note, "narrative": "on", "do": "preview"}))
    assert "<mark>" in PRODUCT.findall(page)[0]
    (remove,) = set(re.findall(r'value="(remove\|note\|[^"]+)"', page))
    page = text(manager.post(release_url(enquiry), {"note": note, "narrative": "on", "do": remove}))
    assert "<mark>" not in PRODUCT.findall(page)[0]
    assert not all_of(Release)
    manager.post(release_url(enquiry), {"note": note, "do": "send"})
    (found,) = all_of(Finding)
    assert not found.cleared_by_id
    answer = manager.post(
        release_url(enquiry), {"note": note, f"why.{found.key}": "They agreed by phone", "do": "send"}
    )
    assert answer["Location"].startswith("/releases/")
    with world.backstage():
        assert Finding.objects.get(release__state="prepared").why == "They agreed by phone"


@pytest.mark.rule(54)
def test_the_second_person_reads_first_and_then_sees_what_was_cleared(enquiry):
    leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    release = leaving.prepared(enquiry, note="Police recorded ledgerfinch as present.")
    with world.as_(PM, when=leaving.NOON) as me:
        for found in release.findings.all():
            clear_warning(me, release.pk, warning=found.pk, why="Agreed by telephone, quillmoor")
    second, url = signed_in(SECOND), f"/releases/{release.pk}"
    page = text(second.get(url))
    assert "I have read it" in page
    assert "quillmoor" not in page
    assert "Approve and send" not in page
    second.post(url, {"do": "read", "digest": release.digest, "marks": "The word ledgerfinch"})
    page = text(second.get(url))
    assert "quillmoor" in page
    assert "The word ledgerfinch" in page
    answer = second.post(url, {"do": "approve"})
    assert answer["Location"] == f"/handovers/{one(Handover, release=release).pk}"
    read = one(Event, verb="read_release")
    assert read.outcome == "read"


@pytest.mark.rule(54)
def test_who_prepared_it_sees_it_without_approving(enquiry):
    release = leaving.prepared(enquiry)
    author = signed_in(PM)
    page = text(author.get(f"/releases/{release.pk}"))
    assert "You prepared this" in page
    assert "I have read it" not in page
    assert author.post(f"/releases/{release.pk}", {"do": "approve"}).status_code == 404
    assert author.post(f"/releases/{release.pk}", {"do": "read", "digest": release.digest}).status_code == 404
    assert one(Release, pk=release.pk).state == "prepared"


def test_an_unread_change_is_not_what_was_read(enquiry):
    release = leaving.prepared(enquiry)
    second = signed_in(SECOND)
    second.post(f"/releases/{release.pk}", {"do": "read", "digest": "0" * 64})
    assert one(Release, pk=release.pk).read_by_id is None


def test_the_team_opens_acknowledges_and_has_it_no_more_in_its_list(enquiry):
    handover = leaving.sent(leaving.prepared(enquiry, note=NOTE))
    team = signed_in(TEAM)
    page = text(team.get("/handovers/"))
    assert "Rowan Testerby-Loom, 7, and Wren Testerby-Loom, 3" in page
    assert one(Handover, pk=handover.pk).state == "sent"
    page = text(team.get(f"/handovers/{handover.pk}"))
    assert NOTE in page
    assert one(Handover, pk=handover.pk).state == "opened"
    assert team.post(f"/handovers/{handover.pk}", {"do": "acknowledge"})["Location"] == "/handovers/"
    assert "Nothing waits" in text(team.get("/handovers/"))


def test_a_practice_manager_who_looks_does_not_open_it_for_the_team(enquiry):
    handover = leaving.sent(leaving.prepared(enquiry))
    page = text(signed_in(PM).get(f"/handovers/{handover.pk}"))
    assert "Not opened yet" in page
    assert one(Handover, pk=handover.pk).state == "sent"
    assert signed_in(PM).post(f"/handovers/{handover.pk}", {"do": "acknowledge"}).status_code == 200
    assert one(Handover, pk=handover.pk).state == "sent"


def test_a_return_says_why(enquiry):
    handover = leaving.sent(leaving.prepared(enquiry))
    team = signed_in(TEAM)
    assert "Say why you return it" in text(team.post(f"/handovers/{handover.pk}", {"do": "return", "why": ""}))
    team.post(f"/handovers/{handover.pk}", {"do": "return", "why": "Not ours"})
    assert "Not ours" in text(signed_in(PM).get(f"/handovers/{handover.pk}"))


@pytest.mark.rule(54)
def test_a_withdrawn_handover_is_gone_or_empty(enquiry):
    handover = leaving.sent(leaving.prepared(enquiry, note=NOTE))
    team = signed_in(TEAM)
    team.get(f"/handovers/{handover.pk}")
    signed_in(SECOND).post(f"/releases/{handover.release_id}", {"do": "withdraw", "why": "The wrong school"})
    page = text(team.get(f"/handovers/{handover.pk}"))
    assert "can be read no more" in page
    assert NOTE not in page
    assert "Rowan" not in page + text(team.get("/handovers/"))
    assert team.get(f"/handovers/{handover.pk}.pdf").status_code == 404
    unread = leaving.sent(leaving.prepared(enquiry))
    signed_in(SECOND).post(f"/releases/{unread.release_id}", {"do": "withdraw", "why": "The wrong school"})
    assert team.get(f"/handovers/{unread.pk}").status_code == 404


@pytest.mark.rule(86)
def test_whom_a_handover_shows_stands_in_the_ledger(enquiry):
    handover = leaving.sent(leaving.prepared(enquiry))
    people = scene.people(enquiry)
    signed_in(TEAM).get("/handovers/")
    (seen,) = [event for event in events("handovers") if event.outcome == "read"]
    assert set(seen.people) == {people["rowan"].pk, people["wren"].pk}
    signed_in(TEAM).get(f"/handovers/{handover.pk}")
    (seen,) = [event for event in events("handover") if event.outcome == "read"]
    assert set(seen.people) == {person.pk for person in people.values()}
    assert seen.enquiry == enquiry.pk


def events(verb):
    with world.backstage():
        return list(Event.objects.filter(verb=verb))


@pytest.mark.parametrize("strange", ["plain", '#eval("1") *bold* $x$ @ref <tag> \\', "😀 مرحبا עברית 你好"])
def test_a_handover_on_paper_says_the_same_and_who_had_it_drawn(enquiry, strange):
    handover = leaving.sent(leaving.prepared(enquiry, note=f"{NOTE} {strange}"))
    answer = signed_in(TEAM).get(f"/handovers/{handover.pk}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    told = " ".join(words_of(answer.content).split())
    for part in (
        "Rowan, 7, and Wren, 3",
        "section 47",
        "belt end",
        NOTE,
        world.member(TEAM).name,
        "Not to be passed on",
    ):
        assert part in told
    if strange.startswith("#"):
        assert "*bold* $x$ @ref <tag>" in told


@pytest.mark.parametrize(
    "who", ["team.tamar-south.1", "police.1", "calls.tamarshire.1", "pm.port-ellery.1", "auditor.1"]
)
def test_for_everybody_else_nothing_of_this_is_there(enquiry, who):
    item = leaving.item(enquiry, CALLOUT, handling="restricted", agency="health")
    release = leaving.prepared(enquiry)
    handover = leaving.sent(release)
    stranger = signed_in(who)
    for url in (
        release_url(enquiry),
        f"/releases/{release.pk}",
        f"/handovers/{handover.pk}",
        f"/handovers/{handover.pk}.pdf",
        f"/items/{item.pk}/ask-owner",
        f"/enquiries/{enquiry.reference}/feedback",
        f"/enquiries/{enquiry.reference}/close",
        f"/enquiries/{enquiry.reference}/decide",
    ):
        assert stranger.get(url).status_code == 404, url


def test_an_owner_reads_what_is_asked_for_what_and_answers(enquiry):
    callout = leaving.item(enquiry, CALLOUT, handling="restricted", agency="police", conditions="tinselbrook")
    manager = signed_in(PM)
    assert "Ask Police whether this may go" in text(manager.get(f"/items/{callout.pk}/ask-owner?team=tamar-north"))
    manager.post(f"/items/{callout.pk}/ask-owner", {"team": "tamar-north", "purpose": "Safe planning of the visit"})
    asked = one(Permission, item=callout)
    police = signed_in("police.2")
    assert "Safe planning of the visit" in text(police.get("/permissions/"))
    page = text(police.get(f"/permissions/{asked.pk}"))
    assert "ledgerfinch" in page
    assert "Write what the team may read" in text(police.post(f"/permissions/{asked.pk}", {"answer": "gist"}))
    police.post(f"/permissions/{asked.pk}", {"answer": "gist", "gist": GIST})
    assert one(Item, gist_of=callout).text == GIST
    assert "A gist that Police wrote" in text(manager.get(release_url(enquiry)))
    assert signed_in("health.1").get(f"/permissions/{asked.pk}").status_code == 404
    assert signed_in(PM).get("/permissions/").status_code == 404


def test_a_virtual_owner_answers_from_outside(enquiry):
    held = leaving.item(enquiry, "Licence: no contact, opalreef.", handling="restricted", agency="probation")
    signed_in(PM).post(f"/items/{held.pk}/ask-owner", {"team": "tamar-north", "purpose": "A visit"})
    asked = one(Permission, item=held)
    probation = signed_in("probation.1")
    assert "opalreef" in text(probation.get(f"/permissions/{asked.pk}"))
    probation.post(f"/permissions/{asked.pk}", {"answer": "refuse", "why": "It would show where we were told"})
    assert one(Permission, pk=asked.pk).state == "refused"


@pytest.mark.rule(67)
def test_the_reply_says_what_may_not_be_said_and_keeps_what_was_typed(enquiry):
    manager = signed_in("sw.tamarshire.1")
    url = f"/enquiries/{enquiry.reference}/feedback"
    assert "They are one of the public" in text(manager.get(url))
    page = text(manager.post(url, {"text": "Rowan is safe with Isolde now."}))
    assert "Write this differently" in page
    assert "Rowan is safe with Isolde now." in page
    assert manager.post(url, {"text": "Thank you for telling us."}).status_code == 302


@pytest.mark.rule(70)
def test_the_closing_page_lists_what_stands_in_the_way(enquiry):
    manager, url = signed_in(PM), f"/enquiries/{enquiry.reference}/close"
    for page in (text(manager.get(url)), text(manager.post(url))):
        assert "Nothing has been sent to Tamar North." in page
        assert "The referrer has not been told." in page


def test_the_pages_ask_the_database_the_same_number_of_questions_however_much_is_held(enquiry):
    counted = []
    for n in (1, 6):
        for text_no in range(n):
            leaving.item(enquiry, f"{FRACTURE} {n} {text_no}")
        manager, team = signed_in(PM), signed_in(TEAM)
        handover = leaving.sent(leaving.prepared(enquiry, note=NOTE))
        release = leaving.prepared(enquiry, note=f"{NOTE} {n}")
        counted.append(
            [
                len(visit(client, address).queries)
                for client, address in (
                    (manager, release_url(enquiry)),
                    (manager, release_url(enquiry, "tamar-south")),
                    (signed_in(SECOND), f"/releases/{release.pk}"),
                    (manager, "/handovers/"),
                    (team, "/handovers/"),
                    (manager, f"/handovers/{handover.pk}"),
                    (manager, f"/enquiries/{enquiry.reference}/close"),
                    (manager, f"/enquiries/{enquiry.reference}/feedback"),
                    (signed_in("police.1"), "/permissions/"),
                )
            ]
        )
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 15


@pytest.mark.rule(59)
def test_somebody_of_a_team_says_on_the_handover_that_they_know_somebody(enquiry):
    handover = leaving.sent(leaving.prepared(enquiry))
    address, tie = f"/handovers/{handover.pk}", f"/handovers/{handover.pk}/tie"
    team = signed_in(TEAM)
    assert tie in text(team.get(address))
    assert "Rowan Testerby-Loom" in text(team.get(tie))
    team.post(tie, {"kind": "colleague", "subject": next(iter(handover.product["names"]))})
    assert team.get(address).status_code == team.get(tie).status_code == 404


@pytest.mark.rule(53, 54)
def test_what_was_sealed_after_it_went_is_read_in_its_release_by_those_alone_who_read_it(enquiry):
    callout = leaving.item(enquiry, CALLOUT, handling="restricted", agency="police")
    gist = leaving.gist_of(callout, GIST)
    handover = leaving.sent(leaving.prepared(enquiry, items=[gist.pk]))
    pages = [f"/releases/{handover.release_id}", f"/handovers/{handover.pk}"]
    worker = signed_in("sw.tamarshire.2")
    assert all(GIST in text(worker.get(page)) for page in pages)
    with world.as_("police.1", when=NOON) as me:
        correct_item(me, callout.pk, handling="sealed", why="An operation is live")
    assert [worker.get(page).status_code for page in pages] == [404, 404]
    assert worker.get(f"/handovers/{handover.pk}.pdf").status_code == 404
    assert all(GIST in text(signed_in(PM).get(page)) for page in pages)
    with world.as_("sw.tamarshire.2", when=NOON):  # the database says so by itself
        assert not Handover.objects.exists()
        assert not Release.objects.exists()
    with world.as_(PM, when=NOON):
        assert Handover.objects.get(pk=handover.pk).release.pk == handover.release_id
