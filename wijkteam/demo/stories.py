# ruff: noqa: E501  (sentences)
"""Stories of the demo, and an initiative beside which fewer questions come. Invented."""

import datetime as dt
import random
import uuid

from cases.enums import Origin, Outcome
from cases.models import Question
from collectief.enums import StoryKind, StoryState
from collectief.models import Initiative, Story, StoryThanks
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import FATIMA, MARIJKE
from wijkteam.demo.calendar import Calendar, office_moment
from wijkteam.demo.municipality import TeamSetting

RELIEVED = "Vadercafé"
BEFORE_WEEKS, A_WEEK = 26, 3
ASKED = (
    "Onze zoon luistert niet meer. Hoe doen andere ouders dat?",
    "Wij zijn het niet eens over de telefoon en het naar bed gaan.",
    "Ik weet niet meer hoe ik rustig moet blijven met drie kinderen.",
    "Mijn dochter wil niet naar school. Wat kan ik zeggen?",
)
ANSWER = "Samen bekeken wat thuis kan helpen; er was geen casus nodig."

TABLE = (
    "Een stoel aan de lange tafel",
    "Zij kwam de eerste keer tot de deur. Binnen zat iedereen al te eten, en zij dacht: dit is niet voor mij.\n\nDe week erna stond er een stoel klaar. Een van de koks had gezien dat zij buiten bleef staan. Nu snijdt zij elke week de uien. Ze zegt dat ze daarvan mag huilen zonder dat iemand vraagt wat er is.\n\nThuis is er niet veel veranderd. Maar zij kent nu mensen bij wie ze kan aanbellen, en dat deed zij vorige week ook.",
)
PAPERS = (
    "De tas met enveloppen",
    "Hij had alles in een tas, en de tas in de kast. Zolang de kast dicht bleef, was het er niet.\n\nBij het spreekuur mocht de tas op tafel. Niemand schrok. Samen maakten ze drie stapels: nu, later en weg. De stapel weg was het grootst.\n\nEr is een regeling gekomen en een vaste middag om de post te openen. Het eerste half uur helpt hij nu zelf iemand anders.",
)
FATHERS = (
    "Vaders praten bij het eten",
    "In het begin praatten de vaders over voetbal. Dat was prima, zei Rachid, dan hoef je niets.\n\nOp 12 maart vroeg iemand hoe je rustig blijft als een kind schreeuwt. Toen werd het stil, en daarna praatten ze anderhalf uur. Sindsdien bellen twee vaders elkaar op de avonden waarop het thuis moeilijk is.",
)
CLEANING = (
    "De schuur van de buurman",
    "De opruimploeg kwam voor één schuur. Het werden er vier, omdat de buren bleven kijken en toen meehielpen.\n\nDe buurman vond achter in de schuur de fiets van zijn vrouw. Hij heeft hem gepoetst en weggegeven.",
)
BIKES = (
    "Acht lessen op het plein",
    "De eerste les durfde niemand als eerste. Na de derde les riepen kinderen vanaf het hek hoe hun moeders moesten sturen.\n\nNu fietsen zes vrouwen samen naar de taalles. Een van hen zegt: de stad is kleiner geworden, en ik groter.",
)


def plant_relief(settings: list[TeamSetting], chance: random.Random) -> None:
    """Many parents asked before an initiative of the first team began, and far fewer since. Before the reports."""
    setting = settings[0]
    initiative = Initiative.objects.select_related("theme", "area").get(team=setting.team, name=RELIEVED)
    near = _neighbourhoods(setting, initiative)
    questions = []
    for back in range(1, BEFORE_WEEKS + 1):
        monday = initiative.starts_on - dt.timedelta(days=initiative.starts_on.weekday(), weeks=back)
        for number in range(A_WEEK):
            at = office_moment(chance, monday + dt.timedelta(days=chance.randrange(4)))
            workers = list(setting.workers(at.date()))
            if not workers:
                continue
            worker = chance.choice(workers)
            questions.append(
                Question(
                    public_id=uuid.UUID(int=chance.getrandbits(128), version=4),
                    team=setting.team,
                    received_at=at,
                    origin=Origin.NETWORK,
                    asked=ASKED[(back + number) % len(ASKED)],
                    theme=initiative.theme,
                    area=chance.choice(near),
                    received_by=worker,
                    decided_at=at + dt.timedelta(minutes=30),
                    decided_by=worker,
                    outcome=Outcome.ANSWERED,
                    outcome_note=ANSWER,
                )
            )
    Question.objects.bulk_create(questions)


