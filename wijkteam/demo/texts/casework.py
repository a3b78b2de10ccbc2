# ruff: noqa: E501  (sentences)
"""Lines that fit any theme: how contacts begin, go on and end, why cases change hands and what closing leaves behind."""

from cases.enums import ClosingReason, ContactKind

FIRST_CONTACTS = (
    (ContactKind.VISIT, "Kennismaking thuis bij {naam}. Verteld wie wij zijn en dat {naam} zelf bepaalt wat er gebeurt. "
     "Breed gepraat over wat goed gaat en wat niet. Volgende afspraak over anderhalve week."),
    (ContactKind.VISIT, "Eerste gesprek aan de keukentafel. De vraag uit de aanmelding klopt, maar er speelt meer. We "
     "nemen de tijd. {naam} denkt na over wie er bij het volgende gesprek mag zijn."),
    (ContactKind.OFFICE, "{naam} kwam op het spreekuur voor het eerste gesprek. Uitleg gegeven over het dossier en wie "
     "dat leest. Toestemming besproken. {naam} wil graag dat we bellen en niet appen."),
    (ContactKind.PHONE, "Gebeld om kennis te maken. {naam} had al gehoord dat we zouden bellen. Huisbezoek afgesproken; "
     "de zus van {naam} is er dan bij."),
)  # fmt: skip

ONGOING_CONTACTS = (
    (ContactKind.PHONE, "Kort gebeld over de afspraken van vorige keer. Twee van de drie zijn gelukt. De derde schuiven "
     "we een week op."),
    (ContactKind.PHONE, "Niet bereikt, voicemail ingesproken. Later op de dag belde {naam} terug: alles rustig."),
    (ContactKind.MESSAGE, "Afspraak verzet op verzoek van {naam}. Nieuwe datum bevestigd."),
    (ContactKind.VISIT, "Huisbezoek. De actiepunten nagelopen: wat {naam} zelf doet gaat goed, wij lopen achter met de "
     "aanvraag. Excuses gemaakt en morgen opgepakt."),
    (ContactKind.VISIT, "{naam} wilde het vandaag over iets anders hebben. Gedaan. Soms is dat het belangrijkste."),
    (ContactKind.CONSULTATION, "Kort overlegd in het team: zijn we nog met de goede vraag bezig? Ja, maar het kan met "
     "minder gesprekken en meer buurt."),
    (ContactKind.OFFICE, "{naam} kwam langs op het spreekuur met een brief. Samen gelezen en beantwoord."),
    (ContactKind.MESSAGE, "Bericht van {naam} dat het goed gaat. Teruggestuurd dat we er volgende week zijn."),
    (ContactKind.PHONE, "De zus van {naam} belde, met toestemming. Zij ziet vooruitgang en blijft op zondag komen."),
    (ContactKind.VISIT, "Huisbezoek met collega, omdat zij het overneemt tijdens de vakantie. {naam} vond het prettig "
     "haar vooraf te zien."),
)  # fmt: skip

ESCALATION_CONTACTS = (
    (ContactKind.PHONE, "{naam} belde in paniek. Gevraagd wat er nu nodig is: iemand erbij. Collega en ik zijn direct "
     "gegaan. Na een uur was de rust terug."),
    (ContactKind.VISIT, "Onverwacht huisbezoek na melding van vanochtend. Iedereen is veilig. Afspraken voor de komende "
     "drie dagen gemaakt en op de deur gehangen."),
    (ContactKind.CONSULTATION, "Spoedoverleg met politie en crisisdienst. Besloten dat {naam} thuis blijft met elke dag "
     "contact. Wij bellen 's ochtends, de wijkverpleging komt 's avonds."),
    (ContactKind.VISIT, "Dagelijks contact volgens afspraak. Het is rustiger, {naam} heeft geslapen. We bouwen af naar "
     "om de dag."),
)  # fmt: skip

EVALUATION_CONTACTS = (
    (ContactKind.VISIT, "Plan geëvalueerd met {naam}: per doel gekeken wat er veranderd is. Op één doel twee punten "
     "vooruit. Nieuw plan gemaakt met minder acties voor ons en meer voor het netwerk."),
    (ContactKind.OFFICE, "Terugblik op het plan. {naam} geeft zelf de cijfers. Eén doel is af, één doel is nu anders "
     "geformuleerd. Nieuwe evaluatie over drie maanden."),
)  # fmt: skip

