"""The team gives somebody of the family a link to the plan, takes it back, and answers what they ask."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.reading_link import ReadingLinkForm
from cases.models import FamilyQuestion, PlanReadingLink
from cases.selectors.plan_over_time import people_of
from cases.services.lock_case import CaseIsClosed
from cases.services.share_plan import (
    LinkIsMade,
    NotOfTheHousehold,
    PersonHasNoBirthDate,
    answer_family_question,
    revoke_link,
    share_plan,
)
from cases.views.case_file import find_file, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def add(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Make a link for one person. Its address is shown on the answer to this form, and never again."""
    file = open_file(request, public_id, to_change=True)
    people = people_of(file.case, today=file.today)
    form = ReadingLinkForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = share_plan(
                case=file.case,
                person=given["person"],
                days=given["days"],
                by=request.user,
                at=file.now,
                request_key=given["request_key"],
            )
        except LinkIsMade:
            messages.info(
                request, _("This link was made already, and its address is shown once only. Lost it? Make a new link.")
            )
            return redirect_after_post(request, "cases:plans", file.case.public_id)
        except (NotOfTheHousehold, PersonHasNoBirthDate):
            form.add_error("person", _("Choose somebody of the household whose date of birth is known."))
        except CaseIsClosed:
            messages.error(request, _("This case was closed in the meantime."))
            return redirect_after_post(request, "cases:detail", file.case.public_id)
        else:
            address = request.build_absolute_uri(reverse("cases:reading", args=[made.token]))
            context = {"case": file.case, "link": made.link, "person": given["person"], "address": address}
            return render_page(request, "cases/plan/link_made.html", context)
    context = {"case": file.case, "form": form}
    return render_page(request, "cases/plan/link.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*CASEWORKERS)
def revoke(request: StaffRequest, public_id: UUID, link_id: UUID) -> HttpResponse:
    """Take a link back: from now on it opens nothing."""
    file = find_file(request, public_id)
    link = PlanReadingLink.objects.filter(case=file.case, public_id=link_id).first()
    if link is None:
        raise Http404
    revoke_link(link=link, by=request.user, at=file.now)
    messages.success(request, _("The link opens nothing any more."))
    return redirect_after_post(request, "cases:plans", file.case.public_id)


@require_POST
@for_roles(*CASEWORKERS)
def answered(request: StaffRequest, public_id: UUID, question_id: UUID) -> HttpResponse:
    """Say that a question from the family was answered."""
    file = find_file(request, public_id)
    question = FamilyQuestion.objects.filter(link__case=file.case, public_id=question_id).first()
    if question is None:
        raise Http404
    answer_family_question(question=question, by=request.user, at=file.now)
    messages.success(request, _("The question is answered. Write in the journal what you agreed."))
    return redirect_after_post(request, "cases:plans", file.case.public_id)
