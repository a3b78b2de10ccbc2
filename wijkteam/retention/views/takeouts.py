"""Everything of a team in one file: a coordinator asks, the privacy officer allows, the coordinator takes it along."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, confirm_first, for_roles, require
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment
from wijkteam.retention import permissions
from wijkteam.retention.enums import TakeoutGoal
from wijkteam.retention.forms.destruction import ReasonForm
from wijkteam.retention.forms.takeout import AskForm
from wijkteam.retention.models import Takeout
from wijkteam.retention.selectors.takeouts import takeout_page, takeouts_of
from wijkteam.retention.services.takeout import ask as asking
from wijkteam.retention.services.takeout.kept_file import KeyIsGone, read_takeout, unseal_key
from wijkteam.teams.models import Team

_PROGRESS = "voortgang"
_WHO = (Role.TEAM_COORDINATOR, Role.PRIVACY_OFFICER)
_FORM = "accounts/admin/form.html"


def _find(request: StaffRequest, public_id: UUID) -> Takeout:
    return permissions.get_takeout(user=request.user, on=timezone.localdate(), public_id=public_id)


@require_safe
@for_roles(*_WHO)
def takeouts(request: StaffRequest) -> HttpResponse:
    lines = takeouts_of(user=request.user, on=timezone.localdate())
    context = {"lines": lines, "can_ask": request.user.role == Role.TEAM_COORDINATOR}
    return render_page(request, "retention/takeouts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@confirm_first
@for_roles(Role.TEAM_COORDINATOR)
def ask(request: StaffRequest) -> HttpResponse:
    """Nothing is made of it yet."""
    now = timezone.now()
    teams = list(Team.objects.of_worker(request.user, on=timezone.localdate(now)).order_by("name", "pk"))
    form = AskForm(request.POST if request.method == "POST" else None, teams=teams)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = asking.ask_takeout(
                team=form.cleaned_data["team"],
                goal=TakeoutGoal(form.cleaned_data["goal"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now,
                request_key=form.cleaned_data["request_key"],
            )
        except asking.AnotherRuns:
            form.add_error(None, _("Of this team one is asked for or being made already. Look at that one first."))
            status = 409
        else:
            return redirect_after_post(request, "retention:takeout", made.public_id)
    overview = FormPage(
        title=_("Take the data of the team along"),
        intro=_(
            "All that you may see of your team comes in one file, in open formats: people, cases, plans, the journal, "
            "files, hours and the neighbourhood. First the privacy officer looks at your question."
        ),
        submit=_("Ask the privacy officer"),
        cancel_url=reverse("retention:takeouts"),
        crumbs=[(_("Taking data along"), reverse("retention:takeouts"))],
    )
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)


@require_safe
@for_roles(*_WHO)
def one_takeout(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """How far it is. The page asks again by itself; where nothing changed the answer is empty."""
    page = takeout_page(_find(request, public_id), user=request.user, at=timezone.now())
    if page.is_looked_at and request.GET.get("stap") == page.stamp and requested_fragment(request, {_PROGRESS}):
        return HttpResponse(status=204)
    return render_page(request, "retention/takeout.html", {"page": page}, fragments={_PROGRESS})


def _step(request: StaffRequest, found: Takeout, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except asking.NotNow:
        messages.error(request, _("It is at another point already: a colleague was first. Look at it again."))
    else:
        messages.success(request, said)
    return redirect_after_post(request, "retention:takeout", found.public_id)


@require_POST
@for_roles(Role.PRIVACY_OFFICER)
def allow(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = _find(request, public_id)
    require(permissions.may_decide(request.user, found))
    return _step(
        request,
        found,
        lambda: asking.allow_takeout(takeout=found, by=request.user, at=timezone.now()),
        _("You allowed it. The file is made now, for who asked for it alone."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def refuse(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = _find(request, public_id)
    require(permissions.may_decide(request.user, found))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _step(
            request,
            found,
            lambda: asking.refuse_takeout(
                takeout=found, because=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            ),
            _("You did not allow it. Who asked for it reads why."),
        )
    overview = FormPage(
        title=_("Do not allow it"),
        intro=_("Nothing is made. Who asked for it reads your reason and can ask again."),
        submit=_("Do not allow it"),
        cancel_url=reverse("retention:takeout", args=[public_id]),
        crumbs=[(_("Taking data along"), reverse("retention:takeouts"))],
    )
    status = 422 if form.is_bound else 200
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)


@require_POST
@confirm_first
@for_roles(Role.TEAM_COORDINATOR)
def take(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """The file itself. By post, as it is counted and each household in it comes in the read log."""
    found = _find(request, public_id)
    require(permissions.may_take(request.user, found))
    now = timezone.now()
    try:
        taken = asking.take_along(takeout=found, by=request.user, at=now)
        content = read_takeout(taken.public_id, private=unseal_key(taken.key or b""))
    except (asking.NotNow, KeyIsGone, FileNotFoundError):
        messages.error(request, _("The file is not there any more. Ask for it again."))
        return redirect_after_post(request, "retention:takeout", public_id)
    response = StreamingHttpResponse(content, content_type="application/zip")
    name = f"wijkteam-{taken.team.slug}-{timezone.localdate(taken.made_at):%Y-%m-%d}.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Content-Length"] = str(taken.size)
    return response


@require_POST
@for_roles(Role.TEAM_COORDINATOR)
def drop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = _find(request, public_id)
    require(permissions.may_take(request.user, found))
    return _step(
        request,
        found,
        lambda: asking.drop_takeout(takeout=found, at=timezone.now()),
        _("It is removed. What was taken along before stays where you put it."),
    )
