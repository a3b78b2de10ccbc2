"""Mails to a partner about a request. Neither says anything of a household: that is read after the code."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import RequestCode, RequestLink
from cases.models.involvement import Involvement
from wijkteam.core.mail_links import CODE_LASTS, TRIED_FOR
from wijkteam.teams.models import Team

LANGUAGE = "nl"
logger = logging.getLogger(__name__)


@transaction.atomic
def mail_link(*, request_link_id: int, at: datetime) -> bool:
    """Send the address of one link, once; False when that was done, is being done, or has lost its reason."""
    waiting = RequestLink.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    link = (
        waiting.filter(sent_at=None, revoked_at=None)
        .select_related("involvement__case__team", "involvement__organisation")
        .filter(pk=request_link_id)
        .first()
    )
    if link is None:
        return False
    today = timezone.localdate(at)
    if not Involvement.objects.unanswered().readable_outside(on=today).filter(pk=link.involvement_id).exists():
        return False
    token = link.new_token(at=at)
    link.save(update_fields=["digest", "sent_at"])
    address = f"{settings.BASE_URL}{reverse('cases:request', args=[token])}"
    with translation.override(LANGUAGE):
        _link_message(link, address).send()
    return True


def _link_message(link: RequestLink, address: str) -> EmailMessage:
    team = link.involvement.case.team
    words = {
        "team": team.name,
        "reference": link.reference,
        "receiver": link.involvement.organisation.name,
        "address": address,
        "until": date_format(link.expires_on - timedelta(days=1), "l j F Y"),
        "reach": _reach(team),
    }
    subject = _("A question of %(team)s (reference %(reference)s)") % words
    body = (
        _(
            "%(team)s has a question for %(receiver)s.\n\n"
            "You read and answer it here, without an account:\n%(address)s\n\n"
            "You are asked for a code first. It comes to this e-mail address when you press the button.\n"
            "The link works up to and including %(until)s. Please do not pass it on.\n\n"
            "There is nothing about a resident in this message on purpose. Do you have a question, or were you not the "
            "one to ask? Contact us and name the reference %(reference)s.\n%(reach)s"
        )
        % words
    )
    return EmailMessage(subject, body, to=[link.email])


def _reach(team: Team) -> str:
    return " · ".join(part for part in (team.name, team.phone, team.email) if part)


@transaction.atomic
def mail_code(*, request_code_id: int, at: datetime) -> bool:
    """Send one code, once, as long as somebody may be waiting for it."""
    waiting = RequestCode.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    code = (
        waiting.filter(sent_at=None, asked_at__gt=at - CODE_LASTS, link__revoked_at=None)
        .select_related("link__involvement__case__team")
        .filter(pk=request_code_id)
        .first()
    )
    if code is None:
        return False
    figures = code.new_figures(at=at)
    code.save(update_fields=["digest", "sent_at"])
    team = code.link.involvement.case.team
    words = {"code": figures, "reference": code.link.reference, "reach": _reach(team)}
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
    links = RequestLink.objects.filter(sent_at=None, revoked_at=None, created_at__gt=at - TRIED_FOR)
    codes = RequestCode.objects.filter(sent_at=None, asked_at__gt=at - CODE_LASTS)
    sent = 0
    for pk in links.order_by("pk").values_list("pk", flat=True):
        sent += _tried("link", pk, at=at)
    for pk in codes.order_by("pk").values_list("pk", flat=True):
        sent += _tried("code", pk, at=at)
    return sent


def _tried(kind: str, pk: int, *, at: datetime) -> bool:
    """One mailbox that refuses must not keep the others waiting."""
    try:
        return mail_link(request_link_id=pk, at=at) if kind == "link" else mail_code(request_code_id=pk, at=at)
    except OSError as error:
        logger.warning("mail about %s %s of a request did not go: %s", kind, pk, type(error).__name__)
        return False
