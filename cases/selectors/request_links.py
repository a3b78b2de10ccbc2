"""The link under which a partner answers a request: for who opens it, and for the page of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import AnswerKind
from cases.models import Case, Involvement, RequestAnswer, RequestLink, SharingRecord
from wijkteam.core.mail_links import LinkUse
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def address_of(involvement: Involvement) -> str:
    """Where a request to a partner goes: never to the mailbox of everybody when one person was asked."""
    receiver = involvement.professional or involvement.organisation
    return receiver.email


def link_of(*, token: str) -> RequestLink | None:
    """The link of this token, over or not, with what a page about it shows. One statement."""
    if not token or len(token) > 100:
        return None
    found = RequestLink.objects.filter(digest__in=RequestLink.digests_of(token)).select_related(
        "involvement__case__team",
        "involvement__organisation",
        "involvement__service",
        "involvement__professional",
        "involvement__sent_by",
        "involvement__sharing",
    )
    return found.first()


def is_live(link: RequestLink, *, today: date) -> bool:
    return RequestLink.objects.live(on=today).filter(pk=link.pk).exists()


def was_said(link: RequestLink, *, request_key: str) -> bool:
    """Whether this very form was kept before."""
    try:
        return link.answers.filter(request_key=UUID(request_key)).exists()
    except ValueError:
        return False


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why the question may go to the partner, and until when."""

    basis: "_StrOrPromise"
    law: "_StrOrPromise"
    explanation: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class AskedPage:
    """Exactly what was shared for one request: nothing of the household stands in it but the question itself."""

    reference: str
    team: Team
    receiver: str
    service: str
    mode: "_StrOrPromise"
    question: str
    asked_on: date
    asked_by: str
    coordinator: str
    is_anonymous: bool
    is_consult: bool
    ends_on: date | None
    ground: Ground | None
    later_on: date | None


def asked_page(involvement: Involvement, *, reference: str) -> AskedPage:
    """Two statements, when the request was fetched as `link_of` does."""
    case = involvement.case
    running = case.coordinators.current().select_related("worker").first()
    later = (
        RequestAnswer.objects.filter(involvement=involvement, kind=AnswerKind.LATER)
        .order_by("-at", "-pk")
        .values_list("later_on", flat=True)
        .first()
    )
    return AskedPage(
        reference=reference,
        team=case.team,
        receiver=receiver_of(involvement),
        service=involvement.service.name if involvement.service else "",
        mode=involvement.get_mode_display(),
        question=involvement.question,
        asked_on=involvement.sent_on,
        asked_by=involvement.sent_by.name,
        coordinator=running.worker.name if running else "",
        is_anonymous=involvement.is_anonymous,
        is_consult=involvement.mode == "consulted",
        ends_on=involvement.ends_on,
        ground=ground_of(involvement.sharing),
        later_on=later,
    )


@dataclass(frozen=True, kw_only=True)
class OverPage:
    """What became of a request whose link is over: nothing of the question stands in it."""

    reference: str
    team: Team
    answer: str
    is_answered: bool
    is_called_off: bool


def over_page(link: RequestLink) -> OverPage:
    """One statement."""
    involvement = link.involvement
    said = RequestAnswer.objects.filter(involvement=involvement, link=link).order_by("-at", "-pk").first()
    stands = said is not None and said.kind != AnswerKind.LATER
    return OverPage(
        reference=link.reference,
        team=involvement.case.team,
        answer=answer_text(said) if said is not None and stands else "",
        is_answered=stands,
        is_called_off=involvement.cancelled_on is not None,
    )


def receiver_of(involvement: Involvement) -> str:
    if involvement.professional is None:
        return involvement.organisation.name
    return f"{involvement.professional.name}, {involvement.organisation.name}"


def ground_of(record: SharingRecord | None) -> Ground | None:
    if record is None:
        return None
    return Ground(
        basis=record.get_basis_display(),
        law=record.get_law_display() if record.law else "",
        explanation=record.ground,
        until=record.until,
    )


