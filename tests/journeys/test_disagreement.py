"""A neighbour disagrees with a decision, in a real browser: the hub hears of it, plans, talks, settles, and says so."""

from __future__ import annotations

import pytest

from tests.journeys.front_door import Told
from tests.journeys.hub import Hub
from tests.pathway.disagreements import telling
from tests.pathway.disagreements.telling import PLAN, RESULT, TOLD, WEIGHED, WHY
from tests.pathway.leaving import PM, SECOND


@pytest.mark.rule(68)
def test_a_neighbour_disagrees_and_reads_what_came_of_it(hub: Hub) -> None:
    about = telling.decided()
    told = Told(about.reference, about.code)
    page = f"/enquiries/{about.enquiry.reference}"
    hub.later(hours=4)

    manager = hub.window(PM)
    manager.sign_in(PM)
    manager.go(page)
    neighbour = hub.as_the_public(phone=True)
    assert "I disagree with the decision" in neighbour.come_back(told)
    neighbour.window.press("I disagree with the decision")
    neighbour.window.fill("What do you disagree with, and why?", WHY)
    neighbour.window.press("Send", exact=True)
    assert neighbour.window.reads("A manager of the hub looks at it again")

    # Nobody presses anything: the alert comes to the page that is open.
    manager.page.get_by_text("The referrer disagrees with a decision").first.wait_for(timeout=20_000)
    manager.go(f"{page}/disagreements")
    manager.press("Say who keeps them safe")
    manager.fill("Who keeps them safe meanwhile, and how?", PLAN)
    manager.press("Keep this plan")
    manager.press("Take it to the next stage")
    manager.fill("What did this stage come to, and why is it not settled?", RESULT)
    manager.press("Take it to stage 2")
    assert manager.reads("Stage 2: heads of service")

    second = hub.window(SECOND)
    second.sign_in(SECOND)
    second.go(f"{page}/disagreements")
    second.press("Settle it")
    second.choose("Not upheld: the decision stands")
    second.fill("What was weighed?", WEIGHED)
    second.fill("What are they told?", TOLD)
    second.press("Settle it")
    assert second.reads("Settled. They can read what you told them.")

    said = neighbour.come_back(told)
    assert TOLD in said
    assert not [words for words in (PLAN, RESULT, WEIGHED) if words in said]
