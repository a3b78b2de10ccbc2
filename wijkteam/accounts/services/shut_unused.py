"""Use case: an account that nobody used for a long time lets nobody in any more."""

from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Greatest

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.services.end_sessions import end_all_sessions

UNUSED_DAYS = 45
# An administrator must stay who can let the others in again; the account of a partner has an end of its own.
_NOT_THESE = (Role.ADMINISTRATOR, Role.PARTNER)


@transaction.atomic
def shut_unused(*, at: datetime) -> int:
    """Disable what was not used for 45 days. The administrator sees it in the list and lets somebody in again.

    A change of the account (it was let in again, it got another role) begins the 45 days anew.
    """
    changes = apps.get_model("accounts", "UserEvent")._default_manager.filter(pgh_obj=OuterRef("pk")).order_by()
    changed = changes.values("pgh_obj").annotate(last=Max("pgh_created_at")).values("last")
    unused = (
        User.objects.active()
        .exclude(role__in=_NOT_THESE)
        .annotate(used=Greatest(F("last_login"), F("created_at"), Subquery(changed)))
        .filter(used__lt=at - timedelta(days=UNUSED_DAYS))
        .select_for_update(of=("self",))
    )
    accounts = list(unused)
    for account in accounts:
        account.is_active = False
        account.end_sessions()
        account.save(update_fields=["is_active", "session_salt"])
        end_all_sessions(user=account)
    return len(accounts)
