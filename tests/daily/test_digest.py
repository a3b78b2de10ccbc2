"""The daily mail: at one's own time, once a day, numbers alone, and gone with one click."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.cases.conftest import NOW, TODAY
from tests.factories import DigestFactory, DigestMailFactory, PlanFactory, UserFactory
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.daily.models import Digest, DigestMail
from wijkteam.daily.selectors.digest import kinds
from wijkteam.daily.services.digest import remove_old_mails, send_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAGE = reverse("daily:digest")
# The clock on the wall says eleven.
ELEVEN = NOW


@pytest.fixture
def busy(case: Case, colleague: User) -> Case:
    """Somebody with something to do today, and an address for mail."""
    PlanFactory.create(case=case, in_force=True, evaluate_on=TODAY)
    User.objects.filter(pk=colleague.pk).update(email="fatima@voorbeeld.nl")
    return case


def test_numbers_and_a_link_and_nothing_of_anybody(busy: Case, colleague: User) -> None:
    DigestFactory.create(user=colleague, send_at=time(10, 30))
    assert send_due(at=ELEVEN) == 1
    (sent,) = mail.outbox
    assert sent.to == ["fatima@voorbeeld.nl"]
    assert "vandaag" in sent.subject
    body = str(sent.body)
    for word in (busy.household.name, busy.household.street, busy.number, str(busy.public_id), colleague.name):
        assert word not in body + sent.subject, word
    assert "1  Vandaag in je agenda" in body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert not ReadLog.objects.exists()


def test_never_twice_a_day_also_when_two_workers_do_it(busy: Case, colleague: User) -> None:
    digest = DigestFactory.create(user=colleague)
    assert [send_due(at=ELEVEN + timedelta(minutes=5 * round_)) for round_ in range(4)] == [1, 0, 0, 0]
    Digest.objects.filter(pk=digest.pk).update(send_at=time(11, 30))
    assert send_due(at=ELEVEN + timedelta(hours=1)) == 0
    assert send_due(at=ELEVEN + timedelta(days=1, hours=1)) == 1
    assert len(mail.outbox) == 2


def test_not_before_its_time_and_not_hours_too_late(busy: Case, colleague: User) -> None:
    DigestFactory.create(user=colleague, send_at=time(11, 1))
    assert send_due(at=ELEVEN) == 0
    assert send_due(at=ELEVEN + timedelta(hours=5)) == 0
    assert send_due(at=ELEVEN + timedelta(hours=1)) == 1


def test_nothing_to_tell_is_no_mail(colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(email="fatima@voorbeeld.nl")
    DigestFactory.create(user=colleague)
    assert send_due(at=ELEVEN) == 0
    assert DigestMail.objects.get().outcome == "empty"
    assert mail.outbox == []


def test_a_kind_that_is_off_is_not_in_it(busy: Case, colleague: User) -> None:
    DigestFactory.create(user=colleague, without=["calendar"])
    assert send_due(at=ELEVEN) == 1
    assert "agenda" not in str(mail.outbox[0].body)
    DigestMail.objects.all().delete()
    Digest.objects.update(without=list(kinds()))
    assert send_due(at=ELEVEN) == 0


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"email": ""}, {"role": "commissioner"}], ids=["blocked", "no-address", "role"]
)
def test_who_left_gets_no_mail(busy: Case, colleague: User, change: dict[str, object]) -> None:
    DigestFactory.create(user=colleague)
    User.objects.filter(pk=colleague.pk).update(**change)
    assert send_due(at=ELEVEN) == 0
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_tried_again(
    busy: Case, colleague: User, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    DigestFactory.create(user=colleague)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]  # of the fixture
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]  # nobody listens there
    assert send_due(at=ELEVEN) == 0
    assert not DigestMail.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]  # of the fixture
    assert send_due(at=ELEVEN + timedelta(minutes=5)) == 1


def test_summer_time_skips_nobody_and_sends_nothing_twice(busy: Case, colleague: User) -> None:
    """The night of 28 to 29 March has no half past two, that of 24 to 25 October has two of them."""
    DigestFactory.create(user=colleague, send_at=time(2, 30))
    PlanFactory._meta.model.objects.update(evaluate_on="2026-03-21")
    rounds = {
        "spring": datetime(2026, 3, 29, 0, 0, tzinfo=UTC),
        "autumn": datetime(2026, 10, 24, 23, 0, tzinfo=UTC),
    }
    for season, start in rounds.items():
        sent = [number for number in range(48) if send_due(at=start + timedelta(minutes=5 * number))]
        assert len(sent) == 1, season
        went = start + timedelta(minutes=5 * sent[0])
        assert went.hour == {"spring": 1, "autumn": 0}[season]  # 3.00 in summer time, and the first 2.30


def test_choosing_and_stopping(client: Client, signed_in: Client, busy: Case, colleague: User) -> None:
    answer = signed_in.post(PAGE, {"is_on": "on", "send_at": "7.45", "about": ["questions"]})
    assert answer.status_code == 302
    digest = Digest.objects.get()
    assert (digest.is_on, digest.send_at) == (True, time(7, 45))
    assert set(digest.without) == set(kinds()) - {"questions"}
    assert signed_in.post(PAGE, {"is_on": "on", "send_at": "7.45"}).status_code == 422
    assert signed_in.post(PAGE, {"is_on": "on", "send_at": "25.00", "about": ["questions"]}).status_code == 422
    Digest.objects.update(without=[])
    assert send_due(at=ELEVEN) == 1
    stop = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").partition("://")[2].partition("/")[2]
    visitor = Client()
    assert "Mail stoppen" in visitor.get(f"/{stop}").text
    assert Digest.objects.get().is_on  # opening it is not stopping: scanners of mail open every link
    assert "geen dagmail meer" in visitor.post(f"/{stop}").text
    assert not Digest.objects.get().is_on
    assert visitor.get(f"/{stop[:-3]}x/").status_code == 404


def test_each_kind_of_work_is_counted_somewhere(busy: Case, colleague: User) -> None:
    from cases.selectors.for_digest import KINDS, _kind
    from cases.selectors.my_work.item import Urgency

    for kind in ("question", "clock", "answer", "report-question", "something-new"):
        for urgency in Urgency:
            assert _kind(kind, urgency) in KINDS


def test_what_went_is_forgotten_after_a_month(db: None) -> None:
    old = DigestMailFactory.create(user=UserFactory.create(), day=TODAY - timedelta(days=31))
    kept = DigestMailFactory.create(user=old.user, day=TODAY)
    assert remove_old_mails(before=TODAY - timedelta(days=30)) == 1
    assert list(DigestMail.objects.all()) == [kept]
