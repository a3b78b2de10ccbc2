"""Independence and relations in the demo: who pays whom, who endorses, who presses, and what somebody is torn about."""

import datetime as dt
import random
import uuid

from netwerk.enums import Answer, DilemmaKind, PressureKind, PressureStep, Ring
from netwerk.models import (
    Dilemma,
    DilemmaNote,
    DilemmaReader,
    Endorsement,
    Organisation,
    PressureFollowUp,
    PressureSignal,
    Principles,
    Relation,
    RingMembership,
    Secondment,
)
from netwerk.selectors.principles import REPLACED, SHIPPED, SHIPPED_ON
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import FATIMA, MARIJKE
from wijkteam.demo.calendar import Calendar, workday
from wijkteam.teams.models import Team, TeamMembership

ADDED = """

Geen druk. Wie vindt dat een bewoner iets anders nodig heeft, zegt dat tegen de regisseur en niet alleen tegen de \
bewoner."""
SIGNERS = ("M. Aksoy, bestuurder", "P. de Groot, directeur", "S. Vermaat, regiomanager", "L. Bakker, teamleider")
# How long ago, which partner, what they did, what happened, and what was done: step, days later, how it went.
PRESSED: tuple[tuple[int, str, PressureKind, str, tuple[tuple[PressureStep, int, str], ...]], ...] = (
    (
        74,
        "Jeugdhulp Noorderlicht",
        PressureKind.OWN_OFFER,
        "Stelde in het eerste gesprek al een traject van negen maanden voor. De vraag was toen nog niet duidelijk.",
        (
            (PressureStep.PROVIDER, 6, "Besproken met de teamleider. Zij komen voortaan eerst luisteren."),
            (PressureStep.MUNICIPALITY, 9, "Gemeld bij de contractmanager, samen met twee andere teams."),
            (PressureStep.MUNICIPALITY_DID, 35, "Staat nu op de agenda van het kwartaalgesprek met de aanbieder."),
            (PressureStep.SETTLED, 48, "De laatste twee keer ging het goed."),
        ),
    ),
    (
        33,
        "Zorggroep De Brug",
        PressureKind.KEEPS,
        "Vroeg verlenging aan terwijl de doelen waren gehaald, en zei tegen de bewoner dat het team dat wilde.",
        ((PressureStep.PROVIDER, 4, "Gebeld. Zij zien het anders; we praten volgende maand verder."),),
    ),
    (
        12,
        "Zorggroep De Brug",
        PressureKind.BYPASS,
        "Maakte zelf afspraken met school, zonder de regisseur.",
        (),
    ),
    (
        8,
        "Verslavingszorg Kompas",
        PressureKind.DELAYS,
        "Neemt de telefoon niet op en antwoordt niet op mail over wie er wacht.",
        ((PressureStep.PROVIDER, 2, "Voicemail ingesproken bij de afdeling aanmelding."),),
    ),
)


def make_secondments(calendar: Calendar) -> None:
    """Whoever is paid by an organisation of the directory: before partners are asked, so that it is noticed."""
    by = User.objects.filter(role=Role.ADMINISTRATOR).order_by("pk").first()
    if by is None:
        return
    partners = {one.name: one for one in Organisation.objects.all()}
    memberships = TeamMembership.objects.filter(employer__isnull=False).select_related("employer", "user")
    paid: dict[tuple[int, int], Secondment] = {}
    for membership in memberships.order_by("starts_on", "pk"):
        assert membership.employer is not None  # noqa: S101  (filtered)
        partner = partners.get(membership.employer.name)
        if partner is not None and membership.ends_on is None:
            paid.setdefault(
                (membership.user_id, partner.pk),
                Secondment(user=membership.user, organisation=partner, starts_on=membership.starts_on, set_by=by),
            )
    fatima, brug = User.objects.filter(username=FATIMA.username).first(), partners.get("Zorggroep De Brug")
    if fatima is not None and brug is not None:
        paid.setdefault(
            (fatima.pk, brug.pk),
            Secondment(user=fatima, organisation=brug, starts_on=calendar.start, set_by=by),
        )
    Secondment.objects.bulk_create(paid.values())


def make_independence(calendar: Calendar, chance: random.Random) -> None:
    """Principles in two versions, answers of partners, pressure, dilemmas, and a relation that is quiet."""
    fatima = User.objects.filter(username=FATIMA.username).first()
    marijke = User.objects.filter(username=MARIJKE.username).first()
    if fatima is None or marijke is None:
        return
    team = Team.objects.of_worker(fatima, on=calendar.today).order_by("pk").first()
    if team is None:
        return
    _principles(calendar, by=marijke, chance=chance)
    _pressure(calendar, team, reporters=(fatima, marijke), chance=chance)
    _dilemmas(calendar, team, fatima, chance=chance)
    cold = (
        RingMembership.objects.on(calendar.today)
        .filter(team=team)
        .order_by("organisation__name")
        .values("organisation")
    )
    quiet = Relation.objects.filter(team=team, organisation__in=cold).exclude(
        organisation__moments__team=team, organisation__moments__happened_on__gt=calendar.ago(120)
    )
    Relation.objects.filter(pk__in=quiet.order_by("pk").values_list("pk", flat=True)[:2]).update(keeper=fatima)


