"""The board of the morning meeting, and what is done from a card of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import CheckBackResult
from cases.forms.intake_board import BoardFilterForm, LookBackForm
from cases.models import Question
from cases.selectors.intake import title_of
from cases.selectors.intake_board import intake_board
from cases.services.claim_question import QuestionIsClaimed, claim_question, release_question
from cases.services.decide_question import QuestionIsDecided
from cases.services.look_back import NothingToLookBackAt, look_back
from cases.views.intake import PURPOSE, find_question
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment
from wijkteam.teams.models import Team

FILTERS = ("team", "herkomst", "thema", "buurt")


def _board(
    request: StaffRequest, filters: QueryDict, *, said: str = "", refused: str = "", focus: str = ""
) -> HttpResponse:
    now = timezone.now()
    teams = Team.objects.of_worker(request.user, on=timezone.localdate(now)).count()
    board = intake_board(
        user=request.user,
        now=now,
        chosen={name: str(filters.get(name)) for name in FILTERS if filters.get(name)},
        has_teams=teams > 1,
    )
    if board.seen:
        record_reading(
            by=request.user, at=now, act=Act.LIST, subject=Subject.QUESTION, seen=board.seen, purpose=PURPOSE
        )
    context = {
        "board": board,
        "filters": BoardFilterForm(initial=board.chosen, choices=board.choices),
        "said": said,
        "refused": refused,
        "focus": focus,
    }
    status = 422 if refused else 200
    return render_page(request, "cases/intake/board.html", context, fragments={"board"}, push=True, status=status)


@require_safe
@for_roles(*CASEWORKERS)
def board(request: StaffRequest) -> HttpResponse:
    """What waits, by what must happen with it."""
    return _board(request, request.GET)


def _answer(request: StaffRequest, *, said: str = "", refused: str = "", focus: str = "") -> HttpResponse:
    """The board anew in its place where that is asked for, else its page with a message; the filters stay."""
    if requested_fragment(request, {"board"}):
        return _board(request, request.POST, said=said, refused=refused, focus=focus)
    if refused:
        messages.error(request, refused)
    elif said:
        messages.success(request, said)
    kept = QueryDict(mutable=True)
    for name in FILTERS:
        if request.POST.get(name):
            kept[name] = request.POST[name]
    there = reverse("cases:board")
    return redirect_after_post(request, f"{there}?{kept.urlencode()}" if kept else there)


def _expected(request: StaffRequest) -> User | None:
    """Who looked at the question on the screen where the button was pressed."""
    try:
        public_id = UUID(request.POST.get("van", ""))
    except ValueError:
        return None
    found: User | None = User.objects.filter(public_id=public_id).first()
    return found


@require_POST
@for_roles(*CASEWORKERS)
def question_claim(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """I look at it."""
    question = find_question(request, public_id)
    try:
        claim_question(question=question, expected=_expected(request), by=request.user, at=timezone.now())
    except QuestionIsClaimed as claimed:
        name = claimed.question.looked_at_by.name if claimed.question.looked_at_by else ""
        if not name:
            return _answer(request, refused=_("A colleague let this question go in the meantime. Look again."))
        return _answer(request, refused=_("%(name)s was first, and looks at this question now.") % {"name": name})
    except QuestionIsDecided:
        return _answer(request, refused=_("A colleague decided on this question in the meantime."))
    said = _("You look at the question of %(who)s now.") % {"who": title_of(question)}
    return _answer(request, said=said, focus=str(public_id))


@require_POST
@for_roles(*CASEWORKERS)
def question_release(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """I no longer look at it."""
    question = find_question(request, public_id)
    try:
        release_question(question=question, by=request.user)
    except QuestionIsDecided:
        return _answer(request, refused=_("A colleague decided on this question in the meantime."))
    said = _("The question of %(who)s is free for a colleague again.") % {"who": title_of(question)}
    return _answer(request, said=said, focus=str(public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def question_look_back(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """How does it go with what the street or an initiative took up?"""
    question = find_question(request, public_id)
    planned = question.check_backs.filter(done_at=None).select_related("planned_by").first()
    if planned is None:
        if not question.check_backs.exists():
            raise Http404
        messages.info(request, _("A colleague looked back a moment ago."))
        return redirect_after_post(request, "cases:question", public_id)
    now = timezone.now()
    form = LookBackForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if form.is_valid():
        given = form.cleaned_data
        try:
            going_on = look_back(
                question=question,
                result=CheckBackResult(given["result"]),
                note=given["note"],
                again_on=given["again_on"],
                by=request.user,
                at=now,
            )
        except NothingToLookBackAt:
            messages.info(request, _("A colleague looked back a moment ago."))
            return redirect_after_post(request, "cases:question", public_id)
        return _looked_back(request, question, going_on)
    context = {"question": question, "title": title_of(question), "planned": planned, "form": form}
    return render_page(request, "cases/intake/look_back.html", context, status=422 if form.is_bound else 200)


def _looked_back(request: StaffRequest, question: Question, going_on: Question) -> HttpResponse:
    if going_on.pk != question.pk:
        messages.success(request, _("The question is back on the board, with the same words."))
        return redirect_after_post(request, "cases:question", going_on.public_id)
    messages.success(request, _("It is written down how it goes."))
    return redirect_after_post(request, "cases:board")
