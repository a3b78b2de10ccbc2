from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import DeclineReason, InvolvementMode
from cases.models import Involvement
from cases.selectors.involvements import PartnerContext
from cases.selectors.sharing import record_label
from cases.services.involve_partner import PartnerRequest
from wijkteam.core.forms import CheckboxColumns, Form, NearDateField, RadioCards
from wijkteam.core.request_keys import RequestKeyField

MODE_HINTS = {
    InvolvementMode.CONSULTED.value: _("They think along. Without data of the household when that is enough."),
    InvolvementMode.TEMPORARY.value: _("They help for a while beside the team, with an end that is agreed now."),
    InvolvementMode.REFERRED.value: _("They take up a question. The coordinator stays, and the plan stays one plan."),
}


class InvolvementForm(Form):
    """What is asked of this partner, and what of the household goes along."""

    mode = forms.ChoiceField(
        label=_("What do you ask?"), choices=InvolvementMode.choices, widget=RadioCards(hints=MODE_HINTS)
    )
    service = forms.ChoiceField(label=_("Which service?"), required=False)
    professional = forms.ChoiceField(label=_("Whom do you ask?"), required=False)
    question = forms.CharField(
        label=_("What is your question to them?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-keep": ""}),
        help_text=_("Write it so that the resident could read along. What goes to the partner stays written."),
    )
    is_anonymous = forms.BooleanField(
        label=_("Without anything of the household: no name, no address, nothing to recognise them by"), required=False
    )
    records = forms.MultipleChoiceField(label=_("On what ground does it go?"), required=False, widget=CheckboxColumns())
    ends_on = NearDateField(label=_("Until"), required=False, help_text=_("Needed when they are involved for a while."))
    outside_agreement = forms.CharField(
        label=_("Why outside an agreement?"),
        max_length=300,
        required=False,
        help_text=_("A referral without a working agreement needs a reason."),
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, partner: PartnerContext, may_refer: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._partner, self._may_refer, self._today = partner, may_refer, today
        self._services = {str(one.public_id): one for one in partner.services}
        self._professionals = {str(one.public_id): one for one in partner.professionals}
        self._records = {str(one.public_id): one for one in partner.records}
        self._choose(
            "service", [("", _("The organisation as a whole")), *((k, v.name) for k, v in self._services.items())]
        )
        self._choose(
            "professional", [("", _("Nobody in particular")), *((k, v.name) for k, v in self._professionals.items())]
        )
        self._choose("records", [(key, record_label(one)) for key, one in self._records.items()])
        if not self._services:
            del self.fields["service"]
        if not self._professionals:
            del self.fields["professional"]
        if not self._records:
            del self.fields["records"]
        if partner.agreement is not None:
            del self.fields["outside_agreement"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        mode = data.get("mode")
        professional = self._professionals.get(data.get("professional") or "")
        records = [self._records[key] for key in data.get("records") or ()]
        if data.get("is_anonymous"):
            if mode and mode != InvolvementMode.CONSULTED:
                self.add_error("is_anonymous", _("Only a consult is possible without anything of the household."))
            data["records"] = []
        elif not records:
            nothing = _("Choose on what ground it goes, or consult them without anything of the household.")
            self.add_error("records" if "records" in self.fields else None, nothing)
        elif any(one.professional_id not in {None, professional.pk if professional else None} for one in records):
            self.add_error("records", _("One of these is for another professional only."))
        if mode == InvolvementMode.TEMPORARY and not data.get("ends_on"):
            self.add_error("ends_on", _("Agree on an end: choose until when."))
        if data.get("ends_on") and data["ends_on"] <= self._today:
            self.add_error("ends_on", _("Choose a day that still has to come."))
        if mode == InvolvementMode.REFERRED:
            if not self._may_refer:
                self.add_error("mode", _("First write down the question behind the question. Then refer."))
            if "outside_agreement" in self.fields and not data.get("outside_agreement"):
                self.add_error("outside_agreement", _("Write down why you refer without an agreement."))
        return data

    @property
    def partner_request(self) -> PartnerRequest:
        data = self.cleaned_data
        return PartnerRequest(
            organisation=self._partner.organisation,
            service=self._services.get(data.get("service") or ""),
            professional=self._professionals.get(data.get("professional") or ""),
            mode=InvolvementMode(data["mode"]),
            question=data["question"],
            is_anonymous=data["is_anonymous"],
            records=[self._records[key] for key in data.get("records") or ()],
            agreement=self._partner.agreement,
            outside_agreement=data.get("outside_agreement") or "",
            ends_on=data["ends_on"],
        )


class StepForm(Form):
    """A step that a partner or the team took. Each kind of step has its own fields beside the day."""

    on = NearDateField(label=_("On which day?"))

    def __init__(self, *args: Any, involvement: Involvement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)
        self._involvement, self._today = involvement, today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self._today:
            raise forms.ValidationError(_("This day still has to come."))
        before = self._involvement.started_on or self._involvement.accepted_on or self._involvement.sent_on
        if day < before:
            raise forms.ValidationError(_("This lies before the step that came first."))
        return day


class AcceptForm(StepForm):
    """They say yes."""


class StartForm(StepForm):
    handover_how = forms.CharField(
        label=_("How was it handed over?"),
        max_length=300,
        required=False,
        help_text=_(
            "A warm handover: for example a first conversation with the resident, them and you. Empty is none."
        ),
    )


class FinishForm(StepForm):
    outcome = forms.CharField(
        label=_("What came of it?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "data-keep": ""})
    )


class DeclineForm(StepForm):
    reason = forms.ChoiceField(label=_("Why do they say no?"), choices=DeclineReason.choices, widget=RadioCards())
    note = forms.CharField(label=_("In their words"), max_length=500, required=False)


class CallOffForm(StepForm):
    reason = forms.CharField(label=_("Why do you call it off?"), max_length=300)
