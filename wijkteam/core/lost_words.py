"""What somebody typed in a form that can no longer be taken, shown back to them: no word is lost."""

import re

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

# Keys, numbers and days, which nobody typed as words; and what nobody should read over a shoulder.
_NO_WORDS = re.compile(r"[\d\s.:/+-]*|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|on|yes|no", re.IGNORECASE)
_SECRET = re.compile(r"password|token|code|secret|otp|seen|key|^draft_|^next$")


def typed_words(request: HttpRequest) -> list[str]:
    """The texts of a post, in the order of the form; nothing of who is not signed in."""
    user = getattr(request, "user", None)
    if request.method != "POST" or user is None or not user.is_authenticated:
        return []
    try:
        fields = list(request.POST.lists())
    except (BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return []  # it could not be read, which may be why
    texts = [value.strip() for name, values in fields if not _SECRET.search(name) for value in values]
    return [text for text in texts if not _NO_WORDS.fullmatch(text)]
