"""The words of the municipality are read before a page is made, so that making it runs no query for them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wijkteam.areas.selectors.words import vocabulary_in_use

# The load balancer's questions must be answered while the database and the cache are away.
_WITHOUT_WORDS = frozenset({"/healthz", "/readyz"})


class VocabularyMiddleware:
    """One read from the shared cache per request; `request.place` is the name of the municipality."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in _WITHOUT_WORDS:
            return self.get_response(request)
        with vocabulary_in_use() as words:
            request.place = words.place  # type: ignore[attr-defined]  # core, which stands below us, shows it
            return self.get_response(request)
