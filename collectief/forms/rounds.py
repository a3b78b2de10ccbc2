"""Forms of the information round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import RoundWish
from collectief.models import InformationRound, RoundItem
from collectief.services.send_round import Wish
from collectief.services.write_round import Draft, Words
from netwerk.models import Organisation, Professional
from wijkteam.core.forms import Form, NearDateField, RadioChips
from wijkteam.core.request_keys import RequestKeyField


@dataclass(frozen=True, kw_only=True)
class PartFields:
    """One part on the page."""

    item: RoundItem
    chosen: forms.BoundField
    heading: forms.BoundField
    text: forms.BoundField
    is_first: bool
    is_last: bool


class RoundForm(Form):
    """A draft: its own words, and three fields for each part. A part that came later keeps what it has."""

    marks_optional = False
    subject = forms.CharField(label=_("Subject of the mail"), max_length=120)
    opening = forms.CharField(
        label=_("Opening"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    closing = forms.CharField(
        label=_("Closing"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, round: InformationRound, items: Sequence[RoundItem], **kwargs: Any) -> None:
        initial: dict[str, Any] = {name: getattr(round, name) for name in ("subject", "opening", "closing", "version")}
        super().__init__(*args, initial=initial, **kwargs)
        self.items = [one for one in items if not self.is_bound or self._key(one, "heading") in self.data]
        for one in self.items:
            rows = min(10, max(2, one.text.count("\n") + 1 + len(one.text) // 80))
            self._field(one, "chosen", forms.BooleanField(label=_("Goes into the mail"), required=False))
            heading = forms.CharField(label=_("Heading"), max_length=120)
            heading.error_messages["required"] = _("Give this part a heading.")
            self._field(one, "heading", heading)
            words = forms.CharField(
                label=_("Text"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": rows})
            )
            self._field(one, "text", words)

    @staticmethod
    def _key(one: RoundItem, name: str) -> str:
        return f"{name}-{one.public_id.hex}"

    def clean_subject(self) -> str:
        """One line: what follows a line break in a subject would be another header."""
        return " ".join(str(self.cleaned_data["subject"]).split())

    def _field(self, one: RoundItem, name: str, field: forms.Field) -> None:
        key = self._key(one, name)
        self.fields[key] = field
        self.initial[key] = one.is_chosen if name == "chosen" else getattr(one, name)

    @property
    def parts(self) -> list[PartFields]:
        last = len(self.items) - 1
        return [
            PartFields(
                item=one,
                chosen=self[self._key(one, "chosen")],
                heading=self[self._key(one, "heading")],
                text=self[self._key(one, "text")],
                is_first=place == 0,
                is_last=place == last,
            )
            for place, one in enumerate(self.items)
        ]

    @property
    def draft(self) -> Draft:
        data = self.cleaned_data
        parts: dict[UUID, Words] = {
            one.public_id: Words(
                heading=data[self._key(one, "heading")],
                text=data[self._key(one, "text")],
                is_chosen=data[self._key(one, "chosen")],
            )
            for one in self.items
        }
        return Draft(subject=data["subject"], opening=data["opening"], closing=data["closing"], parts=parts)

    def goes_on_from(self, version: int) -> None:
        """After a colleague saved: a second press saves over it, knowingly."""
        data: Any = {name: self.data[name] for name in self.data}
        data["version"] = str(version)
        self.data = data


class SendForm(Form):
    """The last press. `sure` is asked only when the text holds a name that a household has too."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("I looked: this is not about anybody of a household"))

    def __init__(self, *args: Any, version: int, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": version}, **kwargs)
        if not names:
            del self.fields["sure"]


class _Named(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    def label_from_instance(self, obj: Any) -> str:
        if isinstance(obj, Professional):
            return f"{obj.name} ({obj.organisation.name})"
        return str(obj.name)


class RecipientForm(Form):
    """Who wants the round: a partner, a professional of one, or somebody else."""

    organisation = _Named(
        label=_("An organisation"),
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("none"),
        help_text=_("Organisations with an e-mail address. Is one missing? Give it an address in the directory first."),
    )
    professional = _Named(
        label=_("Or somebody who works for a partner"),
        queryset=Professional.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("nobody"),
    )
    name = forms.CharField(label=_("Or somebody else: name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail address of somebody else"), required=False)
    wish = forms.ChoiceField(
        label=_("How do you know that they want it?"), choices=RoundWish.choices, widget=RadioChips()
    )
    wanted_on = NearDateField(label=_("Since when?"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"wanted_on": today}, **kwargs)
        self._today = today
        with_address = ~Q(email="")
        partners = cast("_Named", self.fields["organisation"])
        partners.queryset = Organisation.objects.active(on=today).filter(with_address).order_by("name", "pk")
        people = Professional.objects.working(on=today).filter(with_address).select_related("organisation")
        cast("_Named", self.fields["professional"]).queryset = people.order_by("name", "pk")

    def clean_wanted_on(self) -> date:
        day: date = self.cleaned_data["wanted_on"]
        if day > self._today:
            raise ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        other = bool(cleaned.get("name") or cleaned.get("email"))
        if sum((bool(cleaned.get("organisation")), bool(cleaned.get("professional")), other)) != 1:
            self.add_error(None, _("Choose one: an organisation, somebody who works for a partner, or somebody else."))
        elif other and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write the name that belongs to this address."))
        elif other and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the e-mail address."))
        return cleaned

    @property
    def details(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            organisation=data["organisation"],
            professional=data["professional"],
            name=data["name"],
            email=data["email"],
            wish=RoundWish(data["wish"]),
            wanted_on=data["wanted_on"],
        )


class RhythmForm(Form):
    """How often, or without a reminder."""

    every_weeks = forms.TypedChoiceField(
        label=_("How often does this team send a round?"),
        choices=[
            ("4", _("every 4 weeks")),
            ("6", _("every 6 weeks")),
            ("8", _("every 8 weeks")),
            ("13", _("every 3 months")),
            ("0", _("without a reminder")),
        ],
        coerce=lambda value: int(value) or None,
        empty_value=None,
        widget=RadioChips(),
        help_text=_("The team coordinator is reminded in My work in the week before."),
    )
