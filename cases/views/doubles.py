"""Households that two teams may both know. Each side sees its own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.enums import DoubleAnswer
from cases.models import CaseRights, PossibleDouble
from cases.selectors.doubles import doubles_of
from cases.services.merge_persons import AreMerged, CannotMerge
from cases.services.possible_double import IsAnswered, answer_known_side, answer_new_side
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page


@require_safe
@for_roles(*CASEWORKERS)
def doubles(request: StaffRequest) -> HttpResponse:
    """What waits for an answer of one's own side."""
    now = timezone.now()
    rights = CaseRights.of(request.user, on=timezone.localdate(now))
    found = doubles_of(user=request.user, rights=rights)
    record_reading(
        by=request.user,
        at=now,
        act=Act.LIST,
        subject=Subject.CASE,
        seen=[(one.case_pk, one.household_pk) for one in found],
        purpose="casework",
    )
    return render_page(request, "cases/household/doubles.html", {"doubles": found})


@require_POST
@for_roles(*CASEWORKERS)
def answer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Same or different. When both sides say "same" the two files become one."""
    now = timezone.now()
    rights = CaseRights.of(request.user, on=timezone.localdate(now))
    found = PossibleDouble.objects.filter(public_id=public_id)
    known = found.known_to(request.user, rights=rights).first()
    confirmed = found.confirmed_for(request.user, rights=rights).first()
    double = known or confirmed
    if double is None:
        raise Http404
    if request.POST.get("answer") not in DoubleAnswer.values:
        messages.error(request, _("Choose one of the two answers."))
        return redirect_after_post(request, "cases:doubles")
    chosen = DoubleAnswer(request.POST["answer"])
    try:
        if known is not None:
            answer_known_side(double=double, answer=chosen, by=request.user, at=now)
        else:
            answer_new_side(double=double, answer=chosen, by=request.user, at=now)
    except IsAnswered:
        messages.info(request, _("A colleague answered this already."))
    except (AreMerged, CannotMerge):
        messages.error(request, _("These files could not be merged by themselves. Call the other team."))
    else:
        messages.success(request, _("Your answer is saved."))
    return redirect_after_post(request, "cases:doubles")
