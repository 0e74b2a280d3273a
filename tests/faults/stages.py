"""One story, stopped at different places: between them every form of the hub is there for somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import scenario
from mash.desks.setup.models import LostFactor
from mash.foundation.access.models import Account, Glass, Tie
from mash.foundation.clock.closures import Closure
from mash.foundation.clock.now import at
from mash.foundation.partnership.models import Area, Concern, Member, MemberRole, ServiceStandard
from mash.pathway.enquiries.drafts.actions import begin_draft, keep_draft
from mash.pathway.enquiries.models import AdultRisk, DescribedPerson, Enquiry, Offer
from mash.pathway.enquiries.professional.parts import BY_SLUG
from mash.pathway.people.models import Caution
from tests import world
from tests.browsing import signed_in
from tests.faults.filling import Upload, filled
from tests.faults.reading_forms import Form, Page, Typed, page_of
from tests.neighbour import Neighbour
from tests.pathway import scene
from tests.pathway.enquiries.choosing import DIARY, choose
from tests.pathway.enquiries.telling import ANSWERS, begin, fill
from tests.seal.crawl import PARAMETER, ROWS, before, ids_of, routes
from tests.seal.planted import story

SUNDAY_NIGHT = datetime(2026, 3, 1, 22, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
VISITOR = ""
WORDS = {
    "part": list(BY_SLUG),
    "concern": ["neglect", "weather"],  # the second one is retired
    "area": ["tamarshire"],
    "first": ["2026-12-24"],  # a closure
    "kind": ["prompts"],
    "place": ["next"],
    "team": ["tamar-north"],
    "username": ["health.1", "team.tamar-north.1", "sw.tamarshire.2"],
    "token": ["no-such-token"],
    "agency": ["education", "cafcass", "tamar-bridge-primary"],
    "pack": [],  # paper, without a form
}
# Whose addresses are pages of their own, each with another form.
BY_WORD = ("/enquire/professional/<slug:part>",)
DOORS = ("/sign-in", "/demo/sign-in")
NOT_HERE = ("/health/", "/metrics", "/sign-out", "/static/")
# Pages whose form becomes another one on the way.
CHANGING = (
    "/enquire/back",
    "/releases/",
    "/people/doubles/",
    "/enquiries/<str:reference>/release/",
    "/enquiries/<str:reference>/agencies/ask",
)
# Whose next page has no address of its own: reference and code go along.
LEADING = ("/enquire/back", "/enquire/disagree")
PM, SW, SECOND = "pm.tamarshire.1", "sw.tamarshire.1", "pm.tamarshire.2"


def _more(by: str, do: str, **told: Any) -> dict[str, Any]:
    return {"by": by, "do": do, "at": "+1m", "with": told}


_TIED = _more("sw.tamarshire.2", "declare_tie", subject="child", kind="other", enquiry="$e")
_GLASS = _more("pm.port-ellery.2", "break_glass", enquiry="$e", why="The family moved here last night")
_PAUSED = _more(PM, "pause_clock", enquiry="$e", why="The discharge meeting at the hospital")
_LATE = _more(
    "adult-mental-health.1",
    "answer_request",
    request="$r.requests.adult-mental-health",
    rating="red",
    answers=[{"subject": name, "reply": "no_trace"} for name in ("child", "mum")],
)

_OFFERED = _more("pm.tamarshire.1", "offer_to_area", enquiry="$e", area="port-ellery", why="lives")

_MOVED = _more(SW, "say_moved", person="$p.person", area="port-ellery")

_WITH_A_FINDING = _more(
    PM,
    "prepare_release",
    enquiry="$e",
    team="tamar-north",
    items=["$b.items.open", "$ok.item"],
    note="See him today. Two call-outs, plantedrestricted. He lives at 4 Plantedaddress Rise.",
)


def _made(name: str, by: str, do: str, **told: Any) -> dict[str, Any]:
    return {**_more(by, do, **told), "as": name}


def _another(alias: str, record: str) -> tuple[dict[str, Any], ...]:
    """The child once more, as the register does not know him."""
    calls, him = "calls.tamarshire.1", {"as": alias, "given": "Piran", "family": "Seedlove", "dob": "2018-04-04"}
    return (
        _more(calls, "add_person", enquiry="$e", person=him, why="Told by another name"),
        _made(record, calls, "identify_subject", enquiry="$e", subject=alias, person="new", why="Nobody said so"),
    )


_TWOFOLD = (*_another("again", "q"), *_another("once_more", "qq"))
_DOUBTED = (*_TWOFOLD, _made("doubt", SW, "name_double", one="$p.person", other="$q.person"))
_PROPOSED = (*_DOUBTED, _made("m", SW, "propose_merge", doubt="$doubt", keep="$p.person", why="One boy"))
_MERGED = (*_PROPOSED, _more(PM, "confirm_merge", merging="$m"))
_PARTING = (*_MERGED, _made("u", SW, "propose_unmerge", doubt="$doubt", why="Two boys"))


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the story: the last step that has been made, what was done beside it, and who looks then."""

    last: str
    readers: tuple[str, ...]
    more: tuple[dict[str, Any], ...] = ()
    # Buttons that were pressed before anybody looks: by whom, below which address, and the button's value.
    pressed: tuple[tuple[str, str, str], ...] = ()


