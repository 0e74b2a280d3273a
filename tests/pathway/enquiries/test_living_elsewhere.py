"""Who lives in none of the hub's areas is somebody else's to help: the doors say whose, and lose no word."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mash.foundation.clock.now import at
from mash.pathway.enquiries.models import Draft, Enquiry
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import reading
from tests.pathway.enquiries.telling import ANSWERS, DOOR, begin, fill

ELSEWHERE = f"{DOOR}elsewhere"


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


@pytest.mark.rule(9)
@pytest.mark.parametrize("username", ["", "school.1"])
@pytest.mark.parametrize(
    ("council", "said"),
    [
        ({"authority": "Devon"}, "Tell the council: Devon"),
        ({"authority_typed": "devon county council"}, "Tell the council: Devon"),
        ({}, "Tell the council where they live"),
        ({"authority_typed": "Narnia"}, "Tell the council where they live"),
    ],
)
def test_a_professional_hears_whom_to_ring_and_loses_no_word(username, council, said) -> None:
    client = signed_in(username) if username else Client()
    home = begin(client)
    answer = fill(client, home, "who", area="somewhere-else", people_0_given="Kerensa", **council)
    assert answer.headers["Location"].startswith(ELSEWHERE)
    page = reading(client.get(answer.headers["Location"]))
    assert said in page
    assert "999" in page
    assert "Nothing has been sent" in page
    back = client.get(home.replace(DOOR, f"{DOOR}who")).content.decode()
    assert 'value="Kerensa"' in back
    assert 'value="somewhere-else" checked' in back


@pytest.mark.rule(9)
def test_what_is_for_another_council_is_not_sent_until_they_live_here() -> None:
    client = Client()
    home = begin(client)
    for slug in ANSWERS:
        fill(client, home, slug, **({"area": "somewhere-else", "authority": "Devon"} if slug == "who" else {}))
    check = reading(client.get(f"{DOOR}check"))
    assert "Before you can send this" in check
    assert "Which council is it? Devon" in check
    client.post(f"{DOOR}check", {"once": "a-token-of-one-form-0001"})
    with world.backstage():
        assert not Enquiry.objects.exists()
        assert Draft.objects.get().told["worry"]["narrative"] == [ANSWERS["worry"]["narrative"]]
    assert fill(client, home, "who", authority="Devon").headers["Location"] == home
    assert "Which council is it?" not in reading(client.get(f"{DOOR}check"))
    assert client.post(f"{DOOR}check", {"once": "a-token-of-one-form-0002"}).status_code == 302
    with world.backstage():
        assert Enquiry.objects.get().area.slug == "tamarshire"


def test_the_page_is_there_only_for_who_said_so() -> None:
    client = Client()
    assert client.get(ELSEWHERE).headers["Location"] == DOOR
    home = begin(client)
    fill(client, home, "who")
    assert client.get(ELSEWHERE).headers["Location"] == DOOR
    assert signed_in("school.1").get(f"{ELSEWHERE}?draft=x").status_code == 404


@pytest.mark.rule(9)
def test_the_public_hears_whom_to_ring_and_may_tell_either_hub() -> None:
    front = Client().get("/").content.decode()
    assert 'href="/enquire/elsewhere"' in front
    answer = Client().get("/enquire/elsewhere")
    page = reading(answer)
    assert page.index("999") < page.index("Ring the council there")
    assert "Tell us about Tamarshire" in page
    assert "Tell us about Port Ellery" in page
    assert b"govuk-exit-this-page" in answer.content
