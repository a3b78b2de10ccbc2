"""One's own day and week, and the address at which a calendar program reads them."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.rate_limits import Limit, is_within
from wijkteam.daily.forms.calendar_feed import CalendarFeedForm
from wijkteam.daily.models import CalendarFeed
from wijkteam.daily.selectors.calendar import calendar_page
from wijkteam.daily.services.calendar_feed import PURPOSE, end_address, make_address, read_feed

# A calendar program asks once in so many minutes; an office may have one address on the internet for everybody.
FETCHES = Limit(name="calendar-feed", times=1200, seconds=60 * 60)
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)


@require_safe
@for_roles(*CASEWORKERS)
def calendar(request: StaffRequest) -> HttpResponse:
    """A week, or a day with `?toon=dag`; `?dag=` says which."""
    now = timezone.now()
    today = timezone.localdate(now)
    page = calendar_page(
        request.user,
        day=_day(request.GET.get("dag", ""), today=today),
        is_week=request.GET.get("toon") != "dag",
        today=today,
    )
    if page.seen:
        record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=page.seen, purpose=PURPOSE)
    return render_page(request, "daily/calendar.html", {"page": page})


def _day(text: str, *, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return day if _FIRST < day < _LAST else today


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def address(request: StaffRequest) -> HttpResponse:
    """Make an address, or a new one in its place. It is shown on this one answer and never again."""
    feed = CalendarFeed.objects.filter(user=request.user).first()
    form = CalendarFeedForm(
        request.POST if request.method == "POST" else None, initial={"with_names": feed is not None and feed.with_names}
    )
    made = ""
    if form.is_bound and form.is_valid():
        token = make_address(user=request.user, with_names=form.cleaned_data["with_names"], at=timezone.now())
        made = f"{settings.BASE_URL}{reverse('daily:feed', args=[token])}"
        feed = CalendarFeed.objects.filter(user=request.user).first()
    return render_page(request, "daily/calendar_address.html", {"form": form, "feed": feed, "made": made})


@require_POST
@for_roles(*CASEWORKERS)
def address_end(request: StaffRequest) -> HttpResponse:
    end_address(user=request.user)
    messages.success(request, _("The address opens nothing any more."))
    return redirect_after_post(request, "daily:calendar-address")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads: whoever has the address, without a session. A wrong address is no page at all."""
    if not is_within(FETCHES, request):
        return HttpResponse(status=429)
    answer = read_feed(token=token, at=timezone.now(), known=request.headers.get("If-None-Match", "").strip('W/"'))
    if answer is None:
        raise Http404
    file, mark = answer
    response = (
        HttpResponse(status=304) if file is None else HttpResponse(file, content_type="text/calendar; charset=utf-8")
    )
    response["ETag"] = f'"{mark}"'
    response["Content-Disposition"] = 'inline; filename="wijkteam.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