STAGES: dict[str, Place] = {
    # First, so that the parts of a door are met when they go on with something, too.
    "begun": Place("ask_enquirer", (VISITOR, "school.1")),
    "received": Place("ask_enquirer", (PM, SW, "school.1", "auditor.1", "checker.1", VISITOR), (_TIED, _GLASS)),
    "offered": Place("ask_enquirer", ("pm.port-ellery.1",), (_OFFERED,)),
    "answered": Place("excuse_agency", (PM, SW, "adult-mental-health.1", "police.1"), (_PAUSED,)),
    "decided": Place("ask_owner", (PM, "police.1"), (_LATE,)),
    "prepared": Place("prepare_release", (PM, SECOND), (_WITH_A_FINDING,)),
    "read": Place("prepare_release", (SECOND,), (_WITH_A_FINDING,), ((SECOND, "/releases/", "read"),)),
    "cleared": Place("prepare_release", (SECOND,), (), ((SECOND, "/releases/", "read"),)),
    "sent": Place("approve_release", ("team.tamar-north.1",)),
    "over": Place("tell_referrer", (PM, "police.1", "school.1", VISITOR)),
    "disagreed": Place("plan_meanwhile", (PM,)),
    "doubted": Place("ask_enquirer", (PM,), _DOUBTED),
    "merging": Place("ask_enquirer", (PM,), _PROPOSED),
    "merged": Place("ask_enquirer", (PM,), _MERGED),
    "parting": Place("ask_enquirer", (PM,), _PARTING),
    "moved": Place("ask_enquirer", ("pm.port-ellery.1", SW), (_MOVED,)),
    "set up": Place("ask_enquirer", ("admin.1",)),
}


@dataclass(slots=True)
class Stage:
    """The hub at one place of the story, and whoever looks at it then."""

    readers: tuple[str, ...]
    made: dict[str, dict[str, Any]]
    other: str
    ids: dict[str, list[str]]
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, str]:
        """What some boxes must hold to fit this story."""
        enquiry, people = self.made["e"], self.made["e"]["people"]
        return {
            "reference": enquiry["reference"],
            "code": enquiry["code"],
            "to": self.other,
            "one": people["mum"],
            "other": people["child"],
        }

    def client(self, username: str) -> Client:
        """The browser of somebody."""
        if username not in self.clients:
            self.clients[username] = signed_in(username) if username else Client()
            self.clients[username].raise_request_exception = False
        return self.clients[username]

    def get(self, username: str, address: str) -> tuple[HttpResponse, Page]:
        """Look at a page."""
        with at(NOON):
            answer: Any = self.client(username).get(address)
        return answer, page_of(address, answer)

    def post(self, username: str, action: str, typed: Typed) -> tuple[HttpResponse, Page]:
        """Send a form as a browser does; a half of a surrogate pair goes as the bytes that it would have."""
        pairs = [(name, value) for name, values in typed.items() for value in values]
        if any(isinstance(value, Upload) for _, value in pairs):
            body, content_type = with_files(pairs), f"multipart/form-data; boundary={BOUNDARY}"
        else:
            plainly = [(name.encode(), value.encode(errors="surrogatepass")) for name, value in pairs]
            body, content_type = urlencode(plainly).encode(), "application/x-www-form-urlencoded"
        with at(NOON):
            answer: Any = self.client(username).post(action, body, content_type=content_type)
        return answer, page_of(action, answer)

    @contextmanager
    def undone(self, username: str) -> Iterator[None]:
        """What is done inside has not been done afterwards."""
        kept = deepcopy(self.client(username).cookies)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.client(username).cookies = kept

    def addresses(self) -> dict[str, list[str]]:
        """Every route, with every row of this story that it may name."""
        return {route: self._filled(route) for route in routes() if not route.startswith(NOT_HERE)}

    def _filled(self, route: str) -> list[str]:
        names = [name for _, name in PARAMETER.findall(route)]
        values = [self._values(route, name) for name in names]
        filled = []
        for chosen in product(*values):
            address = route
            for name, value in zip(names, chosen, strict=True):
                address = re.sub(rf"<(?:\w+:)?{name}>", value, address)
            filled.append(address)
        return filled

    def _values(self, route: str, name: str) -> list[str]:
        if name == "reference":
            return [self.made["e"]["reference"]]
        if name in WORDS:
            return WORDS[name]
        # Below an enquiry they are people as described; pages of the register are about its persons.
        return self.ids["person" if route.startswith("/people/<") else ROWS[before(route, name)]]


