"""The visiting service: who waits, who fits, and how the visits go."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collectief.enums import WishEnd
from collectief.forms.visits import LinkForm, MatchEndForm, MatchForm, TellForm, WishCloseForm, WishForm
from collectief.models import VisitLink, VisitMatch, VisitWish, Volunteer
from collectief.selectors import visits as selectors
from collectief.selectors.tabs import collective_tabs
from collectief.services.keep_volunteer import HasStopped
from collectief.services.visit_link import NoMailAddress, VisitsNobody, mail_own_page
from collectief.services.visit_somebody import (
    HasEnded,
    NoRoom,
    NotInThePeriod,
    NotTrained,
    NotWantedNow,
    ToldAlready,
    add_wish,
    close_wish,
    end_match,
    make_match,
    take_links_back,
    tell_visit,
)
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def service(request: StaffRequest) -> HttpResponse:
    """All visits of the team, and who waits on both sides."""
    overview = selectors.visiting_service(user=request.user, today=timezone.localdate())
    context = {"overview": overview, "tabs": collective_tabs("visits", user=request.user)}
    return render_page(request, "collectief/visits/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def wish_new(request: StaffRequest) -> HttpResponse:
    """Somebody who would like visits."""
    today = timezone.localdate()
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    form = WishForm(request.POST if request.method == "POST" else None, teams=teams, today=today)
    if form.is_bound and form.is_valid():
        made = add_wish(wish=form.instance, request_key=form.cleaned_data["request_key"])
        messages.success(request, _("On the list. Below stands who could come."))
        return redirect_after_post(request, "collectief:visit-wish", made.public_id)
    return render_page(request, "collectief/visits/new.html", {"form": form}, status=422 if form.is_bound else 200)


def _wish(request: StaffRequest, public_id: UUID) -> VisitWish:
    seen = VisitWish.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(seen.select_related("team", "method", "area"), public_id=public_id)


@require_safe
@for_roles(*CASEWORKERS)
def wish(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Somebody who would like visits, and who could come, with why."""
    page = selectors.wish_page(_wish(request, public_id), user=request.user, today=timezone.localdate())
    return render_page(request, "collectief/visits/wish.html", {"page": page})


