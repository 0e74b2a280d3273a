"""Tells one story: draws its people and words, lets time go by, and writes down who did what, as a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from mash.demo.county import AREAS
from mash.demo.telling import names
from mash.demo.telling.figures import Figure, birthday
from mash.foundation.clock.calendar import Calendar
from mash.foundation.clock.london import london_date

OFFICE = Calendar()
TEAMS = {"tamarshire": ("tamar-north", "tamar-south"), "port-ellery": ("ellery-duty",)}
EARLY_HELP = "early-help-tamar"
# What agencies mostly say: they do not know somebody, or nothing that matters here.
NOTHING = ("no_trace", "no_trace", "nothing_relevant")

Outcome = tuple[str, str] | tuple[str, str, str]
"""What is decided for a subject: the outcome, why, and which team or service takes it (a team by its short name)."""

Known = Mapping[Figure, Sequence[dict[str, Any]]]


@dataclass(eq=False)
class Teller:
    """A story being told. Methods are what people do, in order; each lets some time go by first.

    `keeps_hours`: what the hub does happens while it is open. A story that is under way now is told by the clock on
    the wall instead, so that there is something to do whenever somebody looks.
    """

    draw: Random
    area: str
    now: datetime
    keeps_hours: bool = True
    steps: list[dict[str, Any]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    enquiries: int = 0
    named: int = 0

    def __post_init__(self) -> None:
        """Who of the hub has this story, and where its family lives."""
        n = self.draw.choice("12")
        self.worker, self.manager, self.other_manager = (
            f"sw.{self.area}.{n}",
            f"pm.{self.area}.{n}",
            f"pm.{self.area}.{'21'[int(n) - 1]}",
        )
        self.calls = f"calls.{self.area}.1"
        self.team = self.draw.choice(TEAMS[self.area])
        self.family = names.family_name(self.draw)
        postcodes = next(area.postcodes for area in AREAS if area.slug == self.area)
        self.home = names.home(self.draw, postcodes)

    # Words and people

    def one_of(self, *words: str) -> str:
        """One way of saying it."""
        return self.draw.choice(words)

    def child(self, years: int, *, sex: str = "", role: str = "child", subject: bool = True, **told: Any) -> Figure:
        """A child of the family, about so old."""
        figure = self._figure(sex, role, self.family, subject=subject)
        figure.told |= {"dob": self._born(years), **self._at_home(), **told}
        if self.draw.random() < 0.6:
            figure.told["nhs_number"] = names.nhs_number(self.draw)
        return figure

    def adult(
        self, role: str, *, years: int = 0, sex: str = "", other_name: bool = False, subject: bool = False, **told: Any
    ) -> Figure:
        """A grown person of the household, with a family name of their own where they have another."""
        if not sex:
            sex = {"mother": "female", "father": "male", "grandmother": "female", "grandfather": "male"}.get(role, "")
        figure = self._figure(sex, role, names.family_name(self.draw) if other_name else self.family, subject=subject)
        figure.told |= {"dob": self._born(years or self.draw.randint(24, 42)), **self._at_home(), **told}
        return figure

    def stranger(self, role: str, sex: str = "") -> Figure:
        """Somebody of whom no more is known than the name."""
        return self._figure(sex, role, names.family_name(self.draw), subject=False)

    def unborn(self, mother: Figure, weeks: int) -> Figure:
        """A child that is to be born, so many weeks from now."""
        figure = Figure("baby", "", mother.family, "", "unborn child", subject=True)
        figure.told = {"due_date": (london_date(self.now) + timedelta(weeks=weeks)).isoformat()}
        self.figures.append(figure)
        return figure

    def referrer(self, job: str, agency: str, **more: Any) -> dict[str, Any]:
        """A professional who tells the hub."""
        name = f"{names.given_name(self.draw, self._sex())} {names.family_name(self.draw)}"
        return {"name": name, "job": job, "agency": agency, "phone": names.phone(self.draw), **more}

    def ago(self, days: int) -> str:
        """The date so many days back."""
        return (london_date(self.now) - timedelta(days=days)).isoformat()

    # Time

    def after(self, *, minutes: tuple[int, int] = (0, 0), hours: float = 0, days: float = 0) -> None:
        """Let time go by: so long, and a few minutes more."""
        self.now += timedelta(minutes=self.draw.randint(*minutes), hours=hours, days=days)

    def comes_back(self, days: int) -> None:
        """Weeks or months later the family is told of again."""
        self.after(days=days + self.draw.randint(0, 6), minutes=(0, 240))

    # What people do

    def receives(
        self, channel: str, narrative: str, *, concerns: Sequence[str] = (), by: str | None = None, **told: Any
    ) -> None:
        """An enquiry comes in about everybody so far."""
        self.enquiries += 1
        self.requests = f"r{self.enquiries}"
        self.enquiry = f"e{self.enquiries}"
        self.sent: list[str] = []
        if self.keeps_hours and channel in ("phone", "professional"):
            self.now = OFFICE.next_opening(self.now)
        people = [figure.described() for figure in self.figures]
        said = {"channel": channel, "area": self.area, "narrative": narrative, "concerns": list(concerns)}
        self.writes("receive_enquiry", by, {**said, "people": people, **told}, name=self.enquiry)

    def identifies(self, *figures: Figure) -> None:
        """A call handler finds out who people are: whom the hub knows from before is found again."""
        for figure in figures:
            self.goes_on(1, 9)
            name = f"{self.enquiry}-{figure.alias}"
            who = f"${figure.known_by}" if figure.known_by else "new"
            told = {"enquiry": f"${self.enquiry}", "subject": figure.alias, "person": who}
            self.writes("identify_subject", self.calls, told, name=name)
            figure.known_by = name

    def does(self, verb: str, by: str, *, wait: tuple[int, int] = (2, 20), name: str | None = None, **told: Any) -> str:
        """Somebody of the hub does something on the enquiry. Returns the step's name."""
        self.goes_on(*wait)
        return self.writes(verb, by, {"enquiry": f"${self.enquiry}", **told}, name=name)

    def rates(self, level: str, why: str, *, ask: Sequence[str] = ("police", "education", "health")) -> None:
        """A social worker takes it, rates it, and so asks agencies."""
        self.does("take_enquiry", self.worker)
        self.does("rate_enquiry", self.worker, name=self.requests, level=level, rationale=why, ask=list(ask))

    def item(self, text: str, handling: str = "open", **more: Any) -> dict[str, Any]:
        """What an agency knows; give it a name (`named`) to let it out later."""
        return {"text": text, "handling": handling, **more}

    def answers(
        self,
        agency: str,
        rating: str = "none",
        known: Known | None = None,
        *,
        reply: str = "information",
        wait: tuple[int, int] = (15, 90),
    ) -> None:
        """An agency answers: what it knows of some, of the others nothing. Its items are `{agency}1`, `{agency}2` …"""
        items = iter(range(1, 100))
        told: list[dict[str, Any]] = []
        for figure in self.figures:
            if known and figure in known:
                said = [{**item, "as": f"{agency}{next(items)}", "about": [figure.alias]} for item in known[figure]]
                told.append({"subject": figure.alias, "reply": reply, "items": said})
            else:
                told.append({"subject": figure.alias, "reply": self.draw.choice(NOTHING)})
        self.goes_on(*wait)
        request = f"${self.requests}.requests.{agency}"
        answers = {"request": request, "rating": rating, "answers": told}
        self.writes("answer_request", f"{agency}.{self.draw.choice('12')}", answers, name=self._answer(agency))

    def nothing_from(self, *agencies: str) -> None:
        """Agencies that answer that they know nothing which matters."""
        for agency in agencies:
            self.answers(agency)

    def excuses(self, agency: str, why: str) -> None:
        """A practice manager lets an agency be."""
        self.goes_on(5, 40)
        told = {"request": f"${self.requests}.requests.{agency}", "why": why}
        self.writes("excuse_agency", self.manager, told)

    def proposes(self, why: str, outcomes: Mapping[Figure, Outcome]) -> None:
        """The social worker proposes."""
        self.does("propose_decision", self.worker, wait=(10, 60), why=why, outcomes=self.outcomes(outcomes))

    def decides(
        self, threshold: int, why: str, outcomes: Mapping[Figure, Outcome], *, verb: str = "decide", by: str = ""
    ) -> None:
        """A practice manager decides, for each subject."""
        told: dict[str, Any] = {"threshold": threshold, "rationale": why, "outcomes": self.outcomes(outcomes)}
        self.does(verb, by or self.manager, wait=(15, 80), **told)

    def prepares(self, team: str = "", *, items: Sequence[str] = (), note: str = "", **more: Any) -> str:
        """A release is put together. `items` are named `{agency}1`; or begin with $ for what another step made."""
        let_out = [item if item.startswith("$") else self._item(item) for item in items]
        self.named += 1
        release = f"release{self.named}"
        told = {"team": team or self.team, "items": let_out, "note": note, **more}
        return self.does("prepare_release", self.manager, wait=(5, 30), name=release, **told)

    def clears(self, release: str, why: str) -> None:
        """What the egress gate found in a release may go all the same."""
        self.goes_on(2, 10)
        told = {"release": f"${release}", "warning": f"${release}.warnings.0", "why": why}
        self.writes("clear_warning", self.manager, told)

    def approves(self, release: str) -> str:
        """The second practice manager sends it."""
        self.goes_on(10, 60)
        self.named += 1
        return self.writes("approve_release", self.other_manager, {"release": f"${release}"}, name=f"sent{self.named}")

    def takes(self, sent: str, team: str = "") -> None:
        """The team says that it has it."""
        self.goes_on(10, 180)
        told = {"handover": f"${sent}.handover"}
        self.writes("acknowledge_handover", f"team.{team or self.team}.1", told)

    def hands_over(self, team: str = "", *, items: Sequence[str] = (), note: str = "") -> None:
        """Prepared, approved and taken."""
        self.takes(self.approves(self.prepares(team, items=items, note=note)), team)

    def tells_back(self, text: str) -> None:
        """The referrer is told what they may know."""
        self.does("tell_referrer", self.worker, wait=(10, 120), text=text)

    def closes(self) -> None:
        """All is done."""
        self.after(hours=self.draw.choice((2, 20, 26)))
        self.does("close_enquiry", self.manager)

    def is_screened_out(self, outcome: str, service: str, why: str, told: str, *, threshold: int = 1) -> None:
        """No agency need be asked: proposed, decided, told and closed."""
        subjects = [figure for figure in self.figures if figure.subject]
        outcomes: dict[Figure, Outcome] = dict.fromkeys(subjects, (outcome, "", service))
        self.proposes(why, outcomes)
        self.decides(threshold, f"{why} Nobody was asked: nothing suggests harm.", outcomes)
        self.tells_back(told)
        self.closes()

    def outcomes(self, outcomes: Mapping[Figure, Outcome]) -> list[dict[str, Any]]:
        told = []
        for figure, (outcome, why, *taker) in outcomes.items():
            by = taker[0] if taker else self.team if outcome in ("section_47", "assessment", "allocated_worker") else ""
            field_of = "team" if by in (*TEAMS[self.area], EARLY_HELP) else "service"
            told.append({"subject": figure.alias, "outcome": outcome, "why": why, **({field_of: by} if by else {})})
        return told

    def _item(self, name: str) -> str:
        agency = name.rstrip("0123456789")
        return f"${self._answer(agency)}.items.{name}"

    def _answer(self, agency: str) -> str:
        return f"{self.enquiry}-{agency}"

    def goes_on(self, fewest: int, most: int) -> None:
        self.after(minutes=(fewest, most))
        if self.keeps_hours:
            self.now = OFFICE.next_opening(self.now)

    def writes(self, verb: str, by: str | None, told: Mapping[str, Any], *, name: str | None = None) -> str:
        step = {"at": self.now.isoformat(), "by": by, "do": verb, "with": dict(told)}
        self.steps.append({**step, "as": name} if name else step)
        return name or ""

    def _figure(self, sex: str, role: str, family: str, *, subject: bool) -> Figure:
        sex = sex or self._sex()
        taken = {figure.given for figure in self.figures}
        while (given := names.given_name(self.draw, sex)) in taken:
            continue
        alias = f"p{len(self.figures) + 1}"
        self.figures.append(Figure(alias, given, family, sex, role, subject=subject))
        return self.figures[-1]

    def _sex(self) -> str:
        return self.draw.choice(("female", "male"))

    def _born(self, years: int) -> str:
        return birthday(london_date(self.now), years, self.draw.randrange(5, 330)).isoformat()

    def _at_home(self) -> dict[str, Any]:
        return {"address": self.home.address, "postcode": self.home.postcode}
