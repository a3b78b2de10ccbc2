"""G04: sixty-four people publish one report at one moment, through the front door."""

import pytest
from django.urls import reverse

from tests.front_door import MANY, post_at_once, statuses
from tests.promises import Measured
from tests.reports.conftest import NOW
from tests.reports.test_making import READING, made
from wijkteam.accounts.models import User
from wijkteam.reports.enums import FileKind
from wijkteam.reports.models import MonthlyReport, ReportFile
from wijkteam.reports.services.publish_report import write_reading
from wijkteam.teams.models import Team


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_g04_sixty_four_publish_one_report(place: object, team: Team, coordinator: User, measured: Measured) -> None:
    report = write_reading(report=made(team), reading=READING, by=coordinator, at=NOW)
    answers = post_at_once([coordinator], reverse("reports:publish", args=[report.public_id]), {})
    assert statuses(answers).keys() <= {302, 404, 409}, statuses(answers)
    report.refresh_from_db()
    assert report.published_by == coordinator
    assert MonthlyReport.objects.filter(team=team, month=report.month).count() == 1
    files = ReportFile.objects.filter(report=report)
    assert sorted(files.values_list("kind", flat=True)) == sorted(FileKind.values)
    measured("G04", f"{MANY} at once: 1 report, its files once", part="report")