def _neighbourhoods(setting: TeamSetting, initiative: Initiative) -> list[Area]:
    """Those of the area for which it is meant."""
    place = initiative.area
    found = sorted(setting.neighbourhoods, key=lambda one: one.code)
    return [one for one in found if place is None or one.parent_id in {place.pk, place.parent_id}]


def make_stories(calendar: Calendar, settings: list[TeamSetting]) -> None:
    """Two that the reports tell, one that waits for Marijke, one that came back, and one of another team."""
    own, other = settings[0], settings[1]
    fatima, marijke = _worker(own, FATIMA.username), _worker(own, MARIJKE.username)
    colleague = next(one.user for one in own.memberships if one.user not in {fatima, marijke} and one.ends_on is None)
    table = _story(own, TABLE, by=fatima, at=_at(calendar, 75), initiative="Buurtrestaurant De Lange Tafel")
    _approve(table, by=marijke, at=_at(calendar, 70), shared=True)
    papers = _story(
        own,
        PAPERS,
        by=colleague,
        at=_at(calendar, 45),
        initiative="Papierwinkel",
        kind=StoryKind.CONSENT,
        consent_on=calendar.ago(45),
        consent_how="Samen gelezen bij het spreekuur, zei ja",
    )
    _approve(papers, by=fatima, at=_at(calendar, 40), shared=False)
    fathers = _story(own, FATHERS, by=fatima, at=_at(calendar, 3), initiative=RELIEVED)
    Story.objects.filter(pk=fathers.pk).update(state=StoryState.ASKED, asked_of=marijke, asked_at=_at(calendar, 2))
    cleaning = _story(own, CLEANING, by=fatima, at=_at(calendar, 12), initiative="Opruimploeg")
    Story.objects.filter(pk=cleaning.pk).update(
        state=StoryState.BACK,
        read_by=colleague,
        read_at=_at(calendar, 8),
        read_version=1,
        remarks="Mooi. Van de fiets weet de hele straat: maak er iets anders van, dan herkent niemand hem.",
    )
    coordinator = other.memberships[0].user
    writer = other.memberships[1].user
    bikes = _story(other, BIKES, by=writer, at=_at(calendar, 60), initiative="Fietslessen voor vrouwen")
    _approve(bikes, by=coordinator, at=_at(calendar, 55), shared=True)
    StoryThanks.objects.create(story=table, team=other.team, given_by=coordinator, given_at=_at(calendar, 30))


def _at(calendar: Calendar, days: int) -> dt.datetime:
    return start_of(calendar.ago(days)) + dt.timedelta(hours=15)


def _worker(setting: TeamSetting, username: str) -> User:
    return next(one.user for one in setting.memberships if one.user.username == username)


def _story(
    setting: TeamSetting,
    words: tuple[str, str],
    *,
    by: User,
    at: dt.datetime,
    initiative: str,
    kind: StoryKind = StoryKind.COMPOSED,
    consent_on: dt.date | None = None,
    consent_how: str = "",
) -> Story:
    about = Initiative.objects.get(team=setting.team, name=initiative)
    story = Story.objects.create(
        public_id=uuid.uuid5(uuid.NAMESPACE_URL, f"wijkteam-demo:{words[0]}"),
        team=setting.team,
        title=words[0],
        text=words[1],
        kind=kind,
        consent_on=consent_on,
        consent_how=consent_how,
        theme=about.theme,
        area=about.area,
        written_by=by,
        written_at=at,
        changed_by=by,
        changed_at=at,
    )
    story.initiatives.add(about)
    return story


def _approve(story: Story, *, by: User, at: dt.datetime, shared: bool) -> None:
    Story.objects.filter(pk=story.pk).update(
        state=StoryState.APPROVED,
        asked_of=by,
        asked_at=story.written_at,
        read_by=by,
        read_at=at,
        read_version=1,
        nobody_recognised=True,
        consent_checked=True,
        in_plain_words=True,
        shared_at=at if shared else None,
    )
