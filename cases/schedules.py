"""What Celery beat asks of the cases. Messages hold nothing."""

from typing import Any

from celery import shared_task

from cases.services.add_file import scan_waiting
from cases.services.add_file import sweep_files as sweep


@shared_task(name="cases.scan_waiting_files")
def scan_waiting_files(**_: Any) -> None:
    """Files that came in while the virus scanner was away."""
    scan_waiting()


@shared_task(name="cases.sweep_files")
def sweep_files(**_: Any) -> None:
    """Bytes that belong to no file any more."""
    sweep()
