from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ContactKind, Visibility
from cases.forms.files import MOST_AT_ONCE, FilesField
from cases.models import Contact
from cases.selectors.timeline import KIND_ICONS
from cases.services.inspect_file import Inspected
from cases.services.log_contact import ContactDetails
from wijkteam.core.forms import Form, MinutesField, NearDateField, RadioChips, TimeField
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.hours.enums import WorkKind


class NamesInput(forms.TextInput):
    """A text field with a button for each name that is known; without JavaScript the buttons stay hidden."""

    template_name = "django/forms/widgets/names.html"
    choices: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "choices": self.choices}


class ContactForm(Form):
    """What happened, how and how long; the rest has an answer already, or may stay empty."""

    text = forms.CharField(
        label=_("What was said and done?"),
        max_length=8000,
        help_text=_("You can also speak: press the microphone of your keyboard. Ctrl+Enter saves."),
        widget=forms.Textarea(
            attrs={
                "rows": 4,
                "lang": "nl",
                "autocapitalize": "sentences",
                "autocomplete": "off",
                "enterkeyhint": "enter",
                "spellcheck": "true",
            }
        ),
    )
    kind = forms.ChoiceField(
        label=_("How?"), choices=ContactKind.choices, initial=ContactKind.VISIT, widget=RadioChips(icons=KIND_ICONS)
    )
    minutes = MinutesField(label=_("How long?"), max_value=1440)
    day = NearDateField(label=_("On which day?"))
    time = TimeField(label=_("At what time?"))
    present = forms.CharField(
        label=_("Who was there?"),
        max_length=300,
        required=False,
        widget=NamesInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    place = forms.CharField(label=_("Where?"), max_length=120, required=False)
    follow_up_on = NearDateField(label=_("Come back to this on"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who may read this?"), choices=Visibility.choices, initial=Visibility.TEAM, widget=RadioChips()
    )
    is_escalation = forms.BooleanField(
        label=_("This was an escalation"),
        required=False,
        help_text=_("A crisis that could not wait. The minutes count as escalation."),
    )
    request_key = RequestKeyField()

    def __init__(
        self,
        *args: Any,
        now: datetime,
        contact: Contact | None = None,
        names: Sequence[str] = (),
        is_escalation: bool = False,
        **kwargs: Any,
    ) -> None:
        """`names` are those of the household; `is_escalation` says that one is running, which is proposed then."""
        local = timezone.localtime(now)
        initial: dict[str, Any] = {
            "day": local.date(),
            "time": local.time().replace(second=0, microsecond=0),
            "is_escalation": is_escalation,
        }
        if contact is not None:
            when = timezone.localtime(contact.occurred_at)
            initial = {
                "text": contact.text,
                "kind": contact.kind,
                "minutes": contact.time_entry.minutes,
                "day": when.date(),
                "time": when.time().replace(second=0, microsecond=0),
                "present": contact.present,
                "place": contact.place,
                "follow_up_on": contact.follow_up_on,
                "visibility": contact.visibility,
                "is_escalation": contact.time_entry.kind == WorkKind.ESCALATION,
            }
        super().__init__(*args, initial=initial, **kwargs)
        cast("NamesInput", self.fields["present"].widget).choices = tuple(names)
        self._now = now

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        today = timezone.localdate(self._now)
        if day > today:
            raise forms.ValidationError(_("This day still has to come. Fill in when the contact was."))
        if day.year < today.year - 2:
            raise forms.ValidationError(_("This day is more than two years ago. Check the year."))
        return day

    @property
    def details(self) -> ContactDetails:
        """What was filled in. A time later today is taken as now: watches differ."""
        data = self.cleaned_data
        when = timezone.make_aware(datetime.combine(data["day"], data["time"]))
        return ContactDetails(
            kind=ContactKind(data["kind"]),
            occurred_at=min(when, self._now),
            minutes=data["minutes"],
            text=data["text"],
            place=data["place"],
            present=data["present"],
            visibility=Visibility(data["visibility"]),
            follow_up_on=data["follow_up_on"],
            is_escalation=data["is_escalation"],
        )


class LogContactForm(ContactForm):
    """A new contact can bring files along: the letter that was on the table."""

    photo = FilesField(label=_("Take a photo"), required=False, camera=True)
    upload = FilesField(
        label=_("Photo or file"),
        required=False,
        help_text=_("PDF, photo, text, Word document or spreadsheet, at most 20 MB each."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if len(self.files_chosen) > MOST_AT_ONCE:
            self.add_error("upload", _("Send at most ten files at once."))
        lost = bool(self.files) and bool(self.errors)
        if lost and not {"photo", "upload"} & set(self.errors):
            self.add_error("upload", _("Choose your files again: a browser forgets them when something is not right."))
        return cleaned

    @property
    def files_chosen(self) -> list[Inspected]:
        return [*self.cleaned_data.get("photo", ()), *self.cleaned_data.get("upload", ())]