def _step(request: StaffRequest, form: BaseForm, *, back: str, about: str, **words: Any) -> HttpResponse:
    """One small form, on a page of its own or in a dialog."""
    context = {"form": form, "back": back, "about": about, "note": "", **words}
    status = 422 if form.is_bound else 200
    return render_page(request, "collectief/visits/step.html", context, fragments={"dialog"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def wish_close(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Does not want visits any more."""
    found = _wish(request, public_id)
    require(found.closed_on is None)
    form = WishCloseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        close_wish(wish=found, reason=WishEnd(form.cleaned_data["reason"]), on=timezone.localdate())
        messages.success(request, _("Taken off the list."))
        return redirect_after_post(request, "collectief:visits")
    note = _("What runs ends today. Half a year later the name disappears; who withdraws disappears tonight.")
    back = reverse("collectief:visit-wish", args=[found.public_id])
    title = _("Take off the list")
    return _step(request, form, back=back, about=found.shown_as, title=title, verb=title, note=note)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def match_new(request: StaffRequest, public_id: UUID, volunteer_id: UUID) -> HttpResponse:
    """This volunteer visits them."""
    today = timezone.localdate()
    found = _wish(request, public_id)
    require(found.closed_on is None)
    seen = Volunteer.objects.visible_to(request.user, on=today).active().filter(team=found.team_id)
    helper = get_object_or_404(seen, public_id=volunteer_id)
    form = MatchForm(
        request.POST if request.method == "POST" else None,
        method=found.method,
        today=today,
        since=max(found.consent_on, helper.started_on),
        initial={"starts_on": today},
    )
    if form.is_bound and form.is_valid():
        try:
            made = make_match(
                wish=found,
                volunteer=helper,
                starts_on=form.cleaned_data["starts_on"],
                by=request.user,
                score_before=form.cleaned_data.get("score_before"),
                request_key=form.cleaned_data["request_key"],
            )
        except NotTrained:
            form.add_error(None, _("The training or the certificate of good conduct does not count on that day."))
        except NoRoom:
            form.add_error(None, _("This volunteer visits as many people as they said."))
        except NotWantedNow:
            form.add_error(None, _("One of the two stopped, or somebody comes already. Look at the list again."))
        else:
            messages.success(request, _("They are matched, and the visits of half a year are planned."))
            return redirect_after_post(request, "collectief:visit-match", made.public_id)
    about = _("%(volunteer)s visits %(person)s") % {"volunteer": helper.shown_as, "person": found.shown_as}
    note = _("Did both say yes, after they met?")
    back = reverse("collectief:visit-wish", args=[found.public_id])
    return _step(request, form, back=back, about=about, title=_("Match them"), verb=_("Plan the visits"), note=note)


def _match(request: StaffRequest, public_id: UUID) -> VisitMatch:
    seen = VisitMatch.objects.visible_to(request.user, on=timezone.localdate())
    related = seen.select_related("wish__team", "wish__method", "volunteer", "coordinator")
    return get_object_or_404(related, public_id=public_id)


@require_safe
@for_roles(*CASEWORKERS)
def match(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """How the visits go, month by month."""
    page = selectors.match_page(_match(request, public_id), today=timezone.localdate())
    return render_page(request, "collectief/visits/match.html", {"page": page, "form": LinkForm()})


def _of(found: VisitMatch) -> dict[str, str]:
    both = {"volunteer": found.volunteer.shown_as, "person": found.wish.shown_as}
    back = reverse("collectief:visit-match", args=[found.public_id])
    return {"about": _("%(volunteer)s visits %(person)s") % both, "back": back}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def tell(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The volunteer called: write down how it went."""
    now = timezone.now()
    found = _match(request, public_id)
    require(found.is_running)
    form = TellForm(request.POST if request.method == "POST" else None, match=found, today=timezone.localdate(now))
    if form.is_bound and form.is_valid() and save_told(form, found, by=request.user, at=now):
        messages.success(request, _("It has been written down."))
        return redirect_after_post(request, "collectief:visit-match", found.public_id)
    return _step(request, form, title=_("Tell about a visit"), verb=_("Save the visit"), **_of(found))


def save_told(form: TellForm, found: VisitMatch, *, by: Any, at: Any) -> bool:
    """Keep it, or say on the form why not."""
    try:
        tell_visit(match=found, told=form.told, by=by, at=at, request_key=form.cleaned_data["request_key"])
    except HasEnded:
        form.add_error(None, _("These visits have ended. Nothing has been written down."))
    except ToldAlready:
        form.add_error("when", _("A visit on that day was written down already."))
    except NotInThePeriod:
        form.add_error("when", _("That was before they began."))
    else:
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def match_end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The end conversation, and why it ends."""
    today = timezone.localdate()
    found = _match(request, public_id)
    require(found.is_running)
    data = request.POST if request.method == "POST" else None
    form = MatchEndForm(data, match=found, today=today, initial={"ended_on": today})
    if form.is_bound and form.is_valid():
        try:
            end_match(match=found, ending=form.ending, on=form.cleaned_data["ended_on"])
        except NotInThePeriod:
            form.add_error("ended_on", _("There was a visit after that day."))
        else:
            messages.success(request, _("The visits have been rounded off. Did somebody say thank you?"))
            return redirect_after_post(request, "collectief:visit-match", found.public_id)
    return _step(request, form, title=_("Round off the visits"), verb=_("Round off"), **_of(found))


@require_POST
@for_roles(*CASEWORKERS)
def link_mail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Mail the volunteer the address of the own page."""
    found = _match(request, public_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        page = selectors.match_page(found, today=timezone.localdate())
        return render_page(request, "collectief/visits/match.html", {"page": page, "form": form}, status=422)
    try:
        mail_own_page(
            volunteer=found.volunteer,
            by=request.user,
            at=timezone.now(),
            request_key=form.cleaned_data["request_key"],
        )
    except NoMailAddress:
        messages.error(request, _("Nobody wrote down an e-mail address of this volunteer."))
    except (VisitsNobody, HasStopped):
        messages.error(request, _("These visits have ended. Nothing has been sent."))
    else:
        messages.success(request, _("The address of the own page goes out in a moment."))
    return redirect_after_post(request, "collectief:visit-match", found.public_id)


@require_POST
@for_roles(*CASEWORKERS)
def link_take_back(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The address opens nothing any more."""
    seen = VisitMatch.objects.visible_to(request.user, on=timezone.localdate())
    found = get_object_or_404(seen.select_related("volunteer"), public_id=public_id)
    if VisitLink.objects.filter(volunteer=found.volunteer_id, revoked_at=None).exists():
        take_links_back(volunteer=found.volunteer, by=request.user, at=timezone.now())
    messages.success(request, _("The address opens nothing any more."))
    return redirect_after_post(request, "collectief:visit-match", found.public_id)
