"""Comparing published reports: what is hidden stays hidden, and nobody is ranked."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import TeamFactory, sign_in
from tests.factories.conversation import published
from wijkteam.accounts.models import User
from wijkteam.reports.selectors.compare import ComparePage
from wijkteam.reports.services.shown import Shown
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db


def page(client: Client, **asked: str) -> ComparePage:
    answer = client.get(reverse("reports:compare"), asked)
    assert answer.status_code == 200
    found: ComparePage = answer.context["page"]
    return found


def test_months_of_one_team(client: Client, commissioner: User, team: Team) -> None:
    sign_in(client, commissioner)
    values: tuple[Shown, ...] = (40, "hidden", 55)
    for month, value in enumerate(values, 1):
        published(team=team, month=dt.date(2026, month, 1), open_at_end=value)
    shown = page(client, van=team.code)
    row = next(row for row in shown.rows if row.key == "open_at_end")
    assert row.values == ("40", "x", "55")
    assert row.known == (40.0, None, 55.0)
    assert shown.heads == ("jan 26", "feb 26", "mrt 26")
    assert {row.key for row in page(client, van=team.code, hoofdstuk="prevention").rows} >= {"hours_total", "sessions"}


def test_teams_stand_by_name_with_what_may_be_compared(client: Client, commissioner: User) -> None:
    sign_in(client, commissioner)
    values: dict[str, Shown] = {"Centrum": 20, "Aan de Vaart": "hidden", "Berg": 80}
    for name, value in values.items():
        published(team=TeamFactory.create(name=name), open_at_end=value)
    shown = page(client, naast="teams")
    chart = next(one for one in shown.charts if one.key == "compare-open_at_end")
    assert [(bar.label, bar.text) for bar in chart.bars] == [
        ("Aan de Vaart", "x"),
        ("Berg", "10,0 (in totaal 80)"),
        ("Centrum", "2,5 (in totaal 20)"),
    ]
    assert not any(bar.high for one in shown.charts for bar in one.bars)
    prevention = page(client, naast="teams", hoofdstuk="prevention")
    assert "compare-hours_total" not in {one.key for one in prevention.charts}
    assert prevention.left_out > 0


def test_absurd_addresses_show_the_usual_page(client: Client, commissioner: User, team: Team) -> None:
    sign_in(client, commissioner)
    assert page(client).is_empty
    published(team=team)
    usual = page(client)
    assert not usual.is_empty
    assert page(client, naast="x", van="'; --", maand="2026-99", hoofdstuk="<b>").rows == usual.rows
    assert page(client, naast="teams", maand="2031-01").charts
