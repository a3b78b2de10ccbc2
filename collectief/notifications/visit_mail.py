"""Mails to a volunteer with the address of the own page, and the code for it. Nobody's name stands in them."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from collectief.models import VisitCode, VisitLink
from wijkteam.core.mail_links import CODE_LASTS, TRIED_FOR
from wijkteam.teams.models import Team

LANGUAGE = "nl"
logger = logging.getLogger(__name__)


def _reach(team: Team) -> str:
    return " · ".join(part for part in (team.name, team.phone, team.email) if part)


@transaction.atomic
def mail_link(*, visit_link_id: int, at: datetime) -> bool:
    """Send the address of one link, once; False when that was done, is being done, or has lost its reason."""
    waiting = VisitLink.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    link = (
        waiting.filter(sent_at=None, revoked_at=None, volunteer__stopped_on=None)
        .select_related("volunteer__team")
        .filter(pk=visit_link_id)
        .first()
    )
    if link is None:
        return False
    token = link.new_token(at=at)
    link.save(update_fields=["digest", "sent_at"])
    team = link.volunteer.team
    words = {
        "team": team.name,
        "reference": link.reference,
        "address": f"{settings.BASE_URL}{reverse('collectief:own-visits', args=[token])}",
        "reach": _reach(team),
    }
    with translation.override(LANGUAGE):
        subject = _("Your own page at %(team)s (reference %(reference)s)") % words
        body = (
            _(
                "On this page you tell in a few taps how it went:\n%(address)s\n\n"
                "You are asked for a code first. It comes to this e-mail address when you press the button.\n"
                "Keep this mail: the page is yours as long as you go on. Please do not pass it on.\n\n"
                "There is nothing about anybody in this message on purpose. Do you have a question? Contact us and "
                "name the reference %(reference)s.\n%(reach)s"
            )
            % words
        )
        EmailMessage(subject, body, to=[link.email]).send()
    return True


@transaction.atomic
def mail_code(*, visit_code_id: int, at: datetime) -> bool:
    """Send one code, once, as long as somebody may be waiting for it."""
    waiting = VisitCode.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    code = (
        waiting.filter(sent_at=None, asked_at__gt=at - CODE_LASTS, link__revoked_at=None)
        .select_related("link__volunteer__team")
        .filter(pk=visit_code_id)
        .first()
    )
    if code is None:
        return False
    figures = code.new_figures(at=at)
    code.save(update_fields=["digest", "sent_at"])
    words = {"code": figures, "reference": code.link.reference, "reach": _reach(code.link.volunteer.team)}
    with translation.override(LANGUAGE):
        subject = _("Your code for reference %(reference)s") % words
        body = (
            _(
                "Your code: %(code)s\n\n"
                "Fill it in on the page that you opened. It works for fifteen minutes, once.\n"
                "Did you not ask for a code? Then somebody else has the link. Contact us.\n%(reach)s"
            )
            % words
        )
        EmailMessage(subject, body, to=[code.link.email]).send()
    return True


def mail_what_waits(*, at: datetime) -> int:
    """What could not be sent at once, because the mail server or the broker was away. Returns how many went."""
    links = VisitLink.objects.filter(sent_at=None, revoked_at=None, created_at__gt=at - TRIED_FOR)
    codes = VisitCode.objects.filter(sent_at=None, asked_at__gt=at - CODE_LASTS)
    sent = 0
    for pk in links.order_by("pk").values_list("pk", flat=True):
        sent += _tried("link", pk, at=at)
    for pk in codes.order_by("pk").values_list("pk", flat=True):
        sent += _tried("code", pk, at=at)
    return sent


def _tried(kind: str, pk: int, *, at: datetime) -> bool:
    """One mailbox that refuses must not keep the others waiting."""
    try:
        return mail_link(visit_link_id=pk, at=at) if kind == "link" else mail_code(visit_code_id=pk, at=at)
    except OSError as error:
        logger.warning("mail about %s %s of visits did not go: %s", kind, pk, type(error).__name__)
        return False
