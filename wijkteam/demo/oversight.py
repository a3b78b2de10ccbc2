"""A month of ordinary reading in the log, a few evenings that raise a question, and what the privacy officer found."""

import random
from collections import defaultdict
from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.models import Case, CaseCoordinator
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Outcome, Subject
from wijkteam.audit.models import ReadFlag, ReadLog, SampledReading, WorkerHome
from wijkteam.audit.models.worker_home import mark_of
from wijkteam.audit.services.look_at_log import draw_sample, look_at_day
from wijkteam.audit.services.look_into import close
from wijkteam.core.periods import start_of
from wijkteam.demo.calendar import Calendar

DAYS = 28
_FOUND = "Nagevraagd: zij had die avond bereikbaarheidsdienst en twee gezinnen belden."
_SAMPLED = "Past bij het werk: er staat die dag een gesprek in het dossier."


def make_oversight(calendar: Calendar, chance: random.Random) -> None:
    officer = User.objects.filter(role=Role.PRIVACY_OFFICER, is_active=True).order_by("pk").first()
    if officer is None:
        return
    cases: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = CaseCoordinator.objects.current().filter(case__closed_on=None).order_by("pk")
    for worker, case_id, household in rows.values_list("worker", "case", "case__household"):
        cases[worker].append((case_id, household))
    roles = dict(User.objects.filter(pk__in=cases).values_list("pk", "role"))
    lines: list[ReadLog] = []

    def read(worker: int, case: tuple[int, int], day: datetime, act: Act = Act.OPEN) -> None:
        lines.append(
            ReadLog(
                at=day,
                user_id=worker,
                role=roles[worker],
                act=act,
                subject=Subject.CASE,
                subject_id=case[0],
                household_id=case[1],
                purpose="casework",
            )
        )

    days = [calendar.today - timedelta(days=back) for back in range(DAYS, 0, -1)]
    for day in days:
        if day.weekday() > 4:
            continue
        for worker in sorted(cases):
            for case in chance.sample(cases[worker], min(len(cases[worker]), chance.randint(1, 6))):
                at = time(chance.randint(8, 16), chance.randint(0, 59))
                read(worker, case, timezone.make_aware(datetime.combine(day, at)))
    busiest = sorted(cases, key=lambda worker: (-len(cases[worker]), worker))
    late, printer, neighbour = busiest[:3]
    for minutes, case in enumerate(cases[late][:4]):
        read(late, case, timezone.make_aware(datetime.combine(days[-2], time(1, 10 + minutes))))
    for minutes, case in enumerate(cases[printer][:12]):
        read(printer, case, timezone.make_aware(datetime.combine(days[-1], time(16, minutes))), Act.EXPORT)
    ReadLog.objects.bulk_create(lines)
    now = start_of(calendar.today) + timedelta(hours=2, minutes=30)
    home = Case.objects.filter(pk=cases[neighbour][0][0]).values_list("household__postcode", flat=True).first()
    if home:
        WorkerHome.objects.create(user_id=neighbour, mark=mark_of(home), told_at=now - timedelta(days=60))
        read(neighbour, cases[neighbour][0], timezone.make_aware(datetime.combine(days[-1], time(12, 5))))
        lines[-1].save()
    for day in days[-7:]:
        look_at_day(day=day, at=now)
    draw_sample(week=calendar.today - timedelta(days=calendar.today.weekday() + 7), at=now, chance=chance)
    night = ReadFlag.objects.filter(user=late).exclude(user=officer).order_by("pk").first()
    if night is not None:
        close(row=night, outcome=Outcome.WORK, finding=_FOUND, by=officer, at=now)
    for row in SampledReading.objects.filter(place__lte=6).exclude(user=officer).order_by("place"):
        close(row=row, outcome=Outcome.WORK, finding=_SAMPLED, by=officer, at=now)
