"""The figures for a monitoring system."""

import pytest
from django.test import Client
from pytest_django import Settings

from wijkteam.core import metrics

pytestmark = pytest.mark.django_db
TOKEN = "a-token-that-is-long-enough-to-be-one-0123456789"


def test_nobody_reads_them_without_the_token(client: Client, settings: Settings) -> None:
    assert client.get("/metrics").status_code == 404, "none was chosen"
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for said in ("", "Bearer", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN):
        assert client.get("/metrics", headers={"Authorization": said}).status_code == 404
    assert client.get(f"/metrics?token={TOKEN}").status_code == 404


def test_they_count_answers_and_time(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    for _ in range(3):
        client.get("/account/login/")
    client.get("/nergens/")
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'wijkteam_requests_total{method="GET",status="200"} 3' in text
    assert 'wijkteam_requests_total{method="GET",status="404"} 1' in text
    assert "wijkteam_request_seconds_count 4" in text
    assert 'le="+Inf"} 4' in text
    for line in text.splitlines():
        assert line.startswith("# ") or len(line.rsplit(" ", 1)) == 2
        if not line.startswith("# "):
            float(line.rsplit(" ", 1)[1])


def test_what_the_database_knows_is_asked_when_somebody_reads(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    for name in ("wijkteam_report_jobs_open", "wijkteam_backup_age_seconds"):
        assert f"# TYPE {name} gauge" in text
    assert metrics.page().endswith("\n")
