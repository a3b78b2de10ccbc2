"""Where somebody of a household stands on the participation ladder."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms.ladder import LadderForm
from cases.models import Person
from cases.permissions import can_change
from cases.selectors.ladder import ladder_of, step_choices
from cases.services.lock_case import CaseIsClosed
from cases.services.score_ladder import NotOfTheHousehold, ScoredElsewhere, score_ladder
from cases.views.case_file import open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def ladder(request: StaffRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """All steps of one person, and six buttons to write down a new one."""
    file = open_file(request, public_id)
    person = (
        Person.objects.filter(public_id=person_id, memberships__household=file.case.household_id).distinct().first()
    )
    if person is None:
        raise Http404
    may_score = can_change(file.case) and not file.rights.only_reads(file.case)
    require(may_score or request.method != "POST")
    back = "cases:exploration" if request.GET.get("terug") == "verkenning" else "cases:household"
    form = LadderForm(request.POST if request.method == "POST" else None, today=file.today)
    if form.is_valid():
        given = form.cleaned_data
        try:
            score_ladder(
                case=file.case,
                person=person,
                step=given["step"],
                day=given["scored_on"],
                note=given["note"],
                by=request.user,
            )
        except ScoredElsewhere:
            form.add_error("scored_on", _("A step was written down for this day already. Choose another day."))
        except NotOfTheHousehold:
            form.add_error(None, _("This person does not belong to this household any more."))
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime."))
        else:
            messages.success(request, _("The step has been written down."))
            return redirect_after_post(request, back, file.case.public_id)
    (shown,) = ladder_of([person], rights=file.rights)
    context = {
        "case": file.case,
        "part": "household",
        "form": form,
        "person": shown,
        "steps": step_choices(shown.step),
        "may_score": may_score,
        "url": f"{request.path}?terug=verkenning" if back == "cases:exploration" else request.path,
        "post_url": f"{request.path}?deel=dialog{'&terug=verkenning' if back == 'cases:exploration' else ''}",
        "back": reverse(back, args=[file.case.public_id]),
    }
    return render_page(
        request, "cases/ladder/page.html", context, fragments={"dialog"}, status=422 if form.is_bound else 200
    )
