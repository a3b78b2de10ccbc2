"""Opportunities: where a theme stands out, and what the team does with it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collectief.forms.opportunities import NotNowForm, TakeUpForm
from collectief.models import Initiative, Opportunity
from collectief.selectors import opportunities as selectors
from collectief.services.reply_to_opportunity import not_now, take_up
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.periods import running_on

LOOK_AGAIN = timedelta(weeks=6)


@require_safe
@for_roles(*CASEWORKERS)
def opportunities(request: StaffRequest) -> HttpResponse:
    """What stands out in the areas of one's teams."""
    overview = selectors.opportunity_list(user=request.user, today=timezone.localdate())
    return render_page(request, "collectief/opportunities/list.html", {"overview": overview})


def _visible(request: StaffRequest, public_id: UUID) -> Opportunity:
    rows = Opportunity.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(rows.select_related("area", "theme", "team"), public_id=public_id)


@require_safe
@for_roles(*CASEWORKERS)
def opportunity(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One opportunity: what is seen, what it does not prove, and the ways on."""
    page = selectors.opportunity_page(_visible(request, public_id), today=timezone.localdate())
    return render_page(request, "collectief/opportunities/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def opportunity_not_now(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Not now, because."""
    found, now = _visible(request, public_id), timezone.now()
    today = timezone.localdate(now)
    form = NotNowForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={"look_again_on": today + LOOK_AGAIN},
    )
    if form.is_bound and form.is_valid():
        not_now(opportunity=found, by=request.user, at=now, **form.cleaned_data)
        messages.success(request, _("Your answer has been kept."))
        return redirect_after_post(request, "collectief:opportunity", public_id)
    return _step(request, found, form, title=_("Not now"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def opportunity_take_up(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """An initiative takes it up."""
    found, now = _visible(request, public_id), timezone.now()
    today = timezone.localdate(now)
    choices = Initiative.objects.visible_to(request.user, on=today).filter(
        running_on(today) | Q(starts_on__gt=today), Q(team=found.team_id) | Q(theme=found.theme_id)
    )
    form = TakeUpForm(request.POST if request.method == "POST" else None, initiatives=choices.order_by("name", "pk"))
    if form.is_bound and form.is_valid():
        take_up(opportunity=found, by=request.user, at=now, **form.cleaned_data)
        messages.success(request, _("Your answer has been kept."))
        return redirect_after_post(request, "collectief:opportunity", public_id)
    return _step(request, found, form, title=_("Take it up together"), may_add=True)


def _step(
    request: StaffRequest, found: Opportunity, form: NotNowForm | TakeUpForm, *, title: str, may_add: bool = False
) -> HttpResponse:
    about = _("%(theme)s in %(area)s") % {"theme": found.theme, "area": found.area.name}
    context = {"form": form, "opportunity": found, "title": title, "about": about, "may_add": may_add}
    status = 422 if form.is_bound else 200
    return render_page(request, "collectief/opportunities/step.html", context, fragments={"dialog"}, status=status)
