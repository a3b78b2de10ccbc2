"""Working agreements: by version, read back as they were."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from netwerk.enums import Lead
from netwerk.models import Organisation, WorkingAgreement
from netwerk.selectors.agreements import agreement_in_force
from tests.factories import OrganisationFactory, RingMembershipFactory, WorkingAgreementFactory
from wijkteam.teams.models import Team


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def clinic(db: None) -> Organisation:
    return OrganisationFactory.create(name="Zorggroep De Brug")


def filled_in(**changes: Any) -> dict[str, Any]:
    return {
        "starts_on": "2026-05-04", "review_on": "2027-05-04", "consult": "Bel de intaker", "lead": "team",
        "max_wait_weeks": "8", **changes,
    }  # fmt: skip


def test_versions_follow_each_other(signed_in: Client, team: Team, clinic: Organisation) -> None:
    address = reverse("netwerk:agreement-new", args=[clinic.public_id])
    assert signed_in.post(address, filled_in(starts_on="2026-01-01")).status_code == 302
    assert 'value="8"' in signed_in.get(address).text  # begins with what holds now
    first, again = (signed_in.post(address, filled_in(max_wait_weeks="6")) for _ in range(2))
    assert first["Location"] == again["Location"]
    old, new = WorkingAgreement.objects.order_by("version")
    assert (old.version, old.ends_on, old.end_reason) == (1, date(2026, 5, 4), "Vervangen door versie 2")
    assert (new.version, new.ends_on, new.max_wait_weeks, new.lead) == (2, None, 6, Lead.TEAM)
    assert agreement_in_force(team=team, organisation=clinic, on=date(2026, 5, 3)) == old
    assert agreement_in_force(team=team, organisation=clinic, on=date(2026, 5, 4)) == new
    assert agreement_in_force(team=team, organisation=clinic, on=date(2025, 12, 31)) is None
    page = signed_in.get(first["Location"])
    changed = [str(part.title) for part in page.context["page"].parts if part.has_changed]
    assert changed == ["Wachten"]
    assert "<del>8</del> <ins>6</ins>" in page.text
    early = signed_in.post(address, filled_in(starts_on="2026-05-04", consult="Anders"))
    assert early.status_code == 422
    assert "Kies een latere dag" in early.text


@pytest.mark.parametrize(
    "wrong", [{"consult": ""}, {"review_on": "2026-05-04"}, {"max_wait_weeks": "0"}, {"lead": "niemand"}]
)
def test_half_an_agreement_is_none(signed_in: Client, clinic: Organisation, wrong: dict[str, str]) -> None:
    answer = signed_in.post(reverse("netwerk:agreement-new", args=[clinic.public_id]), filled_in(**wrong))
    assert (answer.status_code, WorkingAgreement.objects.count()) == (422, 0)


def test_what_is_due_and_who_has_none(signed_in: Client, team: Team, clinic: Organisation) -> None:
    WorkingAgreementFactory.create(team=team, organisation=clinic, review_on=date(2026, 5, 4))
    WorkingAgreementFactory.create(team=team, review_on=date(2026, 5, 5))
    RingMembershipFactory.create(team=team, organisation=clinic, second=True)
    RingMembershipFactory.create(team=team, organisation__name="De Luwte", second=True)
    RingMembershipFactory.create(team=team, organisation__name="De Hoek")
    page = signed_in.get(reverse("netwerk:agreements")).context["page"]
    assert [(row.is_due, row.is_due_soon) for row in page.rows] == [(True, False), (False, True)]
    assert (page.due, [one.name for one in page.without]) == (1, ["De Luwte"])


@pytest.mark.parametrize("htmx", [False, True])
def test_looking_at_it_again_and_ending_it(signed_in: Client, team: Team, htmx: bool) -> None:
    held = WorkingAgreementFactory.create(team=team)
    headers = {"HX-Request": "true"} if htmx else {}
    review = reverse("netwerk:agreement-review", args=[held.public_id])
    assert signed_in.post(review, {"next_on": "2026-05-04"}, headers=headers).status_code == 422
    signed_in.post(review, {"next_on": "2026-11-04"}, headers=headers)
    held.refresh_from_db()
    assert held.review_on == date(2026, 11, 4)
    end = reverse("netwerk:agreement-end", args=[held.public_id])
    assert signed_in.post(end, {"ends_on": "2025-01-01", "reason": "Gestopt"}, headers=headers).status_code == 422
    signed_in.post(end, {"ends_on": "2026-06-01", "reason": "Gestopt"}, headers=headers)
    held.refresh_from_db()
    assert (held.ends_on, held.end_reason) == (date(2026, 6, 1), "Gestopt")
    assert signed_in.post(end, {"ends_on": "2026-07-01", "reason": "Toch"}, headers=headers).status_code == 409
    assert signed_in.post(review, {"next_on": "2027-07-01"}, headers=headers).status_code == 409


def test_another_team_reads_it_only(signed_in: Client, other_team: Team) -> None:
    theirs = WorkingAgreementFactory.create(team=other_team)
    page = signed_in.get(reverse("netwerk:agreement", args=[theirs.public_id]))
    assert page.status_code == 200
    for name in ("netwerk:agreement-review", "netwerk:agreement-end"):
        assert reverse(name, args=[theirs.public_id]) not in page.text
        assert signed_in.post(reverse(name, args=[theirs.public_id]), {}).status_code == 403


def test_what_changed_between_two_versions_reads_word_by_word(
    signed_in: Client, team: Team, clinic: Organisation
) -> None:
    common = {"team": team, "organisation": clinic, "ended_at": datetime(2026, 1, 1, tzinfo=UTC), "end_reason": "x"}
    periods = ((date(2025, 1, 1), date(2025, 7, 1)), (date(2025, 7, 1), date(2026, 1, 1)))
    for number, (starts_on, ends_on) in enumerate(periods, start=1):
        texts = {"refer": f"Met een brief, versie {number}"}
        WorkingAgreementFactory.create(
            **common, version=number, starts_on=starts_on, ends_on=ends_on, max_wait_weeks=8, **texts
        )
    now = WorkingAgreementFactory.create(
        team=team, organisation=clinic, version=3, starts_on=date(2026, 1, 1), refer="Met een gesprek, versie 2"
    )
    page = reverse("netwerk:agreement", args=[now.public_id])
    text = signed_in.get(page).text
    assert "2 onderdelen zijn anders dan in versie 2" in text
    assert "<del>brief</del> <ins>gesprek</ins>" in text
    first = signed_in.get(page, {"met": "1"}).text
    assert "anders dan in versie 1" in first
    assert "<del>1</del> <ins>2</ins>" in first
    for wrong in ("9", "3", "x", "²", "-1", "99999999999"):
        assert "anders dan in versie 2" in signed_in.get(page, {"met": wrong}).text
    oldest = WorkingAgreement.objects.get(version=1)
    assert "anders dan" not in signed_in.get(reverse("netwerk:agreement", args=[oldest.public_id])).text
