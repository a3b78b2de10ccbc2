"""Mandate: what a team may decide by itself, one at a time per kind, and said where one decides."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.enums import ProvisionKind
from cases.models import Case, Mandate
from cases.services.give_mandate import MandateDetails, MandateOverlaps, give_mandate
from tests.cases.test_at_once import at_once, kinds
from tests.factories import MandateFactory, UserFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def first_of_june() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leading(client: Client, coordinator: User, first_of_june: None) -> Client:
    client.force_login(coordinator)
    return client


def given(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "wmo-support",
        "up_to_hours": "4",
        "for_whom": "Volwassenen in onze buurten",
        "starts_on": "2026-01-01",
        "last_day": "2026-12-31",
        "agreed_on": "2025-12-01",
        "agreed_with": "Hoofd Wmo",
        "request_key": str(uuid.uuid4()),
        **fields,
    }


def test_the_coordinator_writes_it_down_once(leading: Client, team: Team) -> None:
    words = given()
    for _time in range(2):
        assert leading.post(reverse("cases:mandate-new"), words).status_code == 302
    (made,) = Mandate.objects.all()
    assert (made.team, made.kind, made.up_to_hours, made.ends_on) == (team, "wmo-support", 4, date(2027, 1, 1))
    page = leading.get(reverse("cases:mandates")).content.decode()
    assert "4 uur per week" in page
    assert "Hierover beslist de gemeente" in page


def test_a_second_one_for_the_same_kind_waits_until_the_first_is_over(leading: Client, team: Team) -> None:
    MandateFactory.create(team=team)
    assert (
        leading.post(reverse("cases:mandate-new"), given(starts_on="2026-12-31", last_day="2027-06-30")).status_code
        == 422
    )
    assert (
        leading.post(reverse("cases:mandate-new"), given(starts_on="2027-01-01", last_day="2027-06-30")).status_code
        == 302
    )
    assert leading.post(reverse("cases:mandate-new"), given(kind="wmo-aid")).status_code == 302


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"up_to_hours": ""}, "up_to_euros"),
        ({"up_to_hours": "0"}, "up_to_hours"),
        ({"up_to_hours": "400"}, "up_to_hours"),
        ({"last_day": "2025-12-31"}, "last_day"),
        ({"agreed_on": "2026-06-02"}, "agreed_on"),
        ({"for_whom": ""}, "for_whom"),
        ({"kind": "everything"}, "kind"),
    ],
)
def test_what_is_no_mandate_is_refused(leading: Client, words: dict[str, str], field: str) -> None:
    response = leading.post(reverse("cases:mandate-new"), given(**words))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_it_is_corrected_and_the_history_keeps_what_stood_there(leading: Client, team: Team) -> None:
    made = MandateFactory.create(team=team)
    answer = leading.post(reverse("cases:mandate-edit", args=[made.public_id]), given(up_to_hours="3"))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.up_to_hours == 3
    history: Any = made.events  # type: ignore[attr-defined]  # of pghistory
    assert list(history.order_by("pgh_id").values_list("up_to_hours", flat=True)) == [4, 3]


def test_what_ends_within_eight_weeks_is_said_to_the_coordinator(leading: Client, colleague: User, team: Team) -> None:
    MandateFactory.create(team=team, ends_on=date(2026, 7, 20))
    MandateFactory.create(team=team, kind=ProvisionKind.WMO_AID, ends_on=date(2026, 8, 1))
    page = reverse("cases:mandates")
    assert "1 mandaat loopt binnen acht weken af" in leading.get(page).content.decode()
    leading.force_login(colleague)
    assert "binnen acht weken" not in leading.get(page).content.decode()


def test_a_colleague_reads_it_and_does_not_write_it(client: Client, colleague: User, team: Team) -> None:
    client.force_login(colleague)
    made = MandateFactory.create(team=team)
    assert client.get(reverse("cases:mandates")).status_code == 200
    assert client.get(reverse("cases:mandate-new")).status_code == 403
    assert client.post(reverse("cases:mandate-edit", args=[made.public_id]), given()).status_code == 403


def test_the_form_of_a_provision_says_who_decides(
    client: Client, colleague: User, case: Case, team: Team, first_of_june: None
) -> None:
    client.force_login(colleague)
    MandateFactory.create(team=team, up_to_euros=5000, up_to_months=12)
    form = reverse("cases:provision-new", args=[case.public_id])
    said = client.get(form, {"kind": "wmo-support", "deel": "decide"}, headers={"hx-request": "true"}).content.decode()
    assert "Dit mag je zelf beslissen tot € 5.000 per jaar, 4 uur per week, hoogstens 12 maanden" in said
    assert "tot en met 31 december 2026" in said
    said = client.get(form, {"kind": "youth-stay", "deel": "decide"}, headers={"hx-request": "true"}).content.decode()
    assert "Hiervoor is een besluit van de gemeente nodig." in said
    # A kind that does not exist, and no scripts: the page lists them all.
    page = client.get(form, {"kind": "<script>"}).content.decode()
    assert page.count("Hiervoor is een besluit van de gemeente nodig.") == len(ProvisionKind) - 1


def test_a_mandate_that_is_over_says_nothing(
    client: Client, colleague: User, case: Case, team: Team, first_of_june: None
) -> None:
    client.force_login(colleague)
    MandateFactory.create(team=team, ends_on=date(2026, 6, 1))
    form = reverse("cases:provision-new", args=[case.public_id])
    assert "Dit mag je zelf beslissen" not in client.get(form).content.decode()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_one_moment_make_one_mandate(team: Team) -> None:
    users = UserFactory.create_batch(2)
    details = MandateDetails(
        kind=ProvisionKind.WMO_SUPPORT,
        up_to_euros=None,
        up_to_hours=4,
        up_to_months=None,
        for_whom="Volwassenen",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        agreed_on=date(2025, 12, 1),
        agreed_with="Hoofd Wmo",
    )

    def give(by: User) -> Callable[[], Mandate]:
        return lambda: give_mandate(team=team, details=details, by=by, request_key=uuid.uuid4())

    assert kinds(at_once(*(give(one) for one in users))) == ["Mandate", MandateOverlaps.__name__]
    assert Mandate.objects.count() == 1
