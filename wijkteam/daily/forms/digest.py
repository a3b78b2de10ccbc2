from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import CheckboxChips, Form, TimeField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise


class DigestForm(Form):
    """Whether, when and about what."""

    marks_optional = False
    is_on = forms.BooleanField(label=_("Mail me every day that something needs me"), required=False)
    send_at = TimeField(label=_("At what time?"))
    about = forms.MultipleChoiceField(label=_("About what?"), required=False, widget=CheckboxChips())

    def __init__(
        self, *args: Any, kinds: "Mapping[str, _StrOrPromise]", without: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        about = cast("forms.MultipleChoiceField", self.fields["about"])
        about.choices = list(kinds.items())
        about.initial = [kind for kind in kinds if kind not in without]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_on") and not cleaned.get("about"):
            self.add_error("about", _("Tick at least one kind, or switch the mail off."))
        return cleaned
