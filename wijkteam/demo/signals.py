"""Signals of the demo on their board: something in each column of the first team, and who heard something back."""

import datetime as dt
import random
import uuid

from collectief.enums import AnswerManner, AnswerSentence, SignalFollowUp
from collectief.models import Initiative, Opportunity, Signal, SignalAnswer
from collectief.schedules import SIGNALLERS_KEPT_MONTHS
from collectief.services.ask_municipality import ask_municipality, keep_policy_answer
from collectief.services.bring_signal import bring_to_initiative, bring_to_opportunity
from collectief.services.follow_up_signal import follow_up_signal
from collectief.services.take_up_signal import take_up_signal
from collectief.services.tell_signaller import erase_signallers
from wijkteam.accounts.models import User
from wijkteam.core.periods import months_later, running_on, start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar
from wijkteam.demo.municipality import TeamSetting

LAMPS = "Bewoners durven 's avonds niet over het pad achter de flats. Kan de verlichting daar terugkomen?"
BENCH = "Kan er een bankje met rugleuning bij de halte? Ouderen komen nu niet meer tot de winkels."
BENCHED = "Er zijn twee bankjes geplaatst, op de plek die de bewoners aanwezen."


def make_signal_board(calendar: Calendar, settings: list[TeamSetting], chance: random.Random) -> None:
    """Most who left an address heard something; who passed something on long ago is forgotten."""
    erase_signallers(followed_up_before=months_later(calendar.today, -SIGNALLERS_KEPT_MONTHS), on=calendar.today)
    _tell(chance)
    setting = settings[0]
    colleagues = list(setting.workers(calendar.today))
    fatima = next((one for one in colleagues if one.username == FATIMA.username), None)
    waiting = list(Signal.objects.waiting().filter(team=setting.team).order_by("received_at", "pk"))
    if fatima is None or len(waiting) < 7:
        return
    _spread(calendar, waiting, fatima=fatima, other=next(one for one in colleagues if one != fatima), chance=chance)


def _tell(chance: random.Random) -> None:
    """Answers to those who left an address, but for about one in eight."""
    answers = []
    for signal in Signal.objects.exclude(reach="").exclude(followed_up_at=None).order_by("pk"):
        if chance.random() < 0.12 or signal.followed_up_at is None or signal.followed_up_by_id is None:
            continue
        given_at = signal.followed_up_at + dt.timedelta(hours=chance.randrange(1, 20))
        by_mail = signal.can_be_mailed
        more = {
            SignalFollowUp.COLLECTIVE: AnswerSentence.TOGETHER,
            SignalFollowUp.PASSED_ON: AnswerSentence.PASSED_ON,
        }.get(SignalFollowUp(signal.follow_up), AnswerSentence.LOOKED)
        answers.append(
            SignalAnswer(
                signal=signal,
                sentences=[AnswerSentence.THANKS, more, AnswerSentence.KEEP_TELLING],
                manner=AnswerManner.MAIL if by_mail else AnswerManner.PHONE,
                given_by_id=signal.followed_up_by_id,
                given_at=given_at,
                sent_at=given_at if by_mail else None,
            )
        )
    SignalAnswer.objects.bulk_create(answers)


def _spread(calendar: Calendar, waiting: list[Signal], *, fatima: User, other: User, chance: random.Random) -> None:
    """The oldest have come furthest; the latest are new."""
    team = waiting[0].team

    def later(signal: Signal, days: int) -> dt.datetime:
        return min(signal.received_at + dt.timedelta(days=days, hours=2), start_of(calendar.today))

    def key() -> uuid.UUID:
        return uuid.UUID(int=chance.getrandbits(128), version=4)

    def ask(signal: Signal, *, department: str, asked: str, due_on: dt.date, by: User) -> None:
        at = later(signal, 1)
        made = ask_municipality(
            signal=signal, department=department, asked=asked, asked_on=at.date(), due_on=max(due_on, at.date()),
            by=by, at=at, request_key=key(),
        )  # fmt: skip
        if asked == BENCH:
            keep_policy_answer(ask=made, answer=BENCHED, answered_on=calendar.yesterday, by=by)

    lamps, bench, brought, standing, looked, taken = waiting[:6]
    ask(lamps, department="Openbare ruimte", asked=LAMPS, due_on=calendar.ago(6), by=fatima)
    ask(bench, department="Verkeer en ouderenbeleid", asked=BENCH, due_on=calendar.ago(3), by=other)
    initiative = Initiative.objects.filter(running_on(calendar.today), team=team).order_by("pk").first()
    if initiative is not None:
        note = "Besproken met de kookploeg: zij nodigen de mensen uit de straat uit."
        bring_to_initiative(signal=brought, initiative=initiative, note=note, by=fatima, at=later(brought, 2))
    opportunity = Opportunity.objects.running().filter(team=team).order_by("pk").first()
    if opportunity is not None:
        bring_to_opportunity(signal=standing, opportunity=opportunity, note="", by=other, at=later(standing, 3))
    take_up_signal(signal=looked, expected=None, by=fatima, at=later(looked, 1))
    take_up_signal(signal=taken, expected=None, by=other, at=later(taken, 1))
    follow_up_signal(
        signal=bench,
        follow_up=SignalFollowUp.PASSED_ON,
        note="De gemeente plaatste twee bankjes.",
        by=other,
        at=start_of(calendar.today),
    )