BOUNDARY = "between-the-parts-of-this-form"


def with_files(pairs: list[tuple[str, str]]) -> bytes:
    """The body of a form that has files among its boxes."""
    parts = []
    for name, value in pairs:
        file = '; filename="note.txt"\r\nContent-Type: text/plain' if isinstance(value, Upload) else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts.append(head.encode() + value.encode(errors="surrogatepass") + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Play the story as far as a stage; all of it is undone at the end."""
    place = STAGES[name]
    told = story()
    upto = max(n for n, step in enumerate(told["steps"]) if step["do"] == place.last)
    told["steps"] = [*told["steps"][: upto + 1], *place.more]
    with transaction.atomic():
        played = play(scenario(told, verbs=verbs(), usernames=usernames()))
        assert played["failed"] == 0, [step for step in played["steps"] if step["outcome"] != "made"]
        made = {step["as"]: step["result"] for step in played["steps"] if "as" in step}
        for offer in _offers():  # whoever looks then is of the other area, and looks at its own enquiry
            made["e"] |= offer
        ids = ids_of(made["e"]["id"])
        with world.backstage():
            ids["memberrole"] = [str(row.pk) for row in MemberRole.objects.filter(member__username="health.1")]
            if name == "set up":
                Account.objects.filter(username="sw.tamarshire.2").update(is_active=False)
                _lost_factor("team.tamar-north.1")
            if name == "answered":
                _take_care(made["e"]["id"])
            ids |= {kind._meta.model_name or "": [str(row.pk) for row in kind.objects.all()] for kind in (Glass, Tie)}
        with world.as_(SW, when=SUNDAY_NIGHT) as me:  # a call that is not received yet, and came out of hours
            call = begin_draft(me, door="phone")
            keep_draft(me, call, part="call", told={"typed": {"narrative": ["He is cold."]}, "window": "one"})
        ids["draft"] = [str(call.id)]
        ids |= _planned()
        _most_telling_first(ids, made)
        here = Stage(place.readers, made, scene.enquiry().reference, ids)
        if VISITOR in place.readers:  # who has begun to tell, so that there is something to check and to send
            with at(NOON):
                neighbour = Neighbour(here.client(VISITOR))
                neighbour.tell(narrative="He cries at night.")
                neighbour.show(DIARY)
                if name == "begun":
                    _tell_as_professional(here.client(VISITOR))
        for username, below, value in place.pressed:
            _press(here, username, below, value)
        yield here
        transaction.set_rollback(True)


def _planned() -> dict[str, list[str]]:
    """What administrators have planned: a closed day, a standard from April on; and what they ended or left out."""
    with world.backstage():
        area = Area.objects.get(slug="tamarshire")
        holds = area.standard_on(SUNDAY_NIGHT)
        closed = Closure.on(date(2026, 12, 24), "Moving to Shire Hall").to_json()
        holds.change(rules={**holds.rules, "calendar": {**holds.rules["calendar"], "closures": [closed]}})
        planned = ServiceStandard.add(area=area, holds_from=APRIL, rules=holds.rules)
        Concern.objects.filter(slug="unborn").delete()
        Concern.add(slug="weather", label="Weather", order=99, retired_at=SUNDAY_NIGHT)
        prompts = list(area.prompts.all())
        prompts[0].change(ended_at=SUNDAY_NIGHT)
    return {"servicestandard": [str(planned.pk)], "prompt": [str(prompts[1].pk)]}


def _take_care(enquiry: Any) -> None:
    """Whoever lives with the child has been violent: it was told after the enquiry had come."""
    child, mum = DescribedPerson.objects.filter(enquiry=enquiry, alias__in=("child", "mum")).order_by("alias")
    told = {"area": child.area, "kind": Caution.Kind.VIOLENCE, "source": "police", "source_ref": "P-1"}
    caution = Caution.add(person=mum.person, since=None, until=None, loaded_at=SUNDAY_NIGHT, **told)
    AdultRisk.add(
        enquiry=child.enquiry, area=child.area, adult=mum.person, caution=caution.pk, child=child, told_at=SUNDAY_NIGHT
    )


def _lost_factor(username: str) -> None:
    """Another administrator has said that somebody lost their second factor: it waits for a second person."""
    lost, other = (Member.objects.get(username=name) for name in (username, "auditor.1"))
    LostFactor.add(member=lost, why="Their phone was stolen.", asked_by=other, asked_at=NOON)


def _tell_as_professional(client: Client) -> None:
    home = begin(client)
    for part in ANSWERS:
        fill(client, home, part)
    choose(client, home, DIARY)


def _offers() -> list[dict[str, Any]]:
    """The enquiries that came of offers, as `receive_enquiry` gives them; nobody has their code."""
    with world.backstage():
        return [
            {
                "id": str(one.pk),
                "reference": one.reference,
                "people": {person.alias: str(person.pk) for person in one.people.all()},
            }
            for one in Enquiry.objects.filter(pk__in=Offer.objects.values("became"))
        ]


def _most_telling_first(ids: dict[str, list[str]], made: dict[str, dict[str, Any]]) -> None:
    """Rows on which most can be done stand first, so that few others have to be tried."""
    requests = made.get("r", {}).get("requests", {})
    telling = [
        requests.get("adult-mental-health"),
        requests.get("police"),
        made.get("a", {}).get("items", {}).get("restricted"),
        made.get("doubt", {}).get("id"),
    ]
    for keys in ids.values():
        keys.sort(key=lambda key: telling.index(key) if key in telling else len(telling))


def _press(here: Stage, username: str, below: str, value: str) -> None:
    addresses = (one for many in here.addresses().values() for one in many if one.startswith(below))
    forms = (form for address in addresses for form in here.get(username, address)[1].forms)
    form, button = next((form, one) for form in forms for one in form.buttons if one[1] == value)
    assert here.post(username, form.action, filled(form, here.given, button))[0].status_code == 302


@dataclass(slots=True)
class Walk:
    """A walk over all stages, which need not stop twice at what it has done with."""

    kinds: set[tuple[str, ...]] = field(default_factory=set)
    done_with: set[str] = field(default_factory=set)

    def forms(self, here: Stage) -> Iterator[tuple[str, Form]]:
        """Every form of every page that the URL table has, with one who has it; each kind once."""
        for username in here.readers:
            for route, addresses in here.addresses().items():
                if route in self.done_with or not _may_have_forms(username, addresses):
                    continue
                for address in addresses:
                    _, page = here.get(username, address)
                    for form in page.forms:
                        if self._is_new(form):
                            yield username, form
                        yield from ((username, onward) for onward in self._onward(here, username, form))
                    if route not in BY_WORD and any(form.action == address for form in page.forms):
                        self._done_with(route)
                        break

    def _onward(self, here: Stage, username: str, form: Form) -> list[Form]:
        """The forms of the page that a form leads to, where that has no address of its own."""
        if form.action not in LEADING:
            return []
        with here.undone(username):
            _, page = here.post(username, form.action, filled(form, here.given, form.buttons[0]))
        onward = [one for one in page.forms if self._is_new(one)]
        return onward + [further for one in onward for further in self._onward(here, username, one)]

    def _is_new(self, form: Form) -> bool:
        if form.kind in self.kinds or form.action == "/sign-out":
            return False
        self.kinds.add(form.kind)
        return True

    def _done_with(self, route: str) -> None:
        if not route.startswith(CHANGING):
            self.done_with.add(route)


def _may_have_forms(username: str, addresses: list[str]) -> bool:
    """Whether a page does something, or has buttons for other pages; one of the door is for the visitor."""
    if not addresses:
        return False
    view: Any = resolve(addresses[0]).func
    if not hasattr(view, "seats"):
        return username == VISITOR
    return view.public or bool(view.does) or view.__name__ in ("enquiry", "start")
