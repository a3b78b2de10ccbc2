"""Intake: what came in, what is decided on it, and opening a case."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import Origin, Urgency
from cases.forms.intake import (
    AnswerForm,
    DeclineForm,
    HouseholdSearchForm,
    InitiativeForm,
    NewHouseholdForm,
    OpenCaseForm,
    QuestionFilterForm,
    QuestionForm,
    TriageForm,
)
from cases.forms.intake_board import StreetForm
from cases.models import Case, CaseRights, Household, Question
from cases.selectors import intake
from cases.services.ask_question import ask_question
from cases.services.decide_question import (
    QuestionIsDecided,
    answer_question,
    decline_question,
    lead_to_initiative,
)
from cases.services.find_household import FoundHousehold, find_double, find_household, visible_household
from cases.services.look_back import leave_to_street
from cases.services.open_case import (
    CoordinatorLeaves,
    CoordinatorNotInTeam,
    HouseholdHasOpenCase,
    is_opened,
    open_case,
)
from cases.services.triage_question import triage_question
from cases.views.coordinators import leaves
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.areas.enums import WordKey
from wijkteam.areas.selectors.words import word
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.forms import Form
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft
from wijkteam.teams.models import Team

PURPOSE = "intake"


# -- what came in ----------------------------------------------------------------------------------


@require_safe
@for_roles(*CASEWORKERS)
def questions(request: StaffRequest) -> HttpResponse:
    """Questions of one's teams, those to decide or those that were decided."""
    now = timezone.now()
    today = timezone.localdate(now)
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    is_decided = request.GET.get("status") == "afgehandeld"
    filters = QuestionFilterForm(request.GET, teams=teams, is_decided=is_decided)
    filters.is_valid()  # what is not among the choices is left out
    chosen = filters.cleaned_data
    overview = intake.question_list(
        user=request.user,
        today=today,
        is_decided=is_decided,
        page=request.GET.get("pagina", "1"),
        team=chosen.get("team", ""),
        theme=chosen["thema"].code if chosen.get("thema") else "",
        urgency=chosen.get("urgentie", ""),
        only_overdue=chosen.get("termijn") == "verlopen",
        teams=teams,
    )
    if overview.rows:
        record_reading(
            by=request.user,
            at=now,
            act=Act.LIST,
            subject=Subject.QUESTION,
            seen=[(row.pk, row.household_id) for row in overview.rows],
            purpose=PURPOSE,
        )
    context = {"overview": overview, "filters": filters}
    return render_page(request, "cases/intake/questions.html", context, fragments={"rows"}, push=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def question_new(request: StaffRequest) -> HttpResponse:
    """Take a question down that came by telephone, at the door or in the street."""
    now = timezone.now()
    teams = list(Team.objects.of_worker(request.user, on=timezone.localdate(now)).order_by("name"))
    require(bool(teams))
    form = QuestionForm(request.POST if request.method == "POST" else None, teams=teams)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        question = ask_question(
            team=form.chosen_team,
            asked=given["asked"],
            origin=Origin(given["origin"]),
            asker=given["asker"],
            reach=given["reach"],
            resident=given["resident"],
            address=given["address"],
            area=given["area"],
            theme=given["theme"],
            urgency=Urgency(given["urgency"]),
            has_safety_concern=given["has_safety_concern"],
            by=request.user,
            at=now,
            request_key=given["request_key"],
        )
        forget_draft(posted=request.POST, by=request.user)
        messages.success(request, _("The question has been saved. You can decide on it now, or later."))
        return redirect_after_post(request, "cases:question", question.public_id)
    return render_page(request, "cases/intake/question_new.html", {"form": form}, status=422 if form.is_bound else 200)


# -- one question ----------------------------------------------------------------------------------
# Each form has an address of its own; asked for again (after a switch of language, say) it shows the page.


def find_question(request: StaffRequest, public_id: UUID) -> Question:
    """A question of one's own teams; opening it is logged."""
    now = timezone.now()
    question = (
        Question.objects.visible_to(request.user, on=timezone.localdate(now))
        .select_related(
            "team", "theme", "area", "received_by", "decided_by", "initiative", "household", "looked_at_by", "follows"
        )
        .filter(public_id=public_id)
        .first()
    )
    if question is None:
        raise Http404
    record_reading(
        by=request.user,
        at=now,
        act=Act.OPEN,
        subject=Subject.QUESTION,
        seen=[(question.pk, question.household_id)],
        purpose=PURPOSE,
    )
    return question


def _question_page(
    request: StaffRequest, question: Question, *, bound: Form | None = None, too_late: str = ""
) -> HttpResponse:
    """The page of a question; `bound` is the one of its forms that came back, `too_late` the text of who lost."""
    page = intake.question_page(question=question, user=request.user, today=timezone.localdate())
    forms: dict[str, Form] = {
        "triage_form": TriageForm.of(question),
        "answer_form": AnswerForm(),
        "initiative_form": InitiativeForm(fitting=page.fitting, others=page.others),
        "decline_form": DeclineForm(),
        "street_form": StreetForm(today=timezone.localdate()),
    }
    for name, form in forms.items():
        if bound is not None and type(form) is type(bound):
            forms[name] = bound
    asked_for = request.resolver_match.url_name or "" if request.resolver_match else ""
    context: dict[str, Any] = {
        "page": page,
        "question": question,
        "form": bound,
        "too_late": too_late,
        "opened": asked_for.removeprefix("question-"),
        **forms,
    }
    return render_page(
        request, "cases/intake/question.html", context, status=200 if bound is None and not too_late else 422
    )


def _decided_by_another(request: StaffRequest, decided: QuestionIsDecided, text: str) -> HttpResponse:
    """Somebody was first: show what they decided, and keep what was typed on the screen."""
    return _question_page(request, find_question(request, decided.question.public_id), too_late=text or " ")


@require_safe
@for_roles(*CASEWORKERS)
def question(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """A question as it was asked, its triage, and what can be decided."""
    return _question_page(request, find_question(request, public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def question_triage(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Save the triage."""
    asked = find_question(request, public_id)
    if request.method != "POST":
        return _question_page(request, asked)
    form = TriageForm.of(asked, request.POST)
    if not form.is_valid():
        return _question_page(request, asked, bound=form)
    given = form.cleaned_data
    try:
        triage_question(
            question=asked,
            urgency=Urgency(given["urgency"]),
            has_safety_concern=given["has_safety_concern"],
            theme=given["theme"],
            area=given["area"],
        )
    except QuestionIsDecided as decided:
        return _decided_by_another(request, decided, "")
    messages.success(request, _("The triage has been saved."))
    return redirect_after_post(request, "cases:question", asked.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def question_answer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Decide: answered at once."""
    asked = find_question(request, public_id)
    if request.method != "POST":
        return _question_page(request, asked)
    form = AnswerForm(request.POST)
    return _decide(
        request,
        asked,
        form,
        lambda: answer_question(question=asked, answer=form.cleaned_data["note"], by=request.user, at=timezone.now()),
        done=_("The question has been answered."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def question_street(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Decide: somebody in the street takes it up, and we look again how it goes."""
    asked = find_question(request, public_id)
    if request.method != "POST":
        return _question_page(request, asked)
    form = StreetForm(request.POST, today=timezone.localdate())
    return _decide(
        request,
        asked,
        form,
        lambda: leave_to_street(
            question=asked,
            taken_up_by=form.cleaned_data["taken_up_by"],
            note=form.cleaned_data["note"],
            look_back_on=form.cleaned_data["look_back_on"],
            by=request.user,
            at=timezone.now(),
        ),
        done=_("The street takes it up. On the day that you chose it comes back on the board."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def question_initiative(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Decide: on to an initiative."""
    asked = find_question(request, public_id)
    if request.method != "POST":
        return _question_page(request, asked)
    page = intake.question_page(question=asked, user=request.user, today=timezone.localdate())
    if asked.decided_at is not None:
        return _decided_by_another(request, QuestionIsDecided(asked), request.POST.get("initiative-note", ""))
    form = InitiativeForm(request.POST, fitting=page.fitting, others=page.others)
    return _decide(
        request,
        asked,
        form,
        lambda: lead_to_initiative(
            question=asked,
            initiative=form.chosen,
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        ),
        done=_("The question goes on in an initiative."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def question_decline(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Decide: nothing more, with a reason."""
    asked = find_question(request, public_id)
    if request.method != "POST":
        return _question_page(request, asked)
    form = DeclineForm(request.POST)
    return _decide(
        request,
        asked,
        form,
        lambda: decline_question(question=asked, reason=form.cleaned_data["note"], by=request.user, at=timezone.now()),
        done=_("The question has been declined."),
    )


def _decide(
    request: StaffRequest, asked: Question, form: Form, decide: Callable[[], Question], *, done: str
) -> HttpResponse:
    if not form.is_valid():
        return _question_page(request, asked, bound=form)
    try:
        decide()
    except QuestionIsDecided as decided:
        return _decided_by_another(request, decided, form.cleaned_data["note"])
    messages.success(request, done)
    return redirect_after_post(request, "cases:board")


# -- opening a case --------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def household_search(request: StaffRequest) -> HttpResponse:
    """Find a household within one's own rights, to open a case for. By POST: what is typed is a name."""
    form = HouseholdSearchForm(request.POST if request.method == "POST" else None)
    question_id = _uuid(request.POST, "vraag")
    found: list[FoundHousehold] | None = None
    if form.is_valid():
        found = find_household(text=form.cleaned_data["text"], by=request.user, at=timezone.now())
    context = {
        "search": form,
        "found": None if found is None else _with_urls(found, question_id),
        "question_id": question_id,
        "form": form,
    }
    return render_page(
        request,
        "cases/intake/household_search.html",
        context,
        fragments={"found"},
        status=422 if form.errors else 200,
    )


def _uuid(data: QueryDict, name: str) -> UUID | None:
    try:
        return UUID(data.get(name, ""))
    except ValueError:
        return None


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def case_new(request: StaffRequest, question_id: UUID | None = None, household_id: UUID | None = None) -> HttpResponse:
    """Open a case: for a new household or a known one, from a question or without.

    Not one transaction like other pages: opening is one of its own, so that a refusal by the database can be
    told on the page. What is shown of a household or a question is logged before it is shown.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    teams, colleagues = intake.teams_and_colleagues(user=request.user, today=today)
    require(bool(teams))
    asked = find_question(request, question_id) if question_id else None
    if asked is not None and asked.decided_at is not None and request.method != "POST":
        return redirect_after_post(request, "cases:question", asked.public_id)
    known = _household_or_404(request, household_id) if household_id else None

    data = request.POST if request.method == "POST" else None
    form = OpenCaseForm(
        data,
        teams=[team for team in teams if asked is None or team.pk == asked.team_id],
        user=request.user,
        colleagues=colleagues,
        initial={"theme": asked.theme_id, "has_safety_concern": asked.has_safety_concern} if asked else None,
    )
    new = None if known else NewHouseholdForm(data, today=today, address=_address(asked), people=_people(asked))
    doubles: list[FoundHousehold] = []
    if all([form.is_valid(), new is None or new.is_valid()]):
        request_key = form.cleaned_data["request_key"]
        rights = CaseRights.of(request.user, on=today) if new else None
        if new is not None and not new.is_another:
            doubles = find_double(new=new.household(), by=request.user, at=now, rights=rights)
        if new is not None and doubles and not is_opened(request_key=request_key):
            new.where.ask_for_double()
        else:
            try:
                case = open_case(
                    team=form.chosen_team,
                    household=known or cast("NewHouseholdForm", new).household(),
                    theme=form.cleaned_data["theme"],
                    coordinator=form.chosen_coordinator,
                    has_safety_concern=form.cleaned_data["has_safety_concern"],
                    question=asked,
                    by=request.user,
                    at=now,
                    request_key=request_key,
                    rights=rights,
                )
            except HouseholdHasOpenCase:
                form.add_error(None, _refusal(request, known))
            except CoordinatorLeaves:
                form.add_error("coordinator", leaves())
            except CoordinatorNotInTeam:
                form.add_error("coordinator", _("Choose somebody who works in the team that you chose."))
            except QuestionIsDecided as decided:
                return _decided_by_another(request, decided, "")
            else:
                return redirect_after_post(request, "cases:detail", case.public_id)
    context = {
        "form": form,
        "new": new,
        "known": known,
        "doubles": _with_urls(doubles, question_id),
        "question": asked,
        "question_id": question_id,
        "search": HouseholdSearchForm(),
    }
    return render_page(request, "cases/intake/case_new.html", context, status=422 if form.is_bound else 200)


def _household_or_404(request: StaffRequest, public_id: UUID) -> Household:
    now = timezone.now()
    household = visible_household(public_id=public_id, user=request.user, on=timezone.localdate(now))
    if household is None:
        raise Http404
    record_reading(
        by=request.user,
        at=now,
        act=Act.OPEN,
        subject=Subject.HOUSEHOLD,
        seen=[(household.pk, household.pk)],
        purpose=PURPOSE,
    )
    return household


def _refusal(request: StaffRequest, known: Household | None) -> str:
    """Why there can be no second open case; of another team's case nothing is said, not even that it is there."""
    visible = Case.objects.visible_to(request.user, on=timezone.localdate()).open()
    if known is not None and visible.filter(household=known).exists():
        return _("This household already has an open case. Look in the list of cases.")
    text = _("No case can be opened for this household now. Discuss it with your %(coordinator)s.")
    return text % {"coordinator": word(WordKey.TEAM_COORDINATOR)}


def _address(asked: Question | None) -> dict[str, Any]:
    return {"street": asked.address, "area": asked.area_id} if asked else {}


def _people(asked: Question | None) -> list[dict[str, Any]]:
    """The name of the resident, for the worker to check: the first word as given name, the rest as surname."""
    if asked is None:
        return []
    name = asked.resident or (asked.asker if asked.origin == Origin.RESIDENT else "")
    given, _space, family = name.strip().partition(" ")
    return [{"given_name": given[:80], "family_name": family[:120]} if family else {"family_name": given[:120]}]


def _with_urls(found: list[FoundHousehold], asked: UUID | None) -> list[tuple[FoundHousehold, str]]:
    """Each household with the page that opens a case for it."""
    if asked is None:
        return [(one, reverse("cases:create-for", args=[one.public_id])) for one in found]
    return [(one, reverse("cases:create-from-question-for", args=[asked, one.public_id])) for one in found]
