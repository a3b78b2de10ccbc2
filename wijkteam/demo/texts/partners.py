# ruff: noqa: E501  (sentences)
"""The invented partners around the teams of the demo: who they are, what they offer, where they stand.

In Dutch, as a team would write it: these are data, not texts of the interface. Telephone numbers and addresses of mail
are of the kind that nobody has.
"""

from dataclasses import dataclass

from netwerk.enums import Level, LevelReason, OrganisationKind

K = OrganisationKind


@dataclass(frozen=True, kw_only=True)
class PartnerText:
    """`near` is the key of the team round the corner; without it a partner serves the whole city.

    `service` is name, weeks of waiting that they state (None: they state none). `agreed` is how one works together.
    """

    name: str
    kind: OrganisationKind
    about: str
    themes: tuple[str, ...]
    service: str
    person: tuple[str, str]
    near: str = ""
    level: Level = Level.NEIGHBOURHOOD
    reason: LevelReason | str = ""
    weeks: int | None = None
    most: int | None = None
    agreed: tuple[str, str, str] | None = None
    employer: str = ""


PARTNERS: tuple[PartnerText, ...] = (
    PartnerText(
        near="waterland",
        name="Basisschool De Zilverreiger",
        kind=K.SCHOOL,
        about="Openbare basisschool met brugfunctionaris en ouderkamer.",
        themes=("opvoeden", "meedoen"),
        service="Ouderkamer",
        person=("Anouk Terpstra", "Intern begeleider"),
    ),
    PartnerText(
        near="waterland",
        name="Huisartsenpraktijk Waterlandplein",
        kind=K.GP,
        about="Vier huisartsen, een praktijkondersteuner ggz en een praktijkverpleegkundige voor ouderen.",
        themes=("gezondheid", "psychische-klachten"),
        service="Spreekuur praktijkondersteuner",
        weeks=2,
        person=("Bart Hoekema", "Praktijkondersteuner ggz"),
    ),
    PartnerText(
        near="waterland",
        name="Wijkcentrum Het Anker",
        kind=K.WELFARE,
        about="Inloop, taalcafé, eettafel en ruimte voor bewonersgroepen.",
        themes=("eenzaamheid", "meedoen"),
        service="Eettafel en inloop",
        person=("Mireille Kok", "Beheerder"),
    ),
    PartnerText(
        near="waterland",
        name="Sportclub Noorderkwartier",
        kind=K.SPORTS,
        about="Voetbal, wandelvoetbal en een huiswerkklas na de training.",
        themes=("meedoen", "opvoeden"),
        service="Huiswerkklas",
        person=("Rachid El Idrissi", "Jeugdcoördinator"),
    ),
    PartnerText(
        near="waterland",
        name="Buurtsuper De Hoek",
        kind=K.SHOP,
        about="Kent iedereen op het plein; geeft door als een vaste klant wegblijft.",
        themes=("eenzaamheid",),
        service="Luisterend oor en prikbord",
        person=("Halil Demir", "Eigenaar"),
    ),
    PartnerText(
        near="osdorp",
        name="Basisschool De Regenboogvis",
        kind=K.SCHOOL,
        about="Brede school met peuterspeelzaal en voorschool.",
        themes=("opvoeden",),
        service="Voorschool",
        person=("Lotte Mulder", "Directeur"),
    ),
    PartnerText(
        near="osdorp",
        name="Gezondheidscentrum Korenbloem",
        kind=K.GP,
        about="Huisartsen, fysiotherapie en wijkverpleging onder één dak.",
        themes=("gezondheid", "mantelzorg"),
        service="Ouderenspreekuur",
        weeks=1,
        person=("Nadia Oulad", "Praktijkverpleegkundige"),
    ),
    PartnerText(
        near="osdorp",
        name="Moskee An-Nour",
        kind=K.FAITH,
        about="Vrijdaggebed, vrouwengroep en huiswerkbegeleiding.",
        themes=("meedoen", "opvoeden"),
        service="Vrouwengroep op donderdag",
        person=("Karima Amrani", "Vrouwencommissie"),
    ),
    PartnerText(
        near="osdorp",
        name="Speeltuinvereniging De Wip",
        kind=K.INFORMAL_CARE,
        about="Vrijwilligers houden de speeltuin zes dagen per week open.",
        themes=("meedoen", "eenzaamheid"),
        service="Speeltuin en koffieochtend",
        person=("Gerda Visser", "Voorzitter"),
    ),
    PartnerText(
        near="osdorp",
        name="Fietsmakerij Spaak",
        kind=K.SHOP,
        about="Leerwerkplek waar fietsen worden opgeknapt.",
        themes=("werk",),
        service="Leerwerkplek",
        weeks=3,
        person=("Dennis Pool", "Werkmeester"),
    ),
    PartnerText(
        near="bijlmer",
        name="Basisschool De Kraanvogel",
        kind=K.SCHOOL,
        about="Basisschool met schoolmaatschappelijk werk en een kledingbank.",
        themes=("opvoeden", "geldzorgen"),
        service="Kledingbank",
        person=("Sharmila Ramdin", "Schoolmaatschappelijk werker"),
    ),
    PartnerText(
        near="bijlmer",
        name="Huisartsen Hazelaarplein",
        kind=K.GP,
        about="Groepspraktijk met avondspreekuur.",
        themes=("gezondheid",),
        service="Avondspreekuur",
        weeks=0,
        person=("Femke Zwart", "Doktersassistent"),
    ),
    PartnerText(
        near="bijlmer",
        name="Kerk De Levende Bron",
        kind=K.FAITH,
        about="Diensten in drie talen, voedseltafel en bezoekgroep.",
        themes=("eenzaamheid", "geldzorgen"),
        service="Voedseltafel op zaterdag",
        person=("Kofi Mensah", "Diaken"),
    ),
    PartnerText(
        near="bijlmer",
        name="Buurtkamer Oost",
        kind=K.INFORMAL_CARE,
        about="Door bewoners gerund: koken, naaien, formulieren.",
        themes=("meedoen", "geldzorgen"),
        service="Formulierenhulp",
        person=("Astrid Pinas", "Gastvrouw"),
    ),
    PartnerText(
        near="bijlmer",
        name="Sportvereniging De Dreef",
        kind=K.SPORTS,
        about="Boksen, dans en een meidengroep.",
        themes=("meedoen", "opvoeden"),
        service="Meidengroep",
        person=("Orlando Wijngaarde", "Trainer"),
    ),
    PartnerText(
        name="Woningcorporatie De Sleutel",
        kind=K.HOUSING,
        about="Verhuurt in alle drie de gebieden; wijkbeheerders lopen dagelijks rond.",
        themes=("wonen", "geldzorgen"),
        service="Vroeg eropaf bij huurachterstand",
        weeks=1,
        person=("Petra Langendijk", "Wijkbeheerder"),
        level=Level.CITY,
        reason=LevelReason.SPECIALISED,
    ),
    PartnerText(
        name="Wijkagenten politie",
        kind=K.POLICE,
        about="Vaste wijkagent per gebied, bereikbaar voor het team.",
        themes=("veiligheid-thuis",),
        service="Wijkagent",
        person=("Tom Aartsen", "Wijkagent"),
    ),
    PartnerText(
        name="Stichting Welzijn Waterrijk",
        kind=K.WELFARE,
        about="Opbouwwerk, ouderenwerk en vrijwilligers aan huis.",
        themes=("eenzaamheid", "mantelzorg", "meedoen"),
        service="Vrijwilliger aan huis",
        weeks=4,
        person=("Ineke Brandsma", "Coördinator vrijwilligers"),
        level=Level.CITY,
        reason=LevelReason.SPECIALISED,
        employer="Stichting Welzijn Waterrijk",
    ),
    PartnerText(
        name="Budgethuis Balans",
        kind=K.DEBT_HELP,
        about="Schuldregeling, budgetbeheer en bewindvoering.",
        themes=("geldzorgen",),
        service="Schuldregeling",
        weeks=5,
        most=4,
        person=("Remco Baas", "Teamleider"),
        level=Level.CITY,
        reason=LevelReason.SPECIALISED,
        employer="Budgethuis Balans",
        agreed=(
            "Bel de consulentlijn op werkdagen tussen 9 en 12; je hoeft geen naam te noemen.",
            "Een consulent gaat één of twee keer mee op huisbezoek. Het team maakt het verslag.",
            "Met het aanmeldformulier en de lijst van schuldeisers. Eerste gesprek met drie: bewoner, consulent en regisseur.",
        ),
    ),
    PartnerText(
        name="Zorggroep De Brug",
        kind=K.MENTAL_HEALTH,
        about="Ambulante ggz en een team dat naar mensen toe gaat.",
        themes=("psychische-klachten", "verslaving"),
        service="Bemoeizorg",
        weeks=11,
        most=8,
        person=("Yvonne Kerkhof", "Behandelcoördinator"),
        level=Level.CITY,
        reason=LevelReason.SPECIALISED,
        employer="Zorggroep De Brug",
        agreed=(
            "De psychiatrisch verpleegkundige zit om de week bij het casusoverleg.",
            "Tijdelijk meekijken duurt hoogstens zes weken, daarna beslissen we samen.",
            "Via de huisarts, met een samenvatting van het plan. De regisseur belt na twee weken na.",
        ),
    ),
    PartnerText(
        name="Veilig Thuis Regio",
        kind=K.DOMESTIC_VIOLENCE,
        about="Advies en melding bij huiselijk geweld en kindermishandeling, dag en nacht.",
        themes=("veiligheid-thuis",),
        service="Advies en melding",
        weeks=0,
        most=1,
        person=("Advieslijn", "Dag en nacht bereikbaar"),
        level=Level.REGION,
        reason=LevelReason.SAFETY,
        agreed=(
            "Advies vragen kan altijd en zonder naam. Schrijf het advies op bij stap 2 van de meldcode.",
            "",
            "Melden volgens de meldcode, na overleg met de aandachtsfunctionaris. Het gezin hoort het eerst van ons.",
        ),
    ),
    PartnerText(
        name="GGD jeugd en volwassenen",
        kind=K.PUBLIC_HEALTH,
        about="Consultatiebureau, jeugdartsen en sociaal-medisch advies.",
        themes=("gezondheid", "opvoeden"),
        service="Jeugdarts",
        weeks=6,
        most=6,
        person=("Marleen Dijkgraaf", "Jeugdarts"),
        level=Level.CITY,
        reason=LevelReason.SPECIALISED,
        agreed=(
            "De jeugdverpleegkundige van het gebied is rechtstreeks te bellen.",
            "Samen op huisbezoek bij gezinnen met jonge kinderen.",
            "Met toestemming van de ouders, per beveiligde mail.",
        ),
    ),
    PartnerText(
        name="Jeugdhulp Noorderlicht",
        kind=K.YOUTH_CARE,
        about="Ambulante gezinshulp, dagbehandeling en pleegzorg.",
        themes=("opvoeden", "veiligheid-thuis"),
        service="Ambulante gezinshulp",
        weeks=14,
        most=10,
        person=("Jurriaan Pot", "Aanmeldcoördinator"),
        level=Level.REGION,
        reason=LevelReason.SPECIALISED,
        employer="Jeugdhulp Noorderlicht",
        agreed=(
            "Elke dinsdag een telefonisch spreekuur met een gedragswetenschapper.",
            "Een gezinshulpverlener loopt tijdelijk mee; het team houdt de regie.",
            "Na een gesprek aan de keukentafel. Bij wachten langer dan tien weken spreken we elkaar over wat intussen kan.",
        ),
    ),
    PartnerText(
        name="Verslavingszorg Kompas",
        kind=K.MENTAL_HEALTH,
        about="Behandeling en begeleiding bij verslaving, ook voor naasten.",
        themes=("verslaving",),
        service="Intake verslavingszorg",
        weeks=7,
        most=6,
        person=("Wouter Nagel", "Intaker"),
        level=Level.CITY,
        reason=LevelReason.PRIVACY,
        agreed=(
            "Bel de intaker; anoniem overleg kan altijd.",
            "Een ervaringswerker gaat mee naar het eerste gesprek.",
            "De bewoner belt zelf, samen met de regisseur.",
        ),
    ),
    PartnerText(
        name="Vrouwenopvang De Luwte",
        kind=K.DOMESTIC_VIOLENCE,
        about="Opvang op een adres dat niemand kent, en begeleiding daarna.",
        themes=("veiligheid-thuis", "wonen"),
        service="Opvang",
        weeks=3,
        person=("Aanmeldteam", "Op werkdagen tot 21 uur"),
        level=Level.REGION,
        reason=LevelReason.SAFETY,
    ),
    PartnerText(
        name="Steunpunt Mantelzorg",
        kind=K.INFORMAL_CARE,
        about="Respijtzorg, cursussen en een luisterend oor.",
        themes=("mantelzorg", "verlies"),
        service="Respijtzorg",
        weeks=2,
        person=("Hanneke Bos", "Consulent"),
        level=Level.CITY,
        reason=LevelReason.SPECIALISED,
    ),
)

CAME = "Kennisgemaakt; we zien elkaar nu geregeld."
CLOSER = ("Elke week samen spreekuur: ze staan nu dichtbij.", "Vaste contactpersoon gekregen, korte lijnen.")
FURTHER = (
    "Locatie in de buurt gesloten; contact loopt nu via het hoofdkantoor.",
    "Vaste contactpersoon vertrokken, we bellen nu de centrale.",
)
LEFT = "Aanbod in dit gebied gestopt."
NOTES = (
    "Bijgepraat over het spreekuur", "Wie bel je als het snel moet", "Kennismaking nieuwe collega",
    "Wachtlijst doorgenomen", "Samen vooruitgekeken naar de zomer", "Afspraken over doorgeven van signalen", "",
)  # fmt: skip
