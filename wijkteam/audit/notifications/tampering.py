"""Telling the privacy officers that the read log is not as it was sealed. The mail holds no names and no numbers."""

from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User


def tell_of_tampering() -> int:
    """A mail to each privacy officer with an address; how many."""
    officers = User.objects.active().filter(role=Role.PRIVACY_OFFICER).exclude(email="").order_by("pk")
    messages = [_message(officer) for officer in officers]
    get_connection().send_messages(messages)
    return len(messages)


def _message(user: User) -> EmailMessage:
    with translation.override(user.language):
        text = _(
            "The nightly check found that the read log is not as it was.\n\n"
            "Lines were changed, added or removed outside the application, or the hours were not sealed.\n"
            "Ask the administrator of the server to run “manage.py check_log”: it says which hours.\n"
            "This message holds no names and no numbers on purpose."
        )
        return EmailMessage(subject=_("The read log is not as it was"), body=text, to=[user.email])
