from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Exchange, MomentKind
from netwerk.services.log_moment import MomentDetails
from wijkteam.accounts.models import User
from wijkteam.core.forms import Form, MinutesField, NearDateField, RadioChips
from wijkteam.core.request_keys import RequestKeyField

if TYPE_CHECKING:
    _ColleagueField = forms.ModelChoiceField[User]
else:
    _ColleagueField = forms.ModelChoiceField


class MomentForm(Form):
    """A contact with a partner, in seconds: how, how long, and who asked or gave something."""

    kind = forms.ChoiceField(
        label=_("How?"),
        choices=MomentKind.choices,
        widget=RadioChips(
            icons={
                MomentKind.VISIT: "building-community",
                MomentKind.MEETING: "users-group",
                MomentKind.PHONE: "phone",
                MomentKind.MESSAGE: "mail",
            }
        ),
    )
    minutes = MinutesField(label=_("How long?"), max_value=1440, help_text=_("In minutes, or as 1:30."))
    exchange = forms.ChoiceField(
        label=_("Did somebody ask or give something?"),
        choices=[("", _("Nothing in particular")), *Exchange.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("What was it about?"), required=False, max_length=500, help_text=_("No names of residents.")
    )
    happened_on = NearDateField(label=_("On which day?"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day

    @property
    def details(self) -> MomentDetails:
        """After validation."""
        names = ("happened_on", "minutes", "kind", "exchange", "note")
        return MomentDetails(**{name: self.cleaned_data[name] for name in names})


class CorrectMomentForm(MomentForm):
    """One's own contact, corrected. `seen` is when it was last corrected, as text."""

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["request_key"]

    def clean_seen_at(self) -> datetime | None:
        text: str = self.cleaned_data["seen_at"]
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)

    @property
    def seen(self) -> datetime | None:
        """After validation."""
        seen: datetime | None = self.cleaned_data["seen_at"]
        return seen


class ColleagueField(_ColleagueField):
    """A colleague, by name: as text a user is a number, for the log."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class RhythmForm(Form):
    """How often a team wants contact with a partner, and who sees to it."""

    rhythm_weeks = forms.IntegerField(
        label=_("Contact every how many weeks?"),
        required=False,
        min_value=1,
        max_value=104,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
        help_text=_("Leave this empty for no agreed rhythm."),
    )
    keeper = ColleagueField(
        label=_("Who keeps it warm?"), queryset=User.objects.none(), required=False, empty_label=_("The whole team")
    )

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keeper = cast("ColleagueField", self.fields["keeper"])
        keeper.queryset = User.objects.filter(pk__in=[one.pk for one in colleagues]).order_by("name")
