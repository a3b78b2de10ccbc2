"""What residents ask of their data: the list of the privacy officer, one request, its answer and its letter."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import CaseRights
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.retention import permissions
from wijkteam.retention.forms.requests import DecideForm, ExtendForm, NumberRequestForm, StatementForm, note_of
from wijkteam.retention.models import ResidentRequest
from wijkteam.retention.permissions import NOTES
from wijkteam.retention.selectors.requests import request_page, requests_page
from wijkteam.retention.services import answer_resident
from wijkteam.retention.services.make_own_file import NotNow, ask_for_file

_FORM = "accounts/admin/form.html"
_PROGRESS = "voortgang"
PURPOSE = "resident"
# From the day that the decision is sent (Awb art. 6:7 and 6:8; a decision on such a request is one: UAVG art. 34).
OBJECTION = timedelta(weeks=6)


def _found(request: StaffRequest, public_id: UUID) -> ResidentRequest:
    return permissions.get_request(public_id=public_id, user=request.user, on=timezone.localdate())


def _read(request: StaffRequest, *asked: ResidentRequest, act: Act = Act.OPEN) -> None:
    """Seeing a request is seeing something of the household, also for who sees no file."""
    record_reading(
        by=request.user,
        at=timezone.now(),
        act=act,
        subject=Subject.CASE,
        seen=[(one.case_id, one.case.household_id) for one in asked],
        purpose=PURPOSE,
    )


def _crumbs(request: StaffRequest, asked: ResidentRequest) -> list[tuple[str, str]]:
    """The way back: the privacy officer has a list of all, a worker the file."""
    here = (asked.person.full_name, reverse("retention:request", args=[asked.public_id]))
    if request.user.role == Role.PRIVACY_OFFICER:
        return [(_("Requests of residents"), reverse("retention:requests")), here]
    return [(_("Own data"), reverse("retention:case-requests", args=[asked.case.public_id])), here]


def _form(request: StaffRequest, overview: FormPage, form: Any, *, status: int | None = None) -> HttpResponse:
    context = {"overview": overview, "form": form}
    return render_page(request, _FORM, context, status=status or (422 if form.is_bound else 200))


@require_safe
@for_roles(Role.PRIVACY_OFFICER)
def requests(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    overview = requests_page(user=request.user, at=now, today=today)
    shown = ResidentRequest.objects.visible_to(request.user, on=today).select_related("case")
    _read(request, *shown.open(), act=Act.LIST)
    return render_page(request, "accounts/admin/page.html", {"overview": overview})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def new(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    form = NumberRequestForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if form.is_valid():
        made = answer_resident.note_request(
            case=form.cleaned_data["case"], by=request.user, at=now, **note_of(form.cleaned_data)
        )
        messages.success(request, _("The request is noted. The term runs."))
        return redirect_after_post(request, "retention:request", made.public_id)
    overview = FormPage(
        title=_("Note a request"),
        intro=_("A number and a date of birth find one person. A worker can also note it at the file."),
        submit=_("Note the request"),
        cancel_url=reverse("retention:requests"),
        crumbs=[(_("Requests of residents"), reverse("retention:requests"))],
    )
    return _form(request, overview, form)


@require_safe
@for_roles(*NOTES)
def one_request(request: StaffRequest, public_id: UUID) -> HttpResponse:
    now = timezone.now()
    asked = _found(request, public_id)
    page = request_page(asked, user=request.user, at=now, today=timezone.localdate(now))
    if requested_fragment(request, {_PROGRESS}) and page.is_gathering:
        return HttpResponse(status=204)
    _read(request, asked)
    context = {"page": page, "crumbs": _crumbs(request, asked)[:-1], "key": RequestKeyField().initial()}
    return render_page(request, "retention/request.html", context, fragments={_PROGRESS})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def extend(request: StaffRequest, public_id: UUID) -> HttpResponse:
    asked = _found(request, public_id)
    form = ExtendForm(request.POST if request.method == "POST" else None)
    status = None
    if form.is_valid():
        try:
            answer_resident.extend_request(
                asked=asked, because=form.cleaned_data["because"], by=request.user, at=timezone.now()
            )
        except answer_resident.TooLateToExtend:
            form.add_error(None, _("The first month is over. The resident had to hear it before. Answer now."))
            status = 409
        except answer_resident.IsExtended:
            form.add_error(None, _("It was extended already. That can be done once."))
            status = 409
        except answer_resident.IsDecided:
            form.add_error(None, _too_late())
            status = 409
        else:
            messages.success(request, _("There are two months more. Tell the resident so, and why."))
            return redirect_after_post(request, "retention:request", public_id)
    overview = FormPage(
        title=_("Take longer"),
        intro=_("Two months more, once, when the request is large or difficult. Print the letter and send it."),
        submit=_("Extend by two months"),
        cancel_url=reverse("retention:request", args=[public_id]),
        crumbs=_crumbs(request, asked),
    )
    return _form(request, overview, form, status=status)


def _too_late() -> str:
    return _("A colleague answered it already. Look at the request again.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def decide(request: StaffRequest, public_id: UUID) -> HttpResponse:
    asked = _found(request, public_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    status = None
    if form.is_valid():
        try:
            answer_resident.decide_request(asked=asked, by=request.user, at=timezone.now(), **form.cleaned_data)
        except answer_resident.NotReleased:
            form.add_error(
                None, _("First make the file and let somebody else release it. Then you can grant the request.")
            )
            status = 409
        except answer_resident.IsDecided:
            form.add_error(None, _too_late())
            status = 409
        else:
            messages.success(request, _("Decided. The letter is ready to print."))
            return redirect_after_post(request, "retention:request", public_id)
    overview = FormPage(
        title=_("Decide"),
        intro=_("What you decide stays. The letter says where the resident can complain."),
        submit=_("Decide"),
        cancel_url=reverse("retention:request", args=[public_id]),
        crumbs=_crumbs(request, asked),
    )
    return _form(request, overview, form, status=status)


@require_safe
@for_roles(Role.PRIVACY_OFFICER)
def letter(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The answer to print: that it came in, that it takes longer, or what was decided."""
    asked = _found(request, public_id)
    _read(request, asked, act=Act.PRINT)
    today = timezone.localdate()
    context = {"asked": asked, "crumbs": _crumbs(request, asked), "today": today, "objection_until": today + OBJECTION}
    return render_page(request, "retention/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*NOTES)
def statement(request: StaffRequest, public_id: UUID) -> HttpResponse:
    asked = _found(request, public_id)
    rights = CaseRights.of(request.user, on=timezone.localdate())
    permissions.require_no_emergency(asked, rights)
    form = StatementForm(request.POST if request.method == "POST" else None)
    status = None
    if form.is_valid():
        try:
            answer_resident.add_statement(
                asked=asked, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
            )
        except answer_resident.NothingToAdd:
            form.add_error(None, _("There is one already, or everything was changed as the resident asked."))
            status = 409
        else:
            messages.success(request, _("The words of the resident stand with the file."))
            return redirect_after_post(request, "retention:request", public_id)
    overview = FormPage(
        title=_("Add their own words"),
        intro=_("What was not changed stays. Beside it stands what the resident says of it."),
        submit=_("Add to the file"),
        cancel_url=reverse("retention:request", args=[public_id]),
        crumbs=_crumbs(request, asked),
    )
    return _form(request, overview, form, status=status)


@require_POST
@for_roles(Role.PRIVACY_OFFICER)
def make_file(request: StaffRequest, public_id: UUID) -> HttpResponse:
    asked = _found(request, public_id)
    try:
        key = UUID(request.POST.get("request_key", ""))
        ask_for_file(asked=asked, by=request.user, at=timezone.now(), request_key=key)
    except ValueError:
        raise Http404 from None
    except NotNow:
        messages.error(request, _too_late())
    return redirect_after_post(request, "retention:request", public_id)
