"""The first page of the privacy officer: what waits and since when; and the pictures of who reads how much."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.accounts.models import User
from wijkteam.audit.enums import CHOSEN
from wijkteam.audit.models import ReadFlag, ReadLog, SampledReading, WorkerHome
from wijkteam.audit.selectors.flags import LATE_DAYS, Item, flag_items, sample_items
from wijkteam.audit.selectors.patterns import MANY_HOUSEHOLDS, WORKERS
from wijkteam.audit.selectors.waiting import Waiting, waiting_elsewhere
from wijkteam.core.charts import Multiple, Multiples
from wijkteam.core.periods import start_of

MOST = 50
WEEKS_SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class Oversight:
    waiting: tuple[Waiting, ...]
    flags: tuple[Item, ...]
    sample: tuple[Item, ...]
    closed: tuple[Item, ...]
    more: int
    looked_at: str  # "12 of the 20 readings of last week": how far the sample is
    homes: str


def oversight(*, me: User, now: datetime) -> Oversight:
    """A fixed number of statements, whatever waits."""
    flags = ReadFlag.objects.open().order_by("made_at", "pk")
    sample = SampledReading.objects.open().order_by("drawn_at", "place")
    waiting = (
        _waiting(_("flags in the read log"), "#vlaggen", [row.made_at for row in flags.only("made_at")], now),
        _waiting(_("readings of the sample"), "#steekproef", [row.drawn_at for row in sample.only("drawn_at")], now),
        *waiting_elsewhere(now),
    )
    week = SampledReading.objects.order_by("-week").values_list("week", flat=True).first()
    drawn = SampledReading.objects.filter(week=week) if week else SampledReading.objects.none()
    counted = drawn.aggregate(all=Count("pk"), done=Count("pk", filter=Q(closed_at__isnull=False)))
    told = WorkerHome.objects.filter(user__is_active=True, user__role__in=WORKERS).count()
    workers = User.objects.active().filter(role__in=WORKERS).count()
    return Oversight(
        waiting=waiting,
        flags=flag_items(flags[:MOST], me=me, now=now),
        sample=sample_items(sample[:MOST], me=me, now=now),
        closed=flag_items(ReadFlag.objects.exclude(closed_at=None).order_by("-closed_at", "-pk")[:10], me=me, now=now),
        more=max(0, waiting[0].count - MOST),
        looked_at=_("%(done)d of the %(all)d readings drawn from the week of %(week)s are looked at.")
        % {**counted, "week": date_format(week, "j F")}
        if week
        else "",
        homes=_(
            "%(told)d of %(all)d workers told their postcode; without it reading about the own street is not noticed."
        )
        % {"told": told, "all": workers},
    )


def _waiting(label: str, url: str, moments: list[datetime], now: datetime) -> Waiting:
    late = now - timedelta(days=LATE_DAYS)
    return Waiting(
        label=label,
        url=url,
        count=len(moments),
        since=min(moments, default=None),
        late=sum(at < late for at in moments),
    )


def courses(*, today: date) -> Multiples | None:
    """Households opened per day in four weeks, per worker, in the order of names: no order of much and little."""
    days = [today - timedelta(days=back) for back in range(7 * WEEKS_SHOWN, 0, -1)]
    rows = (
        ReadLog.objects.filter(
            at__gte=start_of(days[0]),
            at__lt=start_of(today),
            act__in=CHOSEN,
            role__in=WORKERS,
            household_id__isnull=False,
        )
        .annotate(day=TruncDate("at", tzinfo=timezone.get_current_timezone()))
        .values_list("user_id", "day")
        .annotate(households=Count("household_id", distinct=True))
        .order_by()
    )
    counted: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for user_id, day, households in rows:
        counted[user_id][day] = households
    users = User.objects.filter(pk__in=counted).order_by("name", "pk")
    if not counted:
        return None
    return Multiples(
        key="readings",
        title=_("Files opened per day"),
        description=_("By name, all on one scale; the last four weeks."),
        label_heading=_("Who"),
        value_heading=_("Most on one day"),
        labels=[date_format(day, "j b") for day in days],
        multiples=[_course(user, counted[user.pk], days) for user in users],
    )


def _course(user: User, counted: dict[date, int], days: Iterable[date]) -> Multiple:
    most = max(counted.values())
    over = sum(value >= MANY_HOUSEHOLDS for value in counted.values())
    note = ngettext("%(n)d day of %(many)d or more", "%(n)d days of %(many)d or more", over) % {
        "n": over,
        "many": MANY_HOUSEHOLDS,
    }
    return Multiple(
        label=user.name, values=[counted.get(day, 0) for day in days], text=str(most), note=note if over else ""
    )
