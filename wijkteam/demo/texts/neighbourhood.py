# ruff: noqa: E501  (sentences)
"""What the neighbourhoods of the demo do together, and what people notice there. Invented."""

from dataclasses import dataclass

from collectief.enums import InitiativeOwner, SignalFollowUp


@dataclass(frozen=True, kw_only=True)
class InitiativeText:
    """`starts` and `ends` in months before today; no end: it still runs."""

    name: str
    description: str
    theme: str
    owner: InitiativeOwner
    place: str
    rhythm: str
    capacity: int | None
    starts: int
    ends: int | None = None
    is_public: bool = True


RESIDENTS, VOLUNTEER, ORGANISATION, TEAM = (
    InitiativeOwner.RESIDENTS,
    InitiativeOwner.VOLUNTEER,
    InitiativeOwner.ORGANISATION,
    InitiativeOwner.TEAM,
)

INITIATIVES: dict[str, tuple[InitiativeText, ...]] = {
    "waterland": (
        InitiativeText(
            name="Buurtrestaurant De Lange Tafel",
            description="Twee keer per week koken en eten we met elkaar. U kunt aanschuiven of meekoken.",
            theme="eenzaamheid", owner=RESIDENTS, place="Buurthuis De Meeuw",
            rhythm="Maandag en donderdag van 17.30 tot 19.30 uur", capacity=40, starts=26,
        ),
        InitiativeText(
            name="Wandelgroep Rondje Plas",
            description="Samen een uur lopen in een rustig tempo. Daarna is er koffie.",
            theme="gezondheid", owner=VOLUNTEER, place="Start bij de bibliotheek",
            rhythm="Dinsdag om 10.00 uur", capacity=20, starts=18,
        ),
        InitiativeText(
            name="Papierwinkel",
            description="Hulp bij brieven, formulieren en de computer. Zonder afspraak.",
            theme="geldzorgen", owner=TEAM, place="Wijkhuis Waterlandplein",
            rhythm="Woensdag van 13.00 tot 16.00 uur", capacity=None, starts=13,
        ),
        InitiativeText(
            name="Vadercafé",
            description="Vaders praten met vaders over opvoeden, met eten erbij.",
            theme="opvoeden", owner=RESIDENTS, place="Speeltuin De Boomhut",
            rhythm="Eerste vrijdag van de maand om 19.00 uur", capacity=15, starts=9,
        ),
        InitiativeText(
            name="Bezoekdienst Eerste Jaar",
            description="Een vrijwilliger die zelf een verlies meemaakte komt een half jaar lang op bezoek.",
            theme="verlies", owner=ORGANISATION, place="Bij mensen thuis",
            rhythm="Een of twee keer per maand", capacity=12, starts=11,
        ),
        InitiativeText(
            name="Gespreksgroep Grip op de dag",
            description="Zes bijeenkomsten voor vrouwen die meer uit hun dag willen halen, en een terugkomdag.",
            theme="eenzaamheid", owner=TEAM, place="Buurthuis De Meeuw",
            rhythm="Zes keer op donderdagochtend", capacity=12, starts=8, ends=5,
        ),
        InitiativeText(
            name="Opruimploeg",
            description="Buren helpen buren met sjouwen en opruimen. Eén zaterdag in de maand.",
            theme="wonen", owner=RESIDENTS, place="In de wijk", rhythm="Derde zaterdag van de maand",
            capacity=10, starts=6,
        ),
    ),
    "osdorp": (
        InitiativeText(
            name="Taaltafel op school",
            description="Ouders oefenen Nederlands terwijl de kinderen in de klas zitten.",
            theme="meedoen", owner=ORGANISATION, place="Basisschool Het Kompas",
            rhythm="Dinsdag en donderdag van 9.00 tot 11.00 uur", capacity=14, starts=20,
        ),
        InitiativeText(
            name="Fietslessen voor vrouwen",
            description="Acht lessen op een afgesloten plein. Fietsen zijn aanwezig.",
            theme="meedoen", owner=VOLUNTEER, place="Plein achter de sporthal",
            rhythm="Zaterdag van 10.00 tot 11.30 uur", capacity=8, starts=7,
        ),
        InitiativeText(
            name="Naaiatelier Steek Los",
            description="Samen naaien, repareren en leren. Materiaal is aanwezig.",
            theme="eenzaamheid", owner=RESIDENTS, place="Wijkhuis De Punt",
            rhythm="Vrijdag van 13.00 tot 16.00 uur", capacity=12, starts=15,
        ),
        InitiativeText(
            name="Spreekuur geld en post",
            description="Vrijwilligers helpen bij post en betalingsregelingen.",
            theme="geldzorgen", owner=ORGANISATION, place="Bibliotheek", rhythm="Maandag van 10.00 tot 12.00 uur",
            capacity=None, starts=24, ends=2,
        ),
        InitiativeText(
            name="Mantelzorgsalon",
            description="Een middag voor uzelf, met oppas voor wie u zorgt.",
            theme="mantelzorg", owner=TEAM, place="Zorgcentrum De Akker", rhythm="Tweede woensdag van de maand",
            capacity=16, starts=5,
        ),
    ),
    "bijlmer": (
        InitiativeText(
            name="Kookgroep Wereldpan",
            description="Elke week kookt iemand anders een gerecht van thuis voor de buurt.",
            theme="eenzaamheid", owner=RESIDENTS, place="Buurtkamer Gein", rhythm="Donderdag vanaf 16.00 uur",
            capacity=30, starts=22,
        ),
        InitiativeText(
            name="Buurttuin De Ganzenhoef",
            description="Tuinieren, oogsten en uitrusten. Ook als het hoofd vol zit.",
            theme="psychische-klachten", owner=RESIDENTS, place="Tuin achter de flat",
            rhythm="Woensdag- en zaterdagochtend", capacity=25, starts=16,
        ),
        InitiativeText(
            name="Herstelgroep",
            description="Mensen met eigen ervaring helpen elkaar verder. Aanmelden is niet nodig.",
            theme="psychische-klachten", owner=VOLUNTEER, place="Buurtkamer Reigersbos",
            rhythm="Dinsdag en vrijdag van 14.00 tot 16.00 uur", capacity=12, starts=12,
        ),
        InitiativeText(
            name="Moeders van de Flat",
            description="Moeders drinken koffie, wisselen kleding uit en helpen elkaar.",
            theme="opvoeden", owner=RESIDENTS, place="Begane grond, blok G", rhythm="Woensdag na schooltijd",
            capacity=20, starts=10,
        ),
        InitiativeText(
            name="Jongeren aan de bal",
            description="Sport op het plein met een praatje over werk en school.",
            theme="werk", owner=ORGANISATION, place="Cruyffveld Nellestein", rhythm="Maandag en woensdag 19.00 uur",
            capacity=30, starts=9,
        ),
        InitiativeText(
            name="Cursus Omgaan met geld",
            description="Vijf avonden over vaste lasten, sparen en keuzes maken.",
            theme="geldzorgen", owner=TEAM, place="Wijkhuis Bijlmer Oost", rhythm="Vijf dinsdagavonden",
            capacity=14, starts=4, ends=2,
        ),
    ),
}  # fmt: skip

