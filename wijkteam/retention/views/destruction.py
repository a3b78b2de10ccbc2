"""The road of a destruction list: draw up, look through, authorise, seven days, carry out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles, require
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment
from wijkteam.retention import permissions
from wijkteam.retention.forms.destruction import ConfirmForm, DrawUpForm, ReasonForm
from wijkteam.retention.models import DestructionList
from wijkteam.retention.permissions import KEEPERS
from wijkteam.retention.selectors.declaration import declaration_pdf, how_it_went, said_in_words
from wijkteam.retention.selectors.destruction import declaration, list_page, lists_page
from wijkteam.retention.selectors.due import due_files
from wijkteam.retention.services import walk_list

_PROGRESS = "voortgang"
_FORM = "accounts/admin/form.html"


def _too_late() -> str:
    return _("The list is at another point already: a colleague was first. Look at it again.")


@require_safe
@for_roles(*KEEPERS)
def lists(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    overview = lists_page(user=request.user, at=now, today=timezone.localdate(now))
    return render_page(request, "accounts/admin/page.html", {"overview": overview})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def draw_up(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    form = DrawUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = walk_list.draw_up_list(by=request.user, at=now, request_key=form.cleaned_data["request_key"])
        except walk_list.NothingIsDue:
            form.add_error(None, _("No file is due now."))
        except walk_list.NotNow:
            form.add_error(None, _too_late())
        else:
            return redirect_after_post(request, "retention:list", made.public_id)
    due = min(len(due_files(on=timezone.localdate(now))), walk_list.MOST)
    overview = FormPage(
        title=_("Draw up a list"),
        intro=ngettext(
            "%(number)d file is due. On the list stand its number, team, dates and ground, and no name.",
            "%(number)d files are due. On the list stand their numbers, teams, dates and grounds, and no names.",
            due,
        )
        % {"number": due},
        submit=_("Draw up the list"),
        cancel_url=reverse("retention:lists"),
        crumbs=[(_("Destruction"), reverse("retention:lists"))],
    )
    status = 422 if form.is_bound else 200
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)


@require_safe
@for_roles(*KEEPERS)
def one_list(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = permissions.get_list(public_id=public_id)
    page = list_page(found, user=request.user, at=timezone.now())
    if requested_fragment(request, {_PROGRESS}) and page.is_running and request.GET.get("klaar") == str(page.done):
        return HttpResponse(status=204)
    return render_page(request, "retention/list.html", {"page": page}, fragments={_PROGRESS})


def _step(request: StaffRequest, found: DestructionList, act: Callable[[], object], said: str) -> HttpResponse:
    """One signature; whatever goes wrong is said on the page of the list."""
    try:
        act()
    except walk_list.NotNow:
        messages.error(request, _too_late())
    except walk_list.ListIsEmpty:
        messages.error(request, _("Every file was taken out. Drop the list."))
    else:
        messages.success(request, said)
    return redirect_after_post(request, "retention:list", found.public_id)


@require_POST
@for_roles(Role.PRIVACY_OFFICER)
def review(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = permissions.get_list(public_id=public_id)
    require(permissions.may_review(request.user, found))
    return _step(
        request,
        found,
        lambda: walk_list.review_list(destruction=found, by=request.user, at=timezone.now()),
        _("You looked the list through. Now the archivist authorises it."),
    )


@require_POST
@for_roles(*KEEPERS)
def approve(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = permissions.get_list(public_id=public_id)
    require(permissions.may_approve(request.user, found))
    return _step(
        request,
        found,
        lambda: walk_list.approve_list(destruction=found, by=request.user, at=timezone.now()),
        _("You authorised the list. It can be carried out in seven days."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def take_out(request: StaffRequest, public_id: UUID, entry: UUID) -> HttpResponse:
    found = permissions.get_list(public_id=public_id)
    one = permissions.get_entry(destruction=found, public_id=entry)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _step(
            request,
            found,
            lambda: walk_list.leave_out(
                entry=one, because=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            ),
            _("File %(number)s stays.") % {"number": one.number},
        )
    overview = FormPage(
        title=_("Take %(number)s out") % {"number": one.number},
        intro=_("The file stays, and may come on a next list. Place a legal hold when it must stay longer."),
        submit=_("Take it out"),
        cancel_url=reverse("retention:list", args=[public_id]),
        crumbs=[(_("Destruction"), reverse("retention:lists"))],
    )
    status = 422 if form.is_bound else 200
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def drop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = permissions.get_list(public_id=public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _step(
            request,
            found,
            lambda: walk_list.drop_list(
                destruction=found, because=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            ),
            _("The list goes no further. Its files can come on another one."),
        )
    overview = FormPage(
        title=_("Drop the list"),
        intro=_("Nothing is destroyed. The list stays to be read, with your reason."),
        submit=_("Drop the list"),
        cancel_url=reverse("retention:list", args=[public_id]),
        crumbs=[(_("Destruction"), reverse("retention:lists"))],
    )
    status = 422 if form.is_bound else 200
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def confirm(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The last step asks for a typed sentence with the number of files in it."""
    found = permissions.get_list(public_id=public_id)
    number = found.entries.standing().count()
    sentence = ngettext("destroy %(number)d file", "destroy %(number)d files", number) % {"number": number}
    form = ConfirmForm(request.POST if request.method == "POST" else None, sentence=sentence)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            walk_list.confirm_list(destruction=found, by=request.user, at=timezone.now())
        except walk_list.TooEarly:
            form.add_error(None, _("Seven days after it was authorised it can be carried out, and not earlier."))
            status = 409
        except (walk_list.NotNow, walk_list.ListIsEmpty):
            form.add_error(None, _too_late())
            status = 409
        else:
            return redirect_after_post(request, "retention:list", found.public_id)
    overview = FormPage(
        title=_("Carry out the destruction"),
        intro=_("What is destroyed cannot be brought back, also not by a restore of a backup."),
        submit=_("Destroy for good"),
        cancel_url=reverse("retention:list", args=[public_id]),
        crumbs=[(_("Destruction"), reverse("retention:lists"))],
        is_danger=True,
    )
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=status)


def _carried_out(public_id: UUID) -> DestructionList:
    found = permissions.get_list(public_id=public_id)
    if found.ended_at is None:
        raise Http404
    return found


@require_safe
@for_roles(*KEEPERS)
def declare(request: StaffRequest, public_id: UUID) -> HttpResponse:
    said = declaration(_carried_out(public_id))
    context = {"said": said, "words": said_in_words(said), "how": how_it_went()}
    return render_page(request, "retention/declaration.html", context)


@require_safe
@for_roles(*KEEPERS)
def declare_pdf(request: StaffRequest, public_id: UUID) -> HttpResponse:
    said = declaration(_carried_out(public_id))
    response = HttpResponse(declaration_pdf(said), content_type="application/pdf")
    name = f"{_('declaration-of-destruction')}-{timezone.localdate(said.ended_at):%Y-%m-%d}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
