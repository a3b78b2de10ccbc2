"""What Celery beat asks for."""

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from wijkteam.audit.notifications.tampering import tell_of_tampering
from wijkteam.audit.services.check_log import check_log
from wijkteam.audit.services.keep_limit import forget_counts
from wijkteam.audit.services.keep_months import drop_months, make_months
from wijkteam.audit.services.look_at_log import draw_sample, look_at_last_days
from wijkteam.audit.services.seal_log import seal_log
from wijkteam.audit.services.seals import BrokenSeals

logger = logging.getLogger(__name__)


@shared_task(name="audit.seal_log")
def seal_closed_hours(**_: Any) -> None:
    """Each hour that is over gets its seal. On a broken file nothing is built: the nightly check tells of it."""
    try:
        seal_log(at=timezone.now())
    except BrokenSeals as broken:
        logger.error("The seals of the read log are broken from %s on.", broken.hour or "the first line")


@shared_task(name="audit.check_log")
def check_all_hours(**_: Any) -> None:
    """Every night the whole log is compared with its seals; who watches hears of a difference."""
    check = check_log(at=timezone.now())
    for finding in check.findings:
        logger.error(
            "Read log, hour %s: %s (%d sealed, %d found).", finding.hour, finding.kind, finding.sealed, finding.found
        )
    if check.findings:
        tell_of_tampering()


@shared_task(name="audit.look_at_log")
def look_at_log(**_: Any) -> None:
    """Every night: patterns in what was read on the days before. Again raises nothing again."""
    now = timezone.now()
    look_at_last_days(today=timezone.localdate(now), at=now)


@shared_task(name="audit.draw_sample")
def draw_weekly_sample(**_: Any) -> None:
    """Every night, for a Monday without a worker: twenty readings of last week, if they were not drawn yet."""
    now = timezone.now()
    today = timezone.localdate(now)
    draw_sample(week=today - timedelta(days=today.weekday() + 7), at=now)


@shared_task(name="audit.keep_months")
def keep_months(**_: Any) -> None:
    """Every night: the months ahead are made, and what was kept its term is thrown away; counts of days too."""
    forget_counts()
    make_months()
    drop_months(at=timezone.now())