SIGNALS = (
    ("eenzaamheid", "In de flat bij de bushalte wonen veel ouderen die niet meer beneden komen sinds de lift stuk was."),
    ("eenzaamheid", "Ik bezorg maaltijden en hoor op drie adressen dat ik de enige ben die langskomt."),
    ("opvoeden", "Er hangen na tienen steeds kinderen van een jaar of elf op het plein. Ze zijn niet vervelend, maar wel alleen."),
    ("wonen", "In de portieken aan de noordkant ruikt het naar schimmel. Meer gezinnen hebben het erover."),
    ("geldzorgen", "Bij de voedselkast is het elke dag voor twaalven leeg, ook mensen met werk halen er eten."),
    ("meedoen", "Veel nieuwe gezinnen in het complex weten niet dat er zwemles met vergoeding is."),
    ("gezondheid", "De stoep bij het winkelcentrum is zo slecht dat mensen met een rollator omlopen."),
    ("psychische-klachten", "Een jongen zit al weken overdag op hetzelfde bankje. Hij groet vriendelijk terug."),
    ("mantelzorg", "In de moskee vertellen vrouwen dat zij voor hun ouders zorgen en niet weten waar hulp is."),
    ("werk", "De jongens op het veldje zouden wel willen werken, maar weten niet hoe ze zich inschrijven."),
    ("veiligheid-thuis", "Uit de woningen boven de winkel klinkt vaak geschreeuw in het weekend. Kan iemand meekijken?"),
    ("verlies", "Onze buurman heeft zijn vrouw verloren en komt niet meer naar de biljartclub."),
    ("meedoen", "De speeltuin is in de winter dicht. Moeders willen hem zelf wel open houden."),
    ("geldzorgen", "Op de markt verkopen ze dure abonnementen aan ouderen die het niet begrijpen."),
    ("wonen", "De opgang is al drie weken donker. Mensen gaan 's avonds de deur niet meer uit."),
    ("opvoeden", "Bij het kinderzwemmen valt op dat veel ouders niet kunnen zwemmen en niet durven."),
)  # fmt: skip

