"""A form that is sent twice does its work once: each rendered form carries a key of its own."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RequestKeyField(forms.UUIDField):
    """Hidden. A fresh form gets a new key, a form that comes back with errors keeps the one it had."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        stale = _("Something is missing in this form. Copy your text, load the page again and send it once more.")
        super().__init__(initial=uuid.uuid4, error_messages={"required": stale, "invalid": stale}, **kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return uuid.UUID(data)
        except (TypeError, ValueError):
            return initial
