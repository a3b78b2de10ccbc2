"""Forms of editions: planning one, who takes part, who came, moving a meeting, scores."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from collectief.enums import EditionEnd, LeftReason, SessionKind
from collectief.models import Edition, Initiative, Method, Participant
from collectief.services.note_attendance import Noted
from collectief.services.plan_sessions import Break
from collectief.services.start_edition import EditionDetails
from wijkteam.accounts.models import User
from wijkteam.core.forms import (
    CheckboxCards,
    CheckboxChips,
    Form,
    MinutesField,
    NearDateField,
    RadioChips,
    TimeField,
)
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    _InitiativeField = forms.ModelChoiceField[Initiative]
    _MethodField = forms.ModelChoiceField[Method]
    _People = forms.ModelMultipleChoiceField[User]
    _Teams = forms.ModelMultipleChoiceField[Team]
else:
    _InitiativeField = _MethodField = forms.ModelChoiceField
    _People = _Teams = forms.ModelMultipleChoiceField


def _number(label: Any, *, low: int = 0, high: int, **kwargs: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget, **kwargs)


class WorkersField(_People):
    """Colleagues, by name: as text a user is a number, for the log."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class _EditionFields(Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("For example: Spring 2026."))
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    capacity = _number(_("Room for how many people"), low=1, high=500)
    leaders = WorkersField(
        label=_("Which colleagues lead it"),
        queryset=User.objects.none(),
        widget=CheckboxChips(),
        help_text=_("They take attendance, and are the only ones who see the names."),
    )
    other_leaders = _number(_("How many others lead it along"), high=50, required=False)
    also_for = _Teams(
        label=_("Also for these teams"), queryset=Team.objects.none(), required=False, widget=CheckboxChips()
    )

    def __init__(self, *args: Any, colleagues: Sequence[User], teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("_People", self.fields["leaders"]).queryset = User.objects.filter(
            pk__in=[one.pk for one in colleagues]
        ).order_by("name", "pk")
        if teams:
            cast("_Teams", self.fields["also_for"]).queryset = Team.objects.filter(
                pk__in=[one.pk for one in teams]
            ).order_by("name")
        else:
            del self.fields["also_for"]

    def clean_other_leaders(self) -> int:
        return self.cleaned_data["other_leaders"] or 0


class EditionStartForm(_EditionFields):
    """Plan an edition: the days follow from the method."""

    initiative = _InitiativeField(
        label=_("Of which initiative"), queryset=Initiative.objects.none(), to_field_name="public_id"
    )
    method = _MethodField(label=_("Method"), queryset=Method.objects.none(), to_field_name="public_id")
    first = NearDateField(label=_("First meeting on"))
    begins_at = TimeField(label=_("From what time"), help_text=_("For example 14:00."))
    pause_first = NearDateField(label=_("No meetings from"), required=False)
    pause_last = NearDateField(label=_("Up to and including"), required=False)
    request_key = RequestKeyField()

    field_order = ("initiative", "method", "name", "first", "begins_at", "place", "capacity")

    def __init__(self, *args: Any, initiatives: Sequence[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].required = False
        self.fields["capacity"].help_text = _("Leave this empty for the most that the method allows.")
        cast("_InitiativeField", self.fields["initiative"]).queryset = Initiative.objects.filter(
            pk__in=[one.pk for one in initiatives]
        ).order_by("name", "pk")
        cast("_MethodField", self.fields["method"]).queryset = (
            Method.objects.in_use().filter(form="group").order_by("name", "pk")
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("pause_first"), given.get("pause_last")
        if bool(first) != bool(last):
            self.add_error("pause_last" if first else "pause_first", _("Fill in both days of the break, or neither."))
        elif first and last and last < first:
            self.add_error("pause_last", _("The end lies before the start."))
        elif first and last and (last - first).days > 200:
            self.add_error("pause_last", _("This break is longer than half a year. Check the days."))
        return given

    @property
    def details(self) -> EditionDetails:
        """After validation."""
        given = self.cleaned_data
        pause = Break(first=given["pause_first"], last=given["pause_last"]) if given["pause_first"] else None
        return EditionDetails(
            name=given["name"],
            first=given["first"],
            begins_at=given["begins_at"],
            capacity=given["capacity"] or given["method"].max_participants,
            place=given["place"],
            other_leaders=given["other_leaders"],
            also_for=list(given.get("also_for") or ()),
            leaders=list(given["leaders"]),
            pause=pause,
        )


class EditionChangeForm(_EditionFields):
    """Name, place, room, teams and who leads it."""


class EditionCloseForm(Form):
    ending = forms.ChoiceField(label=_("How did it end?"), choices=EditionEnd.choices, widget=RadioChips())


class SignUpForm(Form):
    """Somebody for the group: a first name, or nothing at all."""

    name = forms.CharField(
        label=_("First name"),
        max_length=60,
        required=False,
        help_text=_("As the group calls them. Without a name they get a number."),
    )
    request_key = RequestKeyField()


class RenameForm(Form):
    name = forms.CharField(
        label=_("First name"), max_length=60, required=False, help_text=_("Leave this empty to take the name away.")
    )


class StopForm(Form):
    reason = forms.ChoiceField(label=_("Why?"), choices=LeftReason.choices, widget=RadioChips())


class _WorkForm(Form):
    """What attendance and a count have in common: how long the colleagues worked on it."""

    minutes = MinutesField(
        label=_("Time per colleague"), required=False, help_text=_("With getting ready and clearing up.")
    )
    workers = WorkersField(
        label=_("Colleagues who were there"), queryset=User.objects.none(), required=False, widget=CheckboxChips()
    )

    def __init__(self, *args: Any, workers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("_People", self.fields["workers"]).queryset = User.objects.filter(
            pk__in=[one.pk for one in workers]
        ).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("workers") and not given.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Fill in how long the colleagues worked on it."))
        return given

    @property
    def spent(self) -> Mapping[User, int]:
        given = self.cleaned_data
        return dict.fromkeys(given["workers"], given["minutes"]) if given["minutes"] else {}


class AttendanceForm(_WorkForm):
    """A whole group at once: everybody was there, but for whom is ticked off."""

    present = forms.MultipleChoiceField(label=_("Who came?"), required=False, widget=CheckboxCards())
    others = _number(_("Others who were there, without a name"), high=2000, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    field_order = ("present", "others", "minutes", "workers", "seen")

    def __init__(self, *args: Any, group: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if group:
            present = cast("forms.MultipleChoiceField", self.fields["present"])
            present.choices = [(str(one.public_id), one.shown_as) for one in group]
        else:
            del self.fields["present"]
            self.fields["others"].label = _("How many people were there?")
        self._ids = {str(one.public_id): one.pk for one in group}

    @property
    def noted(self) -> Noted:
        """After validation."""
        given = self.cleaned_data
        present = {self._ids[one] for one in given.get("present", ())}
        return Noted(present=present, others=given["others"] or 0, minutes=self.spent)

    @property
    def noted_at(self) -> datetime | None:
        return parse_datetime(self.cleaned_data["seen"]) if self.cleaned_data["seen"] else None


class GatheringForm(_WorkForm):
    """How many people came to something that anybody walks into."""

    people = _number(_("How many people were there?"), high=2000)
    held_on = NearDateField(label=_("On which day?"))
    length = MinutesField(label=_("How long did it last?"))
    request_key = RequestKeyField()

    field_order = ("people", "held_on", "length", "minutes", "workers")

    @property
    def noted(self) -> Noted:
        """After validation."""
        return Noted(others=self.cleaned_data["people"], minutes=self.spent)


class MoveForm(Form):
    """Another day, time or place for a meeting."""

    held_on = NearDateField(label=_("On which day?"))
    begins_at = TimeField(label=_("From what time"), required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    with_the_rest = forms.BooleanField(
        label=_("All meetings after it move along"),
        required=False,
        help_text=_("As many days later or earlier. Holidays are skipped."),
    )


class CancelForm(Form):
    reason = forms.CharField(
        label=_("Why does it not go on?"), max_length=200, help_text=_("Without anything about anybody.")
    )


class SessionAddForm(Form):
    kind = forms.ChoiceField(
        label=_("What kind of meeting?"),
        choices=[
            (SessionKind.REGULAR, _("in place of one that was called off")),
            (SessionKind.EXTRA, SessionKind.EXTRA.label),
            (SessionKind.RETURN, SessionKind.RETURN.label),
        ],
        widget=RadioChips(),
    )
    held_on = NearDateField(label=_("On which day?"))
    begins_at = TimeField(label=_("From what time"))
    place = forms.CharField(label=_("Place"), max_length=120, required=False)


class ScoresForm(Form):
    """A score per participant, all of them in one form; an empty field is no score."""

    def __init__(self, *args: Any, edition: Edition, group: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        low, high = edition.measure_low or 0, edition.measure_high or 0
        self._ids = {}
        for one in group:
            name = f"score-{one.number}"
            self._ids[name] = one.pk
            self.fields[name] = forms.IntegerField(
                label=one.shown_as,
                required=False,
                min_value=low,
                max_value=high,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
            )

    @property
    def scores(self) -> dict[int, int | None]:
        """After validation."""
        return {pk: self.cleaned_data[name] for name, pk in self._ids.items()}
