"""Use cases: a worker tells where they live, or takes that back."""

from datetime import datetime

from wijkteam.accounts.models import User
from wijkteam.audit.models import WorkerHome
from wijkteam.audit.models.worker_home import mark_of


def tell_home(*, by: User, postcode: str, at: datetime) -> None:
    """The last one counts; the postcode itself is kept nowhere."""
    WorkerHome.objects.update_or_create(user=by, defaults={"mark": mark_of(postcode), "told_at": at})


def forget_home(*, by: User) -> None:
    WorkerHome.objects.filter(user=by).delete()
