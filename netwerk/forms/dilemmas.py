from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from netwerk.enums import DilemmaKind
from netwerk.services.share_dilemma import DilemmaDetails
from wijkteam.accounts.models import User
from wijkteam.core.forms import CheckboxColumns, Form, NearDateField, RadioCards
from wijkteam.core.request_keys import RequestKeyField

if TYPE_CHECKING:
    _ColleaguesField = forms.ModelMultipleChoiceField[User]
else:
    _ColleaguesField = forms.ModelMultipleChoiceField


class ColleaguesField(_ColleaguesField):
    """Colleagues, by name: as text a user is a number, for the log."""

    widget = CheckboxColumns

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class DilemmaForm(Form):
    """What somebody is torn about, and for whose eyes it is."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(DilemmaKind.DILEMMA, _("A dilemma")), (DilemmaKind.LOYALTY, _("A question of loyalty"))],
        widget=RadioCards(
            hints={
                DilemmaKind.DILEMMA: _("Two things that are both right, and cannot both be done"),
                DilemmaKind.LOYALTY: _("Pulled between the team, a partner, an employer or a resident"),
            }
        ),
    )
    text = forms.CharField(
        label=_("What are you torn about?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Leave out names of residents: this is about the work with a partner."),
    )
    readers = ColleaguesField(
        label=_("Which colleagues read along?"), queryset=User.objects.none(), required=False,
        help_text=_("Nobody else sees it: not in a list, not by searching, not in a report."),
    )  # fmt: skip
    with_coordinator = forms.BooleanField(label=_("The team coordinator reads along too"), required=False)
    look_back_on = NearDateField(label=_("When do you come back to it?"), required=False)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, colleagues: Sequence[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        readers = cast("ColleaguesField", self.fields["readers"])
        readers.queryset = User.objects.filter(pk__in=[one.pk for one in colleagues]).order_by("name", "pk")
        if not colleagues:
            del self.fields["readers"]

    def clean_look_back_on(self) -> date | None:
        day: date | None = self.cleaned_data["look_back_on"]
        if day is not None and day <= self._today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    @property
    def details(self) -> DilemmaDetails:
        """After validation."""
        answers = self.cleaned_data
        return DilemmaDetails(
            kind=DilemmaKind(answers["kind"]),
            text=answers["text"],
            with_coordinator=answers["with_coordinator"],
            look_back_on=answers["look_back_on"],
            readers=list(answers.get("readers", ())),
        )


class NoteForm(Form):
    text = forms.CharField(
        label=_("What do you want to add?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    request_key = RequestKeyField()


class EndDilemmaForm(Form):
    """How it ended: from then on it stays as it is."""

    outcome = forms.CharField(
        label=_("How did it end?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What did you choose, and why? After this nothing can be added."),
    )