LAST_CONTACTS = (
    (ContactKind.VISIT, "Afsluitend gesprek. De doelen nagelopen en teruggekeken op het begin. {naam} weet ons te vinden "
     "en wil over drie maanden nog één keer gebeld worden."),
    (ContactKind.OFFICE, "Laatste afspraak. {naam} gaat verder met eigen mensen. Samen opgeschreven waaraan je merkt dat "
     "het minder gaat en wie je dan belt."),
    (ContactKind.PHONE, "Telefonisch afgesloten op verzoek van {naam}: het loopt. Brief met de afspraken nagestuurd."),
)  # fmt: skip

RESTRICTED_NOTES = (
    "Persoonlijke aantekening: {naam} vertelde iets over vroeger dat niet in het dossier hoeft. Alleen voor overdracht "
    "aan een volgende regisseur van belang dat vertrouwen hier tijd kost.",
    "Twijfel besproken met een collega: zie ik dit scherp? Volgende week samen op bezoek. Nog geen conclusie.",
)

PLACES = {
    ContactKind.VISIT: ("thuis", "thuis", "thuis", "bij familie", "wandelend in het park"),
    ContactKind.PHONE: ("",),
    ContactKind.OFFICE: ("spreekuur in het wijkhuis", "kantoor wijkteam", "school"),
    ContactKind.MESSAGE: ("",),
    ContactKind.CONSULTATION: ("kantoor wijkteam", "huisartsenpraktijk", "school", "online"),
}

HANDOVER_REASONS = (
    "Zwangerschapsverlof; warme overdracht samen bij het gezin gedaan.",
    "Gezin vroeg om een regisseur die Turks spreekt.",
    "Verdeling van het werk in het team: te veel casussen bij één collega.",
    "Ziekte van de vorige regisseur, naar verwachting langer dan zes weken.",
    "De vraag verschoof naar geld; een collega met die kennis neemt het over.",
)
LEAVING_REASON = "Vorige regisseur werkt niet meer bij het team; overdracht met het huishouden besproken."

CLOSING_NOTES: dict[ClosingReason, tuple[str, ...]] = {
    ClosingReason.GOALS_REACHED: (
        "Alle doelen gehaald. Nazorggesprek over drie maanden afgesproken.",
        "Doelen gehaald, het netwerk weet wat het blijft doen. Bij terugval belt het gezin zelf.",
    ),
    ClosingReason.CONTINUES_ALONE: (
        "Het huishouden gaat zelf verder; de map met afspraken ligt thuis.",
        "Nog niet alles is opgelost, maar men kan en wil zelf verder.",
    ),
    ClosingReason.OWN_NETWORK: (
        "Familie neemt de administratie en de bezoekmomenten over. Rooster hangt op de koelkast.",
        "Buren en zus blijven wekelijks komen; afgesproken wie ons belt als het minder gaat.",
    ),
    ClosingReason.COLLECTIVE: (
        "Gaat verder bij een groep in de buurt en is daar inmiddels gastvrouw.",
        "Deelname aan de groep vervangt de gesprekken; begeleider kent de signalen.",
    ),
    ClosingReason.REFERRED: (
        "Overgedragen aan een andere organisatie na een gezamenlijk gesprek; wij blijven aanspreekbaar in de buurt.",
    ),
    ClosingReason.WITHDRAWN: (
        "Het huishouden wil nu geen hulp meer. Er zijn geen zorgen over veiligheid. De deur staat open.",
    ),
    ClosingReason.MOVED: ("Verhuisd naar een andere gemeente; met toestemming overgedragen aan het team daar.",),
    ClosingReason.DECEASED: ("Overleden. Contact met de familie afgerond.",),
}

DECLINED_NOTES = (
    "Hoort bij de juridische loketten; doorverwezen en telefoonnummer gegeven.",
    "Woont buiten ons gebied; met toestemming doorgegeven aan het team daar.",
    "Aanmelder trok de vraag in na overleg met de familie.",
)
COLLECTIVE_NOTES = (
    "Past goed bij de groep; begeleider is gebeld en verwacht de bewoner.",
    "Samen gekozen voor iets in de buurt in plaats van een dossier.",
    "De eerste keer gaat een vrijwilliger mee.",
)
ANSWER_NOTES = (
    "Vraag aan de telefoon beantwoord; geen vervolg nodig.",
    "Informatie gegeven en formulier samen ingevuld. Bewoner kan zelf verder.",
    "Buurvrouw helpt; wij hoeven niets te doen. Afgesproken dat zij belt als het verandert.",
)
REFERRERS = {
    "organisation": "professional uit de wijk",
    "network": "familielid of buur",
    "volunteer": "vrijwilliger",
    "outreach": "collega, in de wijk",
    "transfer": "vorige wijkteam",
}

