"""Dilemmas and questions of loyalty: for who wrote them and whom they named."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netwerk.forms.dilemmas import DilemmaForm, EndDilemmaForm, NoteForm
from netwerk.models import Dilemma
from netwerk.permissions import chosen_team, own_teams
from netwerk.selectors.dilemmas import dilemma_page, dilemma_rows
from netwerk.services.share_dilemma import DilemmaHasEnded, add_note, change_dilemma, end_dilemma, write_dilemma
from netwerk.views.directory import find_organisation
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.periods import running_on
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def dilemmas(request: StaffRequest) -> HttpResponse:
    """What this person may read; of the others nothing, not even how many."""
    rows = dilemma_rows(user=request.user, today=timezone.localdate())
    return render_page(request, "netwerk/dilemmas.html", {"rows": rows})


def _colleagues(team: Team, *, but: User, today: date) -> list[User]:
    members = User.objects.filter(running_on(today, of="memberships"), memberships__team=team, is_active=True)
    return list(members.exclude(pk=but.pk))


def _find(request: StaffRequest, public_id: UUID, *, today: date) -> Dilemma:
    rows = Dilemma.objects.visible_to(request.user, on=today).select_related("organisation", "team", "author")
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def dilemma_new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Write one down about a partner."""
    today = timezone.localdate()
    organisation = find_organisation(request, public_id)
    team = chosen_team(own_teams(user=request.user, on=today), request.GET.get("team", ""))
    require(team is not None)
    assert team is not None  # noqa: S101  (said by require)
    colleagues = _colleagues(team, but=request.user, today=today)
    form = DilemmaForm(request.POST if request.method == "POST" else None, colleagues=colleagues, today=today)
    if form.is_bound and form.is_valid():
        made = write_dilemma(
            team=team,
            organisation=organisation,
            details=form.details,
            by=request.user,
            today=today,
            request_key=form.cleaned_data["request_key"],
        )
        messages.success(request, _("It is written down, for you and whom you named."))
        return redirect_after_post(request, "netwerk:dilemma", made.public_id)
    context = {"form": form, "organisation": organisation, "title": _("A dilemma about this partner")}
    return render_page(request, "netwerk/dilemma_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def dilemma(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One, with what was added to it."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = _find(request, public_id, today=today)
    form = NoteForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            add_note(dilemma=found, by=request.user, at=now, **form.cleaned_data)
        except DilemmaHasEnded:
            form.add_error(None, _("It was ended in the meantime. Your text stands below: copy it."))
            status = 409
        else:
            messages.success(request, _("Your note is added."))
            return redirect_after_post(request, "netwerk:dilemma", found.public_id)
    page = dilemma_page(found, user=request.user, today=today)
    context = {"page": page, "form": form if found.ended_on is None or form.is_bound else None}
    return render_page(request, "netwerk/dilemma.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def dilemma_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Other words, or other readers: for who wrote it, until it ended."""
    today = timezone.localdate()
    found = _find(request, public_id, today=today)
    require(found.author_id == request.user.pk and found.ended_on is None)
    named = list(User.objects.filter(pk__in=found.readers.values("user")))
    colleagues = {one.pk: one for one in [*_colleagues(found.team, but=request.user, today=today), *named]}
    form = DilemmaForm(
        request.POST if request.method == "POST" else None,
        colleagues=list(colleagues.values()),
        today=today,
        initial={
            "kind": found.kind,
            "text": found.text,
            "with_coordinator": found.with_coordinator,
            "look_back_on": found.look_back_on,
            "readers": [one.pk for one in named],
        },
    )
    del form.fields["request_key"]
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            change_dilemma(dilemma=found, details=form.details)
        except DilemmaHasEnded:
            form.add_error(None, _("It was ended in the meantime. Your text stands below: copy it."))
            status = 409
        else:
            messages.success(request, _("It is changed."))
            return redirect_after_post(request, "netwerk:dilemma", found.public_id)
    context = {"form": form, "organisation": found.organisation, "title": _("Change"), "dilemma": found}
    return render_page(request, "netwerk/dilemma_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def dilemma_end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """How it ended: for who wrote it."""
    today = timezone.localdate()
    found = _find(request, public_id, today=today)
    require(found.author_id == request.user.pk and found.ended_on is None)
    form = EndDilemmaForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            end_dilemma(dilemma=found, outcome=form.cleaned_data["outcome"], today=today)
        except DilemmaHasEnded:
            messages.info(request, _("You ended it in another tab already."))
        else:
            messages.success(request, _("It has ended, and stays as it is."))
        return redirect_after_post(request, "netwerk:dilemma", found.public_id)
    context = {"form": form, "organisation": found.organisation, "title": _("How did it end?"), "dilemma": found}
    return render_page(request, "netwerk/dilemma_edit.html", context, status=422 if form.is_bound else 200)
