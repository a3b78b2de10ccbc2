"""A household wants help outside its own neighbourhood."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms.waiting import OutsideWishForm, TakeBackForm
from cases.selectors.suggestions import wish_of
from cases.services.lock_case import CaseIsClosed
from cases.services.wish_outside import WishedAlready, WishIsTakenBack, take_back, wish_outside
from cases.views.case_file import open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def add(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Write the wish down."""
    file = open_file(request, public_id, to_change=True)
    back = ("cases:partners", file.case.public_id)
    if wish_of(file.case) is not None:
        messages.info(request, _("It is written down already."))
        return redirect_after_post(request, *back)
    form = OutsideWishForm(request.POST if request.method == "POST" else None, today=file.today)
    if form.is_valid():
        try:
            wish_outside(case=file.case, **form.cleaned_data, by=request.user, at=file.now)
        except WishedAlready:
            messages.info(request, _("It is written down already."))
        except CaseIsClosed:
            messages.info(request, _("This case was closed in the meantime."))
        else:
            messages.success(request, _("Written down. Help outside the neighbourhood is suggested from now on."))
        return redirect_after_post(request, *back)
    context = {"form": form, "case": file.case, "title": _("Help outside the own neighbourhood")}
    return render_page(request, "cases/partners/wish.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def withdraw(request: StaffRequest, public_id: UUID, wish_id: UUID) -> HttpResponse:
    """The neighbourhood is fine after all."""
    file = open_file(request, public_id, to_change=True)
    wish = wish_of(file.case)
    if wish is None or wish.public_id != wish_id:
        raise Http404
    form = TakeBackForm(request.POST if request.method == "POST" else None, since=wish.asked_on, today=file.today)
    if form.is_valid():
        try:
            take_back(case=file.case, wish=wish, **form.cleaned_data, by=request.user)
        except WishIsTakenBack:
            messages.info(request, _("It was taken back already."))
        except CaseIsClosed:
            messages.info(request, _("This case was closed in the meantime."))
        else:
            messages.success(request, _("Written down. Who works in the neighbourhood is suggested again."))
        return redirect_after_post(request, "cases:partners", file.case.public_id)
    context = {"form": form, "case": file.case, "title": _("The own neighbourhood is fine after all")}
    return render_page(request, "cases/partners/wish.html", context, status=422 if form.is_bound else 200)
