"""The manual: contents, a page, search, and everything of a role to print."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.permissions import EVERY_ROLE, StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.manual.selectors.pages import NoSuchPage, contents_for, find_pages, page_of, whole_manual
from wijkteam.manual.selectors.pictures import file_of
from wijkteam.manual.selectors.tours import TOURS


@require_safe
@for_roles(*EVERY_ROLE)
def contents(request: StaffRequest) -> HttpResponse:
    context = {"contents": contents_for(request.user.role), "steps": len(TOURS[request.user.role])}
    return render_page(request, "manual/contents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*EVERY_ROLE)
def search(request: StaffRequest) -> HttpResponse:
    """By POST: somebody may type a name here by mistake, and an address is kept in many places."""
    asked = request.POST.get("q", "").strip()[:100]
    hits = find_pages(asked, role=request.user.role)
    return render_page(request, "manual/search.html", {"asked": asked, "hits": hits})


@require_safe
@for_roles(*EVERY_ROLE)
def page(request: StaffRequest, slug: str) -> HttpResponse:
    try:
        found = page_of(slug, role=request.user.role)
    except NoSuchPage as error:
        raise Http404 from error
    return render_page(request, "manual/page.html", {"page": found})


@require_safe
@for_roles(*EVERY_ROLE)
def everything(request: StaffRequest) -> HttpResponse:
    return render_page(request, "manual/everything.html", {"pages": whole_manual(request.user.role)})


@require_safe
@for_roles(*EVERY_ROLE)
def picture(request: StaffRequest, name: str) -> HttpResponse:
    path = file_of(name)
    if path is None:
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/webp")
