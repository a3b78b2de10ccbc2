"""What the privacy officer looks into: flags of the nightly look, and the readings that were drawn."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Outcome, Subject
from wijkteam.audit.forms import CloseForm
from wijkteam.audit.models import ReadFlag, SampledReading
from wijkteam.audit.selectors.flags import flag_items, lines_of_flag, lines_of_sample, sample_items
from wijkteam.audit.selectors.oversight import courses, oversight
from wijkteam.audit.services.look_into import IsClosed, OwnReading, close, take
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page


@require_safe
@for_roles(Role.PRIVACY_OFFICER)
def start(request: StaffRequest) -> HttpResponse:
    """What waits, since when."""
    page = oversight(me=request.user, now=timezone.now())
    return render_page(request, "audit/oversight.html", {"page": page})


@require_safe
@for_roles(Role.PRIVACY_OFFICER)
def readings(request: StaffRequest) -> HttpResponse:
    """A little line for each worker. No list of who reads most."""
    now = timezone.now()
    record_reading(
        by=request.user, at=now, act=Act.LIST, subject=Subject.READ_LOG, seen=[(0, None)], purpose="oversight"
    )
    return render_page(request, "audit/readings.html", {"courses": courses(today=timezone.localdate(now))})


def _flag(public_id: UUID) -> ReadFlag:
    row = ReadFlag.objects.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _sampled(public_id: UUID) -> SampledReading:
    row = SampledReading.objects.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def flag(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One flag: why, what was read, and what came of it."""
    row = _flag(public_id)
    return _look_into(request, row, kind="flag")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def sampled(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One reading of the sample."""
    row = _sampled(public_id)
    return _look_into(request, row, kind="sampled")


def _look_into(request: StaffRequest, row: ReadFlag | SampledReading, *, kind: str) -> HttpResponse:
    now = timezone.now()
    may_close = row.user_id != request.user.pk and row.closed_at is None
    require(may_close or request.method != "POST")
    form = CloseForm(request.POST if request.method == "POST" else None) if may_close else None
    if form is not None and form.is_valid():
        try:
            close(
                row=row,
                outcome=Outcome(form.cleaned_data["outcome"]),
                finding=form.cleaned_data["finding"],
                by=request.user,
                at=now,
            )
        except (IsClosed, OwnReading):
            messages.error(request, _("Somebody else closed this already."))
        else:
            messages.success(request, _("Your finding is saved."))
        return redirect_after_post(request, "audit:oversight")
    if isinstance(row, ReadFlag):
        [item], lines = flag_items(ReadFlag.objects.filter(pk=row.pk), me=request.user, now=now), lines_of_flag(row)
    else:
        only = SampledReading.objects.filter(pk=row.pk)
        [item], lines = sample_items(only, me=request.user, now=now), lines_of_sample(row)
    record_reading(
        by=request.user,
        at=now,
        act=Act.OPEN,
        subject=Subject.READ_LOG,
        seen=[(0, item.household)],
        purpose="oversight",
    )
    context = {"item": item, "lines": lines, "form": form, "kind": kind}
    return render_page(
        request, "audit/look_into.html", context, status=422 if form is not None and form.errors else 200
    )


@require_POST
@for_roles(Role.PRIVACY_OFFICER)
def take_flag(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """From here on it is mine to look into."""
    return _take(request, _flag(public_id), "audit:flag")


@require_POST
@for_roles(Role.PRIVACY_OFFICER)
def take_sampled(request: StaffRequest, public_id: UUID) -> HttpResponse:
    return _take(request, _sampled(public_id), "audit:sampled")


def _take(request: StaffRequest, row: ReadFlag | SampledReading, back: str) -> HttpResponse:
    require(row.user_id != request.user.pk)
    try:
        take(row=row, by=request.user, at=timezone.now())
    except (IsClosed, OwnReading):
        messages.error(request, _("Somebody else closed this already."))
    else:
        messages.success(request, _("You look into this."))
    return redirect_after_post(request, back, row.public_id)
