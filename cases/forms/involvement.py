from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import DeclineReason, InvolvementMode
from cases.models import Involvement
from cases.selectors.involvements import PartnerContext
from cases.selectors.sharing import record_label
from cases.services.involve_partner import PartnerRequest
from netwerk.enums import Lead
from netwerk.models import WorkingAgreement
from wijkteam.core.forms import CheckboxColumns, Form, NearDateField, RadioCards, RadioChips
from wijkteam.core.request_keys import RequestKeyField

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MODE_HINTS = {
    InvolvementMode.CONSULTED.value: _("They think along. Without data of the household when that is enough."),
    InvolvementMode.TEMPORARY.value: _("They help for a while beside the team, with an end that is agreed now."),
    InvolvementMode.REFERRED.value: _("They take up a question. The coordinator stays, and the plan stays one plan."),
}


LEAD_HINTS: "dict[Lead | None, _StrOrPromise]" = {
    Lead.TEAM: _("The team leads, unless there is a reason. The coordinator of the case stays in any case."),
    Lead.PARTNER: _("By the agreement the partner leads. The coordinator of the case stays in any case."),
    None: _("The agreement says: per household. The coordinator of the case stays in any case."),
}


def agreed_lead(agreement: WorkingAgreement | None) -> Lead | None:
    """Who leads by the agreement, the team without one; None where that is agreed per household."""
    lead = Lead(agreement.lead) if agreement is not None else Lead.TEAM
    return None if lead == Lead.TOGETHER else lead


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
    led_by = forms.ChoiceField(
        label=_("Who leads while they help?"),
        choices=[(Lead.TEAM, Lead.TEAM.label), (Lead.PARTNER, Lead.PARTNER.label)],
        widget=RadioChips(),
        required=False,
    )
    outside_agreement = forms.CharField(
        label=_("Why otherwise than agreed?"),
        max_length=300,
        required=False,
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
        agreed = agreed_lead(partner.agreement)
        self.initial.setdefault("led_by", agreed or Lead.TEAM)
        self.fields["led_by"].help_text = LEAD_HINTS[agreed] if partner.agreement else LEAD_HINTS[Lead.TEAM]
        self.fields["outside_agreement"].help_text = (
            _("Only when you refer without an agreement, or the partner leads.")
            if partner.agreement is None
            else _("Only when it goes otherwise than the agreement says.")
            if partner.agreement.refer.strip()
            else _("The agreement says nothing about referring: a referral needs a reason.")
        )

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
        if mode == InvolvementMode.REFERRED and not self._may_refer:
            self.add_error("mode", _("First write down the question behind the question. Then refer."))
        data["led_by"] = Lead(data.get("led_by") or self.initial["led_by"])
        if mode == InvolvementMode.CONSULTED:
            data["led_by"] = Lead.TEAM  # who only thinks along does not lead
        elif mode and not data.get("outside_agreement") and (why := self._needs_a_reason(mode, data["led_by"])):
            self.add_error("outside_agreement", why)
        return data

    def _needs_a_reason(self, mode: str, led_by: Lead) -> "_StrOrPromise":
        """What has to be explained; the database holds the same rule."""
        agreement = self._partner.agreement
        if mode == InvolvementMode.REFERRED and agreement is None:
            return _("Write down why you refer without an agreement.")
        if mode == InvolvementMode.REFERRED and agreement is not None and not agreement.refer.strip():
            return _("The agreement says nothing about referring. Write down why you do.")
        expected = agreed_lead(agreement)
        if expected is not None and led_by != expected:
            return _("This is not who leads by the agreement. Write down why.")
        return ""

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
            led_by=data["led_by"],
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
