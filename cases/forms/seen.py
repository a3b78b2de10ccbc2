"""A form that can tell whether somebody else saved the same thing while it was being filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.formats import localize
from django.utils.translation import gettext as _

from cases.services.detect_change import HasChanged, fingerprint

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """What a colleague saved in a field where the writer has something else."""

    label: "_StrOrPromise"
    value: str


class SeenForm(forms.Form):
    """Mixin for a form about one row: carries the fingerprint of the row as the writer read it."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    row_fields: Sequence[str] = ()
    theirs: tuple[Theirs, ...] = ()

    def remember(self, row: Model | None) -> None:
        """Call it with the stored row before anything is filled in."""
        self.initial["seen"] = fingerprint(row, self.row_fields) if row is not None and row.pk else ""

    def show_conflict(self, changed: HasChanged) -> None:
        """Keep what was typed, show what the colleague saved, and let a second press of the button save it."""
        self.theirs = tuple(self._differences(changed.row))
        data: Any = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix("seen")] = fingerprint(changed.row, self.row_fields)
        self.data = data
        self.add_error(
            None,
            _("A colleague saved this too, while you were writing. Put the two together and save again."),
        )

    def _differences(self, row: Model) -> Any:
        for name in self.row_fields:
            value = getattr(row, name)
            if value != self.cleaned_data.get(name):
                shown = getattr(row, f"get_{name}_display", lambda value=value: value)()
                # A worker has a name; other rows say theirs by themselves.
                text = getattr(shown, "name", shown)
                if isinstance(text, bool):
                    text = _("yes") if text else _("no")
                yield Theirs(label=self.fields[name].label or name, value=str(localize(text or "–")))