def _uuid(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _principles(calendar: Calendar, *, by: User, chance: random.Random) -> None:
    first = Principles.objects.create(public_id=_uuid(chance), version=1, text=SHIPPED, starts_on=SHIPPED_ON)
    anew_on = calendar.ago(150)
    second = Principles.objects.create(
        public_id=_uuid(chance),
        version=2,
        text=SHIPPED + ADDED,
        starts_on=anew_on,
        written_by=User.objects.filter(role=Role.ADMINISTRATOR).order_by("pk").first(),
    )
    around = RingMembership.objects.on(calendar.today).filter(ring=Ring.SECOND).values("organisation")
    answers = []
    for number, organisation in enumerate(Organisation.objects.filter(pk__in=around).order_by("name", "pk")):
        if number % 5 == 4:
            continue  # never asked
        common = {"organisation": organisation, "recorded_by": by}
        signed = chance.choice(SIGNERS)
        if number % 5 == 3:
            answers.append(
                Endorsement(
                    public_id=_uuid(chance),
                    principles=second,
                    answer=Answer.DECLINED,
                    starts_on=calendar.ago(60),
                    note="Eigen gedragscode gaat voor.",
                    **common,
                )
            )
            continue
        renews = number % 5 in {0, 1}
        renewed_on = anew_on + dt.timedelta(days=20 + number)
        answers.append(
            Endorsement(
                public_id=_uuid(chance),
                principles=first,
                answer=Answer.ENDORSED,
                starts_on=calendar.start - dt.timedelta(days=30 + number),
                ends_on=renewed_on if renews else None,
                end_reason=REPLACED if renews else "",
                signed_by=signed,
                **common,
            )
        )
        if renews:
            answers.append(
                Endorsement(
                    public_id=_uuid(chance),
                    principles=second,
                    answer=Answer.ENDORSED,
                    starts_on=renewed_on,
                    signed_by=signed,
                    **common,
                )
            )
    Endorsement.objects.bulk_create(answers)


def _pressure(calendar: Calendar, team: Team, *, reporters: tuple[User, User], chance: random.Random) -> None:
    for number, (ago, name, kind, text, steps) in enumerate(PRESSED):
        organisation = Organisation.objects.filter(name=name).first()
        if organisation is None:
            continue
        day = workday(calendar.ago(ago))
        by = reporters[number % 2]
        signal = PressureSignal.objects.create(
            public_id=_uuid(chance),
            team=team,
            organisation=organisation,
            kind=kind,
            happened_on=day,
            text=text,
            reported_by=by,
            reported_on=day,
        )
        PressureFollowUp.objects.bulk_create(
            PressureFollowUp(signal=signal, step=step, on=day + dt.timedelta(days=later), text=how, by=reporters[1])
            for step, later, how in steps
        )


def _dilemmas(calendar: Calendar, team: Team, fatima: User, *, chance: random.Random) -> None:
    """One that fatima shares with a colleague, and one that a colleague shared with her and ended."""
    now = TeamMembership.objects.current(on=calendar.today).filter(team=team).exclude(user=fatima)
    colleague = User.objects.filter(pk__in=now.values("user"), role=Role.TEAM_MEMBER).order_by("pk").first()
    brug = Organisation.objects.filter(name="Zorggroep De Brug").first()
    other = Organisation.objects.filter(name="Jeugdhulp Noorderlicht").first()
    if colleague is None or brug is None or other is None:
        return
    own = Dilemma.objects.create(
        public_id=_uuid(chance),
        team=team,
        organisation=brug,
        kind=DilemmaKind.LOYALTY,
        text="Ik werk nog steeds voor De Brug. Mijn leidinggevende daar vraagt waarom ik niet vaker naar ons verwijs. "
        "Ik wil eerlijk zijn naar het team, en ik wil mijn plek daar niet kwijt.",
        author=fatima,
        written_on=calendar.ago(9),
        look_back_on=calendar.today,
    )
    DilemmaReader.objects.create(dilemma=own, user=colleague)
    DilemmaNote.objects.create(
        dilemma=own,
        author=colleague,
        written_at=start_of(calendar.ago(6)) + dt.timedelta(hours=15),
        text="Zeg het zoals je het hier schrijft. Ik ga mee als je dat wilt.",
    )
    theirs = Dilemma.objects.create(
        public_id=_uuid(chance),
        team=team,
        organisation=other,
        kind=DilemmaKind.DILEMMA,
        text="Hun intaker is een vriendin van me. Moet ik de casus aan een collega geven?",
        author=colleague,
        written_on=calendar.ago(70),
    )
    DilemmaReader.objects.create(dilemma=theirs, user=fatima)
    theirs.ended_on, theirs.outcome = calendar.ago(52), "Ik heb het verteld en een collega doet de gesprekken met hen."
    theirs.save(update_fields=["ended_on", "outcome"])
