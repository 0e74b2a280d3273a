"""Notices reach the people that they are for, and say nothing about anybody."""

import smtplib
from datetime import timedelta
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from mash.foundation.access.acting import serving
from mash.foundation.clock.now import at
from mash.foundation.partnership.models import Agency, Team
from mash.foundation.post import delivery
from mash.foundation.post.jobs import MOST_ATTEMPTS, address, post
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from tests import world

pytestmark = pytest.mark.django_db
PATH = "/requests/7d3a2f10-0000-4000-8000-000000000001"


def told(waiting, kind=Notice.Kind.REQUEST, **whom) -> Notice:
    """Tell somebody, and run the jobs that follow from it until each mail has been posted."""
    with world.as_("sw.tamarshire.1") as me:
        notify(me, kind, path=PATH, **whom)
    with world.backstage():
        notice = Notice.objects.get()
    with at(world.MONDAY_NINE):
        address.work(0, {"notice": str(notice.pk)})
        for _, name, ids, _ in waiting():
            if name == post.name:
                post.work(0, ids)
    with world.backstage():
        return Notice.objects.get()


def agency(slug: str) -> Agency:
    with world.backstage():
        return Agency.objects.get(slug=slug)


@pytest.mark.rule(47)
def test_each_researcher_of_the_agency_gets_one_mail(waiting, outbox):
    notice = told(waiting, agency=agency("probation"))
    assert {mail["To"] for mail in outbox()} == {"probation.1@demo.example", "probation.2@demo.example"}
    assert len(outbox()) == 2
    assert notice.sent_at == world.MONDAY_NINE


def test_a_mail_leads_to_the_page_and_holds_fixed_words_only(waiting, outbox, settings):
    settings.BASE_URL = "https://hub.example"
    told(waiting, agency=agency("probation"))
    mail = outbox()[0]
    assert mail["Subject"] == "A request waits for your answer"
    assert f"https://hub.example{PATH}" in mail.get_content()
    assert "no personal data" in mail.get_content()
    assert "may have had this message before" not in mail.get_content()


def test_a_handover_is_told_to_the_members_of_the_team_alone(waiting, outbox):
    with world.backstage():
        team = Team.objects.get(slug="tamar-north")
    told(waiting, Notice.Kind.HANDOVER, team=team)
    assert [mail["To"] for mail in outbox()] == ["team.tamar-north.1@demo.example"]


def test_an_escalation_goes_to_those_who_hold_the_role_in_the_area(waiting, outbox):
    told(waiting, Notice.Kind.LATE_ANSWER, area=world.area(), role="practice_manager")
    assert {mail["To"] for mail in outbox()} == {"pm.tamarshire.1@demo.example", "pm.tamarshire.2@demo.example"}


def test_a_notice_must_be_for_somebody_and_lead_into_the_hub(waiting):
    with world.as_("sw.tamarshire.1") as me:
        with pytest.raises(ValueError, match="for an agency"):
            notify(me, Notice.Kind.REQUEST, path=PATH)
        with pytest.raises(ValueError, match="page of the hub"):
            notify(me, Notice.Kind.REQUEST, path="//elsewhere.example/", agency=agency("probation"))


def test_a_mail_that_lies_in_the_outbox_is_not_put_there_twice(waiting, outbox):
    notice = told(waiting, agency=agency("probation"))
    member = world.member("probation.1")
    post.work(1, {"notice": str(notice.pk), "member": str(member.pk)})
    assert len(outbox()) == 2


