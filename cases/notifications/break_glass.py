"""Telling who watches that emergency access was used. No mail says who, whom or why: that is read after signing in."""

from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.models import BreakGlass
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.periods import running_on


def watchers(emergency: BreakGlass) -> "QuerySet[User]":
    """The privacy officers, and the coordinators of the team that has the case."""
    officers: QuerySet[User] = User.objects.active().filter(role=Role.PRIVACY_OFFICER)
    if emergency.case is None:
        return officers
    today = timezone.localdate(emergency.started_at)
    coordinators: QuerySet[User] = User.objects.active().filter(
        running_on(today, of="memberships"), memberships__team=emergency.case.team_id, role=Role.TEAM_COORDINATOR
    )
    found = officers | coordinators
    return found.exclude(pk=emergency.user_id).distinct().order_by("pk")


@transaction.atomic
def announce_emergency(*, break_glass_id: int, at: datetime) -> bool:
    """Send the notices of one use, once; False when that was done, or is being done at this moment."""
    waiting = BreakGlass.objects.select_for_update(of=("self",), skip_locked=True).filter(announced_at=None)
    emergency = waiting.select_related("case").filter(pk=break_glass_id).first()
    if emergency is None:
        return False
    messages = [_message(user) for user in watchers(emergency) if user.email]
    get_connection().send_messages(messages)
    emergency.announced_at = max(at, emergency.started_at)
    emergency.save(update_fields=["announced_at"])
    return True


def _message(user: User) -> EmailMessage:
    with translation.override(user.language):
        text = _(
            "Somebody opened a file with emergency access.\n\n"
            "Sign in and look at “Emergency access” in the menu: there it says who, when and why.\n"
            "This message holds no names and no numbers on purpose."
        )
        return EmailMessage(subject=_("Emergency access was used"), body=text, to=[user.email])
