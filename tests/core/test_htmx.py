"""Which part of a page is the answer, and where the address bar goes."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from wijkteam.core import htmx
from wijkteam.core.htmx import redirect_after_post, render_page, toast, url_without_fragment

TEMPLATE = "styleguide/index.html"


def request_for(
    path: str, headers: dict[str, str] | None = None, *, with_htmx: bool = True, method: str = "GET"
) -> HttpRequest:
    sent = {**({"HX-Request": "true"} if with_htmx else {}), **(headers or {})}
    request = RequestFactory().generic(method, path, headers=sent)
    request.user = AnonymousUser()
    HtmxMiddleware(lambda _: None)(request)  # type: ignore[arg-type]
    return request


@pytest.fixture
def two_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page `x` with a partial `rows`, without files."""
    whole = engines["django"].from_string("<html>{{ word }}</html>")
    part = engines["django"].from_string("<ul>{{ word }}</ul>")
    made = {"x": whole, "x#rows": part}

    def render(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> Any:
        from django.http import HttpResponse

        return HttpResponse(made[name].render(context, request), status=status)

    monkeypatch.setattr(htmx, "render", render)


def body(request: HttpRequest, **options: Any) -> str:
    return render_page(request, "x", {"word": "a"}, fragments={"rows"}, **options).text


@pytest.mark.usefixtures("two_parts")
class TestRenderPage:
    def test_a_fragment_that_the_view_offers(self) -> None:
        assert body(request_for("/?deel=rows")) == "<ul>a</ul>"

    def test_another_fragment_is_the_whole_page(self) -> None:
        assert body(request_for("/?deel=other")) == "<html>a</html>"

    def test_without_htmx_always_the_whole_page(self) -> None:
        assert body(request_for("/?deel=rows", with_htmx=False)) == "<html>a</html>"

    def test_a_restored_page_is_whole(self) -> None:
        request = request_for("/?deel=rows", {"HX-History-Restore-Request": "true"})
        assert body(request) == "<html>a</html>"

    def test_the_target_header_chooses_nothing(self) -> None:
        assert body(request_for("/", {"HX-Target": "rows"})) == "<html>a</html>"

    def test_caches_are_told_that_htmx_gets_something_else(self) -> None:
        assert "HX-Request" in render_page(request_for("/"), "x", {})["Vary"]

    def test_a_rejected_form_keeps_its_status(self) -> None:
        response = render_page(request_for("/?deel=rows", method="POST"), "x", {}, fragments={"rows"}, status=422)
        assert response.status_code == 422
        assert "HX-Push-Url" not in response

    def test_the_address_bar_follows_filters_without_the_fragment(self) -> None:
        request = request_for("/lijst/?deel=rows&status=open&wijk=&pagina=2")
        response = render_page(request, "x", {}, fragments={"rows"}, push=True)
        assert response["HX-Push-Url"] == "/lijst/?status=open&pagina=2"

    def test_a_whole_page_pushes_nothing(self) -> None:
        assert "HX-Push-Url" not in render_page(request_for("/"), "x", {}, fragments={"rows"}, push=True)


def test_repeated_filters_survive_in_the_address() -> None:
    assert url_without_fragment(request_for("/?thema=geld&thema=wonen&deel=rows")) == "/?thema=geld&thema=wonen"


def test_leaving_after_a_post() -> None:
    plain = redirect_after_post(request_for("/", with_htmx=False, method="POST"), "core:styleguide")
    assert (plain.status_code, plain["Location"]) == (302, "/stijl/")
    answered = redirect_after_post(request_for("/", method="POST"), "core:styleguide")
    assert (answered.status_code, answered["HX-Redirect"]) == (200, "/stijl/")


def test_a_toast_is_an_event_with_its_words() -> None:
    from django.http import HttpResponse

    response = toast(HttpResponse(), "Bewaard <b>", level="error")
    assert json.loads(response["HX-Trigger"]) == {"toast": {"text": "Bewaard <b>", "level": "error"}}
