"""For the administrator: which partner pays a worker, and the text of the principles."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netwerk.forms.independence import PrinciplesForm
from netwerk.forms.secondments import EndSecondmentForm, SecondmentForm
from netwerk.models import Secondment
from netwerk.selectors.principles import current_principles
from netwerk.selectors.secondments import principles_page, secondments_page
from netwerk.services.principles import NothingHasChanged, VersionHasChanged, write_principles
from netwerk.services.second_worker import EndsBeforeItStarts, SecondedAlready, end_secondment, second_worker
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.core.forms import Form
from wijkteam.core.htmx import redirect_after_post, render_page

_PAGE, _FORM = "accounts/admin/page.html", "accounts/admin/form.html"


def _form(request: StaffRequest, form: Form, overview: FormPage, *, status: int) -> HttpResponse:
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)


@require_safe
@for_roles(Role.ADMINISTRATOR)
def secondments(request: StaffRequest) -> HttpResponse:
    return render_page(request, _PAGE, {"overview": secondments_page(today=timezone.localdate())})


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Secondments"), reverse("netwerk:secondments"))]


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def secondment_add(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    form = SecondmentForm(request.POST if request.method == "POST" else None, today=today, initial={"starts_on": today})
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        last = answers["last_day"]
        try:
            second_worker(
                user=answers["user"],
                organisation=answers["organisation"],
                starts_on=answers["starts_on"],
                ends_on=last + timedelta(days=1) if last else None,
                by=request.user,
            )
        except SecondedAlready:
            form.add_error("starts_on", _("This person is seconded from them already in that period."))
        else:
            messages.success(request, _("The secondment is added."))
            return redirect_after_post(request, "netwerk:secondments")
    overview = FormPage(
        title=_("Add a secondment"),
        submit=_("Save the secondment"),
        cancel_url=reverse("netwerk:secondments"),
        crumbs=_crumbs(),
    )
    return _form(request, form, overview, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def secondment_end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    rows = Secondment.objects.select_related("user", "organisation")
    secondment = get_object_or_404(rows, public_id=public_id)
    form = EndSecondmentForm(
        request.POST if request.method == "POST" else None, initial={"last_day": timezone.localdate()}
    )
    if form.is_bound and form.is_valid():
        try:
            end_secondment(secondment=secondment, ends_on=form.cleaned_data["last_day"] + timedelta(days=1))
        except EndsBeforeItStarts:
            form.add_error("last_day", _("The last day lies before the first day."))
        except SecondedAlready:
            form.add_error("last_day", _("This person is seconded from them already in that period."))
        else:
            messages.success(request, _("The last day is kept."))
            return redirect_after_post(request, "netwerk:secondments")
    names = {"worker": secondment.user.name, "employer": secondment.organisation.name}
    overview = FormPage(
        title=_("End a secondment"),
        intro=_("%(worker)s, paid by %(employer)s.") % names,
        submit=_("Keep the last day"),
        cancel_url=reverse("netwerk:secondments"),
        crumbs=_crumbs(),
    )
    return _form(request, form, overview, status=422 if form.is_bound else 200)


@require_safe
@for_roles(Role.ADMINISTRATOR)
def principles(request: StaffRequest) -> HttpResponse:
    return render_page(request, _PAGE, {"overview": principles_page()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def principles_new(request: StaffRequest) -> HttpResponse:
    """From the text that holds now; earlier versions stay, and so does who endorsed them."""
    now = current_principles()
    form = PrinciplesForm(
        request.POST if request.method == "POST" else None, initial={"text": now.text, "seen": now.version}
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            write_principles(**form.cleaned_data, by=request.user, today=timezone.localdate())
        except VersionHasChanged:
            form.add_error(None, _("Somebody wrote a new version in the meantime. Compare it with your text below."))
            status = 409
        except NothingHasChanged:
            form.add_error("text", _("This is the text that holds already. Change it first."))
        else:
            messages.success(request, _("The new version holds from today. Ask the providers to endorse it."))
            return redirect_after_post(request, "netwerk:principles")
    overview = FormPage(
        title=_("Write a new version"),
        intro=_("Version %(number)s holds now.") % {"number": now.version},
        submit=_("Keep the new version"),
        cancel_url=reverse("netwerk:principles"),
        crumbs=[(_("Principles"), reverse("netwerk:principles"))],
    )
    return _form(request, form, overview, status=status)
