"""One search box for everything. What is typed in it is somebody's name: it stands in no address and no log."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkteam.accounts.permissions import EVERY_ROLE, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import render_page
from wijkteam.daily.selectors.find import Result
from wijkteam.daily.selectors.find import find as find_all
from wijkteam.daily.selectors.typed import clean_text

PURPOSE = "search"
LAST = "daily.find"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*EVERY_ROLE)
def find(request: StaffRequest) -> HttpResponse:
    """Everything that one may know of, by kind. Each file that is shown is logged, before it is.

    What was looked for is kept in the session, so that who opens something and comes back finds the same list.
    """
    if request.method == "POST":
        text = clean_text(request.POST.get("q", ""))
        if request.session.get(LAST, "") != text:
            request.session[LAST] = text
    else:
        text = request.session.get(LAST, "")
    return render_page(request, "daily/find.html", {"result": _result(request, text)}, fragments={"hits"})


def _result(request: StaffRequest, text: str) -> Result:
    now = timezone.now()
    result = find_all(text=text, user=request.user, on=timezone.localdate(now))
    if result.seen:
        record_reading(by=request.user, at=now, act=Act.SEARCH, subject=Subject.CASE, seen=result.seen, purpose=PURPOSE)
    return result
