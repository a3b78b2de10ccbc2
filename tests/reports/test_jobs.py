"""A wish for a report is kept, taken up once, and ends with one report, whatever happens on the way."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.factories import ReportJobFactory, TeamFactory, sign_in
from tests.reports.at_once import in_threads
from tests.reports.conftest import NOW, OCTOBER, TODAY, Place
from wijkteam.accounts.models import User
from wijkteam.disclosure import NotProven
from wijkteam.reports import schedules
from wijkteam.reports.enums import JobProblem, JobState, JobStep
from wijkteam.reports.models import MonthlyReport, MonthSnapshot, ReportJob
from wijkteam.reports.services import run_job as running
from wijkteam.reports.services.ask_for_report import NothingToReplace, ask_for_report
from wijkteam.reports.services.make_report import (
    DraftExists,
    MonthIsNotOver,
    TeamReportMissing,
    keep_counts,
    make_report,
)
from wijkteam.reports.services.publish_report import publish_report, write_reading
from wijkteam.reports.services.run_job import LEASE, MOST_RUNS, run_job
from wijkteam.teams.models import Team

READING = "Er kwamen meer gezinnen bij dan er uit gingen, vooral met geldzorgen. De kooklessen gingen gewoon door."
REASON = "Uren van twee weken kwamen later binnen."


def run(job: ReportJob, *, at: dt.datetime = NOW) -> MonthlyReport | None:
    return run_job(job_id=job.pk, now=lambda: at)


@contextlib.contextmanager
def another_is_at_work_on(job: ReportJob) -> Iterator[bool]:
    """Somebody with a connection of their own holds it; gives whether nobody did before."""
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('reports.job', %s))", [job.pk])
            yield cursor.fetchone()[0]
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()


def publish(report: MonthlyReport, by: User) -> MonthlyReport:
    return publish_report(report=write_reading(report=report, reading=READING, by=by, at=NOW), by=by, at=NOW)


@pytest.fixture
def published(place: Place, coordinator: User) -> MonthlyReport:
    place.crowd(dt.date(2026, 9, 1))
    return publish(make_report(team=place.team, month=OCTOBER, at=NOW), coordinator)


@pytest.fixture
def run_and_hear(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> Callable[[ReportJob], list[int]]:
    """Take up a wish; gives the wishes that others are told to take up after it."""

    def run_one(job: ReportJob) -> list[int]:
        heard: list[int] = []
        monkeypatch.setattr(current_app.tasks["reports.run_job"], "delay", lambda job_id: heard.append(job_id))
        with django_capture_on_commit_callbacks(execute=True):
            run(job)
        return heard

    return run_one


@pytest.mark.django_db
class TestWish:
    def test_becomes_a_report(self, place: Place) -> None:
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        assert job.state == JobState.WAITING
        report = run(job)
        job.refresh_from_db()
        assert (job.state, job.step, job.report, job.runs) == (JobState.DONE, JobStep.READY, report, 1)
        assert job.ended_at == NOW

    def test_delivered_again_does_nothing(self, place: Place) -> None:
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        run(job)
        assert run(job) is None
        assert MonthlyReport.objects.count() == 1

    def test_asked_twice_is_one_wish(self, place: Place) -> None:
        first = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        assert ask_for_report(team=place.team, month=OCTOBER, at=NOW) == first
        assert ask_for_report(team=None, month=OCTOBER, at=NOW) != first

    def test_not_before_the_month_is_over(self, place: Place) -> None:
        with pytest.raises(MonthIsNotOver):
            ask_for_report(team=place.team, month=dt.date(2026, 11, 1), at=NOW)

    def test_of_a_new_version_needs_one_that_was_published(
        self, place: Place, coordinator: User, published: MonthlyReport
    ) -> None:
        asked: dict[str, Any] = {"team": place.team, "at": NOW, "by": coordinator, "reason": REASON}
        with pytest.raises(NothingToReplace):
            ask_for_report(month=dt.date(2026, 9, 1), **asked)
        report = run(ask_for_report(month=OCTOBER, **asked))
        assert report is not None
        assert (report.version, report.reason) == (2, REASON)
        with pytest.raises(DraftExists):
            ask_for_report(month=OCTOBER, **asked)

    def test_sends_its_id_and_nothing_else(
        self, place: Place, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        sent: list[dict[str, Any]] = []
        monkeypatch.setattr(current_app.tasks["reports.run_job"], "delay", lambda **message: sent.append(message))
        with django_capture_on_commit_callbacks(execute=True):
            job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
            assert sent == []
        assert sent == [{"job_id": job.pk}]

    def test_stays_when_no_message_can_be_sent(
        self, place: Place, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        def away(**_: Any) -> None:
            raise OSError("no broker")

        monkeypatch.setattr(current_app.tasks["reports.run_job"], "delay", away)
        with django_capture_on_commit_callbacks(execute=True):
            job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        assert ReportJob.objects.get() == job


@pytest.mark.django_db
class TestTakingUp:
    def test_who_holds_it_is_not_disturbed(self, place: Place) -> None:
        job = ReportJobFactory.create(
            team=place.team, month=OCTOBER, state="running", runs=1, leased_until=NOW + LEASE, step=JobStep.PROTECTING
        )
        with another_is_at_work_on(job):
            assert run(job) is None
            assert run(job, at=NOW + LEASE) is not None, "it hangs"
        job.refresh_from_db()
        assert (job.state, job.runs) == (JobState.DONE, 2)

    def test_what_a_dead_one_held_is_taken_at_once(self, place: Place) -> None:
        job = ReportJobFactory.create(team=place.team, month=OCTOBER, state="running", runs=1, leased_until=NOW + LEASE)
        assert run(job) is not None

    def test_behind_a_pooler_its_time_must_be_over(self, place: Place, settings: Settings) -> None:
        """No connection is ours there for longer than a transaction: who died cannot be told from who works."""
        settings.POOLER = True
        job = ReportJobFactory.create(team=place.team, month=OCTOBER, state="running", runs=1, leased_until=NOW + LEASE)
        assert run(job) is None
        assert run(job, at=NOW + LEASE) is not None

    def test_what_another_is_about_to_take_is_left_to_them(self, place: Place) -> None:
        """Whoever takes it holds it, so that it shows when they die."""
        job = ReportJobFactory.create(team=place.team, month=OCTOBER)
        with another_is_at_work_on(job):
            assert run(job) is None
        assert run(job) is not None

    def test_it_is_let_go_of_when_it_ends_or_fails(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        with monkeypatch.context() as patch:
            patch.setattr(running, "make_report", _stop)
            with pytest.raises(KeyboardInterrupt):
                run(job)
        with another_is_at_work_on(job) as nobody_else:
            assert nobody_else

    def test_who_was_thought_dead_changes_nothing(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        """It comes back when another has taken over: the report is of the other."""
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        original = keep_counts

        def slow(**given: Any) -> None:
            original(**given)
            ReportJob.objects.update(runs=2)  # somebody else took it

        monkeypatch.setattr(running, "keep_counts", slow)
        assert run(job) is None
        assert not MonthlyReport.objects.exists()
        job.refresh_from_db()
        assert (job.state, job.runs) == (JobState.RUNNING, 2)

    def test_counts_that_were_kept_are_not_taken_again(
        self, place: Place, coordinator: User, published: MonthlyReport, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(12):
            place.case(dt.date(2026, 10, 8))
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW, by=coordinator, reason=REASON)
        with monkeypatch.context() as patch:
            patch.setattr(running, "make_report", _stop)  # the machine goes off
            with pytest.raises(KeyboardInterrupt):
                run(job)
        for _ in range(12):
            place.case(dt.date(2026, 10, 8))
        assert MonthSnapshot.objects.filter(version=2).count() == 1
        report = run(job, at=NOW + LEASE)
        assert report is not None
        assert report.content["figures"]["opened"] == 10
        assert MonthSnapshot.objects.filter(version=2).count() == 1

    def test_the_municipality_waits_for_its_teams(self, place: Place) -> None:
        job = ask_for_report(team=None, month=OCTOBER, at=NOW)
        for _ in range(MOST_RUNS + 1):
            assert run(job, at=NOW) is None
            ReportJob.objects.update(try_after=None)
        make_report(team=place.team, month=OCTOBER, at=NOW)
        assert run(job, at=NOW + dt.timedelta(minutes=2)) is not None

    def test_the_last_team_to_end_has_the_municipality_taken_up(
        self, place: Place, run_and_hear: Callable[[ReportJob], list[int]]
    ) -> None:
        whole = ask_for_report(team=None, month=OCTOBER, at=NOW)
        jobs = [ask_for_report(team=team, month=OCTOBER, at=NOW) for team in (place.team, TeamFactory.create())]
        assert [run_and_hear(job) for job in (whole, *jobs)] == [[], [], [whole.pk]]
        assert run(whole) is not None

    def test_the_municipality_is_taken_up_when_the_last_team_ended_meanwhile(
        self, place: Place, run_and_hear: Callable[[ReportJob], list[int]]
    ) -> None:
        """It looked before the team was ready, and is put back after."""
        whole = ask_for_report(team=None, month=OCTOBER, at=NOW)
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)

        with pytest.MonkeyPatch.context() as patch:

            def look_too_early(**_: Any) -> None:
                patch.undo()
                run(job)
                raise TeamReportMissing

            patch.setattr(running, "keep_counts", look_too_early)
            assert run_and_hear(whole) == [whole.pk]
        assert run(whole) is not None

    @pytest.mark.parametrize(
        ("error", "problem"),
        [(MonthIsNotOver, "not-over"), (DraftExists, "draft"), (NotProven, "not-proven")],
    )
    def test_what_cannot_be_made_says_why(
        self, place: Place, monkeypatch: pytest.MonkeyPatch, error: type[Exception], problem: str
    ) -> None:
        def refuse(**_: Any) -> None:
            raise error

        monkeypatch.setattr(running, "keep_counts", refuse)
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        assert run(job) is None
        job.refresh_from_db()
        assert (job.state, job.problem, job.ended_at) == (JobState.FAILED, problem, NOW)

    def test_what_breaks_is_tried_again_and_then_given_up(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(running, "keep_counts", _break)
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        at = NOW
        for _ in range(MOST_RUNS):
            with pytest.raises(ZeroDivisionError):
                run(job, at=at)
            assert run(job, at=at) is None  # it rests a while
            at += dt.timedelta(minutes=MOST_RUNS)
        job.refresh_from_db()
        assert (job.state, job.problem) == (JobState.FAILED, JobProblem.BROKEN)

    def test_what_kills_every_worker_is_given_up(self, place: Place) -> None:
        job = ReportJobFactory.create(team=place.team, month=OCTOBER, state="running", runs=MOST_RUNS, leased_until=NOW)
        assert run(job) is None
        job.refresh_from_db()
        assert (job.state, job.problem) == (JobState.FAILED, JobProblem.BROKEN)


def _stop(**_: Any) -> None:
    raise KeyboardInterrupt


def _break(**_: Any) -> None:
    raise ZeroDivisionError


@pytest.fixture
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda at=None: TODAY)
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_november")
class TestBeat:
    def test_asks_for_what_is_missing_and_only_that(
        self, place: Place, django_capture_on_commit_callbacks: Callable[..., Any]
    ) -> None:
        make_report(team=place.team, month=dt.date(2026, 8, 1), at=NOW)
        with django_capture_on_commit_callbacks(execute=True):
            schedules.make_due_reports()
        of_team = MonthlyReport.objects.filter(team=place.team).order_by("month")
        assert [report.month.month for report in of_team] == [8, 9, 10]
        assert [report.month.month for report in MonthlyReport.objects.filter(team=None)] == [10]
        jobs = ReportJob.objects.count()
        schedules.make_due_reports()
        assert ReportJob.objects.count() == jobs

    def test_does_not_ask_again_for_what_cannot_be(self, place: Place) -> None:
        make_report(team=place.team, month=OCTOBER, at=NOW)
        late = TeamFactory.create()
        schedules.make_due_reports()
        job = ReportJob.objects.get(team=late)
        run(job)
        job.refresh_from_db()
        assert job.problem == JobProblem.NOT_IN_MONTH
        schedules.make_due_reports()
        assert ReportJob.objects.filter(team=late).count() == 1

    def test_the_sweep_takes_up_what_was_left(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        sent: list[dict[str, Any]] = []
        monkeypatch.setattr(schedules.run_job, "delay", lambda **message: sent.append(message))
        minute = dt.timedelta(minutes=1)
        lost = ReportJobFactory.create(asked_at=NOW - minute)
        killed = ReportJobFactory.create(asked_at=NOW - minute, state="running", runs=1, leased_until=NOW)
        ReportJobFactory.create(asked_at=NOW)  # its message may still be on its way
        ReportJobFactory.create(asked_at=NOW - minute, try_after=NOW + minute)
        held = ReportJobFactory.create(asked_at=NOW - minute, state="running", runs=1, leased_until=NOW + minute)
        schedules.sweep_jobs()
        assert sent == [{"job_id": lost.pk}, {"job_id": killed.pk}, {"job_id": held.pk}]


@pytest.mark.django_db
class TestScreen:
    def test_from_late_entry_to_new_version(
        self, client: Client, place: Place, coordinator: User, commissioner: User, published: MonthlyReport
    ) -> None:
        for _ in range(12):
            place.case(dt.date(2026, 10, 8))
        sign_in(client, coordinator)
        ask = reverse("reports:new_version", args=[published.public_id])
        assert ask in client.get(reverse("reports:drafts")).text
        page = client.get(ask).text
        assert "Ingestroomd" in page or "Instroom" in page
        assert client.post(ask, {"reason": "Uren"}).status_code == 422
        answer = client.post(ask, {"reason": REASON})
        job = ReportJob.objects.get()
        assert answer.status_code == 302
        assert answer["Location"] == reverse("reports:job", args=[job.public_id])
        assert job.asked_by == coordinator
        assert client.post(ask, {"reason": REASON})["Location"] == answer["Location"]  # a second tap

        waiting = client.get(answer["Location"])
        assert 'role="status"' in waiting.text
        assert "every 2s" in waiting.text
        assert answer["Location"] in client.get(reverse("reports:drafts")).text
        report = run_job(job_id=job.pk)
        assert report is not None
        ready = client.get(answer["Location"]).text
        assert "every 2s" not in ready
        assert reverse("reports:draft", args=[report.public_id]) in ready
        assert client.post(ask, {"reason": REASON}).status_code == 422

        draft = client.get(reverse("reports:draft", args=[report.public_id])).text
        assert "ongeveer 10" in draft
        assert READING in client.get(reverse("reports:reading", args=[report.public_id])).text
        publish(report, coordinator)
        sign_in(client, commissioner)
        first = client.get(reverse("reports:detail", args=[published.public_id])).text
        assert reverse("reports:detail", args=[report.public_id]) in first
        second = client.get(reverse("reports:detail", args=[report.public_id])).text
        assert "van ongeveer 60 naar ongeveer 70" in second
        assert REASON in second

    def test_an_answer_without_news_is_empty(self, client: Client, place: Place, coordinator: User) -> None:
        job = ask_for_report(team=place.team, month=OCTOBER, at=timezone.now())
        address = reverse("reports:job", args=[job.public_id])
        sign_in(client, coordinator)
        asked = {"deel": "voortgang", "stap": "waiting-0"}
        assert client.get(address, asked, headers={"hx-request": "true"}).status_code == 204
        ReportJob.objects.update(state="running", runs=1, step=2, leased_until=timezone.now())
        fragment = client.get(address, asked, headers={"hx-request": "true"})
        assert fragment.status_code == 200
        assert "<h1" not in fragment.text
        assert client.get(address, asked).status_code == 200  # without htmx the page, always

    def test_nobody_is_kept_signed_in_by_a_page_that_asks_again(
        self, client: Client, place: Place, coordinator: User
    ) -> None:
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        ReportJob.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=11))
        sign_in(client, coordinator)
        page = client.get(reverse("reports:job", args=[job.public_id])).text
        assert "every 2s" not in page
        assert "Dit duurt langer dan gewoon" in page

    def test_a_failure_says_what_now(self, client: Client, place: Place, coordinator: User) -> None:
        job = ReportJobFactory.create(
            team=place.team, month=OCTOBER, state="failed", problem="broken", ended_at=timezone.now()
        )
        sign_in(client, coordinator)
        for address in (reverse("reports:job", args=[job.public_id]), reverse("reports:drafts")):
            assert "Waarschuw de beheerder" in client.get(address).text


# -- at once ---------------------------------------------------------------------------------------


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_asked_by_two_at_once_is_one_wish(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app.tasks["reports.run_job"], "delay", lambda **_: None)
    errors = in_threads(8, lambda _: ask_for_report(team=place.team, month=OCTOBER, at=NOW))
    assert errors == []
    assert ReportJob.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_taken_up_by_eight_at_once_is_one_run(place: Place) -> None:
    job = ReportJobFactory.create(team=place.team, month=OCTOBER)
    errors = in_threads(8, lambda _: run(job))
    assert errors == []
    job.refresh_from_db()
    assert (job.state, job.runs) == (JobState.DONE, 1)
    assert MonthlyReport.objects.count() == MonthSnapshot.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_locked_wish_is_passed_by(place: Place, team: Team) -> None:
    """SKIP LOCKED: who comes second does not wait for the first."""
    job = ReportJobFactory.create(team=place.team, month=OCTOBER)
    with transaction.atomic():
        ReportJob.objects.select_for_update().get(pk=job.pk)
        errors = in_threads(1, lambda _: _must_be_nothing(run(job)))
    assert errors == []
    connection.close()


def _must_be_nothing(report: MonthlyReport | None) -> None:
    assert report is None
