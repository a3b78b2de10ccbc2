from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ConsentManner, LegalTask, SharedKind, SharingBasis, SharingChannel
from cases.models import Person, SharingRecord
from cases.selectors.sharing import SharingChoices, record_label
from cases.services.record_sharing import SharingDetails
from netwerk.models import Organisation, Professional
from wijkteam.core.forms import CheckboxChips, CheckboxColumns, Form, NearDateField, RadioCards, RadioChips, TimeField
from wijkteam.core.request_keys import RequestKeyField

BASIS_HINTS: Mapping[str, Any] = {
    SharingBasis.CONSENT: _("The resident knows what goes to whom, and why, and says yes. Always with an end."),
    SharingBasis.TASK: _("The law gives the team this task, and it cannot be done without sharing this."),
    SharingBasis.VITAL_INTEREST: _("Somebody is in danger and asking for consent is not possible."),
    SharingBasis.DUTY: _("Your profession asks for it, for example after a step of the reporting code."),
}


class SharingForm(Form):
    """What of whom may go to which partner, on what ground and until when."""

    people = forms.MultipleChoiceField(label=_("About whom?"), widget=CheckboxChips())
    kinds = forms.MultipleChoiceField(
        label=_("What may be shared?"),
        choices=SharedKind.choices,
        widget=CheckboxChips(),
        help_text=_("No more than the partner needs."),
    )
    organisation = forms.ChoiceField(label=_("With which organisation?"))
    professional = forms.ChoiceField(
        label=_("Only with one professional?"),
        required=False,
        help_text=_("Leave this open when it may go to whoever helps there."),
    )
    basis = forms.ChoiceField(
        label=_("On what ground?"), choices=SharingBasis.choices, widget=RadioCards(hints=BASIS_HINTS)
    )
    consent_by = forms.CharField(
        label=_("Who gave consent?"),
        max_length=200,
        required=False,
        help_text=_(
            "For a child under 12 that is who has parental authority, from 12 up to 16 both the child and they, "
            "from 16 the young person."
        ),
    )
    consent_on = NearDateField(label=_("On which day was consent given?"), required=False)
    consent_manner = forms.ChoiceField(
        label=_("How was consent given?"), choices=ConsentManner.choices, required=False, widget=RadioChips()
    )
    law = forms.ChoiceField(label=_("Which law?"), required=False, choices=[("", "–"), *LegalTask.choices])
    ground = forms.CharField(
        label=_("Explanation"),
        max_length=500,
        required=False,
        help_text=_("Needed for a vital interest, a professional duty or another law: what is the matter?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    starts_on = NearDateField(label=_("From"))
    ends_on = NearDateField(
        label=_("Until"), required=False, help_text=_("From this day on it holds no more. Consent always has an end.")
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, choices: SharingChoices, today: date, **kwargs: Any) -> None:
        initial = {"starts_on": today, "consent_on": today, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self._today = today
        self._people = {str(person.public_id): person for person in choices.people}
        self._organisations = {str(one.public_id): one for one in choices.organisations}
        self._professionals = {str(one.public_id): one for one in choices.professionals}
        self._choose("people", [(key, person.full_name) for key, person in self._people.items()])
        self._choose(
            "organisation", [("", _("Choose")), *((key, one.name) for key, one in self._organisations.items())]
        )
        self._choose(
            "professional",
            [
                ("", _("No, with the organisation")),
                *((key, f"{one.name} ({one.organisation.name})") for key, one in self._professionals.items()),
            ],
        )

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        basis = data.get("basis")
        if basis == SharingBasis.CONSENT:
            self._need(data, "consent_by", _("Write down who gave consent."))
            self._need(data, "consent_on", _("Write down on which day consent was given."))
            self._need(data, "consent_manner", _("Choose how consent was given."))
            self._need(data, "ends_on", _("Consent has an end: choose until when."))
            given, starts = data.get("consent_on"), data.get("starts_on")
            if given and given > self._today:
                self.add_error("consent_on", _("This day still has to come."))
            elif given and starts and given > starts:
                self.add_error("starts_on", _("Sharing begins on the day of the consent at the earliest."))
        elif basis == SharingBasis.TASK:
            self._need(data, "law", _("Choose the law that gives this task."))
            if data.get("law") == LegalTask.OTHER:
                self._need(data, "ground", _("Name the law."))
        elif basis:
            self._need(data, "ground", _("Write down what is the matter."))
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The end lies before the beginning. Choose a later day."))
        professional = self._professionals.get(data.get("professional") or "")
        organisation = self._organisations.get(data.get("organisation") or "")
        if professional and organisation and professional.organisation_id != organisation.pk:
            self.add_error("professional", _("This professional works for another organisation."))
        return data

    def _need(self, data: dict[str, Any], name: str, message: Any) -> None:
        if not data.get(name) and name not in self.errors:
            self.add_error(name, message)

    @property
    def people_chosen(self) -> list[Person]:
        return [self._people[key] for key in self.cleaned_data["people"]]

    @property
    def kinds_chosen(self) -> list[SharedKind]:
        return [SharedKind(kind) for kind in self.cleaned_data["kinds"]]

    @property
    def organisation_chosen(self) -> Organisation:
        return self._organisations[self.cleaned_data["organisation"]]

    @property
    def details(self) -> SharingDetails:
        """What does not belong to the chosen ground is left out."""
        data = self.cleaned_data
        basis = SharingBasis(data["basis"])
        consents, by_law = basis == SharingBasis.CONSENT, basis == SharingBasis.TASK
        professional: Professional | None = self._professionals.get(data["professional"])
        return SharingDetails(
            organisation=self.organisation_chosen,
            professional=professional,
            basis=basis,
            law=LegalTask(data["law"]) if by_law else None,
            ground=data["ground"],
            consent_on=data["consent_on"] if consents else None,
            consent_manner=ConsentManner(data["consent_manner"]) if consents else None,
            consent_by=data["consent_by"] if consents else "",
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
        )


class WithdrawForm(Form):
    """From today on nothing goes on these grounds any more."""

    records = forms.MultipleChoiceField(label=_("What is withdrawn?"), widget=CheckboxColumns())
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=300,
        help_text=_("For example: the resident changed her mind. Nobody has to explain why."),
    )

    def __init__(self, *args: Any, records: list[SharingRecord], **kwargs: Any) -> None:
        self._records = {str(one.public_id): one for one in records}
        super().__init__(*args, initial={"records": list(self._records)}, **kwargs)
        cast("forms.ChoiceField", self.fields["records"]).choices = [
            (key, record_label(one)) for key, one in self._records.items()
        ]

    @property
    def records_chosen(self) -> list[SharingRecord]:
        return [self._records[key] for key in self.cleaned_data["records"]]


class SharedForm(Form):
    """Something went to a partner, on one of the grounds that hold on that day."""

    record = forms.ChoiceField(label=_("With whom, and on what ground?"))
    what = forms.CharField(
        label=_("What did you share?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The resident can read this. Write it so that it is clear and kind."),
    )
    channel = forms.ChoiceField(
        label=_("How?"),
        choices=[choice for choice in SharingChannel.choices if choice[0] != SharingChannel.REQUEST],
        initial=SharingChannel.SPOKEN,
        widget=RadioChips(),
    )
    day = NearDateField(label=_("On which day?"))
    time = TimeField(label=_("At what time?"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, now: datetime, records: list[SharingRecord], **kwargs: Any) -> None:
        local = timezone.localtime(now)
        super().__init__(
            *args, initial={"day": local.date(), "time": local.time().replace(second=0, microsecond=0)}, **kwargs
        )
        self._now = now
        self._records = {str(one.public_id): one for one in records}
        cast("forms.ChoiceField", self.fields["record"]).choices = [
            ("", _("Choose")),
            *((key, record_label(one)) for key, one in self._records.items()),
        ]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate(self._now):
            raise forms.ValidationError(_("This day still has to come."))
        return day

    @property
    def record_chosen(self) -> SharingRecord:
        return self._records[self.cleaned_data["record"]]

    @property
    def shared_at(self) -> datetime:
        when = timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))
        return min(when, self._now)
