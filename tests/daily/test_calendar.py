"""The day and the week, and the address that a calendar program reads: what stands there, and who learns what."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.cases.conftest import NOW, TODAY, statements
from tests.core.test_calendar_files import physical, unfolded
from tests.factories import (
    CaseConferenceFactory,
    CaseFactory,
    ContactFactory,
    EditionLeaderFactory,
    PlanFactory,
    SessionFactory,
    UserFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act
from wijkteam.audit.models import ReadLog
from wijkteam.daily.models import CalendarFeed
from wijkteam.daily.services.calendar_feed import make_address
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CALENDAR, ADDRESS = reverse("daily:calendar"), reverse("daily:calendar-address")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVALUATED = TODAY + timedelta(days=2)


@pytest.fixture
def full(team: Team, colleague: User, case: Case) -> Case:
    """A look back on Wednesday, a conference on Tuesday at ten, a meeting one leads on Thursday at two."""
    PlanFactory.create(case=case, in_force=True, evaluate_on=EVALUATED)
    CaseConferenceFactory.create(
        team=team, starts_at=datetime(2026, 5, 5, 8, tzinfo=UTC), minutes=90, place="Buurthuis; zaal 2, links"
    )
    session = SessionFactory.create(held_on=TODAY + timedelta(days=3), begins_at="14:00", minutes=60)
    session.initiative.team = team
    session.initiative.save()
    EditionLeaderFactory.create(edition=session.edition, worker=colleague)
    return case


def on_page(client: Client, query: str = "") -> dict[date, list[str]]:
    page = client.get(f"{CALENDAR}?{query}").context["page"]
    return {day.day: [str(one.what) for one in day.appointments] for day in page.days if day.appointments}


def fetch(token: str, **headers: str) -> tuple[int, list[str], str]:
    answer = Client().get(reverse("daily:feed", args=[token]), headers=headers)
    if answer.status_code != 200:
        return answer.status_code, [], answer.headers.get("ETag", "")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in physical(answer.content))
    return 200, unfolded(answer.content), answer["ETag"]


def events(lines: list[str]) -> list[dict[str, str]]:
    """Each VEVENT as name (with its parameters) and value; nothing may stand outside the structure."""
    found: list[dict[str, str]] = []
    inside = False
    for line in lines:
        if line == "BEGIN:VEVENT":
            assert not inside
            inside = True
            found.append({})
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            name, _, value = line.partition(":")
            assert name not in found[-1], f"{name} stands there twice"
            found[-1][name] = value
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    return found


# -- the page --------------------------------------------------------------------------------------


def test_a_week_shows_what_has_a_day(signed_in: Client, full: Case) -> None:
    week = on_page(signed_in)
    assert list(week) == [TODAY + timedelta(days=1), EVALUATED, TODAY + timedelta(days=3)]
    assert week[EVALUATED] == ["Samen terugkijken op een plan"]
    assert on_page(signed_in, "toon=dag&dag=2026-05-06") == {EVALUATED: ["Samen terugkijken op een plan"]}
    text = signed_in.get(CALENDAR).text
    assert "10.00–11.30" in text
    assert full.household.name in text


def test_what_is_somebody_elses_does_not_stand_there(
    client: Client, full: Case, teammate: User, other_team: Team
) -> None:
    mine = on_page(sign_in(client, teammate))
    assert list(mine) == [TODAY + timedelta(days=1)]  # the conference of the team
    outsider = UserFactory.create(role="team-member")
    assert on_page(sign_in(client, outsider)) == {}


def test_the_households_of_a_page_are_in_the_read_log(signed_in: Client, full: Case, colleague: User) -> None:
    signed_in.get(CALENDAR)
    line = ReadLog.objects.get(act=Act.LIST)
    assert (line.user_id, line.subject_id, line.household_id, line.purpose) == (
        colleague.pk, full.pk, full.household_id, "calendar",
    )  # fmt: skip


@pytest.mark.parametrize("query", ["dag=0000-00-00", "dag=9999-12-31", "dag=0001-01-01", "dag=x&toon=y"])
def test_no_address_breaks_the_page(signed_in: Client, query: str) -> None:
    assert signed_in.get(f"{CALENDAR}?{query}").status_code == 200


def test_a_fixed_number_of_statements(signed_in: Client, full: Case, team: Team, colleague: User) -> None:
    signed_in.get(CALENDAR)
    before = statements(lambda: signed_in.get(CALENDAR))
    for number in range(6):
        case = CaseFactory.create(team=team, coordinator=colleague)
        PlanFactory.create(case=case, in_force=True, evaluate_on=EVALUATED)
        ContactFactory.create(case=case, author=colleague, follow_up_on=TODAY + timedelta(days=number % 4))
        CaseConferenceFactory.create(team=team, starts_at=NOW + timedelta(days=1, hours=number))
    assert len(statements(lambda: signed_in.get(CALENDAR))) == len(before) <= 14, "\n".join(before)


# -- the address -----------------------------------------------------------------------------------


def test_a_calendar_program_reads_it_without_a_session_and_without_names(full: Case, colleague: User) -> None:
    token = make_address(user=colleague, with_names=False, at=NOW)
    status, lines, _mark = fetch(token)
    assert status == 200
    assert "METHOD:PUBLISH" in lines
    assert lines.count("BEGIN:VTIMEZONE") == 1
    conference, plan, meeting = sorted(events(lines), key=lambda one: one["UID"])
    assert conference["DTSTART;TZID=Europe/Amsterdam"] == "20260505T100000"
    assert conference["DTEND;TZID=Europe/Amsterdam"] == "20260505T113000"
    assert conference["LOCATION"] == r"Buurthuis\; zaal 2\, links"
    assert plan["DTSTART;VALUE=DATE"] == "20260506"
    assert plan["DTEND;VALUE=DATE"] == "20260507"
    assert plan["SUMMARY"] == "Samen terugkijken op een plan"
    assert meeting["DTSTART;TZID=Europe/Amsterdam"] == "20260507T140000"
    assert full.household.name not in "\n".join(lines)
    assert not ReadLog.objects.exists()
    assert CalendarFeed.objects.get().fetched_at == NOW


def test_names_go_out_only_when_asked_for_and_then_each_time_in_the_read_log(full: Case, colleague: User) -> None:
    token = make_address(user=colleague, with_names=True, at=NOW)
    _status, lines, mark = fetch(token)
    assert f"SUMMARY:Samen terugkijken op een plan: {full.household.name}" in lines
    assert ReadLog.objects.filter(user_id=colleague.pk, subject_id=full.pk, purpose="calendar").count() == 1
    assert fetch(token, **{"If-None-Match": mark})[0] == 304  # nothing goes out, so nothing is written down
    assert ReadLog.objects.count() == 1
    fetch(token)
    assert ReadLog.objects.count() == 2


def test_the_same_appointment_keeps_its_name_and_a_change_gets_the_next_number(full: Case, colleague: User) -> None:
    token = make_address(user=colleague, with_names=False, at=NOW)
    _status, lines, first_mark = fetch(token)
    before = {one["UID"]: one for one in events(lines)}
    assert {one["SEQUENCE"] for one in before.values()} == {"0"}
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        _status, lines, same_mark = fetch(token)
        assert same_mark == first_mark  # byte for byte, although an hour later
        PlanFactory._meta.model.objects.update(evaluate_on=EVALUATED + timedelta(days=1))
        _status, lines, mark = fetch(token)
    after = {one["UID"]: one for one in events(lines)}
    assert after.keys() == before.keys()
    assert mark != first_mark
    changed = {uid for uid in after if after[uid] != before[uid]}
    (uid,) = changed
    assert uid.startswith("evaluation-")
    assert after[uid]["SEQUENCE"] == "1"
    assert after[uid]["LAST-MODIFIED"] == "20260504T100000Z"


def test_an_appointment_keeps_its_hour_on_both_sides_of_summer_time(team: Team, colleague: User) -> None:
    for day in (date(2026, 10, 24), date(2026, 10, 26)):
        starts = datetime(day.year, day.month, day.day, 10, tzinfo=AMSTERDAM)
        CaseConferenceFactory.create(team=team, starts_at=starts, minutes=60)
    night = datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM)  # comes twice: this is the first
    CaseConferenceFactory.create(team=team, starts_at=night, minutes=60)
    lines = fetch(make_address(user=colleague, with_names=False, at=NOW))[1]
    starts_at = sorted(one["DTSTART;TZID=Europe/Amsterdam"] for one in events(lines))
    assert starts_at == ["20261024T100000", "20261025T023000", "20261026T100000"]


def test_a_new_address_an_end_and_a_blocked_account_close_the_old_one(signed_in: Client, colleague: User) -> None:
    first = make_address(user=colleague, with_names=False, at=NOW)
    made = signed_in.post(ADDRESS, {}).context["made"]
    second = made.split("/")[-2]
    assert fetch(first)[0] == 404
    assert fetch(second)[0] == 200
    page = signed_in.get(ADDRESS).text
    assert second not in page  # shown once
    assert "Voor het laatst opgehaald" in page
    assert second not in str(CalendarFeed.objects.values_list("digest", "lines").get())
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert fetch(second)[0] == 404
    User.objects.filter(pk=colleague.pk).update(is_active=True, role="commissioner")
    assert fetch(second)[0] == 404
    User.objects.filter(pk=colleague.pk).update(role="team-member")
    assert fetch(second)[0] == 200
    signed_in.post(reverse("daily:calendar-address-end"))
    assert fetch(second)[0] == 404


def test_a_feed_follows_the_rights_of_the_moment(full: Case, teammate: User) -> None:
    token = make_address(user=teammate, with_names=True, at=NOW)
    assert [one["SUMMARY"] for one in events(fetch(token)[1])] == ["Casusoverleg"]  # of the team, while in it
    teammate.memberships.update(ends_on=TODAY)
    assert events(fetch(token)[1]) == []


def test_a_wrong_address_is_no_page(db: None) -> None:
    for token in ("x", "a" * 43, "é"):
        assert Client().get(f"/agenda/{token}/wijkteam.ics").status_code == 404


def test_a_title_breaks_no_line(full: Case, colleague: User) -> None:
    full.household.name = "Ei\r\nBEGIN:VEVENT\nDTSTART:x, é" * 3
    full.household.save()
    lines = fetch(make_address(user=colleague, with_names=True, at=NOW))[1]
    assert len(events(lines)) == 3
    assert not [line for line in lines if re.match(r"DTSTART:x", line)]
