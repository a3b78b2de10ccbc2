"""Themes and the laws they fall under, for the administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.areas.enums import Law
from wijkteam.areas.forms.laws import LawForm
from wijkteam.areas.selectors.laws import laws_page
from wijkteam.areas.services.agree import LaterAgreementExists
from wijkteam.areas.services.set_law import set_law
from wijkteam.areas.views.manage import later_message
from wijkteam.core.htmx import redirect_after_post, render_page


@require_safe
@for_roles(Role.ADMINISTRATOR)
def law_list(request: StaffRequest) -> HttpResponse:
    return render_page(request, "accounts/admin/page.html", {"overview": laws_page(today=timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def law_add(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    form = LawForm(request.POST if request.method == "POST" else None, initial={"starts_on": timezone.localdate(now)})
    if form.is_valid():
        answers = form.cleaned_data
        try:
            set_law(
                theme=answers["theme"],
                law=Law(answers["law"]),
                starts_on=answers["starts_on"],
                by=request.user,
                at=now,
            )
        except LaterAgreementExists as error:
            form.add_error("starts_on", later_message(error))
        else:
            messages.success(request, _("The law of the theme is kept; where it was before ends on that day."))
            return redirect_after_post(request, "areas:laws")
    overview = FormPage(
        title=_("Put a theme under a law"),
        intro=_("Reports that are made already do not change."),
        submit=_("Keep the law"),
        cancel_url=reverse("areas:laws"),
        crumbs=[(_("Themes"), reverse("areas:themes")), (_("Laws"), reverse("areas:laws"))],
    )
    context = {"overview": overview, "form": form}
    return render_page(request, "accounts/admin/form.html", context, status=422 if form.is_bound else 200)
