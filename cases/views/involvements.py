"""Asking a partner to help a household, and what became of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import DeclineReason
from cases.forms.involvement import (
    AcceptForm,
    CallOffForm,
    DeclineForm,
    FinishForm,
    InvolvementForm,
    StartForm,
    StepForm,
)
from cases.models import Involvement
from cases.permissions import may_offer_provisions
from cases.selectors.involvements import partner_context, steps_of
from cases.selectors.suggestions import suggestions_page
from cases.services import involve_partner as use
from cases.services.lock_case import CaseIsClosed
from cases.services.record_sharing import SharingDoesNotRun
from cases.views.case_file import open_file
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@require_safe
@for_roles(*CASEWORKERS)
def choose(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Who could help? The neighbourhood and those close by first, with what was agreed and how long one waits."""
    file = open_file(request, public_id, to_change=True)
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    shows_all = request.GET.get("toon") == "alles"
    context = {
        "case": file.case,
        "page": suggestions_page(file.case, today=file.today, search=search, shows_all=shows_all),
        "search": search,
        "shows_all": shows_all,
        "may_refer": may_offer_provisions(file.case),
    }
    return render_page(request, "cases/partners/choose.html", context, fragments={"rows"}, push=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def add(request: StaffRequest, public_id: UUID, organisation_id: UUID) -> HttpResponse:
    """Ask one partner, with the agreement in sight."""
    file = open_file(request, public_id, to_change=True)
    organisation = Organisation.objects.active(on=file.today).filter(public_id=organisation_id).first()
    if organisation is None:
        raise Http404
    partner = partner_context(file.case, organisation, user=request.user, today=file.today)
    may_refer = may_offer_provisions(file.case)
    form = InvolvementForm(
        request.POST if request.method == "POST" else None, partner=partner, may_refer=may_refer, today=file.today
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            use.involve_partner(
                case=file.case,
                request=form.partner_request,
                by=request.user,
                at=file.now,
                request_key=form.cleaned_data["request_key"],
            )
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        except use.QuestionIsNotWritten:
            form.add_error("mode", _("First write down the question behind the question. Then refer."))
        except use.ReferredAlready:
            form.add_error(None, _("There is an open referral to them already. See what became of it first."))
        except use.AgreementHasEnded:
            form.add_error(None, _("The agreement with this partner was changed in the meantime. Look again."))
            status = 409
        except use.NotAsAgreed:
            form.add_error("outside_agreement", _("This is otherwise than the agreement says. Write down why."))
        except SharingDoesNotRun:
            form.add_error(None, _("One of the grounds ended in the meantime. Look at what may be shared."))
            status = 409
        else:
            messages.success(request, _("The request is written down. Tell the partner, and the household."))
            return redirect_after_post(request, "cases:partners", file.case.public_id)
    context = {"form": form, "case": file.case, "partner": partner, "may_refer": may_refer}
    return render_page(request, "cases/partners/involve.html", context, status=status)


class StepKind(NamedTuple):
    """A step: its form, its use case with the form's answers, the heading of the page and what is said afterwards."""

    form: type[StepForm]
    take: Callable[[Involvement, dict[str, Any], User], Involvement]
    title: "_StrOrPromise"
    said: "_StrOrPromise"


STEPS: dict[str, StepKind] = {
    "aangenomen": StepKind(
        AcceptForm,
        lambda one, data, by: use.accept(involvement=one, on=data["on"], by=by),
        gettext_lazy("They accept"),
        gettext_lazy("The acceptance is written down."),
    ),
    "gestart": StepKind(
        StartForm,
        lambda one, data, by: use.start(involvement=one, on=data["on"], handover_how=data["handover_how"], by=by),
        gettext_lazy("The help starts"),
        gettext_lazy("The start is written down."),
    ),
    "afgerond": StepKind(
        FinishForm,
        lambda one, data, by: use.finish(involvement=one, on=data["on"], outcome=data["outcome"], by=by),
        gettext_lazy("What came of it?"),
        gettext_lazy("What came of it is written down."),
    ),
    "afgewezen": StepKind(
        DeclineForm,
        lambda one, data, by: use.decline(
            involvement=one, on=data["on"], reason=DeclineReason(data["reason"]), note=data["note"], by=by
        ),
        gettext_lazy("They decline"),
        gettext_lazy("The refusal is written down. Look together for another way."),
    ),
    "ingetrokken": StepKind(
        CallOffForm,
        lambda one, data, by: use.call_off(involvement=one, on=data["on"], reason=data["reason"], by=by),
        gettext_lazy("Call it off"),
        gettext_lazy("It is called off. Tell the partner."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def step(request: StaffRequest, public_id: UUID, involvement_id: UUID, kind: str) -> HttpResponse:
    """Write down one step: accepted, started, finished, declined or called off."""
    file = open_file(request, public_id, to_change=True)
    involvement = (
        Involvement.objects.filter(case=file.case, public_id=involvement_id)
        .select_related("case", "organisation")
        .first()
    )
    if involvement is None or kind not in STEPS:
        raise Http404
    chosen = STEPS[kind]
    form = chosen.form(request.POST if request.method == "POST" else None, involvement=involvement, today=file.today)
    back = ("cases:partners", file.case.public_id)
    if kind not in {one.key for one in steps_of(involvement)}:
        messages.info(request, _("Somebody wrote down another step in the meantime. This is how it stands now."))
        return redirect_after_post(request, *back)
    if form.is_valid():
        try:
            chosen.take(involvement, form.cleaned_data, request.user)
        except use.InvolvementHasChanged:
            messages.info(request, _("Somebody wrote down another step in the meantime. This is how it stands now."))
        except CaseIsClosed:
            messages.info(request, _("This case was closed in the meantime."))
        else:
            messages.success(request, chosen.said)
        return redirect_after_post(request, *back)
    context = {"form": form, "case": file.case, "involvement": involvement, "title": chosen.title}
    return render_page(request, "cases/partners/step.html", context, status=422 if form.is_bound else 200)