class Server:
    """A mail server that keeps what it is given, or says no."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.answer = "250 kept"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the library's name
        self.mails.append(envelope.content)
        return self.answer


@pytest.fixture
def smtp(settings, unused_port):
    kept = Server()
    controller = Controller(kept, hostname="127.0.0.1", port=unused_port)
    controller.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{unused_port}"
    yield kept
    controller.stop()


@pytest.fixture
def unused_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_mail_goes_to_the_server_of_the_settings(waiting, smtp):
    told(waiting, agency=agency("probation"))
    assert len(smtp.mails) == 2
    assert all(b"A request waits for your answer" in mail for mail in smtp.mails)


def test_a_mail_that_may_have_gone_out_before_says_so_and_has_the_same_id(waiting, smtp):
    notice = told(waiting, agency=agency("probation"))
    member = world.member("probation.1")
    forget_that_it_went(notice)
    post.work(1, {"notice": str(notice.pk), "member": str(member.pk)})
    again = smtp.mails[-1]
    assert b"You may have had this message before" in again
    ids = [line for mail in smtp.mails for line in mail.splitlines() if line.startswith(b"Message-ID")]
    assert ids.count(next(line for line in again.splitlines() if line.startswith(b"Message-ID"))) == 2


def forget_that_it_went(notice):
    """As when the worker died after a mail was handed over and before that was kept."""
    with world.backstage():
        notice.change(mails=dict.fromkeys(notice.mails, 1))


def test_a_mail_that_may_have_gone_out_before_a_failure_still_says_so_when_it_is_tried_later(waiting, smtp):
    notice = told(waiting, agency=agency("probation"))
    member = world.member("probation.1")
    forget_that_it_went(notice)
    smtp.answer = "451 not now"
    post.work(1, {"notice": str(notice.pk), "member": str(member.pk)})
    smtp.answer = "250 kept"
    (ids,) = [ids for _, name, ids, _ in waiting() if name == post.name and ids.get("attempt") == "2"]
    post.work(0, ids)
    assert b"You may have had this message before" in smtp.mails[-1]


def test_a_job_that_was_done_and_is_done_again_sends_nothing(waiting, smtp):
    notice = told(waiting, agency=agency("probation"))
    jobs = waiting()
    address.work(1, {"notice": str(notice.pk)})
    assert waiting() == jobs
    for _, name, ids, _ in jobs:
        if name == post.name:
            post.work(1, ids)
    assert len(smtp.mails) == 2


def test_an_attempt_that_failed_and_is_done_again_leaves_the_mail_to_the_next_one(waiting, smtp):
    smtp.answer = "451 not now"
    notice = told(waiting, agency=agency("probation"))
    member = world.member("probation.1")
    smtp.answer, tried = "250 kept", len(smtp.mails)
    post.work(1, {"notice": str(notice.pk), "member": str(member.pk)})
    assert len(smtp.mails) == tried


@pytest.mark.parametrize("why", ["nobody listens", "says no"])
def test_a_mail_that_was_certainly_not_sent_is_tried_later_without_saying_so(why, waiting, smtp, settings, unused_port):
    if why == "nobody listens":
        settings.SMTP_URL = "smtp://127.0.0.1:1"
    smtp.answer = "451 not now"
    notice = told(waiting, agency=agency("probation"))
    assert notice.sent_at is None
    retries = [(ids, due) for _, name, ids, due in waiting() if name == post.name and ids.get("attempt") == "2"]
    assert len(retries) == 2
    assert {due for _, due in retries} == {world.MONDAY_NINE + timedelta(minutes=1)}
    settings.SMTP_URL, smtp.answer = f"smtp://127.0.0.1:{unused_port}", "250 kept"
    post.work(0, retries[0][0])
    assert b"may have had this message before" not in smtp.mails[-1]


def test_after_a_day_of_failures_it_is_given_up_and_said(waiting, settings, caplog):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    with at(world.MONDAY_NINE), serving("post"):
        notice = Notice.add(kind="request", agency=agency("probation"), path=PATH, made_at=world.MONDAY_NINE)
    member = world.member("probation.1")
    post.work(0, {"notice": str(notice.pk), "member": str(member.pk), "attempt": str(MOST_ATTEMPTS)})
    assert "was not sent after" in caplog.text
    assert waiting() == []


def test_only_this_machines_own_mail_server_is_spoken_to_in_the_clear(monkeypatch, settings):

    class Elsewhere(smtplib.SMTP):
        def __init__(self, host, port, **kwargs):
            super().__init__()

        def starttls(self, **kwargs):  # type: ignore[override]  # the test looks at the keywords alone
            raise smtplib.SMTPNotSupportedError("no TLS here")

    monkeypatch.setattr(smtplib, "SMTP", Elsewhere)
    settings.SMTP_URL = "smtp://mail.example:587"
    with pytest.raises(delivery.NotSent, match="SMTPNotSupportedError"):
        delivery.deliver(a_mail())


def a_mail():
    from mash.foundation.post.wording import mail_for

    notice = Notice(pk=uuid4(), kind="request", path=PATH)
    return mail_for(notice, world.member("probation.1"), at=world.MONDAY_NINE, again=False)
