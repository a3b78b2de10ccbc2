"""What Celery beat asks for, and the work that a request leaves to it. Messages hold the id of a list."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from wijkteam.retention.models import DestructionList
from wijkteam.retention.services.carry_out import carry_out as run
from wijkteam.retention.services.keep_ledger import write_ledger


@shared_task(name="retention.carry_out")
def carry_out(*, list_id: int, **_: Any) -> None:
    """Destroy what stands on a confirmed list. Delivered twice, or too late, it does nothing."""
    run(list_id=list_id)


@shared_task(name="retention.sweep")
def sweep(**_: Any) -> None:
    """Take up what nobody finished: the message was lost, or its worker was killed. Runs every minute."""
    for pk in DestructionList.objects.to_take(at=timezone.now()).order_by("pk").values_list("pk", flat=True):
        carry_out.delay(list_id=pk)


@shared_task(name="retention.keep_ledger")
def keep_ledger(**_: Any) -> None:
    """Every hour: the ledger outside the database says what the table says."""
    write_ledger()
