"""From a household to an initiative, as easily as to a provider; and how it went."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import CollectiveOutcome
from cases.forms.collective import CollectiveEndForm, CollectiveReferralForm
from cases.forms.visits import HouseholdWishForm
from cases.models import SharingRecord
from cases.selectors.collective import edition_choices, has_visiting_service, initiative_options, people_of
from cases.services.ask_for_visits import AsksAlready, ask_for_visits
from cases.services.lock_case import CaseIsClosed
from cases.services.refer_to_initiative import (
    GoesThereAlready,
    NotInTheHousehold,
    end_referral,
    refer_to_initiative,
)
from cases.views.case_file import CaseFile, open_file
from collectief.models import Initiative
from collectief.services.start_edition import EditionIsClosed
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page


@require_safe
@for_roles(*CASEWORKERS)
def choose(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Which initiative? What fits the theme first."""
    file = open_file(request, public_id, to_change=True)
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    context = {
        "case": file.case,
        "options": initiative_options(file.case, today=file.today, search=search),
        "search": search,
        "has_visits": has_visiting_service(),
    }
    return render_page(request, "cases/collective/choose.html", context)


def _form(request: StaffRequest, file: CaseFile, initiative: Initiative) -> CollectiveReferralForm:
    people = people_of(file.case, today=file.today)
    records: list[SharingRecord] = []
    if initiative.organisation_id is not None:
        running = SharingRecord.objects.filter(case=file.case).running_on(file.today)
        records = list(running.towards(initiative.organisation_id).select_related("person", "organisation"))
    return CollectiveReferralForm(
        request.POST if request.method == "POST" else None,
        people=people,
        initiative=initiative,
        editions=edition_choices(initiative, today=file.today),
        records=records,
        initial={
            "person": str(people[0].public_id) if len(people) == 1 else None,
            # in a restricted file not even a first name goes along by itself
            "name": people[0].given_name if len(people) == 1 and not file.rights.is_restricted(file.case) else "",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def refer(request: StaffRequest, public_id: UUID, initiative_id: UUID) -> HttpResponse:
    """Somebody of the household to one initiative."""
    file = open_file(request, public_id, to_change=True)
    visible = Initiative.objects.visible_to(request.user, on=file.today).exclude(ends_on__lte=file.today)
    initiative = get_object_or_404(visible.select_related("team", "organisation"), public_id=initiative_id)
    form = _form(request, file, initiative)
    if form.is_bound and form.is_valid():
        try:
            made = refer_to_initiative(
                case=file.case,
                request=form.request,
                by=request.user,
                at=file.now,
                request_key=form.cleaned_data["request_key"],
            )
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        except NotInTheHousehold:
            form.add_error("person", _("This person is no longer in the household."))
        except GoesThereAlready:
            form.add_error("person", _("This person goes there already."))
        except EditionIsClosed:
            form.add_error("edition", _("This edition stopped a moment ago. Choose another one."))
        else:
            if made.participant is not None and made.participant.waits:
                messages.warning(request, _("The group is full: on the waiting list."))
            else:
                messages.success(request, _("It has been written down who goes there."))
            return redirect_after_post(request, "cases:partners", file.case.public_id)
    context = {"case": file.case, "form": form, "initiative": initiative}
    return render_page(request, "cases/collective/refer.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def end(request: StaffRequest, public_id: UUID, referral_id: UUID) -> HttpResponse:
    """How it went."""
    file = open_file(request, public_id, to_change=True)
    rows = file.case.collective_referrals.select_related("initiative", "person", "case")
    referral = get_object_or_404(rows, public_id=referral_id)
    form = CollectiveEndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            end_referral(referral=referral, outcome=CollectiveOutcome(form.cleaned_data["outcome"]), at=file.now)
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        else:
            messages.success(request, _("It has been written down how it went."))
            return redirect_after_post(request, "cases:partners", file.case.public_id)
    context = {"case": file.case, "form": form, "referral": referral}
    return render_page(request, "cases/collective/end.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def visits(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Somebody of the household would like a volunteer to come by. The visiting service does not see the case."""
    file = open_file(request, public_id, to_change=True)
    people = people_of(file.case, today=file.today)
    alone = people[0] if len(people) == 1 else None
    form = HouseholdWishForm(
        request.POST if request.method == "POST" else None,
        people=people,
        teams=[file.case.team],
        today=file.today,
        initial={
            "person": str(alone.public_id) if alone else None,
            # in a restricted file not even a first name goes along by itself
            "name": alone.given_name if alone and not file.rights.is_restricted(file.case) else "",
        },
    )
    if form.is_bound and form.is_valid():
        try:
            ask_for_visits(
                case=file.case,
                person=form.chosen_person,
                wish=form.instance,
                by=request.user,
                at=file.now,
                request_key=form.cleaned_data["request_key"],
            )
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        except NotInTheHousehold:
            form.add_error("person", _("This person is no longer in the household."))
        except AsksAlready:
            form.add_error("person", _("This person waits for visits, or gets them, already."))
        else:
            messages.success(request, _("On the list of the visiting service."))
            return redirect_after_post(request, "cases:partners", file.case.public_id)
    context = {"case": file.case, "form": form}
    return render_page(request, "cases/collective/visits.html", context, status=422 if form.is_bound else 200)
