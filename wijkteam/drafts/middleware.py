"""A form that is sent after the session ended loses no word: what it held becomes a draft of who filled it in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wijkteam.drafts.models import Draft
from wijkteam.drafts.services.keep_draft import (
    BadToken,
    DraftKey,
    NotKept,
    fields_to_keep,
    keep_posted,
)


class LostSessionMiddleware:
    """The form says, signed by us, whose it is; only that person gets the text back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.method != "POST" or not getattr(view, "login_required", True) or "draft" not in request.POST:
            return None
        try:
            key = DraftKey.read(request.POST["draft"])
        except BadToken:
            return None
        if request.user.is_authenticated:
            if key.user_id == request.user.pk:
                return None
            self._keep(request, key)
            reason = _("You are signed in under another name now. The text was kept for who typed it.")
            return render(request, "409.html", {"reason": reason}, status=409)
        kept = self._keep(request, key)
        if request.headers.get("HX-Request"):
            return None  # the answer of SignInRequiredMiddleware: the text is still on the screen as well
        if kept is None:
            return None
        messages.info(request, _("You were signed out. Sign in again: your text is kept."))
        back = reverse("drafts:draft", args=[kept.public_id])
        return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': back})}")

    @staticmethod
    def _keep(request: HttpRequest, key: DraftKey) -> Draft | None:
        path = request.POST.get("draft_path", request.path)
        try:
            return keep_posted(
                key=key,
                slot=request.POST.get("draft_slot", ""),
                version=request.POST.get("draft_version", ""),
                fields=fields_to_keep(request.POST),
                path=path if path.startswith("/") else request.path,
                at=timezone.now(),
            ).draft
        except NotKept:
            return None
