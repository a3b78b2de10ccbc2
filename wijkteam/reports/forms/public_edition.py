from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkteam.reports.forms.conversation import AboutNobodyForm
from wijkteam.reports.selectors.public_edition import unpublished_numbers


class PublicEditionForm(AboutNobodyForm):
    """The own words of a team for its neighbourhood. A number in them must be one that the report shows."""

    texts = ("words", "plans")
    words = forms.CharField(
        label=_("What the month was like"),
        help_text=_("For residents and partners, in plain words and short sentences. Name nobody."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    plans = forms.CharField(
        label=_("What we are going to do"),
        help_text=_("What can people expect of you in the coming time?"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, content: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._content = content

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.texts:
            if numbers := unpublished_numbers(cleaned.get(name) or "", self._content):
                self.add_error(name, _number_refused(numbers))
        return cleaned


def _number_refused(numbers: list[str]) -> ValidationError:
    return ValidationError(
        gettext("The report does not show %(numbers)s. Use figures of the report, or words without a number.")
        % {"numbers": ", ".join(numbers[:5])}
    )
