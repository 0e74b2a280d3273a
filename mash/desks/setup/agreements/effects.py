"""What signing an agreement opens and ending it closes, in sentences, before it happens."""

from __future__ import annotations

from mash.desks.setup import open_work
from mash.desks.setup.as_it_stands import when_asked
from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import Agency, Area, AskingRule, Concern, Member, MemberRole, Role
from mash.ui.words import count, listed


def opens(me: Acting, agency: Agency, area: Area) -> list[str]:
    """What signing opens: when the agency is asked, what its requests carry, and who of it sees what."""
    rule = AskingRule.objects.filter(agency=agency, area=area).first()
    concerns = {concern.slug: concern.label.lower() for concern in Concern.objects.all()}
    asked = when_asked(rule, concerns) if rule else "Only by hand"
    sections = dict(Agency.Section.choices)
    carries = listed(["the story", "the household", *(sections[one] for one in agency.sections)])
    return [
        f"From the first day on {agency.name} is asked about enquiries in {area.name}: {asked[:1].lower()}{asked[1:]}.",
        f"Each request carries {carries}, with protected marks masked.",
        _who_sees(me, agency, area),
    ]


def closes(me: Acting, agency: Agency, area: Area) -> list[str]:
    """What ending closes, and what goes on."""
    requests, _ = open_work.of_agency(agency, area)
    return [
        f"{agency.name} is asked nothing more about enquiries in {area.name}, neither by the rules nor by hand.",
        f"{count(requests, 'request').capitalize()} that it has not answered stay open: it may answer, or be excused.",
        "Its researchers go on reading what it was asked about while that is live, and what it said itself.",
    ]


def _who_sees(me: Acting, agency: Agency, area: Area) -> str:
    held = MemberRole.objects.filter(role=Role.RESEARCHER, area=area, since__lte=me.now, until__gt=me.now)
    names = list(Member.objects.filter(agency=agency, roles__in=held).distinct().values_list("name", flat=True))
    if not names:
        return f"Nobody answers for {agency.name} in {area.name} yet: give somebody the role of researcher."
    sees = (
        "these requests and their own answers, and nothing that others say"
        if agency.virtual
        else "the story, the people, the rating and the requests of these enquiries, and what agencies say openly"
    )
    return f"{listed(names)} will see {sees}."
