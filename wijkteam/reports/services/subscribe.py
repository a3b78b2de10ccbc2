"""Use cases: choose of which reports one hears by mail, stop, and tell the readers of a publication."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from wijkteam.accounts.models import User
from wijkteam.reports.enums import Subscribed
from wijkteam.reports.models import MonthlyReport, ReportMail, ReportSubscription
from wijkteam.reports.models.conversation import READER_ROLES
from wijkteam.reports.tasks import mail_report
from wijkteam.teams.models import Team


@transaction.atomic
def choose_subscriptions(
    *, user: User, everything: bool, municipality: bool, teams: Sequence[Team], at: dt.datetime
) -> None:
    """From now on exactly these. What stays keeps its date."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)  # two tabs: one after the other
    wanted: set[tuple[str, int | None]] = set()
    if everything:
        wanted.add((Subscribed.ALL, None))
    else:
        wanted |= {(Subscribed.TEAM, team.pk) for team in teams}
        if municipality:
            wanted.add((Subscribed.MUNICIPALITY, None))
    there = {(one.kind, one.team_id): one for one in ReportSubscription.objects.filter(user=user)}
    for key, one in there.items():
        if key not in wanted:
            one.delete()
    for kind, team in sorted(wanted - there.keys(), key=str):
        ReportSubscription.objects.create(user=user, kind=kind, team_id=team, since=at)


def stop_all(*, user: User) -> None:
    """No more mail about reports."""
    ReportSubscription.objects.filter(user=user).delete()


def tell_readers(report: MonthlyReport) -> None:
    """In the transaction of the publication: a row for each reader who wants it, and a task with the report's id."""
    users = (
        User.objects.filter(
            report_subscriptions__in=ReportSubscription.objects.for_report(report),
            is_active=True,
            role__in=READER_ROLES,
        )
        .exclude(email="")
        .distinct()
    )
    rows = [ReportMail(report=report, user=user) for user in users.order_by("pk")]
    if rows:
        ReportMail.objects.bulk_create(rows, ignore_conflicts=True)
        report_id = report.pk
        transaction.on_commit(lambda: mail_report.delay(report_id=report_id), robust=True)
