"""Areas, themes, terms and words, for the administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.areas.forms.manage import TermsForm, ThemeForm, WordsForm
from wijkteam.areas.models import AgreedTerms, Municipality, Theme, Word
from wijkteam.areas.selectors.overview import areas_page, terms_page, themes_page
from wijkteam.areas.services.agree import LaterAgreementExists, agree_on_terms
from wijkteam.areas.services.set_words import set_words
from wijkteam.core.htmx import redirect_after_post, render_page

_PAGE, _FORM = "accounts/admin/page.html", "accounts/admin/form.html"


@require_safe
@for_roles(Role.ADMINISTRATOR)
def area_list(request: StaffRequest) -> HttpResponse:
    return render_page(request, _PAGE, {"overview": areas_page()})


@require_safe
@for_roles(Role.ADMINISTRATOR)
def theme_list(request: StaffRequest) -> HttpResponse:
    return render_page(request, _PAGE, {"overview": themes_page()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def theme_add(request: StaffRequest) -> HttpResponse:
    return _theme(request, Theme(), title=_("Add a theme"), done=_("The theme is added."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def theme_edit(request: StaffRequest, code: str) -> HttpResponse:
    theme = get_object_or_404(Theme, code=code)
    return _theme(request, theme, title=_("Change a theme"), done=_("The theme is changed."))


def _theme(request: StaffRequest, theme: Theme, *, title: str, done: str) -> HttpResponse:
    form = ThemeForm(request.POST if request.method == "POST" else None, instance=theme)
    if form.is_valid():
        form.save()
        messages.success(request, done)
        return redirect_after_post(request, "areas:themes")
    overview = FormPage(
        title=title,
        submit=_("Save the theme"),
        cancel_url=reverse("areas:themes"),
        crumbs=[(_("Themes"), reverse("areas:themes"))],
    )
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=422 if form.is_bound else 200)


@require_safe
@for_roles(Role.ADMINISTRATOR)
def terms_list(request: StaffRequest) -> HttpResponse:
    return render_page(request, _PAGE, {"overview": terms_page()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def terms_add(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    latest = AgreedTerms.objects.order_by("-starts_on").first() or AgreedTerms()
    names = (
        "acute_hours", "soon_days", "triage_days", "coordinator_days", "plan_days", "silence_days",
        "partner_days", "uses_statutory_clock",
    )  # fmt: skip
    form = TermsForm(
        request.POST if request.method == "POST" else None,
        initial={"starts_on": timezone.localdate(now), **{name: getattr(latest, name) for name in names}},
    )
    if form.is_valid():
        try:
            agree_on_terms(**form.cleaned_data, by=request.user, at=now)
        except LaterAgreementExists as error:
            form.add_error("starts_on", later_message(error))
        else:
            messages.success(request, _("The new terms are kept; the ones before end on that day."))
            return redirect_after_post(request, "areas:terms")
    overview = FormPage(
        title=_("Agree on other terms"),
        intro=_("What runs now ends on the first day of the new terms. Reports that are made already do not change."),
        submit=_("Keep the new terms"),
        cancel_url=reverse("areas:terms"),
        crumbs=[(_("Agreed terms"), reverse("areas:terms"))],
    )
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=422 if form.is_bound else 200)


def later_message(error: LaterAgreementExists) -> str:
    """What to do about an agreement that would start before the latest one."""
    day = date_format(error.starts_on, "j F Y")
    return _("There is an agreement from %(day)s already. Choose that day or a later one.") % {"day": day}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def words(request: StaffRequest) -> HttpResponse:
    municipality = get_object_or_404(Municipality)
    own = {(word.language, word.key): (word.singular, word.plural) for word in Word.objects.all()}
    form = WordsForm(request.POST if request.method == "POST" else None, own=own, initial={"name": municipality.name})
    if form.is_valid():
        set_words(name=form.cleaned_data["name"], words=form.words(), by=request.user, at=timezone.now())
        messages.success(request, _("The words are saved. Everybody sees them from now on."))
        return redirect_after_post(request, "areas:words")
    return render_page(request, "areas/words.html", {"form": form}, status=422 if form.is_bound else 200)
