"""The rules of the conversation about reports, of mails about them and of public editions."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.factories import (
    MonthlyReportFactory,
    PublicEditionFactory,
    ReflectionPlanFactory,
    ReportMailFactory,
    ReportReadingFactory,
    ReportSubscriptionFactory,
    ReportThreadFactory,
    TeamFactory,
    ThreadPostFactory,
    UserFactory,
)
from tests.factories.conversation import ASKED_AT, published
from tests.guards.past_the_code import change
from wijkteam.reports.models import ReflectionPlan, ReportThread, ThreadPost
from wijkteam.teams.models import Team

MOMENT = datetime(2026, 4, 20, 9, tzinfo=UTC)


def remove(row: Any) -> None:
    type(row).objects.filter(pk=row.pk)._raw_delete("default")


def sent() -> Any:
    return ReportMailFactory.create(claimed_at=MOMENT, sent_at=MOMENT)


def same_plan_twice() -> None:
    first = ReflectionPlanFactory.create()
    ReflectionPlanFactory.create(thread=first.thread)


def same_mail_twice() -> None:
    first = ReportMailFactory.create()
    ReportMailFactory.create(report=first.report, user=first.user)


def same_subscription_twice() -> None:
    first = ReportSubscriptionFactory.create()
    ReportSubscriptionFactory.create(user=first.user)


def read_twice() -> None:
    first = ReportReadingFactory.create()
    ReportReadingFactory.create(user=first.user, report=first.report)


def same_form_twice() -> None:
    key = "0f0f8a70-0c1d-4c56-a1a5-0a3a8e3f7f12"
    first = ReportThreadFactory.create(request_key=key)
    ReportThreadFactory.create(request_key=key, team=first.team, report=first.report)


def of_one_team(**fields: Any) -> ReportThread:
    """Of the same team each time: a form may ask several."""
    team = Team.objects.filter(code="VRAAG").first() or TeamFactory.create(code="VRAAG")
    return ReportThreadFactory.create(team=team, **fields)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("thread_asks_something", lambda: ReportThreadFactory.create(line="")),
    ("thread_asks_something", lambda: ReportThreadFactory.create(line_name="")),
    ("thread_asks_something", lambda: ReportThreadFactory.create(question="")),
    ("thread_closed_as_a_whole", lambda: change(ReportThreadFactory.create(), closed_at=MOMENT)),
    ("thread_closed_as_a_whole", lambda: change(ReportThreadFactory.create(), close_note="Klaar.")),
    (
        "thread_closed_as_a_whole",
        lambda: change(
            ReportThreadFactory.create(asked_at=MOMENT),
            closed_at=ASKED_AT,
            closed_by=UserFactory.create(),
            close_note="Te vroeg.",
        ),
    ),
    ("thread_once_per_form_and_team", same_form_twice),
    ("thread_is_about_a_published_report", lambda: ReportThreadFactory.create(report=MonthlyReportFactory.create())),
    (
        "thread_asks_the_team_of_the_report",
        lambda: ReportThreadFactory.create(report=published(), team=TeamFactory.create()),
    ),
    ("thread_is_kept", lambda: remove(ReportThreadFactory.create())),
    ("thread_is_frozen", lambda: change(ReportThreadFactory.create(), question="Anders gevraagd")),
    ("thread_is_frozen", lambda: change(ReportThreadFactory.create(closed=True), close_note="Toch anders")),
    ("post_says_something", lambda: ThreadPostFactory.create(text="")),
    ("thread_is_closed", lambda: ThreadPostFactory.create(thread=ReportThreadFactory.create(closed=True))),
    ("reflection_plan_says_who_and_what", lambda: ReflectionPlanFactory.create(who="")),
    ("reflection_plan_says_who_and_what", lambda: ReflectionPlanFactory.create(about="")),
    ("reflection_plan_answered_as_a_whole", lambda: ReflectionPlanFactory.create(accepted=True)),
    ("reflection_plan_answered_as_a_whole", lambda: ReflectionPlanFactory.create(agreed=True, note="")),
    ("reflection_plan_one_at_a_time", same_plan_twice),
    ("reflection_plan_is_kept", lambda: remove(ReflectionPlanFactory.create())),
    ("reflection_plan_is_frozen", lambda: change(ReflectionPlanFactory.create(), who="Iemand anders")),
    ("reflection_plan_is_frozen", lambda: change(ReflectionPlanFactory.create(agreed=True), accepted=False)),
    (
        "reflection_plan_of_an_open_question",
        lambda: ReflectionPlanFactory.create(thread=ReportThreadFactory.create(closed=True)),
    ),
    ("reading_once", read_twice),
    ("subscription_names_a_team_or_none", lambda: ReportSubscriptionFactory.create(kind="team")),
    ("subscription_names_a_team_or_none", lambda: ReportSubscriptionFactory.create(team=TeamFactory.create())),
    ("subscription_names_a_team_or_none", lambda: ReportSubscriptionFactory.create(kind="")),
    ("subscription_once", same_subscription_twice),
    ("report_mail_once", same_mail_twice),
    ("report_mail_sent_or_given_up", lambda: ReportMailFactory.create(failed_at=MOMENT)),
    ("report_mail_sent_or_given_up", lambda: ReportMailFactory.create(failure="refused")),
    ("report_mail_sent_was_claimed", lambda: ReportMailFactory.create(sent_at=MOMENT)),
    ("report_mail_is_final", lambda: change(sent(), sent_at=None, claimed_at=None)),
    ("report_mail_is_about_a_published_report", lambda: ReportMailFactory.create(report=MonthlyReportFactory.create())),
    ("public_edition_has_words", lambda: PublicEditionFactory.create(words="")),
    ("public_edition_has_words", lambda: PublicEditionFactory.create(plans="")),
    ("public_edition_closed_by_somebody", lambda: PublicEditionFactory.create(closed_at=MOMENT)),
    ("public_edition_of_a_published_report", lambda: PublicEditionFactory.create(report=MonthlyReportFactory.create())),
    ("public_edition_is_kept", lambda: remove(PublicEditionFactory.create())),
    ("public_edition_stays_with_its_report", lambda: change(PublicEditionFactory.create(), report=published())),
]

ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (ReportThread, of_one_team),
    (ThreadPost, ThreadPostFactory.create),
    (ReflectionPlan, ReflectionPlanFactory.create),
]
