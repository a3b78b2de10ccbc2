"""Finding a case. What is typed here is somebody's name: it never stands in an address or a log."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.selectors.search import SearchResult, search_cases
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import render_page

PURPOSE = "search"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def search(request: StaffRequest) -> HttpResponse:
    """Cases by a fragment of a name or a number. Each hit that is shown is logged."""
    result = SearchResult(text="", hits=())
    if request.method == "POST":
        now = timezone.now()
        result = search_cases(text=request.POST.get("q", ""), user=request.user, today=timezone.localdate(now))
        if result.hits:
            record_reading(
                by=request.user,
                at=now,
                act=Act.SEARCH,
                subject=Subject.CASE,
                seen=[(hit.case_id, hit.household_id) for hit in result.hits],
                purpose=PURPOSE,
            )
    return render_page(request, "cases/search.html", {"result": result}, fragments={"hits"})
