"""What Celery beat asks for, and the work that a request leaves to it. Messages hold the id of a list."""

import datetime as dt
from typing import Any

from celery import shared_task
from django.utils import timezone

from wijkteam.retention.enums import TakeoutState
from wijkteam.retention.models import DestructionList, RequestFile, Takeout
from wijkteam.retention.services.carry_out import carry_out as run
from wijkteam.retention.services.keep_ledger import write_ledger
from wijkteam.retention.services.make_own_file import erase_ended
from wijkteam.retention.services.make_own_file import make_own_file as gather
from wijkteam.retention.services.takeout.ask import erase_outlived
from wijkteam.retention.services.takeout.kept_file import sweep_folder
from wijkteam.retention.services.takeout.make import make_takeout as make


@shared_task(name="retention.carry_out")
def carry_out(*, list_id: int, **_: Any) -> None:
    """Destroy what stands on a confirmed list. Delivered twice, or too late, it does nothing."""
    run(list_id=list_id)


@shared_task(name="retention.sweep")
def sweep(**_: Any) -> None:
    """Take up what nobody finished: the message was lost, or its worker was killed. Runs every minute."""
    for pk in DestructionList.objects.to_take(at=timezone.now()).order_by("pk").values_list("pk", flat=True):
        carry_out.delay(list_id=pk)
    for pk in RequestFile.objects.to_take(at=timezone.now()).order_by("pk").values_list("pk", flat=True):
        make_own_file.delay(file_id=pk)
    erase_ended(at=timezone.now())


@shared_task(name="retention.make_own_file")
def make_own_file(*, file_id: int, **_: Any) -> None:
    """Gather what a resident asked to see. Delivered twice, or too late, it does nothing."""
    gather(file_id=file_id)


@shared_task(name="retention.keep_ledger")
def keep_ledger(**_: Any) -> None:
    """Every hour: the ledger outside the database says what the table says."""
    write_ledger()


@shared_task(name="retention.make_takeout")
def make_takeout(*, takeout_id: int, **_: Any) -> None:
    """Make what was allowed. Delivered twice, or too late, it does nothing."""
    make(takeout_id=takeout_id)


@shared_task(name="retention.sweep_takeouts")
def sweep_takeouts(**_: Any) -> None:
    """Every minute: what nobody finished is taken up again, what was made a week ago goes, and what belongs to none."""
    now = timezone.now()
    left = Takeout.objects.to_take(at=now).filter(decided_at__lte=now - dt.timedelta(seconds=30))
    for pk in left.order_by("decided_at", "pk").values_list("pk", flat=True):
        make_takeout.delay(takeout_id=pk)
    erase_outlived(at=now)
    ready = Takeout.objects.filter(state=TakeoutState.READY).values_list("public_id", flat=True)
    sweep_folder(kept={one.hex for one in ready})
