"""Who is away, who leaves, what changes hands, and which provisions end: around the worker of the demo."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.enums import AbsenceKind, Informer, ProvisionKind
from cases.models import Case, CaseCoordinator
from cases.services.give_provision import ProvisionDetails, give_provision, look_at_provision
from cases.services.hand_over import HandoverDetails, accept_handover, propose_handover
from cases.services.stand_in import register_absence
from wijkteam.accounts.models import User
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar
from wijkteam.teams.models import TeamMembership


def make_coordinating(calendar: Calendar) -> None:
    """Three colleagues of the same team: one gives cases, one is away, one leaves."""
    worker = User.objects.filter(username=FATIMA.username).first()
    membership = TeamMembership.objects.filter(user=worker, ends_on=None).first() if worker else None
    if worker is None or membership is None:
        return
    at = timezone.make_aware(datetime.combine(calendar.today - timedelta(days=1), time(10)))
    colleagues = _who_have_cases(membership)
    if len(colleagues) < 3:
        return
    giver, away, leaver = colleagues[:3]
    _give_provisions(worker, calendar, at)
    _hand_over(giver, worker, at)
    _be_away(away, worker, calendar, at)
    TeamMembership.objects.filter(user=leaver, team=membership.team, ends_on=None).update(
        leaves_on=calendar.today + timedelta(weeks=3)
    )


def _who_have_cases(membership: TeamMembership) -> list[User]:
    """Colleagues with at least three open cases, fewest first; only who stays."""
    counts: dict[User, int] = {}
    periods = CaseCoordinator.objects.current().filter(
        case__team=membership.team,
        worker__memberships__team=membership.team,
        worker__memberships__ends_on=None,
        worker__role="team-member",
    )
    for period in periods.exclude(worker=membership.user).select_related("worker"):
        counts[period.worker] = counts.get(period.worker, 0) + 1
    enough = (one for one in counts.items() if one[1] >= 3)
    return [user for user, _count in sorted(enough, key=lambda one: (one[1], one[0].username))]


def _hand_over(giver: User, worker: User, at: datetime) -> None:
    """One waits for an answer; of another the household must still be told."""
    first, second = _cases_of(giver)[:2]
    for case, days in ((first, 0), (second, 3)):
        details = HandoverDetails(
            reason="Ik ga minder uren werken" if days else "Het gezin verhuist naar jouw kant van de wijk",
            to_know="Bel liever niet voor tien uur: vader werkt in de nacht. De oudste dochter vertaalt mee.",
            informer=Informer.RECEIVER if days else Informer.GIVER,
            read_until=(at + timedelta(weeks=4)).date(),
        )
        handover = propose_handover(
            case=case,
            receiver=worker,
            details=details,
            expected=giver.pk,
            by=giver,
            at=at - timedelta(days=days),
        )
        if days:
            accept_handover(handover=handover, by=worker, at=at - timedelta(days=days - 1))


def _be_away(away: User, worker: User, calendar: Calendar, at: datetime) -> None:
    register_absence(
        user=away,
        kind=AbsenceKind.PLANNED,
        starts_on=at.date(),
        ends_on=calendar.today + timedelta(days=10),
        stand_in=worker,
        by=away,
        at=at,
    )


def _give_provisions(worker: User, calendar: Calendar, at: datetime) -> None:
    """Ends in three weeks (looked at already), ends in nine weeks, lapsed last week, and one that goes on."""
    cases = [case for case in _cases_of(worker) if case.underlying_question]
    offered = (
        (ProvisionKind.WMO_SUPPORT, "Cordaan Thuis", "2 dagdelen per week", 21),
        (ProvisionKind.YOUTH_SUPPORT, "Altra Jeugdhulp", "1 gesprek per week", 63),
        (ProvisionKind.WMO_HOUSEHOLD, "Schoon & Fijn Thuiszorg", "3 uur per week", -6),
        (ProvisionKind.PARTICIPATION, "Pantar", "3 ochtenden per week", 150),
    )
    for case, (kind, provider, amount, days) in zip(cases, offered, strict=False):
        ends_on = calendar.today + timedelta(days=days)
        details = ProvisionDetails(
            kind=kind,
            name="",
            provider=provider,
            organisation=None,
            person=None,
            amount=amount,
            starts_on=min(case.opened_on + timedelta(days=14), ends_on - timedelta(days=28)),
            ends_on=ends_on,
        )
        provision = give_provision(case=case, details=details, by=worker, request_key=None)
        if days == offered[0][3]:
            look_at_provision(
                provision=provision,
                changes="De administratie lukt weer zelf; alleen de brieven van de belasting nog niet.",
                is_same_question=False,
                instead="De buurvrouw helpt met bellen. Op dinsdag is er het formulierenspreekuur in het buurthuis.",
                by=worker,
                at=at,
            )


def _cases_of(worker: User) -> list[Case]:
    """Not opened in the last weeks, oldest last."""
    running = Case.objects.open().filter(coordinators__worker=worker, coordinators__ended_at=None)
    return list(running.select_related("team").order_by("-opened_on", "pk"))
