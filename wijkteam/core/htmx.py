"""Pages and their fragments. The URL names the fragment (`?deel=rows`), the view says which ones exist."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect, push_url, trigger_client_event
from django_htmx.middleware import HtmxDetails

FRAGMENT = "deel"


def _htmx(request: HttpRequest) -> HtmxDetails:
    return cast("HtmxDetails", request.htmx)  # type: ignore[attr-defined]


def requested_fragment(request: HttpRequest, fragments: Collection[str]) -> str | None:
    """The fragment that htmx asks for, if it is one of `fragments`; None means the whole page."""
    if not _htmx(request) or _htmx(request).history_restore_request:
        return None
    name = request.GET.get(FRAGMENT, "")
    return name if name in fragments else None


def url_without_fragment(request: HttpRequest) -> str:
    """This URL as it should stand in the address bar: without `deel` and without empty filters."""
    query = request.GET.copy()
    query.pop(FRAGMENT, None)
    for name in [name for name, value in query.items() if value == ""]:
        del query[name]
    return f"{request.path}?{query.urlencode()}" if query else request.path


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragments: Collection[str] = (),
    status: int = 200,
    push: bool = False,
) -> HttpResponse:
    """Render `template`, or the partial of it that htmx asks for with `?deel=`.

    Only a name in `fragments` is honoured, so a client can never choose a fragment that the view did not
    offer; without htmx, and when the browser restores its history, the whole page is the answer. With `push`
    the address bar follows a fragment (for filters: they must hold nothing personal).
    """
    fragment = requested_fragment(request, fragments)
    name = f"{template}#{fragment}" if fragment else template
    response = render(request, name, dict(context or {}), status=status)
    if fragment and push and request.method == "GET":
        push_url(response, url_without_fragment(request))
    patch_vary_headers(response, ["HX-Request"])
    return response


def redirect_after_post(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Leave the page after a successful POST; with htmx by a header, as a 302 would land inside the target."""
    if _htmx(request):
        return HttpResponseClientRedirect(resolve_url(to, *args, **kwargs))
    response: HttpResponse = redirect(to, *args, **kwargs)
    return response


def toast(response: HttpResponse, text: str, *, level: str = "success") -> HttpResponse:
    """Let the page say `text` for a few seconds. Extra only: what matters must also stand in the page."""
    return trigger_client_event(response, "toast", {"text": text, "level": level})
