"""The pages of somebody with an account of a partner: what is asked of them, and nothing else of any household."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.answering import FORMS, AnswerForm
from cases.forms.involvement import StepForm
from cases.forms.partner_desk import BeginForm, OutcomeForm
from cases.models import Involvement
from cases.selectors.partner_desk import desk, partner_request, partner_steps, requests_of
from cases.services import involve_partner as use
from cases.services.answer_request import answer_with_account
from cases.services.lock_case import CaseIsClosed
from netwerk.models import PartnerAccess
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page

PURPOSE = "partner"

View = Callable[..., HttpResponse]


def for_partners(view: View) -> View:
    """Only while the access runs, asked anew at every request: afterwards one is signed out."""

    @for_roles(Role.PARTNER)
    @wraps(view)
    def wrapped(request: StaffRequest, **kwargs: object) -> HttpResponse:
        running = PartnerAccess.objects.running(on=timezone.localdate()).filter(user=request.user)
        access = running.select_related("professional__organisation").first()
        if access is None:
            logout(request)
            messages.info(request, _("The time of this account is over. Ask the team for a new end date."))
            return redirect(settings.LOGIN_URL)
        return view(request, access, **kwargs)

    return wrapped


def _open(request: StaffRequest, public_id: UUID) -> Involvement:
    """A request this partner may know of, and log that it was seen. Raises Http404."""
    now = timezone.now()
    rows = requests_of(request.user, on=timezone.localdate(now))
    found = next((row for row in rows if row.public_id == public_id), None)
    if found is None:
        raise Http404
    if not found.is_anonymous:
        seen = [(found.case_id, found.case.household_id)]
        record_reading(by=request.user, at=now, act=Act.OPEN, subject=Subject.CASE, seen=seen, purpose=PURPOSE)
    return found


@require_safe
@for_partners
def start(request: StaffRequest, access: PartnerAccess) -> HttpResponse:
    """What waits for an answer, what is expected, and where one sits at the table."""
    now = timezone.now()
    page = desk(request.user, access, on=timezone.localdate(now))
    if page.seen:
        record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=page.seen, purpose=PURPOSE)
    return render_page(request, "cases/partner_desk/start.html", {"page": page, "access": access})


@require_safe
@for_partners
def asked(request: StaffRequest, access: PartnerAccess, public_id: UUID) -> HttpResponse:
    """One request: the question, what was shared for it, and what can be said or done."""
    found = _open(request, public_id)
    page = partner_request(found, access, on=timezone.localdate())
    return render_page(request, "cases/partner_desk/request.html", {"page": page, "public_id": public_id})


@require_http_methods(["GET", "HEAD", "POST"])
@for_partners
def step(request: StaffRequest, access: PartnerAccess, public_id: UUID, kind: str) -> HttpResponse:
    """Say yes, no or later; say that the help begins, or what came of it."""
    found = _open(request, public_id)
    if kind not in {*FORMS, "gestart", "afgerond"}:
        raise Http404
    back = ("cases:partner-request", public_id)
    offered = {one.key: one for one in partner_steps(found)}
    if kind not in offered:
        messages.info(request, _("Something was written down in the meantime. This is how it stands now."))
        return redirect_after_post(request, *back)
    now = timezone.now()
    today = timezone.localdate(now)
    data = request.POST if request.method == "POST" else None
    form: AnswerForm | StepForm
    if kind in FORMS:
        form = FORMS[kind](data, today=today, is_consult=found.mode == "consulted", by=access.professional.name)
    else:
        form = {"gestart": BeginForm, "afgerond": OutcomeForm}[kind](data, involvement=found, today=today)
    if not form.is_valid():
        context = {"form": form, "row": found, "title": offered[kind].label, "public_id": public_id}
        return render_page(request, "cases/partner_desk/step.html", context, status=422 if form.is_bound else 200)
    try:
        if isinstance(form, AnswerForm):
            key = form.cleaned_data["request_key"]
            answer_with_account(involvement=found, answer=form.answer, by=request.user, at=now, request_key=key)
        elif isinstance(form, BeginForm):
            given = form.cleaned_data
            use.start(involvement=found, on=given["on"], handover_how=given["handover_how"], by=request.user)
        else:
            given = form.cleaned_data
            use.finish(involvement=found, on=given["on"], outcome=given["outcome"], by=request.user)
    except (use.InvolvementHasChanged, CaseIsClosed):
        messages.info(request, _("Something was written down in the meantime. This is how it stands now."))
        return redirect_after_post(request, "cases:partner-desk")
    messages.success(request, _("It is written down. The team sees it at once."))
    return redirect_after_post(request, *back)
