"""Finding a case. What is typed here is somebody's name: it stands in no address and no log."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.models import CaseRights
from cases.selectors.search import SearchResult, search_cases
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import render_page
from wijkteam.daily.selectors.typed import clean_text

PURPOSE = "search"
LAST = "cases.search"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def search(request: StaffRequest) -> HttpResponse:
    """Cases by a fragment of a name or a number. Each hit that is shown is logged.

    What was looked for is kept in the session, so that who opens a case and comes back finds the same list.
    """
    if request.method == "POST":
        text = clean_text(request.POST.get("q", ""))
        if request.session.get(LAST, "") != text:
            request.session[LAST] = text
    else:
        text = request.session.get(LAST, "")
    return render_page(request, "cases/search.html", {"result": _result(request, text)}, fragments={"hits"})


def _result(request: StaffRequest, text: str) -> SearchResult:
    if not text:
        return SearchResult(text="", hits=())
    now = timezone.now()
    rights = CaseRights.of(request.user, on=timezone.localdate(now))
    result = search_cases(text=text, rights=rights)
    if result.hits:
        record_reading(
            by=request.user,
            at=now,
            act=Act.SEARCH,
            subject=Subject.CASE,
            seen=[(hit.case_id, hit.household_id) for hit in result.hits],
            purpose=PURPOSE,
        )
    return result
