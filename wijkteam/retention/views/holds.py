"""Legal holds and the terms of files."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.retention import permissions
from wijkteam.retention.forms.destruction import HoldForm, ReasonForm, TermForm
from wijkteam.retention.models import RetentionTerm
from wijkteam.retention.permissions import KEEPERS
from wijkteam.retention.selectors.destruction import holds_page, terms_page
from wijkteam.retention.services.hold_case import IsBeingDestroyed, IsDestroyed, IsLifted, lift_hold, place_hold

_FORM = "accounts/admin/form.html"


@require_safe
@for_roles(*KEEPERS)
def holds(request: StaffRequest) -> HttpResponse:
    overview = holds_page(user=request.user, today=timezone.localdate())
    return render_page(request, "accounts/admin/page.html", {"overview": overview})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def hold(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    form = HoldForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        answers = form.cleaned_data
        try:
            place_hold(
                case_id=answers["number"],
                reason=answers["reason"],
                until=answers["until"],
                by=request.user,
                at=now,
                request_key=answers["request_key"],
            )
        except (IsBeingDestroyed, IsDestroyed):
            form.add_error(None, _("This file is being destroyed. A hold comes too late."))
            status = 409
        else:
            messages.success(request, _("The file is held. It is on no destruction list."))
            return redirect_after_post(request, "retention:holds")
    overview = FormPage(
        title=_("Hold a file"),
        intro=_("As long as the hold runs, the file is on no destruction list."),
        submit=_("Hold the file"),
        cancel_url=reverse("retention:holds"),
        crumbs=[(_("Destruction"), reverse("retention:lists")), (_("Legal holds"), reverse("retention:holds"))],
    )
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def lift(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = permissions.get_hold(public_id=public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            lift_hold(hold=found, because=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except IsLifted:
            messages.error(request, _("Somebody lifted it already."))
        else:
            messages.success(request, _("The hold is lifted. When its term is over the file can come on a list."))
        return redirect_after_post(request, "retention:holds")
    overview = FormPage(
        title=_("Lift the hold on %(number)s") % {"number": found.case.number},
        intro=_("When its term is over, the file can come on the next list."),
        submit=_("Lift the hold"),
        cancel_url=reverse("retention:holds"),
        crumbs=[(_("Destruction"), reverse("retention:lists")), (_("Legal holds"), reverse("retention:holds"))],
    )
    status = 422 if form.is_bound else 200
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)


@require_safe
@for_roles(*KEEPERS)
def terms(request: StaffRequest) -> HttpResponse:
    return render_page(request, "accounts/admin/page.html", {"overview": terms_page(user=request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def term_add(request: StaffRequest) -> HttpResponse:
    form = TermForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        RetentionTerm.objects.create(**form.cleaned_data, decided_by=request.user, decided_at=timezone.now())
        messages.success(request, _("The term holds from now on. Lists that were drawn up do not change."))
        return redirect_after_post(request, "retention:terms")
    overview = FormPage(
        title=_("Set a term"),
        intro=_("The law is the least. Your selection list may ask for longer."),
        submit=_("Set the term"),
        cancel_url=reverse("retention:terms"),
        crumbs=[(_("Destruction"), reverse("retention:lists")), (_("Terms"), reverse("retention:terms"))],
    )
    status = 422 if form.is_bound else 200
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)