# -- for the page of the case -------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RequestMail:
    """What was mailed about a request, and what came back. `can_mail` is for a request that waits for an answer."""

    can_mail: bool
    link_id: UUID | None
    state: str
    answers: tuple[str, ...]
    later_on: date | None


def answer_text(answer: RequestAnswer) -> str:
    """Who said what, in one sentence. Runs no query."""
    words = {"name": answer.name, "day": date_format(timezone.localtime(answer.at), "j F Y")}
    if answer.kind == AnswerKind.NO:
        text = _("%(name)s said no on %(day)s: %(why)s") % {**words, "why": answer.get_reason_display()}
    elif answer.kind == AnswerKind.LATER:
        until = date_format(answer.later_on or timezone.localdate(answer.at), "j F Y")
        text = _("%(name)s said on %(day)s: you hear from us by %(until)s") % {**words, "until": until}
    else:
        text = _("%(name)s said yes on %(day)s") % words
        if answer.from_on:
            text += ", " + _("from %(from)s") % {"from": date_format(answer.from_on, "j F Y")}
        if answer.wait_weeks is not None:
            weeks = ngettext("about %(weeks)d week of waiting", "about %(weeks)d weeks of waiting", answer.wait_weeks)
            text += ", " + weeks % {"weeks": answer.wait_weeks}
        if answer.handover_on:
            day = date_format(answer.handover_on, "j F Y")
            text += ", " + _("proposes to hand over together on %(day)s") % {"day": day}
    return f"{text}. {answer.words}" if answer.words else text


def request_mails(case: Case, rows: Sequence[Involvement], *, today: date, can_change: bool) -> dict[int, RequestMail]:
    """By request of this case, fetched with who was asked. Three statements."""
    opened = Max("uses__at", filter=Q(uses__outcome=LinkUse.OPENED))
    kept = RequestLink.objects.filter(involvement__case=case, revoked_at=None, expires_on__gt=today)
    links = {link.involvement_id: link for link in kept.annotate(opened=opened)}
    answers: dict[int, list[RequestAnswer]] = {}
    for answer in RequestAnswer.objects.filter(involvement__case=case).order_by("at", "pk"):
        answers.setdefault(answer.involvement_id, []).append(answer)
    waiting = Involvement.objects.unanswered().readable_outside(on=today).filter(case=case)
    open_ones = set(waiting.values_list("pk", flat=True))
    return {
        row.pk: _mail(row, links.get(row.pk), answers.get(row.pk, []), can_mail=can_change and row.pk in open_ones)
        for row in rows
    }


def _mail(
    row: Involvement, link: RequestLink | None, answers: Sequence[RequestAnswer], *, can_mail: bool
) -> RequestMail:
    running = link if can_mail else None
    later = [one.later_on for one in answers if one.kind == AnswerKind.LATER]
    return RequestMail(
        can_mail=can_mail and bool(address_of(row)),
        link_id=running.public_id if running is not None else None,
        state=_state(running) if running is not None else "",
        answers=tuple(answer_text(one) for one in answers),
        later_on=later[-1] if later and can_mail else None,
    )


def _state(link: RequestLink) -> str:
    words = {
        "email": link.email,
        "reference": link.reference,
        "until": date_format(link.expires_on - timedelta(days=1), "j F Y"),
    }
    if link.sent_at is None:
        return _("A mail to %(email)s goes out in a moment (reference %(reference)s)") % words
    parts = [
        _("Mailed to %(email)s on %(day)s (reference %(reference)s)")
        % {**words, "day": date_format(timezone.localtime(link.sent_at), "j F Y")},
        _("the link works up to and including %(until)s") % words,
    ]
    opened: datetime | None = link.opened  # type: ignore[attr-defined]  # annotated by request_mails
    if opened is None:
        parts.append(_("not opened yet"))
    else:
        parts.append(_("last opened on %(day)s") % {"day": date_format(timezone.localtime(opened), "DATETIME_FORMAT")})
    return " · ".join([capfirst(parts[0]), *parts[1:]])