SIGNALLERS = ("buurtbewoner", "vrijwilliger buurthuis", "buurtconciërge", "wijkagent", "winkelier", "gastvrouw", "")
SIGNAL_PLACES = ("op het plein", "in de flat", "bij de markt", "rond de school", "in het winkelcentrum", "")

FOLLOW_UPS: dict[SignalFollowUp, tuple[str, ...]] = {
    SignalFollowUp.LOOKED_INTO: (
        "Twee keer langs geweest op verschillende tijden en met bewoners gesproken.",
        "Besproken met de buurtconciërge; we houden het samen in de gaten.",
    ),
    SignalFollowUp.COLLECTIVE: (
        "Met bewoners om tafel; zij willen er zelf iets van maken en wij regelen de ruimte.",
        "Op de agenda van het buurtoverleg gezet; eerste bijeenkomst is gepland.",
    ),
    SignalFollowUp.PASSED_ON: (
        "Doorgegeven aan de woningcorporatie; de melder heeft bericht gehad.",
        "Gemeld bij beheer openbare ruimte, meldnummer teruggekoppeld.",
    ),
    SignalFollowUp.CONTACT: ("Aangebeld en kennisgemaakt. Koffie aangeboden op dinsdag.",),
    SignalFollowUp.NONE: ("Al bekend en opgelost; melder bedankt.",),
}

COLLECTIVE_NOTES = (
    "Begeleiding groep", "Opbouw en nazorg bijeenkomst", "Gesprek met kartrekkers", "Voorbereiding nieuwe groep",
    "Vrijwilligers bedanken en werven",
)  # fmt: skip
PREVENTION_NOTES = (
    "Voorlichting op school",
    "Cursus gegeven",
    "Huisbezoeken 75-plus",
    "Ouderavond",
    "Thema-ochtend in de bibliotheek",
)
OUTREACH_NOTES = (
    "Aanwezig bij de markt", "Schoolplein na schooltijd", "Rondje door de flat", "Burendag", "Koffiekar op het plein",
    "Gesprekken bij de bushalte",
)  # fmt: skip
NETWORK_NOTES = (
    "Kennismaking nieuwe huisarts", "Overleg eerste ring", "Bezoek aan de moskee", "Lunch met de wijkagent",
    "Afstemming woningcorporatie",
)  # fmt: skip
TEAM_NOTES = ("Teamoverleg", "Intervisie", "Scholing meldcode", "Casuïstiek")
ADMINISTRATION_NOTES = ("Dossiers bijwerken", "Post en mail", "Rapportage", "")
