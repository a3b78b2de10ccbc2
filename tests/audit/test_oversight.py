"""The pages of who looks at the read log."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import ReadFlagFactory, ReadLogFactory, SampledReadingFactory, UserFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Pattern
from wijkteam.audit.models import ReadFlag, ReadLog, SampledReading, WorkerHome
from wijkteam.audit.models.worker_home import mark_of

pytestmark = pytest.mark.django_db
START = "/toezicht/"


@pytest.fixture
def officer(client: Client, privacy_officer: User) -> Client:
    return sign_in(client, privacy_officer)


def test_the_privacy_officer_begins_here(officer: Client) -> None:
    assert officer.get("/", follow=True).redirect_chain[-1][0] == START
    page = officer.get(START).text
    assert "Geen vlaggen" in page


def test_what_waits_and_since_when(officer: Client) -> None:
    late = ReadFlagFactory.create(made_at=timezone.now() - timedelta(days=20), pattern=Pattern.MANY, figure=43)
    SampledReadingFactory.create()
    page = officer.get(START).text
    assert "Opende op één dag de dossiers van 43 huishoudens." in page
    assert late.user.name in page
    assert "te laat" in page
    assert page.count("<tbody>") == 2


@pytest.mark.parametrize("pattern", list(Pattern))
def test_each_pattern_says_why(officer: Client, pattern: Pattern) -> None:
    flag = ReadFlagFactory.create(pattern=pattern, household_id=12, figure=7)
    page = officer.get(reverse("audit:flag", args=[flag.public_id]))
    assert page.status_code == 200
    assert "%(" not in page.text
    assert page.context["item"].why.endswith(".")


def test_taking_and_closing_a_flag(officer: Client, privacy_officer: User) -> None:
    flag = ReadFlagFactory.create(household_id=12)
    ReadLogFactory.create(user_id=flag.user_id, household_id=12, at=datetime(2026, 3, 10, 1, tzinfo=UTC))
    place = reverse("audit:flag", args=[flag.public_id])
    assert "Dossier" in officer.get(place).text or "Casus" in officer.get(place).text
    officer.post(reverse("audit:take-flag", args=[flag.public_id]))
    flag.refresh_from_db()
    assert flag.assigned_to == privacy_officer
    assert officer.post(place, {"outcome": "work", "finding": "kort"}).status_code == 422
    assert officer.post(place, {"outcome": "work", "finding": "Gevraagd: bereikbaarheidsdienst."}).status_code == 302
    flag.refresh_from_db()
    assert (flag.closed_by, flag.outcome) == (privacy_officer, "work")
    assert officer.post(place, {"outcome": "wrong", "finding": "Toch niet, bij nader inzien."}).status_code == 403
    flag.refresh_from_db()
    assert flag.outcome == "work"
    assert "Gevraagd: bereikbaarheidsdienst." in officer.get(place).text


def test_looking_into_it_is_in_the_log_too(officer: Client, privacy_officer: User) -> None:
    flag = ReadFlagFactory.create(household_id=12)
    officer.get(reverse("audit:flag", args=[flag.public_id]))
    assert ReadLog.objects.get(user_id=privacy_officer.pk).household_id == 12


@pytest.mark.parametrize("kind", ["flag", "sampled"])
def test_nobody_looks_into_what_they_read_themselves(officer: Client, privacy_officer: User, kind: str) -> None:
    factory = ReadFlagFactory if kind == "flag" else SampledReadingFactory
    own = factory.create(user=privacy_officer)
    place = reverse(f"audit:{kind}", args=[own.public_id])
    page = officer.get(place)
    assert page.context["form"] is None
    assert "Iemand anders zoekt het uit." in page.text
    answer = {"outcome": "work", "finding": "Niets aan de hand hoor."}
    assert officer.post(place, answer).status_code == 403
    assert officer.post(reverse(f"audit:take-{kind}", args=[own.public_id])).status_code == 403
    own.refresh_from_db()
    assert (own.assigned_to, own.closed_at) == (None, None)


def test_a_reading_of_the_sample_with_what_was_read_round_it(officer: Client) -> None:
    reader = UserFactory.create()
    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    line = ReadLogFactory.create(user_id=reader.pk, household_id=31, at=at)
    ReadLogFactory.create(user_id=reader.pk, household_id=31, at=at + timedelta(days=2))
    ReadLogFactory.create(user_id=reader.pk, household_id=32, at=at)
    row = SampledReadingFactory.create(user=reader, line_id=line.pk)
    page = officer.get(reverse("audit:sampled", args=[row.public_id]))
    assert len(page.context["lines"]) == 2
    officer.post(reverse("audit:sampled", args=[row.public_id]), {"outcome": "talk", "finding": "Gesproken met haar."})
    assert SampledReading.objects.get().outcome == "talk"
    assert not SampledReading.objects.open().exists()


def test_two_officers_at_once_close_it_once(officer: Client, privacy_officer: User) -> None:
    flag = ReadFlagFactory.create()
    place = reverse("audit:flag", args=[flag.public_id])
    other = sign_in(Client(), UserFactory.create(privacy_officer=True))
    other.post(place, {"outcome": "talk", "finding": "Ik was de eerste die keek."})
    officer.post(place, {"outcome": "wrong", "finding": "Ik was de tweede die keek."})
    assert ReadFlag.objects.get().outcome == "talk"


def test_pictures_by_name_and_no_league_table(officer: Client) -> None:
    zora, anna = UserFactory.create(name="Zora Laatst"), UserFactory.create(name="Anna Eerst")
    yesterday = timezone.now() - timedelta(days=1)
    for number in range(45):
        ReadLogFactory.create(user_id=zora.pk, household_id=number, at=yesterday)
    ReadLogFactory.create(user_id=anna.pk, household_id=1, at=yesterday)
    page = officer.get(reverse("audit:readings"))
    assert [one.label for one in page.context["courses"].multiples] == ["Anna Eerst", "Zora Laatst"]
    assert "1 dag met 40 of meer" in page.text


def test_only_a_mark_of_the_postcode_is_kept(client: Client, colleague: User) -> None:
    sign_in(client, colleague)
    place = reverse("audit:home")
    assert client.post(place, {"postcode": "12 AB"}).status_code == 422
    assert client.post(place, {"postcode": "9876ab"}).status_code == 302
    assert WorkerHome.objects.get().mark == mark_of("9876 AB")
    assert "9876" not in WorkerHome.objects.get().mark
    assert "9876" not in client.get(place).text
    client.post(place, {"postcode": "3511 AB"})
    assert WorkerHome.objects.get().mark == mark_of("3511AB")
    client.post(reverse("audit:forget-home"))
    assert not WorkerHome.objects.exists()
