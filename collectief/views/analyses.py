"""Neighbourhood analyses: begin, write part by part, keep who made it, finish, read and print."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collectief.enums import AnalysisPart
from collectief.forms.analyses import MeetingForm, NewAnalysisForm, SectionForm
from collectief.models import AnalysisMeeting, AnalysisVoice, NeighbourhoodAnalysis
from collectief.selectors import analyses as selectors
from collectief.selectors.analysis_evidence import stood_out
from collectief.selectors.reflections import places_of
from collectief.services import make_analysis as services
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.periods import next_month
from wijkteam.teams.models import Team

FIRST_FIGURES = 6


@require_safe
@for_roles(*CASEWORKERS)
def analyses(request: StaffRequest) -> HttpResponse:
    """Drafts of one's teams, and what all teams finished."""
    overview = selectors.analysis_list(user=request.user, today=timezone.localdate())
    return render_page(request, "collectief/analyses/list.html", {"overview": overview})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def analysis_new(request: StaffRequest) -> HttpResponse:
    """Begin one; `gebied` names an area to begin with."""
    now = timezone.now()
    today = timezone.localdate(now)
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    areas = places_of(teams)
    kinds = selectors.kinds_of(areas)
    chosen = areas.filter(code=request.GET.get("gebied", "")).values_list("pk", flat=True)
    form = NewAnalysisForm(
        request.POST if request.method == "POST" else None,
        teams=teams,
        areas=areas,
        kinds=kinds,
        today=today,
        initial={
            "areas": list(chosen),
            "figures": [kind.pk for kind in kinds[:FIRST_FIGURES]],
            "first": next_month(today.replace(day=1), step=-12).isoformat(),
            "last": next_month(today.replace(day=1), step=-1).isoformat(),
        },
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        analysis = services.begin_analysis(
            team=form.chosen_team,
            areas=list(given["areas"]),
            figures=list(given["figures"]),
            starts_on=given["first"],
            ends_on=form.ends_on,
            by=request.user,
            at=now,
            request_key=given["request_key"],
        )
        messages.success(
            request, _("The analysis has begun. Several people can write in it at once, each in another part.")
        )
        return redirect_after_post(request, "collectief:analysis", analysis.public_id)
    return render_page(request, "collectief/analyses/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@for_roles(*CASEWORKERS)
def analysis(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Read or go on with it; `naast` lays another one beside it."""
    today = timezone.localdate()
    rows = NeighbourhoodAnalysis.objects.visible_to(request.user, on=today).select_related("team", "finished_by")
    found = get_object_or_404(rows, public_id=public_id)
    page = selectors.analysis_page(found, user=request.user, today=today, beside=request.GET.get("naast", ""))
    return render_page(request, "collectief/analyses/page.html", {"page": page})


def _own(request: StaffRequest, public_id: UUID) -> NeighbourhoodAnalysis:
    rows = NeighbourhoodAnalysis.objects.made_by(request.user, on=timezone.localdate()).select_related("team")
    return get_object_or_404(rows, public_id=public_id)


def _finished(request: StaffRequest, analysis: NeighbourhoodAnalysis) -> HttpResponse:
    context = {
        "reason": _("This analysis is finished and stays as it was. What you think now belongs in a later one."),
        "back": reverse("collectief:analysis", args=[analysis.public_id]),
    }
    return render(request, "409.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def analysis_part(request: StaffRequest, public_id: UUID, part: str) -> HttpResponse:
    """Write one part. When a colleague saved it meanwhile, both texts are shown and nothing is lost."""
    found = _own(request, public_id)
    if part not in AnalysisPart.values:
        raise Http404
    if found.is_finished:
        return _finished(request, found)
    chosen = AnalysisPart(part)
    section = get_object_or_404(found.sections.select_related("saved_by"), part=chosen)
    form = SectionForm(
        request.POST if request.method == "POST" else None, initial={"text": section.text, "version": section.version}
    )
    theirs, status = None, 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.save_section(
                analysis=found,
                part=chosen,
                text=form.cleaned_data["text"].strip(),
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except services.SectionChanged as changed:
            theirs, status = changed.section, 409
            form = SectionForm(initial={"text": form.cleaned_data["text"], "version": changed.section.version})
        except services.AnalysisIsFinished:
            return _finished(request, found)
        else:
            messages.success(request, _("“%(part)s” has been saved.") % {"part": chosen.label})
            return redirect_after_post(request, "collectief:analysis", found.public_id)
    context = {
        "form": form,
        "analysis": found,
        "title": chosen.label,
        "hint": selectors.hint_of(chosen),
        "theirs": theirs,
        "stood_out": stood_out(found) if chosen == AnalysisPart.VULNERABLE else (),
    }
    return render_page(request, "collectief/analyses/part.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def analysis_meeting(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Keep who was at a meeting."""
    found = _own(request, public_id)
    if found.is_finished:
        return _finished(request, found)
    today = timezone.localdate()
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        partners=selectors.partners_of(found.team),
        today=today,
        initial={"held_on": today},
    )
    if form.is_bound and form.is_valid():
        try:
            services.add_meeting(analysis=found, details=form.details, request_key=form.cleaned_data["request_key"])
        except services.AnalysisIsFinished:
            return _finished(request, found)
        messages.success(request, _("The meeting has been kept."))
        return redirect_after_post(request, "collectief:analysis", found.public_id)
    context = {"form": form, "analysis": found}
    return render_page(request, "collectief/analyses/meeting.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*CASEWORKERS)
def meeting_remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """A meeting that was written down by mistake."""
    mine = NeighbourhoodAnalysis.objects.made_by(request.user, on=timezone.localdate())
    meeting = get_object_or_404(
        AnalysisMeeting.objects.filter(analysis__in=mine).select_related("analysis"), public_id=public_id
    )
    try:
        services.remove_meeting(meeting=meeting)
    except services.AnalysisIsFinished:
        return _finished(request, meeting.analysis)
    messages.success(request, _("The meeting has been taken away."))
    return redirect_after_post(request, "collectief:analysis", meeting.analysis.public_id)


@require_POST
@for_roles(*CASEWORKERS)
def voice_forget(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Somebody no longer wants to be named."""
    mine = NeighbourhoodAnalysis.objects.made_by(request.user, on=timezone.localdate())
    voice = get_object_or_404(
        AnalysisVoice.objects.filter(meeting__analysis__in=mine).select_related("meeting__analysis"),
        public_id=public_id,
    )
    back = voice.meeting.analysis.public_id
    services.forget_name(voice=voice)
    messages.success(request, _("The name has been taken away."))
    return redirect_after_post(request, "collectief:analysis", back)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def analysis_finish(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Freeze it, after saying what that means."""
    found = _own(request, public_id)
    missing: services.NotComplete | None = None
    if request.method == "POST":
        try:
            services.finish_analysis(analysis=found, by=request.user, at=timezone.now())
        except services.NotComplete as incomplete:
            missing = incomplete
        else:
            messages.success(request, _("The analysis is finished. Its figures stay as they are now."))
            return redirect_after_post(request, "collectief:analysis", found.public_id)
    context = {"analysis": found, "missing": missing}
    return render_page(request, "collectief/analyses/finish.html", context, status=422 if missing else 200)
