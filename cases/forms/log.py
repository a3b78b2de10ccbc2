"""Logging a contact from anywhere: for whom, what, how long; the rest has an answer already."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.contact import ContactForm
from cases.selectors.to_log import Suggestion
from wijkteam.core.forms import RadioChips


class LogForm(ContactForm):
    """The first household is chosen already: it is where one came from, or the last one worked on."""

    case = forms.ChoiceField(label=_("With which household?"), widget=RadioChips())

    def __init__(self, *args: Any, suggestions: Sequence[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["case"])
        field.choices = [(str(one.public_id), one.name) for one in suggestions]
        if suggestions:
            field.initial = str(suggestions[0].public_id)

    @property
    def case_id(self) -> UUID:
        """After validation."""
        return UUID(self.cleaned_data["case"])
