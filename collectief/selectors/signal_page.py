"""One signal: its steps in order, and what can be done with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collectief.enums import AnswerManner, SignalStepKind
from collectief.models import Initiative, Opportunity, PolicyAsk, Signal, SignalAnswer, SignalStep
from wijkteam.accounts.models import User
from wijkteam.core.periods import running_on, start_of

MOST_CHOICES = 200
# The address where a question for help is made of a signal, and those of the questions that somebody may see.
NewQuestionUrl = Callable[[Signal], str]
QuestionUrls = Callable[[Signal, User, date], list[str]]
_questions: list[tuple[NewQuestionUrl, QuestionUrls]] = []


def register_questions(new: NewQuestionUrl, made: QuestionUrls) -> None:
    """Called by the app that has questions for help, when it starts: this app knows none of them."""
    _questions.append((new, made))


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of what happened. `answer_url` is where the answer of the municipality is written down."""

    at: datetime
    title: str
    by: str
    icon: str
    text: str = ""
    url: str = ""
    link: str = ""
    answer_url: str = ""
    badge: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class SignalPage:
    """`fitting_…` are on the theme or in the neighbourhood of the signal."""

    signal: Signal
    steps: tuple[Step, ...]
    fitting_initiatives: tuple[Initiative, ...]
    other_initiatives: tuple[Initiative, ...]
    fitting_opportunities: tuple[Opportunity, ...]
    other_opportunities: tuple[Opportunity, ...]
    can_mail: bool
    is_mine: bool
    expected: str
    new_question_urls: tuple[str, ...]
    question_urls: tuple[str, ...]


def signal_page(signal: Signal, *, user: User, today: date) -> SignalPage:
    """At most seven statements; what can be chosen is only fetched while there is something to choose."""
    initiatives: tuple[list[Initiative], list[Initiative]] = ([], [])
    opportunities: tuple[list[Opportunity], list[Opportunity]] = ([], [])
    if signal.followed_up_at is None:
        initiatives = _sorted_out(
            Initiative.objects.visible_to(user, on=today)
            .filter(running_on(today) | Q(starts_on__gt=today))
            .select_related("team", "area")
            .order_by("name", "pk")[:MOST_CHOICES],
            signal,
        )
        opportunities = _sorted_out(
            Opportunity.objects.visible_to(user, on=today)
            .running()
            .filter(team=signal.team_id)
            .select_related("theme", "area")
            .order_by("theme__name", "pk")[:MOST_CHOICES],
            signal,
        )
    return SignalPage(
        signal=signal,
        steps=tuple(sorted(_steps(signal, user=user, today=today), key=lambda step: step.at)),
        fitting_initiatives=tuple(initiatives[0]),
        other_initiatives=tuple(initiatives[1]),
        fitting_opportunities=tuple(opportunities[0]),
        other_opportunities=tuple(opportunities[1]),
        can_mail=signal.can_be_mailed,
        is_mine=signal.looked_at_by_id == user.pk,
        expected=str(signal.looked_at_by.public_id) if signal.looked_at_by else "",
        new_question_urls=tuple(new(signal) for new, _made in _questions),
        question_urls=tuple(url for _new, made in _questions for url in made(signal, user, today)),
    )


def _sorted_out(rows: Iterable[Any], signal: Signal) -> tuple[list[Any], list[Any]]:
    """What fits the theme or the neighbourhood, and the rest."""
    places = {signal.area_id, signal.area.parent_id} - {None} if signal.area else set()
    fitting: list[Any] = []
    others: list[Any] = []
    for one in rows:
        fits = (signal.theme_id is not None and one.theme_id == signal.theme_id) or one.area_id in places
        (fitting if fits else others).append(one)
    return fitting, others


def _steps(signal: Signal, *, user: User, today: date) -> Iterable[Step]:
    """Unordered: the steps, what was asked of the municipality, what was told, and the end. Four statements."""
    yield Step(
        at=signal.received_at,
        title=_("Passed on"),
        by=str(signal.get_source_display()).capitalize(),
        icon="broadcast",
    )
    for step in signal.steps.select_related("initiative", "opportunity__theme", "opportunity__area", "done_by"):
        yield _step(step)
    for ask in signal.policy_asks.select_related("asked_by", "recorded_by"):
        yield from _asked(ask, today=today)
    for answer in signal.answers.select_related("given_by"):
        yield _told(answer)
    if signal.followed_up_at is not None and signal.followed_up_by is not None:
        yield Step(
            at=signal.followed_up_at,
            title=_("Finished: %(what)s") % {"what": signal.get_follow_up_display()},
            by=signal.followed_up_by.name,
            icon="circle-check",
            text=signal.follow_up_note,
        )


def _step(step: SignalStep) -> Step:
    title, icon, link, url = _("Looks at it"), "eye", "", ""
    if step.kind == SignalStepKind.LET_GO:
        title, icon = _("Let go of it"), "hand-stop"
    elif step.kind == SignalStepKind.QUESTION:
        title, icon = _("Made a question for help of it"), "message-question"
    elif step.initiative is not None:
        title, icon, link = _("Brought to an initiative"), "plant-2", step.initiative.name
        url = reverse("collectief:initiative", args=[step.initiative.public_id])
    elif step.opportunity is not None:
        said = {"theme": step.opportunity.theme, "area": step.opportunity.area.name}
        title, icon, link = _("Brought to an opportunity"), "bulb", _("%(theme)s in %(area)s") % said
        url = reverse("collectief:opportunity", args=[step.opportunity.public_id])
    return Step(at=step.done_at, title=title, by=step.done_by.name, icon=icon, text=step.note, url=url, link=link)


def _asked(ask: PolicyAsk, *, today: date) -> Iterable[Step]:
    """The question, and once there is one the answer."""
    waits = ask.answered_on is None
    day = date_format(ask.due_on, "j F Y")
    badge, tone = "", ""
    if waits and ask.due_on < today:
        badge, tone = _("answer was due on %(day)s") % {"day": day}, "warning"
    elif waits:
        badge = _("answer expected on %(day)s") % {"day": day}
    yield Step(
        at=ask.written_at,
        title=_("Asked the municipality: %(department)s") % {"department": ask.department},
        by=ask.asked_by.name,
        icon="building-community",
        text=ask.asked,
        answer_url=reverse("collectief:policy-answer", args=[ask.public_id]) if waits else "",
        badge=badge,
        tone=tone,
    )
    if ask.answered_on is not None and ask.recorded_by is not None:
        # By day alone, and never before the question itself.
        yield Step(
            at=max(ask.written_at + timedelta(microseconds=1), start_of(ask.answered_on)),
            title=_("What %(department)s did with it") % {"department": ask.department},
            by=ask.recorded_by.name,
            icon="message-check",
            text=ask.answer,
        )


def _told(answer: SignalAnswer) -> Step:
    titles = {
        AnswerManner.MAIL: _("Answered who passed it on, by e-mail"),
        AnswerManner.PHONE: _("Answered who passed it on, by telephone"),
        AnswerManner.SPOKEN: _("Answered who passed it on, in person"),
    }
    badge, tone = "", ""
    if answer.failed_at is not None:
        badge, tone = _("the mail could not be delivered"), "negative"
    elif answer.manner == AnswerManner.MAIL:
        badge, tone = (_("sent"), "positive") if answer.sent_at else (_("being sent"), "")
    return Step(
        at=answer.given_at,
        title=titles[AnswerManner(answer.manner)],
        by=answer.given_by.name,
        icon="mail" if answer.manner == AnswerManner.MAIL else "message",
        text=answer.text,
        badge=badge,
        tone=tone,
    )
