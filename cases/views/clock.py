"""The statutory clock of a case. Where the municipality does not keep one these pages do not exist."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import ClockEnd, ClockPhase, Decision
from cases.forms.clock import DecisionForm, ExtensionForm, StartForm, StepForm, StopForm
from cases.models import StatutoryClock
from cases.selectors.clock import ClockPage, clock_page
from cases.services.keep_clock import (
    ClockHasStopped,
    NotALaterDay,
    StepOutOfOrder,
    decide,
    extend_term,
    set_step,
    start_clock,
    stop_clock,
)
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import CaseFile, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.forms import Form
from wijkteam.core.htmx import redirect_after_post, render_page

_STEPS = {
    "bevestigd": "confirmed_on",
    "eigen-plan": "own_plan_on",
    "onderzoek": "investigation_done_on",
    "aanvraag": "applied_on",
}
_PHASES = {"onderzoek": ClockPhase.INVESTIGATION, "besluit": ClockPhase.DECISION}


def _page(file: CaseFile) -> ClockPage:
    page = clock_page(case=file.case, today=file.today)
    if page is None:
        raise Http404
    return page


def _clock(file: CaseFile, clock_id: UUID) -> StatutoryClock:
    clock = file.case.clocks.filter(public_id=clock_id).first()
    if clock is None:
        raise Http404
    require(clock.is_running)
    return clock


@require_safe
@for_roles(*CASEWORKERS)
def clock(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What is due when, and what was done."""
    file = open_file(request, public_id)
    return render_page(
        request, "cases/clock/page.html", {"case": file.case, "part": "exploration", "page": _page(file)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def clock_start(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Let the terms run from the day of the report."""
    file = open_file(request, public_id, to_change=True)
    page = _page(file)
    if not page.can_start:
        return redirect_after_post(request, "cases:clock", public_id)
    form = StartForm(request.POST if request.method == "POST" else None, today=file.today, report_on=page.report_on)
    return _write(
        request,
        file,
        form,
        lambda: start_clock(case=file.case, reported_on=form.cleaned_data["reported_on"], by=request.user, at=file.now),
        title=_("Let the terms run"),
        submit=_("Let the terms run"),
        done=_("The terms run from that day."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def clock_step(request: StaffRequest, public_id: UUID, clock_id: UUID, step: str) -> HttpResponse:
    """Write down when a step was done."""
    file = open_file(request, public_id, to_change=True)
    one = _clock(file, clock_id)
    if step not in _STEPS:
        raise Http404
    done_on: date | None = getattr(one, _STEPS[step])
    form = StepForm(request.POST if request.method == "POST" else None, today=file.today, done_on=done_on)
    titles = {
        "bevestigd": _("Receipt confirmed"),
        "eigen-plan": _("Own plan of the resident"),
        "onderzoek": _("Investigation finished, result on paper"),
        "aanvraag": _("Application"),
    }
    return _write(
        request,
        file,
        form,
        lambda: set_step(clock=one, step=_STEPS[step], on=form.cleaned_data["on"], by=request.user),
        title=titles[step],
        submit=_("Save the day"),
        done=_("The day is saved."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def clock_decide(request: StaffRequest, public_id: UUID, clock_id: UUID) -> HttpResponse:
    """The decision on the application; the clock stops."""
    file = open_file(request, public_id, to_change=True)
    one = _clock(file, clock_id)
    form = DecisionForm(request.POST if request.method == "POST" else None, today=file.today)
    return _write(
        request,
        file,
        form,
        lambda: decide(
            clock=one,
            decision=Decision(form.cleaned_data["decision"]),
            on=form.cleaned_data["on"],
            by=request.user,
        ),
        title=_("Decision on the application"),
        intro=_("With the decision the clock stops. This cannot be taken back."),
        submit=_("Save the decision"),
        done=_("The decision is saved."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def clock_stop(request: StaffRequest, public_id: UUID, clock_id: UUID) -> HttpResponse:
    """Stop the clock: no decision follows."""
    file = open_file(request, public_id, to_change=True)
    one = _clock(file, clock_id)
    form = StopForm(request.POST if request.method == "POST" else None, today=file.today)
    return _write(
        request,
        file,
        form,
        lambda: stop_clock(
            clock=one, reason=ClockEnd(form.cleaned_data["reason"]), on=form.cleaned_data["on"], by=request.user
        ),
        title=_("Stop the terms"),
        intro=_("This cannot be taken back. A new report starts new terms."),
        submit=_("Stop the terms"),
        done=_("The terms have stopped."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def clock_extend(request: StaffRequest, public_id: UUID, clock_id: UUID, phase: str) -> HttpResponse:
    """Give a phase a later day, with the reason."""
    file = open_file(request, public_id, to_change=True)
    one = _clock(file, clock_id)
    if phase not in _PHASES:
        raise Http404
    form = ExtensionForm(request.POST if request.method == "POST" else None, today=file.today, phase=_PHASES[phase])
    return _write(
        request,
        file,
        form,
        lambda: extend_term(
            clock=one,
            phase=_PHASES[phase],
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            told_on=form.cleaned_data["told_on"],
            by=request.user,
            at=file.now,
        ),
        title=_("More time for the investigation") if phase == "onderzoek" else _("More time for the decision"),
        intro=_("An extension stays in the file as it is written now."),
        submit=_("Extend the term"),
        done=_("The term is extended."),
    )


def _write(
    request: StaffRequest,
    file: CaseFile,
    form: Form,
    write: Callable[[], object],
    *,
    title: str,
    submit: str,
    done: str,
    intro: str = "",
) -> HttpResponse:
    if form.is_valid():
        try:
            write()
        except StepOutOfOrder:
            form.add_error(
                None,
                _("These days cannot be in this order. First the report, then the investigation, then the application, "
                  "then the decision; without an investigation one can apply after six weeks."),
            )  # fmt: skip
        except NotALaterDay:
            form.add_error("until", _("Choose a day after the one on which the term ends now."))
        except (ClockHasStopped, CaseIsClosed):
            messages.error(request, _("A colleague stopped this clock in the meantime."))
            return redirect_after_post(request, "cases:clock", file.case.public_id)
        else:
            messages.success(request, done)
            return redirect_after_post(request, "cases:clock", file.case.public_id)
    context: dict[str, Any] = {"case": file.case, "form": form, "title": title, "submit": submit, "intro": intro}
    return render_page(request, "cases/clock/form.html", context, status=422 if form.is_bound else 200)