# Between first and last: `{onderwerp}` is one of the theme's own things (ThemeTexts.subjects).
GOING_ON = (
    (ContactKind.PHONE, "Gebeld over {onderwerp}. {naam} heeft het zelf al opgepakt en wil alleen even sparren."),
    (ContactKind.PHONE, "{naam} belde met een vraag over {onderwerp}. Samen uitgezocht; binnen tien minuten klaar."),
    (ContactKind.PHONE, "Nagebeld: {onderwerp} is nog niet rond. {naam} wacht op antwoord, wij vragen het vrijdag na."),
    (ContactKind.PHONE, "Teruggebeld na een gemiste oproep. {onderwerp_hoofd} is gelukt; {naam} klonk opgelucht."),
    (ContactKind.PHONE, "Met toestemming de zoon van {naam} gesproken. Hij helpt voortaan met {onderwerp}."),
    (ContactKind.PHONE, "Kort gebeld om af te stemmen wie wat doet rond {onderwerp}. {naam} houdt zelf de regie."),
    (ContactKind.MESSAGE, "Appbericht van {naam}: {onderwerp} is gelukt. Kort geantwoord en gefeliciteerd."),
    (ContactKind.MESSAGE, "Mail gestuurd met de afspraken over {onderwerp}, in gewone taal en op één bladzijde."),
    (ContactKind.MESSAGE, "Herinnering gestuurd voor de afspraak over {onderwerp}. {naam} bevestigde."),
    (ContactKind.MESSAGE, "{naam} vraagt of de afspraak een dag later kan, vanwege {onderwerp}. Dat kan."),
    (ContactKind.MESSAGE, "Kaartje in de bus gedaan met de naam van degene die helpt bij {onderwerp}."),
    (ContactKind.VISIT, "Op bezoek bij {naam}. Vooral over {onderwerp} gepraat. Het gaat met kleine stappen vooruit."),
    (ContactKind.VISIT, "Thuis langs geweest. {naam} had {onderwerp} al voorbereid; ik hoefde alleen mee te kijken."),
    (ContactKind.VISIT, "Het was een zware week, dus {onderwerp} hebben we laten rusten. Geluisterd en thee gedronken."),
    (ContactKind.VISIT, "Samen {onderwerp} gedaan. {naam} doet het de volgende keer zelf en belt als het niet lukt."),
    (ContactKind.VISIT, "{naam} liet zien hoe het nu gaat met {onderwerp}. Twee maanden geleden was dit niet denkbaar."),
    (ContactKind.VISIT, "Gekeken naar {onderwerp}. Er is een tegenvaller, maar {naam} weet wat de volgende stap is."),
    (ContactKind.VISIT, "Met {naam} en de buurvrouw om tafel over {onderwerp}. De buurvrouw wil er vaker bij zijn."),
    (ContactKind.VISIT, "Langer gebleven dan gepland: achter {onderwerp} zat meer verdriet dan we wisten."),
    (ContactKind.VISIT, "Nagelopen wat er in het plan staat over {onderwerp}. Eén actie afgevinkt, één verschoven."),
    (ContactKind.OFFICE, "{naam} kwam op het spreekuur voor {onderwerp}. Ter plekke geregeld."),
    (ContactKind.OFFICE, "Samen achter de computer gezeten voor {onderwerp}. {naam} typte zelf."),
    (ContactKind.OFFICE, "Gesprek op kantoor, omdat {naam} {onderwerp} liever niet thuis bespreekt."),
    (ContactKind.OFFICE, "{naam} bracht een vriendin mee. Uitleg gegeven over {onderwerp}; zij denkt mee."),
    (ContactKind.OFFICE, "Formulier voor {onderwerp} samen ingevuld en meteen verstuurd. Kopie mee naar huis."),
    (ContactKind.CONSULTATION, "Overleg met een collega over {onderwerp}. Tip: eerst vragen wie er in de familie is."),
    (ContactKind.CONSULTATION, "Gebeld met een partner uit de eerste ring over {onderwerp}; {naam} luisterde mee."),
    (ContactKind.CONSULTATION, "Kort driegesprek met {naam} en de huisarts over {onderwerp}. Taken zijn verdeeld."),
    (ContactKind.CONSULTATION, "Advies gevraagd over {onderwerp}, zonder namen. We gaan door op de gekozen weg."),
    (ContactKind.CONSULTATION, "In het teamoverleg besproken of {onderwerp} ook met de buurt kan. Opbouwwerker denkt mee."),
)  # fmt: skip
