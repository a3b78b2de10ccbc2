"""Meetings of an edition: another day, called off, one more."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collectief.enums import SessionKind
from collectief.forms.editions import CancelForm, MoveForm, SessionAddForm
from collectief.models import Edition, Session
from collectief.permissions import leads
from collectief.services.plan_sessions import (
    MomentIsTaken,
    SessionWasHeld,
    add_session,
    cancel_session,
    move_session,
)
from collectief.views.editions import find_edition
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.public_holidays import holiday_on


def _led(request: StaffRequest, public_id: UUID, *, on: date) -> tuple[Session, Edition]:
    """A meeting of an edition that one leads and that is not closed."""
    visible = Edition.objects.visible_to(request.user, on=on)
    rows = Session.objects.filter(edition__in=visible).select_related("edition__initiative", "edition__method")
    session = get_object_or_404(rows, public_id=public_id)
    assert session.edition is not None  # noqa: S101  (filtered above)
    require(leads(user=request.user, edition=session.edition, on=on) and session.edition.closed_on is None)
    return session, session.edition


def _too_late() -> str:
    return _("It was written down already who came, or the meeting was called off. Nothing has been changed.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def session_move(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Another day for one meeting, or for that one and all after it."""
    session, edition = _led(request, public_id, on=timezone.localdate())
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        initial={"held_on": session.held_on, "begins_at": session.begins_at, "place": session.place},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            moved, along = move_session(
                session=session,
                to=given["held_on"],
                begins_at=given["begins_at"],
                place=given["place"],
                with_the_rest=given["with_the_rest"],
            )
        except SessionWasHeld:
            form.add_error(None, _too_late())
        except MomentIsTaken:
            form.add_error("held_on", _("There is a meeting of this edition at that moment already."))
        else:
            text = ngettext(
                "The meeting has been moved, and %(number)d after it.",
                "The meeting has been moved, and %(number)d after it.",
                along,
            )
            messages.success(request, text % {"number": along} if along else _("The meeting has been moved."))
            if holiday := holiday_on(moved.held_on):
                messages.warning(request, _("That day is a holiday: %(name)s.") % {"name": holiday})
            return redirect_after_post(request, "collectief:edition", edition.public_id)
    context = {"form": form, "session": session, "edition": edition}
    return render_page(
        request,
        "collectief/session_move.html",
        context,
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def session_cancel(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """It does not go on."""
    session, edition = _led(request, public_id, on=timezone.localdate())
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            cancel_session(session=session, reason=form.cleaned_data["reason"], at=timezone.now())
        except SessionWasHeld:
            form.add_error(None, _too_late())
        else:
            messages.success(request, _("The meeting has been called off."))
            return redirect_after_post(request, "collectief:edition", edition.public_id)
    context = {"form": form, "session": session, "edition": edition}
    return render_page(
        request,
        "collectief/session_cancel.html",
        context,
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def session_add(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One meeting more."""
    today = timezone.localdate()
    edition = find_edition(request, public_id, on=today)
    require(leads(user=request.user, edition=edition, on=today) and edition.closed_on is None)
    last = edition.sessions.order_by("-held_on").first()
    form = SessionAddForm(
        request.POST if request.method == "POST" else None,
        initial={
            "kind": SessionKind.EXTRA,
            "place": edition.place,
            "begins_at": last.begins_at if last else None,
        },
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            add_session(
                edition=edition,
                held_on=given["held_on"],
                begins_at=given["begins_at"],
                kind=SessionKind(given["kind"]),
                place=given["place"],
                minutes=edition.method.minutes,
            )
        except MomentIsTaken:
            form.add_error("held_on", _("There is a meeting of this edition at that moment already."))
        else:
            messages.success(request, _("The meeting has been added."))
            return redirect_after_post(request, "collectief:edition", edition.public_id)
    return render_page(
        request,
        "collectief/session_add.html",
        {"form": form, "edition": edition},
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )
