"""`manage.py check --deploy`: what an installation cannot do without, beside what Django itself asks."""

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register("mail", deploy=True)
def mail_leaves(**_: object) -> list[CheckMessage]:
    if settings.EMAIL_HOST:
        return []
    return [
        Warning(
            "There is no mail server: partners and residents get no links, and nobody gets a reminder.",
            hint="Set WIJKTEAM_MAIL_HOST and WIJKTEAM_MAIL_FROM (docs/operations.md).",
            id="core.W001",
        )
    ]
