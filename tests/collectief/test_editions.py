"""A method becomes an edition with all its meetings; who came is one form, and makes the hours."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from collectief.enums import EditionEnd, ParticipantStatus, SessionKind
from collectief.models import Attendance, Edition, Measurement, Participant, Session, SessionHours
from collectief.schedules import erase_names_of_groups
from collectief.services.plan_sessions import Break, schedule
from collectief.services.start_edition import erase_names
from tests.factories import (
    EditionFactory,
    EditionLeaderFactory,
    InitiativeFactory,
    MethodFactory,
    ParticipantFactory,
    SessionFactory,
    TeamMembershipFactory,
    TimeEntryFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)  # a Monday
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


@pytest.fixture
def edition(team: Team, colleague: User) -> Edition:
    """Led by `colleague`."""
    made = EditionFactory.create(initiative__team=team, capacity=3)
    EditionLeaderFactory.create(edition=made, worker=colleague)
    return made


def days(method: Any, first: date, pause: Break | None = None) -> list[tuple[str, str]]:
    return [(planned.day.isoformat(), planned.kind.value) for planned in schedule(method, first=first, pause=pause)]


def test_the_method_says_the_days_and_holidays_are_skipped(db: None) -> None:
    method = MethodFactory.create(meetings=4, interval_weeks=1, return_after_months=3)
    # Easter Monday is 6 April 2026, King's Day Monday 27 April
    assert days(method, date(2026, 3, 30)) == [
        ("2026-03-30", "regular"),
        ("2026-04-13", "regular"),
        ("2026-04-20", "regular"),
        ("2026-05-04", "regular"),
        ("2026-08-10", "return"),
    ]


def test_a_break_moves_all_that_comes_after_it(db: None) -> None:
    method = MethodFactory.create(meetings=3, interval_weeks=2, return_after_months=None)
    pause = Break(first=date(2026, 3, 16), last=date(2026, 3, 29))
    assert [day for day, _kind in days(method, TODAY, pause)] == ["2026-03-02", "2026-03-30", "2026-04-13"]


def test_planning_an_edition(signed_in: Client, team: Team, colleague: User, other_team: Team) -> None:
    initiative = InitiativeFactory.create(team=team, place="Buurthuis")
    method = MethodFactory.create()
    sent = {
        "initiative": str(initiative.public_id),
        "method": str(method.public_id),
        "name": "Voorjaar 2026",
        "first": "2026-03-05",
        "begins_at": "14:00",
        "capacity": "",
        "leaders": [colleague.pk],
        "other_leaders": "1",
        "also_for": [other_team.pk],
        "request_key": str(uuid.uuid4()),
    }
    address = reverse("collectief:edition-new")
    answer = signed_in.post(address, sent)
    made = Edition.objects.get()
    assert answer["Location"] == reverse("collectief:edition", args=[made.public_id])
    assert (made.capacity, made.measure_name, made.other_leaders) == (12, "Rapportcijfer", 1)
    assert list(made.also_for.all()) == [other_team]
    sessions = list(made.sessions.order_by("held_on"))
    assert [one.held_on.isoformat() for one in sessions][:2] == ["2026-03-05", "2026-03-12"]
    assert [one.kind for one in sessions] == ["regular"] * 6 + ["return"]
    assert sessions[0].begins_at == time(14)
    # sent twice: one edition
    signed_in.post(address, sent)
    assert Edition.objects.count() == 1


def test_an_initiative_of_another_team_cannot_be_chosen(signed_in: Client, team: Team, other_team: Team) -> None:
    theirs = InitiativeFactory.create(team=other_team)
    InitiativeFactory.create(team=team)
    method = MethodFactory.create()
    sent = {"initiative": str(theirs.public_id), "method": str(method.public_id), "name": "X", "first": "2026-03-05"}
    answer = signed_in.post(reverse("collectief:edition-new"), sent)
    assert answer.status_code == 422
    assert not Edition.objects.exists()


def attend(client: Client, session: Session, present: list[Participant], **more: Any) -> Any:
    sent = {
        "present": [str(one.public_id) for one in present],
        "others": "",
        "minutes": "",
        "seen": session.noted_at.isoformat() if session.noted_at else "",
        **more,
    }
    return client.post(reverse("collectief:attendance", args=[session.public_id]), sent)


def test_everybody_is_ticked_at_first(signed_in: Client, edition: Edition) -> None:
    session = SessionFactory.create(edition=edition)
    ParticipantFactory.create_batch(2, edition=edition)
    ParticipantFactory.create(edition=edition, waiting=True)
    page = signed_in.get(reverse("collectief:attendance", args=[session.public_id]))
    assert page.text.count("checked") == 3  # two people and the colleague


def test_attendance_and_hours_in_one_entry(signed_in: Client, edition: Edition, colleague: User) -> None:
    session = SessionFactory.create(edition=edition)
    ann, bea = ParticipantFactory.create_batch(2, edition=edition)
    answer = attend(signed_in, session, [ann], others="2", minutes="150", workers=[colleague.pk])
    assert answer["Location"] == reverse("collectief:edition", args=[edition.public_id])
    rows = dict(Attendance.objects.values_list("participant", "was_there"))
    assert rows == {ann.pk: True, bea.pk: False}
    session.refresh_from_db()
    assert (session.others, session.noted_by, session.noted_at) == (2, colleague, NOW)
    entry = TimeEntry.objects.get()
    assert (entry.user, entry.minutes, entry.kind, entry.worked_on) == (colleague, 150, "prevention", TODAY)
    assert not TimeEntry.objects.standing_alone().exists()


def test_writing_it_down_anew_changes_the_same_rows(signed_in: Client, edition: Edition, colleague: User) -> None:
    session = SessionFactory.create(edition=edition)
    ann, bea = ParticipantFactory.create_batch(2, edition=edition)
    attend(signed_in, session, [ann, bea], minutes="120", workers=[colleague.pk])
    session.refresh_from_db()
    assert attend(signed_in, session, [bea], minutes="60", workers=[colleague.pk]).status_code == 302
    assert dict(Attendance.objects.values_list("participant", "was_there")) == {ann.pk: False, bea.pk: True}
    assert TimeEntry.objects.get().minutes == 60
    session.refresh_from_db()
    attend(signed_in, session, [bea])
    assert not TimeEntry.objects.exists()
    assert not SessionHours.objects.exists()


def test_who_writes_it_down_second_is_told(signed_in: Client, edition: Edition) -> None:
    session = SessionFactory.create(edition=edition)
    ann = ParticipantFactory.create(edition=edition)
    attend(signed_in, session, [ann])
    answer = attend(signed_in, session, [], seen="")
    assert answer.status_code == 409
    assert "net voor jou" in answer.text
    assert Attendance.objects.get().was_there


def test_a_full_day_takes_no_hours_and_nothing_is_kept(signed_in: Client, edition: Edition, colleague: User) -> None:
    session = SessionFactory.create(edition=edition)
    ann = ParticipantFactory.create(edition=edition)
    membership = colleague.memberships.get()
    TimeEntryFactory.create(membership=membership, worked_on=TODAY, minutes=1400)
    answer = attend(signed_in, session, [ann], minutes="120", workers=[colleague.pk])
    assert answer.status_code == 422
    assert "passen niet" in answer.text
    session.refresh_from_db()
    assert session.noted_at is None
    assert not Attendance.objects.exists()


def test_what_is_still_to_come_cannot_be_written_down(signed_in: Client, edition: Edition) -> None:
    session = SessionFactory.create(edition=edition, held_on=date(2026, 3, 3))
    assert "moet nog komen" in attend(signed_in, session, []).text
    session.refresh_from_db()
    assert session.noted_at is None


def test_names_are_for_who_leads(client: Client, edition: Edition, team: Team) -> None:
    ParticipantFactory.create(edition=edition, name="Wilhelmina")
    teammate = TeamMembershipFactory.create(team=team).user
    address = reverse("collectief:edition", args=[edition.public_id])
    assert "Wilhelmina" not in sign_in(client, teammate).get(address).text
    EditionLeaderFactory.create(edition=edition, worker=teammate)
    assert "Wilhelmina" in client.get(address).text


def test_who_left_the_team_sees_no_names_any_more(client: Client, edition: Edition, team: Team) -> None:
    ParticipantFactory.create(edition=edition, name="Wilhelmina")
    gone = TeamMembershipFactory.create(team=team, ended=True).user
    EditionLeaderFactory.create(edition=edition, worker=gone)
    assert "Wilhelmina" not in sign_in(client, gone).get(reverse("collectief:edition", args=[edition.public_id])).text


def sign_up(client: Client, edition: Edition, name: str) -> Participant:
    key = str(uuid.uuid4())
    client.post(reverse("collectief:sign-up", args=[edition.public_id]), {"name": name, "request_key": key})
    return Participant.objects.get(request_key=key)


def test_the_group_fills_and_then_people_wait(signed_in: Client, edition: Edition) -> None:
    inside = [sign_up(signed_in, edition, name) for name in ("Ann", "", "Cor")]
    assert [one.shown_as for one in inside] == ["Ann", "Deelnemer 2", "Cor"]
    waiting = sign_up(signed_in, edition, "Dik")
    assert waiting.status == ParticipantStatus.WAITING
    place = reverse("collectief:give-place", args=[waiting.public_id])
    assert "geen plaats meer" in signed_in.post(place, follow=True).text
    signed_in.post(reverse("collectief:participant-stop", args=[inside[0].public_id]), {"reason": "finished"})
    # whoever waits goes first
    assert sign_up(signed_in, edition, "Els").status == ParticipantStatus.WAITING
    signed_in.post(place)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.placed_on) == (ParticipantStatus.TAKING_PART, TODAY)


def test_moving_one_and_all_after_it(signed_in: Client, edition: Edition) -> None:
    first, second, third = (SessionFactory.create(edition=edition, held_on=date(2026, 3, day)) for day in (9, 16, 23))
    back = SessionFactory.create(edition=edition, held_on=date(2026, 6, 22), kind=SessionKind.RETURN)
    move = reverse("collectief:session-move", args=[second.public_id])
    sent = {"held_on": "2026-03-30", "begins_at": "10:00", "place": "", "with_the_rest": "on"}
    assert signed_in.post(move, sent).status_code == 302
    moved = [one.held_on.isoformat() for one in edition.sessions.order_by("pk")]
    # the third would fall on Easter Monday and shifts a week, and what comes after it as well
    assert moved == ["2026-03-09", "2026-03-30", "2026-04-13", "2026-07-13"]
    third.refresh_from_db()
    back.refresh_from_db()
    assert third.begins_at == back.begins_at == time(10)
    refused = signed_in.post(move, {**sent, "held_on": "2026-03-09", "begins_at": "14:00", "with_the_rest": ""})
    assert refused.status_code == 422
    assert "al een bijeenkomst" in refused.text
    first.refresh_from_db()


def test_what_was_held_is_not_moved_or_called_off(signed_in: Client, edition: Edition) -> None:
    held = SessionFactory.create(edition=edition, noted=True)
    for name, sent in (("session-move", {"held_on": "2026-03-30"}), ("session-cancel", {"reason": "Storm"})):
        answer = signed_in.post(reverse(f"collectief:{name}", args=[held.public_id]), sent)
        assert answer.status_code == 422
        assert "al opgeschreven" in answer.text
    held.refresh_from_db()
    assert (held.held_on, held.cancelled_on) == (TODAY, None)


def test_before_and_after(signed_in: Client, edition: Edition) -> None:
    people = ParticipantFactory.create_batch(3, edition=edition)
    for moment, score in (("before", 5), ("after", 7)):
        address = reverse("collectief:scores", args=[edition.public_id, moment])
        assert signed_in.post(address, {f"score-{people[0].number}": "11"}).status_code == 422
        sent = {f"score-{one.number}": score for one in people[:2]}
        assert signed_in.post(address, sent).status_code == 302
    assert Measurement.objects.count() == 4
    page = signed_in.get(reverse("collectief:edition", args=[edition.public_id])).context["page"]
    assert [row.change for row in page.people] == ["+2", "+2", ""]
    assert page.change is None, "of two people an average would say something about each"
    assert signed_in.get(reverse("collectief:scores", args=[edition.public_id, "never"])).status_code == 404


def test_where_it_departs_from_the_method(signed_in: Client, edition: Edition) -> None:
    method = edition.method
    method.min_participants, method.leaders = 8, 2
    method.save()
    SessionFactory.create(edition=edition, held_on=date(2026, 2, 2), noted=True)
    SessionFactory.create(edition=edition, held_on=date(2026, 2, 23))
    ParticipantFactory.create(edition=edition)
    text = signed_in.get(reverse("collectief:edition", args=[edition.public_id])).text
    for said in ("vraagt er minstens 8", "vraagt er 2", "2 van de 6", "geen terugkombijeenkomst", "zitten 3 weken"):
        assert said in text, said
    assert "geen scores van voor de start" in text


def test_closing_and_forgetting_names(signed_in: Client, edition: Edition) -> None:
    ann = ParticipantFactory.create(edition=edition)
    close = reverse("collectief:edition-close", args=[edition.public_id])
    assert signed_in.post(close, {"ending": EditionEnd.FINISHED}).status_code == 302
    assert erase_names(closed_before=TODAY, on=TODAY) == 0
    assert erase_names(closed_before=date(2026, 9, 3), on=date(2026, 9, 3)) == 1
    ann.refresh_from_db()
    assert ann.name == ""
    history = Participant.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    assert "name" not in {field.name for field in history._meta.get_fields()}
    assert signed_in.get(reverse("collectief:sign-up", args=[edition.public_id])).status_code == 403


def test_the_night_takes_the_names_of_groups_that_stopped_half_a_year_ago(db: None) -> None:
    half_a_year_ago = date(2025, 9, 2)
    for closed_on in (half_a_year_ago - timedelta(days=1), half_a_year_ago):
        group = EditionFactory.create()
        ParticipantFactory.create(edition=group, name="Annie", signed_up_on="2025-06-01", placed_on="2025-06-01")
        Edition.objects.filter(pk=group.pk).update(closed_on=closed_on, ending=EditionEnd.FINISHED)
    for _twice in range(2):
        erase_names_of_groups.apply(throw=True)
    kept = Participant.objects.exclude(name="").get()
    assert kept.edition.closed_on == half_a_year_ago
    assert Edition.objects.exclude(names_erased_on=None).get().names_erased_on == TODAY


def test_counting_who_came_to_a_walk_in(signed_in: Client, team: Team, colleague: User) -> None:
    walk_in = InitiativeFactory.create(team=team)
    sent = {
        "people": "34", "held_on": "2026-03-01", "length": "120", "minutes": "150", "workers": [colleague.pk],
        "request_key": str(uuid.uuid4()),
    }  # fmt: skip
    address = reverse("collectief:gathering", args=[walk_in.public_id])
    for _again in range(2):
        assert signed_in.post(address, sent).status_code == 302
    made = Session.objects.get()
    assert (made.others, made.edition, made.held_on) == (34, None, date(2026, 3, 1))
    assert TimeEntry.objects.get().kind == "collective"
    assert "34" in signed_in.get(reverse("collectief:initiative", args=[walk_in.public_id])).text
