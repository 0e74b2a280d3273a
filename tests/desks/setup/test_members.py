"""Members are invited, given roles and let go on pages; what they wrote stays, what they had taken is passed on."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from mash.desks.setup.members.actions import (
    change_member,
    end_membership,
    invite_member,
    renew_link,
    reopen_membership,
    shown,
)
from mash.desks.setup.members.factors import agree_new_factor, ask_for_new_factor
from mash.desks.setup.members.roles import end_role, give_role, let_stand_in
from mash.desks.setup.verbs import digest
from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Account
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Member, MemberRole, Role
from mash.foundation.post.models import Notice
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions.working import take_enquiry
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway import scene, steps
from tests.pathway.leaving import NOON

pytestmark = pytest.mark.django_db

IDA = {
    "name": "Ida Tarrow",
    "work_email": "Ida.Tarrow@westmark.example",
    "phone": "01632 960520",
    "registration_number": "SW100200",
    "agency": "social-care",
}


def invited(**typed) -> Member:
    with world.as_("admin.1") as me:
        return invite_member(me, **{**IDA, **typed})


def given(member: Member, me: Acting, **role) -> MemberRole:
    return give_role(me, member.pk, **{"role": "social_worker", "area": "tamarshire", **role})


def account(member: Member) -> Account:
    with world.backstage():
        return Account.objects.get(member=member)


def page(path: str, username: str = "admin.1") -> str:
    return unescape(text_of(signed_in(username).get(path)))


@pytest.mark.rule(67)
def test_whoever_is_invited_gets_a_link_by_mail_that_names_nobody_and_is_kept_nowhere():
    ida = invited()
    assert ida.username == "ida.tarrow@westmark.example"
    assert not account(ida).has_usable_password()
    with world.backstage():
        notice = Notice.objects.get(kind=Notice.Kind.WELCOME)
        assert notice.member == ida
        assert notice.path == "/sign-in"
        event = Event.objects.get(verb="invite_member", outcome="made")
        assert event.details == {}
    assert "Ida Tarrow has no role, and sees nothing." in page("/admin-desk/")


@pytest.mark.parametrize(
    ("typed", "box", "said"),
    [
        ({"work_email": "ida at westmark"}, "work_email", "Enter an e-mail address like"),
        ({"work_email": ""}, "work_email", "Enter their e-mail address"),
        ({"work_email": "SW.Tamarshire.1@demo.example"}, "work_email", "Somebody has this e-mail address already"),
        ({"work_email": f"{'i' * 70}@westmark.example"}, "work_email", "at most 80 characters"),
        ({"agency": "no-such-agency"}, "agency", "Choose an agency that serves your area"),
        ({"name": " "}, "name", "Enter the member's name"),
    ],
)
def test_a_wrong_invitation_says_what_is_wrong_beside_its_box(typed, box, said):
    with pytest.raises(Invalid) as invalid:
        invited(**typed)
    assert said in invalid.value.errors[box]
    with world.backstage():
        assert not Member.objects.filter(phone=IDA["phone"]).exists()


def test_a_lost_link_is_made_anew_and_the_one_before_opens_nothing():
    ida = invited()
    with world.as_("admin.1") as me:
        first = renew_link(me, ida.pk, mail=False)
        assert Client().get(first).status_code == 200
        second = renew_link(me, ida.pk, mail=False)
    assert Client().get(first).status_code == 410
    typed = {"new_password": "willow harbour lantern", "again": "willow harbour lantern"}
    assert Client().post(second, typed).status_code == 302
    assert Client().get(second).status_code == 410
    with world.as_("admin.1") as me, pytest.raises(Invalid, match="has set a password already"):
        renew_link(me, ida.pk, mail=False)


def test_a_link_that_is_handed_over_is_shown_once():
    ida = invited()
    browser = signed_in("admin.1")
    answer = browser.post(
        f"/admin-desk/members/{ida.username}/link", {"by": "page", "once": "a-token-of-sixteen-letters"}
    )
    assert f"{settings.BASE_URL}/welcome/" in text_of(answer)
    assert "/welcome/" not in text_of(browser.get(f"/admin-desk/members/{ida.username}/link"))


@pytest.mark.rule(60)
def test_a_role_opens_a_desk_from_its_first_day_until_its_last():
    ida = invited()
    with world.as_("admin.1") as me:
        given(ida, me, begins=date(2026, 3, 4), ends=date(2026, 3, 5))
    for day, works in ((3, False), (4, True), (5, True), (6, False)):
        with world.as_(ida.username, when=world.MONDAY_NINE.replace(day=day)) as me:
            assert bool(me.roles) is works, day


@pytest.mark.parametrize(
    ("role", "box", "said"),
    [
        ({"begins": date(2026, 3, 1)}, "begins", "A role begins today or later"),
        ({"begins": date(2026, 3, 9), "ends": date(2026, 3, 8)}, "ends", "The last day must be the first day or later"),
        ({"role": "team_member"}, "of_team", "Choose a team of Tamarshire"),
        ({"role": "team_member", "of_team": "ellery-duty"}, "of_team", "Choose a team of Tamarshire"),
        ({"of_team": "tamar-north"}, "of_team", "Only members of a team"),
        ({"area": "port-ellery"}, "area", "Children's social care does not serve Port Ellery"),
        ({"role": "researcher"}, "role", "is asked nothing, so nobody researches for it"),
        ({"role": "police_evaluator"}, "role", "A police evaluator is of the police"),
        ({"role": "sheriff"}, "role", "Choose a role"),
    ],
)
def test_a_role_that_does_not_fit_says_why(role, box, said):
    ida = invited()
    with world.as_("admin.1") as me, pytest.raises(Invalid) as invalid:
        given(ida, me, **role)
    assert said in invalid.value.errors[box]


def test_nobody_rates_without_a_registration_number():
    ida = invited(registration_number="")
    with world.as_("admin.1") as me, pytest.raises(Invalid, match="needs a registration number"):
        given(ida, me)


@pytest.mark.rule(60)
def test_one_member_sits_at_one_desk():
    with world.as_("admin.1") as me:
        worker = world.member("sw.tamarshire.1")
        with pytest.raises(Invalid, match="is social worker in Tamarshire, at another desk"):
            given(worker, me, role="auditor")
        with pytest.raises(Invalid, match="holds this role in Tamarshire already"):
            given(worker, me)


@pytest.mark.rule(67)
def test_nobody_gives_themselves_a_role_nor_does_the_database_take_it():
    with world.as_("admin.1") as me:
        with pytest.raises(Refused, match="same_person"):
            given(me.known, me, role="administrator")
    assert "Nobody gives themselves a role" in page("/admin-desk/members/admin.1/role")
    with world.as_("admin.1") as me, pytest.raises(ProgrammingError), transaction.atomic():
        MemberRole.add(member=me.known, role=Role.PRACTICE_MANAGER, area=world.area(), since=me.now)


def test_an_area_is_never_left_without_an_administrator():
    first, second = (world.member(name).roles.filter(area__slug="tamarshire") for name in ("admin.1", "admin.2"))
    with world.backstage():
        last, leaving = first.get(), second.get()
    with world.as_("admin.1") as me:
        end_role(me, leaving.pk, why="She leaves.")
        with pytest.raises(Invalid, match="is the last administrator of Tamarshire"):
            end_role(me, last.pk, why="To see.")


def test_who_leaves_passes_on_what_they_had_taken_and_hides_nothing_that_they_wrote():
    taken, walled = scene.enquiry(), scene.enquiry()
    leaver, successor = world.member("sw.tamarshire.1"), world.member("sw.tamarshire.2")
    for one in (taken, walled):
        with world.as_(leaver.username, when=steps.LATER) as me:
            take_enquiry(me, one.pk)
        steps.rate(one, by=leaver.username)
    scene.wall(walled, successor.username)
    told = page(f"/admin-desk/members/{leaver.username}/end")
    assert "2 enquiries that they have taken go to whom you choose, each visibly" in told
    with world.as_("admin.1", when=NOON) as me:
        end_membership(me, leaver.pk, why="A new post.", successor=successor.username)
    with world.backstage():
        assert Enquiry.objects.get(pk=taken.pk).taken_by == successor
        assert Enquiry.objects.get(pk=walled.pk).taken_by is None  # it waits on the board
        assert not MemberRole.objects.filter(member=leaver, until__gt=NOON).exists()
        assert Event.objects.filter(verb="hand_work_on", outcome="made").count() == 2
    assert not account(leaver).is_active
    assert Client().post("/demo/sign-in", {"username": leaver.username}).status_code == 404
    shown_to = page(f"/enquiries/{taken.reference}/", successor.username)
    assert leaver.name in shown_to  # who rated it
    assert "passed it on, because whoever had it has left" in shown_to


def test_a_session_ends_with_the_membership():
    browser = signed_in("sw.tamarshire.1")
    assert browser.get("/board").status_code == 200
    with world.as_("admin.1") as me:
        end_membership(me, world.member("sw.tamarshire.1").pk, why="A new post.")
    assert browser.get("/board").status_code == 302


def test_who_comes_back_holds_no_role_until_one_is_given():
    worker = world.member("sw.tamarshire.1")
    with world.as_("admin.1") as me:
        end_membership(me, worker.pk, why="A new post.")
    with world.as_("admin.1", when=NOON) as me:
        reopen_membership(me, worker.pk)
    assert account(worker).is_active
    with world.as_(worker.username, when=NOON) as me:
        assert me.roles == ()


def test_nobody_ends_their_own_membership():
    with world.as_("admin.1") as me, pytest.raises(Refused, match="same_person"):
        end_membership(me, me.known.pk, why="I leave.")


@pytest.mark.rule(59, 60)
def test_who_stands_in_has_the_roles_for_that_time_and_neither_wall_nor_labels():
    enquiry = scene.enquiry()
    manager, stands_in = world.member("pm.tamarshire.1"), world.member("calls.tamarshire.1")
    scene.wall(enquiry, manager.username)
    with world.as_("admin.1") as me:
        roles = let_stand_in(me, manager.pk, by=stands_in.username, ends=date(2026, 3, 6))
        assert {(held.role, held.stands_in_for) for held in roles} == {("practice_manager", manager)}
        with pytest.raises(Invalid, match="holds every role of"):
            let_stand_in(me, manager.pk, by=stands_in.username, ends=date(2026, 3, 6))
    for reader, sees in ((manager, False), (stands_in, True)):
        with world.as_(reader.username, when=NOON) as me:
            assert Enquiry.objects.visible_to(me).filter(pk=enquiry.pk).exists() is sees
    with world.as_(stands_in.username, when=NOON.replace(day=9)) as me:
        assert not me.is_a(Role.PRACTICE_MANAGER)


def test_a_member_who_works_elsewhere_too_is_changed_by_all_their_administrators():
    health = world.member("health.1")
    with world.backstage():
        MemberRole.objects.filter(member__username="admin.1", area__slug="port-ellery").update(until=world.MONDAY_NINE)
    with world.as_("admin.1") as me:
        with pytest.raises(Refused, match="not_found"):
            change_member(me, health.pk, seen=digest(shown(health)), **{**shown(health), "work_email": "x@y.example"})
        end_membership(me, health.pk, why="Left the hub here.")
    assert account(health).is_active  # they work on in Port Ellery


def test_a_member_of_no_area_of_theirs_is_not_there_for_an_administrator():
    with world.backstage():
        MemberRole.objects.filter(member__username="admin.1", area__slug="port-ellery").update(until=world.MONDAY_NINE)
    browser = signed_in("admin.1")
    assert browser.get("/admin-desk/members/pm.port-ellery.1").status_code == 404
    assert "pm.port-ellery.1" not in text_of(browser.get("/admin-desk/members"))


def test_the_members_are_listed_with_as_many_queries_for_one_more():
    path = "/admin-desk/members"
    before = len(visit(signed_in("admin.1"), path).queries)
    invited()
    assert len(visit(signed_in("admin.1"), path).queries) == before <= 15


def test_a_changed_address_is_what_somebody_signs_in_with():
    ida = invited()
    typed = {**shown(ida), "work_email": "ida@westmark.example"}
    with world.as_("admin.1") as me:
        change_member(me, ida.pk, seen=digest(shown(ida)), **typed)
    assert account(ida).email == "ida@westmark.example"


@pytest.mark.parametrize("username", ["sw.tamarshire.1", "pm.tamarshire.1", "auditor.1"])
def test_nobody_at_another_desk_gives_roles(username):
    for path in ("/admin-desk/members", "/admin-desk/members/invite", "/admin-desk/members/calls.tamarshire.1/role"):
        assert signed_in(username).get(path).status_code == 404
    ((may,),) = asked("select has_table_privilege(current_user, 'partnership_memberrole', 'insert')", username)
    assert may is False


def asked(sql: str, username: str) -> list[tuple[bool]]:
    with world.as_(username), connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def factors(who: Account) -> Any:
    with world.as_(None, seat=Seat.DOOR):
        return Authenticator.objects.filter(user=who).count()


@pytest.mark.rule(67)
def test_a_lost_second_factor_takes_two_administrators():
    ida, other = invited(), world.member("admin.2")
    with world.as_("admin.1") as me:
        given(ida, me)
    with world.as_(None, seat=Seat.DOOR):
        TOTP.activate(account_at_the_door(ida), "JBSWY3DPEHPK3PXP")
    with world.as_("admin.1", when=NOON) as me:
        ask_for_new_factor(me, ida.pk, why="She came to the desk without her phone.")
        with pytest.raises(Refused, match="same_person"):
            agree_new_factor(me, ida.pk)
    assert factors(account(ida)) == 1
    with world.as_(other.username, when=NOON) as me:
        with pytest.raises(Invalid, match="has said so already"):
            ask_for_new_factor(me, ida.pk, why="She came to me as well.")
        agree_new_factor(me, ida.pk)
        with pytest.raises(Invalid, match="Nothing waits for a second person"):
            agree_new_factor(me, ida.pk)
    assert factors(account(ida)) == 0


def account_at_the_door(member: Member) -> Account:
    return Account.objects.get(member=member.pk)


def test_nobody_loses_a_second_factor_by_themselves_nor_does_the_database_let_one_agree_alone():
    ida = invited()
    with world.as_("admin.1", when=NOON) as me:
        given(ida, me)
        with pytest.raises(Refused, match="same_person"):
            ask_for_new_factor(me, me.known.pk, why="I lost my phone.")
        lost = ask_for_new_factor(me, ida.pk, why="She came to the desk without her phone.")
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            lost.change(agreed_by=me.known, agreed_at=me.now)
    assert "You have said so yourself. Another administrator agrees." in page(
        f"/admin-desk/members/{ida.username}/second-factor/agree"
    )
