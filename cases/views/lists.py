"""The list of cases."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.forms.case import CaseFilterForm
from cases.models import CaseRights
from cases.selectors.case_list import case_list, clean_filters
from cases.selectors.filter_choices import filter_choices
from cases.views.case_file import PURPOSE
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import render_page, requested_fragment

FRAGMENTS = frozenset({"rows"})


@require_safe
@for_roles(*CASEWORKERS)
def cases(request: StaffRequest) -> HttpResponse:
    """Own cases, those of the team, or what the dashboard counted. What the page shows of each is logged."""
    now = timezone.now()
    today = timezone.localdate(now)
    rights = CaseRights.of(request.user, on=today)
    chosen = clean_filters(request.GET, user=request.user)
    page = request.GET.get("pagina", "1")
    overview = case_list(user=request.user, rights=rights, chosen=chosen, page=page, today=today)
    if overview.rows:
        record_reading(
            by=request.user,
            at=now,
            act=Act.LIST,
            subject=Subject.CASE,
            seen=[(row.case_id, row.household_id) for row in overview.rows],
            purpose=PURPOSE,
        )
    narrow = CaseFilterForm(initial=chosen, choices=filter_choices(rights=rights, today=today))
    # The tabs carry the filters on: beside a fragment they come along.
    is_fragment = requested_fragment(request, FRAGMENTS) is not None
    context = {"overview": overview, "narrow": narrow, "chosen": chosen, "is_fragment": is_fragment}
    return render_page(request, "cases/list.html", context, fragments=FRAGMENTS, push=True)
