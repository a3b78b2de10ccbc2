"""Provisions of a case, and the broad look before one ends."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import ProvisionEnd, RenewalOutcome
from cases.forms.provision import DecideRenewalForm, EndProvisionForm, LookForm, ProvisionForm
from cases.models import CaseRights, Person, Provision
from cases.permissions import may_offer_provisions
from cases.selectors.mandates import may_decide
from cases.selectors.provisions import provision_rows, renewals
from cases.selectors.secondments import own_employers_here
from cases.services.give_provision import (
    LookIsGone,
    ProvisionOverlaps,
    QuestionComesFirst,
    decide_renewal,
    end_provision,
    give_provision,
    look_at_provision,
)
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import PURPOSE, CaseFile, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.forms import Form
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.periods import running_on


def _context(file: CaseFile, **more: object) -> dict[str, object]:
    return {"case": file.case, "part": "provisions", **more}


def _people(file: CaseFile) -> list[Person]:
    """Who lives in the household today."""
    today = running_on(file.today, of="memberships")
    people = Person.objects.filter(today, memberships__household=file.case.household_id)
    return list(people.distinct().order_by("birth_date", "pk"))


def _provision(file: CaseFile, provision_id: UUID) -> Provision:
    found = file.case.provisions.filter(public_id=provision_id).select_related("case", "person", "organisation").first()
    if found is None:
        raise Http404
    return found


def _say_why(form: Form, error: Exception) -> None:
    if isinstance(error, QuestionComesFirst):
        form.add_error(None, _("Write the question behind the question first: an offer comes after it."))
    elif isinstance(error, ProvisionOverlaps):
        form.add_error("starts_on", _("The same provision runs in that period already."))
    elif isinstance(error, LookIsGone):
        form.add_error(None, _("A colleague decided on this in the meantime. Look at the provisions."))
    else:
        form.add_error(None, _("This case was closed in the meantime."))


FAILURES = (CaseIsClosed, QuestionComesFirst, ProvisionOverlaps, LookIsGone)


@require_safe
@for_roles(*CASEWORKERS)
def provisions(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What this household gets, what ended, and what needs a look."""
    file = open_file(request, public_id)
    rows = provision_rows(file.case, user=request.user, today=file.today)
    own = own_employers_here(file.case, user=request.user, today=file.today)
    context = _context(file, rows=rows, may_offer=may_offer_provisions(file.case), own_employers=own)
    return render_page(request, "cases/provisions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Register a provision. Before the question is written only what ran already when the case was opened."""
    file = open_file(request, public_id, to_change=True)
    form = ProvisionForm(request.POST if request.method == "POST" else None, people=_people(file), today=file.today)
    if form.is_valid():
        try:
            give_provision(
                case=file.case, details=form.details, by=request.user, request_key=form.cleaned_data["request_key"]
            )
        except FAILURES as error:
            _say_why(form, error)
        else:
            messages.success(request, _("The provision is saved."))
            return redirect_after_post(request, "cases:provisions", file.case.public_id)
    form.ask_mandate()
    decides = may_decide(file.case, today=file.today)
    chosen = request.GET.get("kind") or form["kind"].value()
    context = _context(
        file,
        form=form,
        may_offer=may_offer_provisions(file.case),
        decides=decides,
        decided=next((one for one in decides if one.kind == chosen), decides[0]),
    )
    return render_page(
        request, "cases/provisions/new.html", context, fragments={"decide"}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def end(request: StaffRequest, public_id: UUID, provision_id: UUID) -> HttpResponse:
    """It stops, with the reason and what comes instead."""
    file = open_file(request, public_id, to_change=True)
    provision = _provision(file, provision_id)
    form = EndProvisionForm(request.POST if request.method == "POST" else None, initial={"last_day": file.today})
    if form.is_valid():
        ends_on = form.cleaned_data["last_day"] + timedelta(days=1)
        if ends_on <= provision.starts_on:
            form.add_error("last_day", _("The last day lies before the first day."))
        else:
            try:
                end_provision(
                    provision=provision,
                    ends_on=ends_on,
                    reason=ProvisionEnd(form.cleaned_data["reason"]),
                    note=form.cleaned_data["note"],
                    by=request.user,
                )
            except FAILURES as error:
                _say_why(form, error)
            else:
                messages.success(request, _("The end of the provision is saved."))
                return redirect_after_post(request, "cases:provisions", file.case.public_id)
    context = _context(file, form=form, provision=provision)
    return render_page(request, "cases/provisions/end.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def renew(request: StaffRequest, public_id: UUID, provision_id: UUID) -> HttpResponse:
    """First the broad look with the household; only then the decision."""
    file = open_file(request, public_id, to_change=True)
    provision = _provision(file, provision_id)
    look = provision.looks.filter(decided_on=None).select_related("looked_by").first()
    posted = request.POST if request.method == "POST" else None
    wants_decision = posted is not None and "outcome" in posted
    first = LookForm(
        posted if posted is not None and not wants_decision else None,
        initial={
            "changes": look.changes,
            "instead": look.instead,
            "is_same_question": "yes" if look.is_same_question else "no",
        }
        if look
        else None,
    )
    decision = DecideRenewalForm(posted if wants_decision else None)
    following = ProvisionForm(
        posted if wants_decision and posted and posted["outcome"] in {"renew", "change"} else None,
        people=_people(file),
        today=file.today,
        instead_of=provision,
    )
    if first.is_bound and first.is_valid():
        try:
            look_at_provision(
                provision=provision,
                changes=first.cleaned_data["changes"],
                is_same_question=first.cleaned_data["is_same_question"] == "yes",
                instead=first.cleaned_data["instead"],
                by=request.user,
                at=file.now,
            )
        except FAILURES as error:
            _say_why(first, error)
        else:
            messages.success(request, _("The look is saved. Now decide together."))
            return redirect_after_post(request, "cases:provision-renew", file.case.public_id, provision.public_id)
    if wants_decision:
        require(look is not None)
        if decision.is_valid() and (not following.is_bound or following.is_valid()) and look is not None:
            try:
                decide_renewal(
                    look=look,
                    outcome=RenewalOutcome(decision.cleaned_data["outcome"]),
                    note=decision.cleaned_data["note"],
                    initiative=decision.cleaned_data["initiative"],
                    details=following.details if following.is_bound else None,
                    by=request.user,
                    at=file.now,
                )
            except FAILURES as error:
                _say_why(following if isinstance(error, ProvisionOverlaps) else decision, error)
            else:
                messages.success(request, _("The decision is saved."))
                return redirect_after_post(request, "cases:provisions", file.case.public_id)
    context = _context(
        file,
        provision=provision,
        look=look,
        first=first,
        decision=decision,
        following=following,
        decides=may_decide(file.case, today=file.today),
        form=decision if wants_decision else first,
    )
    return render_page(request, "cases/provisions/renew.html", context, status=422 if posted is not None else 200)


@require_safe
@for_roles(*CASEWORKERS)
def renewal_list(request: StaffRequest) -> HttpResponse:
    """What ends within twelve weeks in one's teams, lapsed first; what it shows is logged."""
    now = timezone.now()
    today = timezone.localdate(now)
    rows = renewals(rights=CaseRights.of(request.user, on=today), today=today)
    if rows:
        seen = sorted({(row.case_id, row.household_id) for row in rows})
        record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=PURPOSE)
    return render_page(request, "cases/provisions/renewals.html", {"rows": rows})
