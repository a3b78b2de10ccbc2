"""Hearing of a publication by mail: once, a link and no figure, and stopping in one tap."""

import datetime as dt
import re
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from tests.factories import TeamFactory, UserFactory, sign_in
from tests.factories.conversation import ReportMailFactory, ReportSubscriptionFactory, published
from tests.reports.conftest import NOW, OCTOBER, Place
from wijkteam.accounts.models import User
from wijkteam.reports.enums import MailFailure, Subscribed
from wijkteam.reports.models import ReportMail, ReportSubscription
from wijkteam.reports.notifications.report_mail import LOST_AFTER, deliver, deliver_waiting, message_for, stop_url
from wijkteam.reports.services.make_report import make_report
from wijkteam.reports.services.publish_report import publish_report, write_reading
from wijkteam.reports.services.subscribe import tell_readers
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
READING = "Er kwamen meer gezinnen bij dan er uit gingen, vooral met geldzorgen. De kooklessen gingen gewoon door."


@pytest.fixture
def reader() -> User:
    return UserFactory.create(commissioner=True, email="lezer@voorbeeld.nl")


def test_choosing_and_stopping_on_the_own_page(client: Client, reader: User, team: Team) -> None:
    url = reverse("reports:subscribe")
    sign_in(client, reader)
    assert url in client.get(reverse("accounts:me")).text
    assert client.post(url, {"municipality": "on", "teams": [team.code]}).status_code == 302
    assert set(ReportSubscription.objects.values_list("kind", "team")) == {
        (Subscribed.MUNICIPALITY, None),
        (Subscribed.TEAM, team.pk),
    }
    assert client.post(url, {"everything": "on", "teams": [team.code]}).status_code == 302
    assert list(ReportSubscription.objects.values_list("kind", flat=True)) == [Subscribed.ALL]
    assert client.post(url, {"teams": ["NIET"]}).status_code == 422
    assert client.post(url, {}).status_code == 302
    assert not ReportSubscription.objects.exists()


def test_who_has_no_address_is_told(client: Client, commissioner: User) -> None:
    assert "geen e-mailadres" in sign_in(client, commissioner).get(reverse("reports:subscribe")).text


def test_publishing_writes_one_mail_for_each_who_wants_it(
    place: Place, coordinator: User, reader: User, django_capture_on_commit_callbacks: Any
) -> None:
    other = UserFactory.create(commissioner=True, email="ander@voorbeeld.nl")
    ReportSubscriptionFactory.create(user=reader, kind=Subscribed.ALL)
    ReportSubscriptionFactory.create(user=reader, kind=Subscribed.TEAM, team=place.team)
    ReportSubscriptionFactory.create(user=other, kind=Subscribed.TEAM, team=TeamFactory.create(is_active=False))
    ReportSubscriptionFactory.create(user=UserFactory.create(commissioner=True), kind=Subscribed.ALL)  # no address
    place.crowd(dt.date(2026, 9, 1))
    made = make_report(team=place.team, month=OCTOBER, at=NOW)
    write_reading(report=made, reading=READING, by=coordinator, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        publish_report(report=made, by=coordinator, at=NOW)
    # of the team and, as it was the only one, of the municipality
    assert {(one.user, one.report.team) for one in ReportMail.objects.all()} == {(reader, place.team), (reader, None)}
    deliver_waiting(at=NOW)
    assert [one.to for one in mail.outbox] == [["lezer@voorbeeld.nl"]] * 2
    deliver_waiting(at=NOW)
    assert len(mail.outbox) == 2


def test_the_mail_holds_a_link_and_no_figure(reader: User) -> None:
    one = ReportMailFactory.create(user=reader, report=published(open_at_end=85))
    message = message_for(one)
    assert reverse("reports:detail", args=[one.report.public_id]) in message.body
    words = re.sub(r"https?://\S+", "", f"{message.subject} {message.body}")
    assert re.findall(r"\d+", words.replace(one.report.name, "")) == ["2026", "2026"]  # the month, and nothing else
    stop = stop_url(reader)
    assert message.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert stop in message.body
    assert reader.name not in f"{message.subject} {message.body} {stop}"


def test_one_tap_stops_it_and_opening_the_page_does_not(reader: User) -> None:
    ReportSubscriptionFactory.create(user=reader)
    path = "/" + stop_url(reader).split("/", 3)[3]
    outside = Client()
    assert outside.get(path).status_code == 200
    assert ReportSubscription.objects.exists()
    assert outside.post(path).status_code == 200
    assert not ReportSubscription.objects.exists()
    assert "geen mail meer" in outside.get(path).text
    assert outside.get(path[:-2] + "x/").status_code == 404
    assert outside.post("/rapporten/afmelden/onzin/").status_code == 404


def test_what_was_stopped_meanwhile_does_not_go(reader: User) -> None:
    one = ReportMailFactory.create(user=reader)
    assert deliver(report_id=one.report_id, at=NOW) == 0
    one.refresh_from_db()
    assert one.failure == MailFailure.STOPPED
    assert not mail.outbox


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "administrator"}, {"email": ""}])
def test_who_may_no_longer_read_gets_nothing(reader: User, change: dict[str, Any]) -> None:
    ReportSubscriptionFactory.create(user=reader)
    one = ReportMailFactory.create(user=reader)
    User.objects.filter(pk=reader.pk).update(**change)
    deliver(report_id=one.report_id, at=NOW)
    assert not mail.outbox


def test_a_server_that_is_away_is_tried_again(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ReportSubscriptionFactory.create(user=reader)
    one = ReportMailFactory.create(user=reader)

    def away(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", away)
        deliver(report_id=one.report_id, at=NOW)
    one.refresh_from_db()
    assert (one.sent_at, one.failed_at, one.claimed_at, one.tries) == (None, None, None, 1)
    assert deliver_waiting(at=NOW) == 0  # not at once
    assert deliver_waiting(at=NOW + dt.timedelta(minutes=5)) == 1
    assert len(mail.outbox) == 1


def test_a_machine_that_stops_while_sending_sends_no_second_mail(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ReportSubscriptionFactory.create(user=reader)
    one = ReportMailFactory.create(user=reader)

    class Killed(BaseException):
        pass

    def killed(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", killed)
        with pytest.raises(Killed):
            deliver(report_id=one.report_id, at=NOW)
    for minutes in (1, 20, 45, 90):
        deliver_waiting(at=NOW + dt.timedelta(minutes=minutes))
    one.refresh_from_db()
    assert one.failure == MailFailure.INTERRUPTED
    assert one.failed_at == NOW + dt.timedelta(minutes=45)
    assert dt.timedelta(minutes=45) > LOST_AFTER
    assert not mail.outbox


def test_telling_twice_is_one_mail(reader: User) -> None:
    ReportSubscriptionFactory.create(user=reader)
    report = published()
    tell_readers(report)
    tell_readers(report)
    assert ReportMail.objects.count() == 1
