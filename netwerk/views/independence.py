"""Independence: what the teams ask of providers, who endorses it, and who presses."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netwerk.enums import PressureKind, PressureStep
from netwerk.forms.independence import AnswerForm, EndAnswerForm, FollowUpForm, PressureForm
from netwerk.models import Endorsement, Organisation, PressureSignal
from netwerk.permissions import chosen_team, may_correct_pressure, own_teams
from netwerk.selectors.independence import independence_page
from netwerk.selectors.pressure import line
from netwerk.selectors.principles import current_principles
from netwerk.services.principles import AnswerTooEarly, NothingToEnd, VersionHasChanged, end_answer, record_answer
from netwerk.services.report_pressure import AlreadySettled, correct_pressure, follow_up_pressure, report_pressure
from netwerk.views.directory import find_organisation
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.forms import Form
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def independence(request: StaffRequest) -> HttpResponse:
    """The principles, the providers around one's own team, and the signals that one may read."""
    today = timezone.localdate()
    teams = own_teams(user=request.user, on=today)
    team = chosen_team(teams, request.GET.get("team", ""))
    page = independence_page(user=request.user, team=team, today=today)
    return render_page(request, "netwerk/independence.html", {"page": page, "teams": teams})


def _of_own_team(request: StaffRequest, public_id: UUID, *, today: date) -> tuple[Organisation, Team]:
    organisation = find_organisation(request, public_id)
    team = chosen_team(own_teams(user=request.user, on=today), request.GET.get("team", ""))
    require(team is not None)
    assert team is not None  # noqa: S101  (said by require)
    return organisation, team


def _small(
    request: StaffRequest,
    form: Form,
    organisation: Organisation,
    *,
    title: str,
    submit: str,
    status: int,
    **more: object,
) -> HttpResponse:
    context = {
        "form": form,
        "organisation": organisation,
        "title": title,
        "submit": submit,
        "back": reverse("netwerk:organisation", args=[organisation.public_id]),
        **more,
    }
    return render_page(request, "netwerk/small_form.html", context, status=status)


# -- principles ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def endorsement_new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What a provider answers about the principles, with their text beside the form."""
    today = timezone.localdate()
    organisation, _team = _of_own_team(request, public_id, today=today)
    principles = current_principles()
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={"starts_on": today, "seen": principles.version},
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            record_answer(
                organisation=organisation, details=form.details, seen=form.cleaned_data["seen"], by=request.user
            )
        except VersionHasChanged:
            form.add_error(None, _("There is a new version of the principles. Let them read that one first."))
            status = 409
        except AnswerTooEarly:
            text = _("Their earlier answer, or this version of the principles, is of that day or later.")
            form.add_error("starts_on", text)
        else:
            messages.success(request, _("What they answered is written down."))
            return redirect_after_post(request, "netwerk:organisation", organisation.public_id)
    return _small(
        request,
        form,
        organisation,
        title=_("Do they endorse our principles?"),
        submit=_("Write down their answer"),
        status=status,
        principles=principles,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def endorsement_end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What they answered holds no longer."""
    today = timezone.localdate()
    organisation, _team = _of_own_team(request, public_id, today=today)
    get_object_or_404(Endorsement, organisation=organisation, ends_on=None)
    form = EndAnswerForm(request.POST if request.method == "POST" else None, today=today, initial={"ends_on": today})
    if form.is_bound and form.is_valid():
        try:
            end_answer(organisation=organisation, **form.cleaned_data)
        except AnswerTooEarly:
            form.add_error("ends_on", _("They answered on that day or later. Choose a later day."))
        except NothingToEnd:
            messages.info(request, _("A colleague ended it in the meantime."))
            return redirect_after_post(request, "netwerk:organisation", organisation.public_id)
        else:
            messages.success(request, _("The end is written down."))
            return redirect_after_post(request, "netwerk:organisation", organisation.public_id)
    return _small(
        request,
        form,
        organisation,
        title=_("It no longer holds"),
        submit=_("Write down the end"),
        status=422 if form.is_bound else 200,
    )


# -- pressure --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def pressure_new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """A provider presses: what happened, without any household."""
    today = timezone.localdate()
    organisation, team = _of_own_team(request, public_id, today=today)
    form = PressureForm(request.POST if request.method == "POST" else None, today=today, initial={"happened_on": today})
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        made = report_pressure(
            team=team,
            organisation=organisation,
            kind=PressureKind(answers["kind"]),
            happened_on=answers["happened_on"],
            text=answers["text"],
            by=request.user,
            today=today,
            request_key=answers["request_key"],
        )
        messages.success(request, _("The signal is written down. Your team and the team coordinators can read it."))
        return redirect_after_post(request, "netwerk:pressure", made.public_id)
    return _small(
        request,
        form,
        organisation,
        title=_("They press"),
        submit=_("Write down the signal"),
        status=422 if form.is_bound else 200,
        team=team,
    )


def _signal(request: StaffRequest, public_id: UUID, *, today: date) -> PressureSignal:
    rows = PressureSignal.objects.visible_to(request.user, on=today)
    return get_object_or_404(rows.select_related("organisation", "team", "reported_by"), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def pressure(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One signal, what was done with it, and what is done next."""
    today = timezone.localdate()
    signal = _signal(request, public_id, today=today)
    form = FollowUpForm(request.POST if request.method == "POST" else None, today=today, initial={"on": today})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            follow_up_pressure(
                signal=signal,
                step=PressureStep(answers["step"]),
                on=answers["on"],
                text=answers["text"],
                by=request.user,
                request_key=answers["request_key"],
            )
        except AlreadySettled:
            form.add_error(None, _("This signal was settled in the meantime. Your text stands below: copy it."))
            status = 409
        else:
            messages.success(request, _("What was done is written down."))
            return redirect_after_post(request, "netwerk:pressure", signal.public_id)
    shown = line(signal)
    context = {
        "signal": signal,
        "line": shown,
        "form": form if shown.is_open or form.is_bound else None,
        "may_correct": shown.is_open and may_correct_pressure(signal, user=request.user, on=today),
    }
    return render_page(request, "netwerk/pressure.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def pressure_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """For a slip, or a name that should not be there."""
    today = timezone.localdate()
    signal = _signal(request, public_id, today=today)
    require(may_correct_pressure(signal, user=request.user, on=today))
    form = PressureForm(
        request.POST if request.method == "POST" else None,
        today=today,
        latest=signal.reported_on,
        initial={"kind": signal.kind, "happened_on": signal.happened_on, "text": signal.text},
    )
    del form.fields["request_key"]
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            correct_pressure(
                signal=signal,
                kind=PressureKind(answers["kind"]),
                happened_on=answers["happened_on"],
                text=answers["text"],
            )
        except AlreadySettled:
            form.add_error(None, _("This signal was settled in the meantime. Your text stands below: copy it."))
            status = 409
        else:
            messages.success(request, _("The signal is corrected."))
            return redirect_after_post(request, "netwerk:pressure", signal.public_id)
    return _small(
        request,
        form,
        signal.organisation,
        title=_("Correct the signal"),
        submit=_("Save the correction"),
        status=status,
        team=signal.team,
    )
