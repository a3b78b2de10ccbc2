"""The overview for the resident: who consulted the file and why, without a name."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.selectors.consulted import consulted, year_before
from tests.factories import BreakGlassFactory, HouseholdMergeFactory, ReadLogFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.models import ReadLog

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def sheet(case: Case) -> list[tuple[str, str, str]]:
    page = consulted(household=case.household_id, since=year_before(NOW.date()), now=NOW)
    return [(str(line.role), line.organisation, line.what) for line in page.lines]


def test_g22_the_resident_sees_who_looked_and_why_without_a_name(case: Case, colleague: User) -> None:
    client = sign_in(Client(), colleague)
    client.get(reverse("cases:detail", args=[case.public_id]))
    page = client.get(reverse("cases:consulted", args=[case.public_id]))
    text = page.text
    main = text[text.index("<main") : text.index("</main>")]
    assert "om u te helpen" in main
    assert case.team.name in main
    assert colleague.name not in main
    assert page.context["page"].people == 1
    line = ReadLog.objects.get(purpose="resident")
    assert (line.act, line.household_id, line.user_id) == (Act.PRINT, case.household_id, colleague.pk)


def test_a_day_of_looking_is_one_line(case: Case, colleague: User) -> None:
    for hour in (8, 9, 10):
        for act in (Act.OPEN, Act.LIST):
            ReadLogFactory.create(
                user_id=colleague.pk, household_id=case.household_id, at=datetime(2026, 5, 4, hour, tzinfo=UTC), act=act
            )
    lines = sheet(case)
    assert len(lines) == 1
    assert lines[0][2] == "keek erin"


def test_what_was_read_of_the_reporting_code_is_not_told(case: Case, colleague: User) -> None:
    """Who did it may read along."""
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    ReadLogFactory.create(user_id=colleague.pk, household_id=case.household_id, at=at, subject=Subject.SAFETY)
    ReadLogFactory.create(user_id=colleague.pk, household_id=case.household_id, at=at, purpose="reporting-code")
    assert sheet(case) == []


def test_who_looked_under_an_earlier_number_counts(case: Case, colleague: User) -> None:
    merge = HouseholdMergeFactory.create(household=case.household)
    ReadLogFactory.create(user_id=colleague.pk, household_id=merge.merged_id, at=datetime(2026, 5, 4, tzinfo=UTC))
    assert len(sheet(case)) == 1


def test_an_emergency_is_told_as_one(case: Case, outsider: User) -> None:
    begin = timezone.now() - timedelta(minutes=5)
    BreakGlassFactory.create(user=outsider, case=case, started_at=begin, ends_at=begin + timedelta(minutes=60))
    client = sign_in(Client(), outsider)
    User.objects.filter(pk=outsider.pk).update(emergency_until=begin + timedelta(minutes=60))
    assert client.get(reverse("cases:detail", args=[case.public_id])).status_code == 200
    page = consulted(household=case.household_id, since=year_before(timezone.localdate()), now=timezone.now())
    assert [line.why for line in page.lines] == ["vanwege een noodgeval"]


def test_the_privacy_officer_makes_it_by_number(case: Case, colleague: User, privacy_officer: User) -> None:
    ReadLogFactory.create(user_id=colleague.pk, household_id=case.household_id, at=timezone.now())
    client = sign_in(Client(), privacy_officer)
    place = reverse("cases:consulted-by-number")
    assert client.get(place).status_code == 200
    page = client.post(place, {"household": case.household_id, "since": "2026-01-01"})
    assert page.status_code == 200
    assert len(page.context["page"].lines) == 1
    assert case.household.name not in page.text
    assert ReadLog.objects.filter(user_id=privacy_officer.pk, household_id=case.household_id).exists()
    assert client.post(place, {"household": 999_999_999, "since": "2026-01-01"}).status_code == 422
    assert client.post(place, {"household": "x", "since": ""}).status_code == 422


def test_another_team_makes_no_overview(case: Case, outsider: User) -> None:
    assert sign_in(Client(), outsider).get(reverse("cases:consulted", args=[case.public_id])).status_code == 404


def test_an_account_that_is_gone_is_still_told(case: Case) -> None:
    ReadLogFactory.create(user_id=88_000_000, household_id=case.household_id, at=datetime(2026, 5, 4, tzinfo=UTC))
    [(_role, organisation, _what)] = sheet(case)
    assert organisation == "de gemeente"
