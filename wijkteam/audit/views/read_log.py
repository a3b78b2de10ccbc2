from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.forms import ReadLogForm
from wijkteam.audit.selectors.months import dropped
from wijkteam.audit.selectors.read_log import read_log_page
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def read_log(request: StaffRequest) -> HttpResponse:
    """Part of the read log. That it was read is a line in it, too: with the household that was asked for, if any."""
    now = timezone.now()
    form = ReadLogForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if form.is_bound and not form.is_valid():
        return render_page(request, "audit/read_log.html", {"form": form, "overview": None}, status=422)
    answers = form.cleaned_data if form.is_bound else form.initial
    at, pk = answers.get("before_at"), answers.get("before_pk")
    overview = read_log_page(
        start=answers.get("start"),
        end=answers.get("end"),
        account=answers.get("account"),
        household=answers.get("household"),
        before=(at, pk) if at and pk else None,
    )
    record_reading(
        by=request.user,
        at=now,
        act=Act.LIST,
        subject=Subject.READ_LOG,
        seen=[(0, answers.get("household"))],
        purpose="oversight",
    )
    return render_page(
        request,
        "audit/read_log.html",
        {"form": form, "overview": overview, "answers": answers, "dropped": dropped()},
    )
