"""One signal, and what can be done with it. Each form has an address of its own; asked for, it shows the page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collectief.enums import AnswerManner, SignalFollowUp
from collectief.forms.signal_moves import (
    AskMunicipalityForm,
    PolicyAnswerForm,
    TellForm,
    ToInitiativeForm,
    ToOpportunityForm,
)
from collectief.forms.signals import FollowUpForm
from collectief.models import PolicyAsk, Signal
from collectief.selectors.signal_page import SignalPage, signal_page
from collectief.services.ask_municipality import AskIsAnswered, ask_municipality, keep_policy_answer
from collectief.services.bring_signal import bring_to_initiative, bring_to_opportunity
from collectief.services.follow_up_signal import SignalIsFollowedUp, follow_up_signal
from collectief.services.take_up_signal import SignalIsClosed
from collectief.services.tell_signaller import tell_signaller
from collectief.views.signals import find_signal
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.forms import Form
from wijkteam.core.htmx import redirect_after_post, render_page


def _forms(page: SignalPage) -> dict[str, Form]:
    return {
        "initiative": ToInitiativeForm(fitting=page.fitting_initiatives, others=page.other_initiatives),
        "opportunity": ToOpportunityForm(fitting=page.fitting_opportunities, others=page.other_opportunities),
        "municipality": AskMunicipalityForm(today=timezone.localdate()),
        "tell": TellForm(can_mail=page.can_mail),
        "close": FollowUpForm(),
    }


def _page(
    request: StaffRequest, signal: Signal, *, opened: str = "", bound: Form | None = None, unsaved: str = ""
) -> HttpResponse:
    """The page; `bound` is the one of its forms that came back, `unsaved` the text of who came too late."""
    page = signal_page(signal, user=request.user, today=timezone.localdate())
    forms = _forms(page)
    if bound is not None and not unsaved:
        forms[opened] = bound
    context: dict[str, Any] = {
        "page": page,
        "signal": signal,
        "forms": forms,
        "form": bound if not unsaved else None,
        "opened": opened,
        "unsaved": unsaved,
    }
    status = 409 if unsaved else 200 if bound is None else 422
    return render_page(request, "collectief/signals/signal.html", context, status=status)


@require_safe
@for_roles(*CASEWORKERS)
def signal(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One signal: what, where, who, what happened with it, and what can be done."""
    return _page(request, find_signal(request, public_id))


def _move(
    request: StaffRequest, found: Signal, form: Form, *, opened: str, work: Callable[[], Any], said: str, text: str
) -> HttpResponse:
    """Do `work` once the form is right; who comes after the signal was finished keeps the typed text on the screen."""
    if request.method != "POST":
        return _page(request, found, opened=opened)
    if not form.is_valid():
        return _page(request, found, opened=opened, bound=form)
    try:
        work()
    except (SignalIsClosed, SignalIsFollowedUp):
        return _page(
            request, find_signal(request, found.public_id), bound=form, unsaved=form.cleaned_data.get(text) or " "
        )
    messages.success(request, said)
    return redirect_after_post(request, "collectief:signal", found.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def to_initiative(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Bring it to an initiative."""
    found = find_signal(request, public_id)
    page = signal_page(found, user=request.user, today=timezone.localdate())
    form = ToInitiativeForm(
        request.POST if request.method == "POST" else None,
        fitting=page.fitting_initiatives,
        others=page.other_initiatives,
    )
    return _move(
        request,
        found,
        form,
        opened="initiative",
        work=lambda: bring_to_initiative(
            signal=found, initiative=form.chosen, note=form.cleaned_data["note"], by=request.user, at=timezone.now()
        ),
        said=_("The signal goes on in an initiative."),
        text="note",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def to_opportunity(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Bring it to an opportunity of the team."""
    found = find_signal(request, public_id)
    page = signal_page(found, user=request.user, today=timezone.localdate())
    form = ToOpportunityForm(
        request.POST if request.method == "POST" else None,
        fitting=page.fitting_opportunities,
        others=page.other_opportunities,
    )
    return _move(
        request,
        found,
        form,
        opened="opportunity",
        work=lambda: bring_to_opportunity(
            signal=found, opportunity=form.chosen, note=form.cleaned_data["note"], by=request.user, at=timezone.now()
        ),
        said=_("The signal stands with the opportunity now."),
        text="note",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def to_municipality(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take it to the policy department of the municipality."""
    found, now = find_signal(request, public_id), timezone.now()
    today = timezone.localdate(now)
    form = AskMunicipalityForm(request.POST if request.method == "POST" else None, today=today)

    def ask() -> None:
        given = form.cleaned_data
        ask_municipality(
            signal=found,
            department=given["department"],
            asked=given["asked"],
            asked_on=today,
            due_on=given["due_on"],
            by=request.user,
            at=now,
            request_key=given["request_key"],
        )

    return _move(
        request,
        found,
        form,
        opened="municipality",
        work=ask,
        said=_("The question to the municipality has been kept. When the answer is late, it stands in My work."),
        text="asked",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def tell(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Answer who passed it on, in fixed sentences; also after it was finished."""
    found = find_signal(request, public_id)
    page = signal_page(found, user=request.user, today=timezone.localdate())
    form = TellForm(request.POST if request.method == "POST" else None, can_mail=page.can_mail)

    def answer() -> None:
        tell_signaller(
            signal=found,
            sentences=form.chosen,
            manner=AnswerManner(form.cleaned_data["manner"]),
            by=request.user,
            at=timezone.now(),
            request_key=form.cleaned_data["request_key"],
        )

    said = _("It has been kept what you told.")
    if form.is_bound and form.data.get("tell-manner") == AnswerManner.MAIL:
        said = _("The answer goes by e-mail now.")
    return _move(request, found, form, opened="tell", work=answer, said=said, text="manner")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def close(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Say once what became of it."""
    found = find_signal(request, public_id)
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    return _move(
        request,
        found,
        form,
        opened="close",
        work=lambda: follow_up_signal(
            signal=found,
            follow_up=SignalFollowUp(form.cleaned_data["follow_up"]),
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        ),
        said=_("It has been saved what became of the signal."),
        text="note",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def policy_answer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What the municipality did with it, written down once."""
    today = timezone.localdate()
    rows = PolicyAsk.objects.visible_to(request.user, on=today).select_related("signal", "asked_by", "recorded_by")
    ask = get_object_or_404(rows, public_id=public_id)
    form = PolicyAnswerForm(request.POST if request.method == "POST" else None, asked_on=ask.asked_on, today=today)
    status, unsaved = (422 if form.is_bound else 200), ""
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            keep_policy_answer(ask=ask, answer=given["answer"], answered_on=given["answered_on"], by=request.user)
        except AskIsAnswered:
            ask, unsaved, status = rows.get(pk=ask.pk), given["answer"], 409
        else:
            messages.success(request, _("What the municipality did with it has been kept."))
            return redirect_after_post(request, "collectief:signal", ask.signal.public_id)
    elif not form.is_bound and ask.answered_on is not None:
        return redirect_after_post(request, "collectief:signal", ask.signal.public_id)
    context = {"ask": ask, "form": form, "unsaved": unsaved, "is_late": ask.due_on < today}
    return render_page(request, "collectief/signals/policy_answer.html", context, status=status)
