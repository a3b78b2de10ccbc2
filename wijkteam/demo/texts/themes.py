# ruff: noqa: E501  (sentences)
"""What households of the demo ask, say, plan and do, per theme. Invented; `{naam}` is a given name of the household.

In Dutch, as a team would write it: these are data, not texts of the interface.
"""

from dataclasses import dataclass

from cases.enums import ActionOwner, ContactKind, LifeDomain

V, P, O, M, C = (  # noqa: E741  (short on purpose: a column of the tables below)
    ContactKind.VISIT,
    ContactKind.PHONE,
    ContactKind.OFFICE,
    ContactKind.MESSAGE,
    ContactKind.CONSULTATION,
)
ZELF, NETWERK, BUUR, SAMEN, TEAM, DICHTBIJ, VERDER = (
    ActionOwner.RESIDENT,
    ActionOwner.NETWORK,
    ActionOwner.VOLUNTEER,
    ActionOwner.COLLECTIVE,
    ActionOwner.TEAM,
    ActionOwner.FIRST_RING,
    ActionOwner.SECOND_RING,
)


@dataclass(frozen=True)
class GoalText:
    """A goal in the words of the household, with steps towards it: who, what, and a name where one fits."""

    domain: LifeDomain
    text: str
    actions: tuple[tuple[ActionOwner, str, str], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class ThemeTexts:
    """A theme with its share of the questions, how often safety is at stake, and which households it finds."""

    code: str
    name: str
    name_en: str
    weight: float
    is_sensitive: bool = False
    safety: float = 0.03
    shapes: dict[str, float]
    residents: tuple[str, ...]
    others: tuple[str, ...]
    answers: tuple[str, ...]
    underlying: tuple[str, ...]
    subjects: tuple[str, ...]
    contacts: tuple[tuple[ContactKind, str], ...]
    goals: tuple[GoalText, ...]


MONEY = ThemeTexts(
    code="geldzorgen",
    name="Geldzorgen",
    name_en="Money worries",
    weight=20,
    is_sensitive=True,
    shapes={"single": 35, "one-parent": 30, "two-parents": 20, "couple": 10, "old-single": 5},
    residents=(
        "Ik krijg steeds brieven van de deurwaarder en durf ze niet meer open te maken. Kan iemand met mij meekijken?",
        "Mijn man is zijn werk kwijt en we redden het einde van de maand niet meer. Waar moet ik beginnen?",
        "De toeslagen moeten terug, zeggen ze. Ik snap niet waarom en ik heb het geld al uitgegeven aan de huur.",
        "De energierekening is verdubbeld. Ik heb een regeling gevraagd maar ze willen alles in drie keer.",
        "Ik werk, maar er ligt beslag op mijn loon. Ik hou te weinig over voor de boodschappen.",
    ),
    others=(
        "De woningcorporatie meldt twee maanden huurachterstand. Er is twee keer aangebeld, er werd niet opengedaan.",
        "Op school valt op dat de kinderen zonder ontbijt komen. Moeder zegt dat het geld op is.",
        "Mijn zus schaamt zich voor haar schulden. Ik mag zeggen dat zij hulp wil, maar ze belt zelf niet.",
        "Bij de koffie in het buurthuis vertelde mevrouw dat zij al een week op brood leeft.",
    ),
    answers=(
        "Samen de betalingsregeling aangevraagd aan de balie; bewoner kan nu zelf verder.",
        "Verwezen naar het spreekuur formulieren; afspraak staat voor donderdag. Geen verdere vraag.",
    ),
    underlying=(
        "Het gaat niet alleen om de schulden. Sinds de scheiding doet {naam} voor het eerst zelf de administratie en "
        "durft niet te laten zien dat lezen moeilijk gaat. Rust en iemand naast zich is de eerste stap.",
        "Achter de achterstanden zit wisselend inkomen: elke maand een ander bedrag, en toeslagen die er niet bij "
        "passen. Het gezin wil vooral weten waar het aan toe is.",
        "{naam} steunt ook familie in het buitenland en vindt het moeilijk daar nee tegen te zeggen. Daar is nog "
        "nooit over gesproken.",
    ),
    subjects=("de betalingsregeling", "de map met post", "de aanvraag bij de schuldhulp", "het weekbudget", "de huurachterstand", "de toeslagen"),
    contacts=(
        (V, "Samen alle post geopend: 34 enveloppen, drie stapels gemaakt. De oudste vordering is van vorig jaar. "
            "{naam} was opgelucht dat het minder was dan gedacht."),
        (V, "Budget op één A4 gezet met {naam}. Er is na de vaste lasten € 46 per week over. Toeslag kindgebonden "
            "budget bleek niet aangevraagd, dat samen gedaan."),
        (P, "Gebeld met de deurwaarder, met {naam} op de luidspreker. Zij stellen de zitting vier weken uit nu er "
            "hulp is. Bevestiging komt per mail."),
        (O, "{naam} kwam met de map. Inkomen en vaste lasten zijn compleet, de aanvraag schuldhulp is samen ingevuld "
            "en verstuurd."),
        (C, "Overleg met de schuldhulpverlener: stabilisatie kan starten zodra de huur weer loopt. Verhuurder gaat "
            "akkoord met € 50 per maand erbij."),
        (M, "Appje van {naam}: de huur is deze maand op tijd betaald. Teruggestuurd dat dat een mijlpaal is."),
        (P, "{naam} belt: brief van de belastingdienst gekregen. Samen aan de telefoon gelezen, het is een voorlopige "
            "teruggave. Goed nieuws."),
        (V, "De energierekening nagelopen. Met de energiecoach uit de buurt afgesproken voor tochtstrips en een "
            "nieuwe thermostaat."),
    ),
    goals=(
        GoalText(LifeDomain.FINANCE, "Ik wil mijn post weer zelf openmaken en weten wat er elke maand in en uit gaat.", (
            (ZELF, "Elke maandag de post openen en in drie mapjes leggen", ""),
            (BUUR, "Eens in de twee weken samen de administratie doen", "vrijwilliger thuisadministratie"),
            (TEAM, "Het eerste budgetoverzicht samen maken", ""),
        )),
        GoalText(LifeDomain.FINANCE, "We willen van de schulden af zonder dat de kinderen er last van hebben.", (
            (ZELF, "Geen nieuwe bestellingen op afbetaling", ""),
            (VERDER, "Schuldregeling treffen met de zes schuldeisers", "schuldhulpverlening"),
            (DICHTBIJ, "Afspraak over de huurachterstand nakomen en bevestigen", "woningcorporatie"),
            (NETWERK, "De zomerkleren van de neefjes doorgeven", "zus van moeder"),
        )),
        GoalText(LifeDomain.FINANCE, "Ik wil vijftig euro achter de hand hebben voor als er iets kapotgaat.", (
            (ZELF, "Iedere week vijf euro apart zetten", ""),
            (SAMEN, "Meedoen aan de spreekuren en de cursus omgaan met geld", ""),
        )),
    ),
)  # fmt: skip

PARENTING = ThemeTexts(
    code="opvoeden",
    name="Opvoeden en opgroeien",
    name_en="Growing up and parenting",
    weight=15,
    safety=0.08,
    shapes={"one-parent": 45, "two-parents": 55},
    residents=(
        "Mijn zoon van elf luistert thuis nergens meer naar. Op school gaat het goed, dus het zal wel aan mij liggen.",
        "Onze dochter wil niet meer naar school. Elke ochtend is het huilen. Wij weten het niet meer.",
        "Ik sta er alleen voor met drie kinderen en kom niet meer aan slapen toe. Is er iemand die mee kan denken?",
        "Wij zijn uit elkaar en het lukt ons niet om afspraken te maken over de kinderen.",
        "Mijn puber zit tot diep in de nacht op zijn telefoon en wordt boos als ik er iets van zeg.",
    ),
    others=(
        "De intern begeleider ziet dat een leerling uit groep 5 stil is geworden. Ouders staan open voor een gesprek.",
        "De kinderopvang maakt zich zorgen: peuter spreekt nog nauwelijks en moeder lijkt uitgeput.",
        "Als oma zie ik dat het mijn dochter te veel wordt. Ze zei dat ik u mocht bellen.",
        "Bij het voetbalpleintje vertelde een vader dat hij zijn kinderen nauwelijks ziet sinds de scheiding.",
    ),
    answers=(
        "Opvoedtip besproken en verwezen naar de inloop van het ouder- en kindteam op woensdag.",
        "Ouders wilden weten of het gedrag bij de leeftijd past. Uitgelegd en folder gemaild; zij kunnen verder.",
    ),
    underlying=(
        "De ruzies gaan over de telefoon, maar eigenlijk missen vader en zoon tijd samen sinds de ploegendiensten. "
        "{naam} wil weer een vader zijn en geen politieagent.",
        "Moeder heeft zelf weinig geborgenheid gekend en twijfelt bij alles of zij het goed doet. Ze zoekt geen "
        "training maar iemand die zegt wat wel goed gaat.",
        "De gezinssituatie is veranderd na het overlijden van opa, die elke dag na school oppaste. Dat verdriet had "
        "nog geen plek.",
    ),
    subjects=("het slaapritueel", "de afspraken over de telefoon", "het gesprek op school", "de wisseldagen", "samen eten", "het zakgeld"),
    contacts=(
        (V, "Aan de keukentafel met {naam} en de kinderen. Ieder noemde iets wat thuis fijn is: samen koken, de hond, "
            "op zondag pannenkoeken. Daar beginnen we."),
        (V, "Meegekeken tijdens het avondeten. Het lukt beter als de tafel samen gedekt wordt en de televisie uit is. "
            "{naam} merkte dat zelf op."),
        (O, "Gesprek met beide ouders. Afgesproken dat de wisseldag vrijdag na school wordt en dat zij elkaar appen "
            "over alleen de kinderen."),
        (P, "Gebeld met de intern begeleider, met toestemming. Op school zien ze vooruitgang: hij steekt weer zijn "
            "vinger op."),
        (C, "Overleg op school met ouders erbij. De juf maakt elke week een compliment op een kaartje voor thuis."),
        (M, "{naam} stuurde een foto van het beloningsbord: vijf van de zeven stickers. Complimenten teruggestuurd."),
        (V, "De jongste deed open en liet zijn kamer zien. Slaapritueel besproken; het nachtlampje helpt."),
        (P, "{naam} belde na een moeilijke ochtend. Samen gekeken wat gisteren wel lukte. Rustig verder met het plan."),
    ),
    goals=(
        GoalText(LifeDomain.PARENTING, "Ik wil dat we 's avonds zonder ruzie aan tafel zitten.", (
            (ZELF, "Vier avonden per week samen eten, telefoons in de mand", ""),
            (NETWERK, "Op woensdag eten de kinderen bij oma", "oma"),
            (TEAM, "Twee keer meekijken en daarna samen nabespreken", ""),
        )),
        GoalText(LifeDomain.PARENTING, "Mijn dochter gaat weer met een gewoon gevoel naar school.", (
            (DICHTBIJ, "De eerste tien minuten opvang in de klas", "juf van groep 6"),
            (ZELF, "'s Ochtends samen lopen in plaats van haasten met de fiets", ""),
            (SAMEN, "Meedoen met de speelmiddag op woensdag", ""),
        )),
        GoalText(LifeDomain.DOMESTIC, "Wij willen ouders blijven, ook nu we uit elkaar zijn.", (
            (ZELF, "Elke zondag kort bellen over de week van de kinderen", ""),
            (VERDER, "Ouderschapsplan maken", "mediator"),
        )),
    ),
)  # fmt: skip

LONELINESS = ThemeTexts(
    code="eenzaamheid",
    name="Eenzaamheid",
    name_en="Loneliness",
    weight=11,
    shapes={"old-single": 60, "single": 25, "old-couple": 15},
    residents=(
        "Sinds mijn vrouw is overleden zie ik dagen niemand. Mijn kinderen wonen ver weg.",
        "Ik ben hier pas komen wonen en ken niemand. Ik kook graag, maar voor wie?",
        "De dagen duren lang. Ik zou wel iets willen doen, maar ik weet niet wat er is.",
        "Vroeger ging ik naar de kerk, nu lukt het lopen niet meer. Ik mis de mensen.",
    ),
    others=(
        "Als buurvrouw zie ik dat de gordijnen steeds later opengaan. Ik doe boodschappen, maar zij heeft meer nodig.",
        "De huisarts ziet meneer elke week op het spreekuur zonder duidelijke klacht en vermoedt eenzaamheid.",
        "De bezoekvrijwilliger merkt dat mevrouw niet meer mee wil naar de koffieochtend.",
        "Ontmoet bij de markt: meneer vertelde dat zijn enige gesprek die dag dat met de visboer was.",
        "De apotheker bezorgt en blijft vaak een kwartier staan praten; zij vraagt of wij eens langs kunnen gaan.",
    ),
    answers=(
        "Samen de activiteitengids doorgenomen; meneer gaat dinsdag mee naar de wandelgroep met zijn buurman.",
        "Mevrouw wilde weten hoe laat de koffieochtend is. Telefonisch voorgesteld aan de gastvrouw.",
    ),
    underlying=(
        "{naam} mist niet zozeer mensen om zich heen als wel het gevoel nodig te zijn. Veertig jaar voor anderen "
        "gezorgd, en nu valt dat weg.",
        "Achter het alleen zijn zit angst om te vallen op straat. Met een rollator en iemand die de eerste keren "
        "meeloopt wordt de wereld weer groter.",
        "Het verlies van de partner is twee jaar geleden, maar er is nooit over gepraat. De kinderen sparen "
        "{naam}, en andersom.",
    ),
    subjects=("de koffieochtend", "het bezoek van de vrijwilliger", "het beeldbellen", "de wandelgroep", "het contact met de kinderen"),
    contacts=(
        (V, "Koffie gedronken bij {naam}. De fotoboeken kwamen op tafel; dertig jaar naailes gegeven. Gevraagd of dat "
            "ook iets voor het buurthuis is. Wil erover nadenken."),
        (V, "Samen naar de koffieochtend gelopen. {naam} kende tot eigen verrassing twee mensen van vroeger."),
        (P, "Even gebeld hoe de wandelgroep was. {naam} vond het gezellig, het tempo lag wel hoog. Begeleider loopt "
            "volgende week achteraan mee."),
        (V, "Kennismaking met de bezoekvrijwilliger. Ze delen de liefde voor duiven. Afspraak: om de week op donderdag."),
        (M, "Kaartje van {naam} ontvangen met dank voor de vorige keer. Komt vrijdag zelf naar het buurthuis."),
        (C, "Overleg met de praktijkondersteuner van de huisarts: geen medische klacht, zij ziet {naam} opknappen."),
        (O, "{naam} kwam langs om te vertellen dat de naaikring nu zes deelnemers heeft. Hulp is bijna niet meer nodig."),
    ),
    goals=(
        GoalText(LifeDomain.NETWORK, "Ik wil minstens twee keer per week met iemand praten die niet voor zijn werk komt.", (
            (BUUR, "Om de week op bezoek voor een praatje en een spelletje", "bezoekvrijwilliger"),
            (ZELF, "Zelf op dinsdag naar de koffieochtend gaan", ""),
            (NETWERK, "Op zondagavond beeldbellen", "kleindochter"),
        )),
        GoalText(LifeDomain.PARTICIPATION, "Ik wil weer iets betekenen voor een ander.", (
            (SAMEN, "Meehelpen in de keuken van het buurtrestaurant", ""),
            (TEAM, "De eerste keer samen gaan en kennismaken", ""),
        )),
        GoalText(LifeDomain.TIME, "Ik wil een reden hebben om 's ochtends op te staan.", (
            (ZELF, "Elke ochtend een blokje om, ook als het regent", ""),
            (DICHTBIJ, "Proefles naailes geven", "buurthuis"),
        )),
    ),
)  # fmt: skip

SAFETY = ThemeTexts(
    code="veiligheid-thuis",
    name="Veiligheid thuis",
    name_en="Safety at home",
    weight=6,
    is_sensitive=True,
    safety=0.85,
    shapes={"two-parents": 50, "one-parent": 25, "couple": 20, "grown-child": 5},
    residents=(
        "Thuis loopt het vaak hoog op en ik wil niet dat mijn kinderen dit elke keer meemaken.",
        "Mijn ex blijft voor de deur staan. Ik voel me niet meer rustig in mijn eigen huis.",
        "Wij schreeuwen veel tegen elkaar en ik ben bang dat het een keer verder gaat.",
    ),
    others=(
        "De wijkagent vraagt om contact na een melding van ruzie. Beide partners staan open voor een gesprek.",
        "De school hoort van een leerling dat er thuis vaak ruzie is. Ouders weten dat wij bellen.",
        "Veilig Thuis draagt over: veiligheidsafspraken zijn gemaakt, het gezin wil verder met het wijkteam.",
        "Ik hoor door de muur bijna elk weekend geschreeuw. Ik wil geen problemen maken, maar maak me zorgen.",
    ),
    answers=("Telefonisch advies gegeven en uitgelegd wat Veilig Thuis kan doen; beller neemt zelf contact op.",),
    underlying=(
        "De spanning loopt op rond geld en slaaptekort. Beiden willen dat het stopt en schrikken van zichzelf. Eerst "
        "rust en afspraken, dan pas de rest.",
        "{naam} vraagt om veiligheid en zegt er meteen bij: niet zonder mijn kinderen, en niet weg uit deze buurt.",
    ),
    subjects=("het veiligheidsplan", "de belafspraken", "de time-out", "de afspraken over de kinderen", "de gesprekken samen"),
    contacts=(
        (V, "Met {naam} het veiligheidsplan doorgenomen: wie bellen, waar heen, welk woord. Het plan hangt aan de "
            "binnenkant van de keukenkast."),
        (C, "Overleg met Veilig Thuis. De afspraken houden stand; over vier weken opnieuw samen kijken."),
        (P, "Belafspraak. De week is rustig verlopen. {naam} slaapt beter nu het slot vervangen is."),
        (O, "Gesprek met beide partners, eerst apart, daarna samen. Ieder benoemde zelf wat hij of zij gaat doen als "
            "de spanning oploopt."),
        (V, "Gesproken met de kinderen, met toestemming. Zij weten wie ze kunnen bellen en dat ruzie niet hun schuld is."),
        (C, "Casusoverleg met school en jeugdarts, ouders aanwezig. School houdt een vast gezicht aan voor de oudste."),
        (P, "{naam} belde zelf voordat het misging: time-out genomen bij de buren. Dat is precies de afspraak."),
    ),
    goals=(
        GoalText(LifeDomain.DOMESTIC, "Thuis moet het veilig zijn, ook als we het niet eens zijn.", (
            (ZELF, "Bij oplopende spanning een half uur naar buiten gaan", ""),
            (NETWERK, "Altijd welkom voor een time-out", "buren van nummer 12"),
            (TEAM, "Elke week bellen volgens het veiligheidsplan", ""),
            (VERDER, "Gesprekken over omgaan met spanning", "hulp bij huiselijk geweld"),
        )),
        GoalText(LifeDomain.PARENTING, "De kinderen moeten weer gewoon kind kunnen zijn.", (
            (DICHTBIJ, "Een vast gezicht op school om mee te praten", "vertrouwenspersoon school"),
            (SAMEN, "Op woensdagmiddag naar de speelgroep", ""),
        )),
    ),
)  # fmt: skip

HOUSING = ThemeTexts(
    code="wonen",
    name="Wonen",
    name_en="Housing",
    weight=10,
    shapes={"single": 35, "two-parents": 25, "one-parent": 20, "couple": 10, "old-single": 10},
    residents=(
        "Wij wonen met zes mensen in drie kamers en er zit schimmel bij de bedden. De corporatie reageert niet.",
        "Ik slaap op de bank bij een vriend en kan daar niet blijven. Hoe kom ik aan een kamer?",
        "De trap wordt te zwaar. Ik wil graag in de buurt blijven, maar dan gelijkvloers.",
        "Ik krijg klachten van de buren over spullen op de galerij. Ik krijg het zelf niet opgeruimd.",
    ),
    others=(
        "De corporatie vraagt ondersteuning bij een volle woning; de bewoner wil praten, maar niet met hen.",
        "De thuiszorg vindt het huis te vol om veilig te werken en vraagt om mee te denken.",
        "Ontmoet bij het inloophuis: jongeman van 22 zonder vast adres, wil naar school.",
        "Mijn moeder wil kleiner wonen, maar ziet op tegen alles wat erbij komt.",
    ),
    answers=(
        "Uitgelegd hoe de inschrijving voor een woning werkt en de inschrijving samen gecontroleerd.",
        "Melding schimmel samen ingevuld bij de corporatie; bewoner heeft het nummer van de opzichter.",
    ),
    underlying=(
        "Opruimen is niet het probleem, afscheid nemen wel. In de dozen zitten de spullen van een overleden broer.",
        "Een andere woning lost niet alles op: het gezin is vooral moe van het wachten en van niet gehoord worden.",
        "{naam} wil zelfstandig wonen, maar heeft nog nooit een huishouden gedaan en is bang dat dat blijkt.",
    ),
    subjects=("de inschrijving voor een woning", "het opruimen van de gang", "de schimmel in de slaapkamer", "de brief van de corporatie", "de verhuizing"),
    contacts=(
        (V, "Kamer voor kamer gelopen met {naam}. Begonnen met de gang: twaalf zakken naar het milieupark. De looproute "
            "is vrij."),
        (V, "De opzichter van de corporatie was erbij. Schimmel is gemeten, de afzuiging wordt binnen twee weken "
            "vervangen."),
        (P, "Gebeld met de woonconsulent: de aanvraag is compleet, uitslag binnen zes weken. {naam} weet het."),
        (O, "{naam} heeft drie keer gereageerd op een woning, zelf thuis gedaan. Samen de papieren klaargelegd."),
        (C, "Overleg met corporatie en thuiszorg: we komen niet meer los van elkaar langs maar op één ochtend."),
        (M, "Foto gekregen van de opgeruimde keuken. Er wordt weer gekookt."),
        (V, "Bezichtiging gedaan met {naam}: gelijkvloers, lift, twee straten verder. De dochter regelt de verhuizing."),
    ),
    goals=(
        GoalText(LifeDomain.HOUSING, "We willen een droog huis waar de kinderen niet meer hoesten.", (
            (DICHTBIJ, "De afzuiging en het schimmelwerk uitvoeren", "woningcorporatie"),
            (ZELF, "Elke dag tien minuten luchten en de was buiten drogen", ""),
            (TEAM, "Bij de oplevering aanwezig zijn", ""),
        )),
        GoalText(LifeDomain.DAILY_SKILLS, "Ik wil mijn huis zo hebben dat ik weer iemand durf uit te nodigen.", (
            (ZELF, "Per week één kast uitzoeken", ""),
            (BUUR, "Meehelpen sjouwen naar het milieupark", "klusvrijwilliger"),
            (NETWERK, "De spullen van de broer samen uitzoeken", "nicht"),
        )),
        GoalText(LifeDomain.HOUSING, "Ik wil een eigen plek met een sleutel.", (
            (ZELF, "Iedere week op minstens twee woningen reageren", ""),
            (VERDER, "Plaatsing op de lijst begeleid wonen", "maatschappelijke opvang"),
        )),
    ),
)  # fmt: skip

HEALTH = ThemeTexts(
    code="gezondheid",
    name="Gezondheid en zelfredzaamheid",
    name_en="Health and daily life",
    weight=10,
    shapes={"old-single": 45, "old-couple": 30, "single": 15, "couple": 10},
    residents=(
        "Na mijn heupoperatie red ik het huishouden niet. Is er hulp mogelijk?",
        "Ik heb een scootmobiel aangevraagd, maar krijg alleen maar formulieren.",
        "Ik vergeet steeds vaker dingen en dat maakt me bang. Wie kan meekijken?",
        "Ik heb suikerziekte en moet anders gaan eten, maar ik weet niet hoe dat moet van mijn geld.",
    ),
    others=(
        "Het ziekenhuis meldt ontslag van mevrouw op vrijdag; er is thuis nog niets geregeld.",
        "De huisarts vraagt een huisbezoek: meneer is twee keer gevallen en wil geen zorg.",
        "Mijn vader laat het gas aanstaan. Hij vindt zelf dat het goed gaat.",
        "De wijkverpleegkundige ziet dat het eten blijft staan en vraagt om samen te kijken.",
    ),
    answers=(
        "Uitleg gegeven over het aanvragen van huishoudelijke hulp; dochter vraagt het zelf aan.",
        "Doorgegeven aan de wijkverpleging; die is vanmiddag geweest.",
    ),
    underlying=(
        "{naam} vraagt om huishoudelijke hulp maar is vooral bang om niet meer thuis te kunnen blijven wonen. Dat "
        "gesprek is nooit gevoerd met de kinderen.",
        "Niet het koken is het probleem maar het boodschappen doen: sinds de val durft {naam} de straat niet over.",
    ),
    subjects=("de beugel in de douche", "de oefeningen", "de hulp in het huishouden", "de medicijnen", "het rooster met de familie", "de boodschappen"),
    contacts=(
        (V, "Rondje door het huis gemaakt met {naam}: twee losse kleden weg, een beugel bij de douche gewenst. De "
            "klussendienst komt maandag."),
        (V, "Breed gesprek over wat goed gaat. {naam} kookt nog elke dag zelf en wil dat zo houden; zwaar schoonmaken "
            "lukt niet meer."),
        (P, "Gebeld met de ergotherapeut, zij komt kijken voor een drempelhulp. {naam} ziet ertegen op maar doet het."),
        (C, "Overleg met wijkverpleging en huisarts. De medicijnen gaan voortaan in een rol. Valrisico wordt gevolgd."),
        (O, "De dochter kwam met {naam} mee. Samen een rooster gemaakt: wie doet wat, ook de buurman staat erop."),
        (M, "Bericht van de dochter: de traplift werkt. Ze vraagt of het wandelclubje nog plek heeft."),
        (V, "{naam} liep zelf naar de deur zonder stok. De oefeningen worden elke dag gedaan, de kleindochter telt mee."),
    ),
    goals=(
        GoalText(LifeDomain.PHYSICAL, "Ik wil weer zelf naar de winkel kunnen lopen.", (
            (ZELF, "Elke dag de oefeningen doen", ""),
            (BUUR, "De eerste weken meelopen naar de winkel", "buurman"),
            (DICHTBIJ, "Valtraining in de groep", "fysiotherapeut"),
        )),
        GoalText(LifeDomain.DAILY_SKILLS, "Ik wil in mijn eigen huis blijven wonen, zolang het veilig is.", (
            (NETWERK, "Op zaterdag samen koken voor drie dagen", "dochter"),
            (TEAM, "Aanvraag woningaanpassing begeleiden", ""),
            (ZELF, "De alarmknop altijd om hebben", ""),
        )),
        GoalText(LifeDomain.PHYSICAL, "Ik wil eten wat goed voor me is zonder dat het duur wordt.", (
            (SAMEN, "Meekoken op donderdag", ""),
            (DICHTBIJ, "Drie gesprekken over eten en suiker", "diëtist"),
        )),
    ),
)  # fmt: skip

WORK = ThemeTexts(
    code="werk",
    name="Werk en leren",
    name_en="Work and learning",
    weight=7,
    shapes={"single": 45, "one-parent": 20, "two-parents": 20, "couple": 15},
    residents=(
        "Ik ben al drie jaar thuis en wil weer iets doen, maar ik weet niet waar ik goed voor ben.",
        "Mijn diploma uit Syrië geldt hier niet. Ik wil werken, maakt niet uit wat.",
        "Ik ben gestopt met school en heb spijt. Kan ik nog terug?",
        "Mijn uitkering stopt omdat ik een brief gemist heb. Ik wil werken maar er is geen opvang voor de kleine.",
    ),
    others=(
        "De klantmanager ziet meer problemen dan werk alleen en vraagt of het wijkteam meekijkt.",
        "De jongerenwerker kent een jongen van 19 die de hele dag op het plein zit en eigenlijk kok wil worden.",
        "Bij de taalles vertelde mevrouw dat zij naaister was en weer wil beginnen.",
    ),
    answers=(
        "Afspraak gemaakt bij het leerwerkloket; mevrouw gaat zelf met haar buurvrouw.",
        "Sollicitatiebrief nagekeken aan de inlooptafel. Volgende week nog een keer.",
    ),
    underlying=(
        "{naam} durft niet te solliciteren omdat lezen en schrijven moeilijk gaat. Dat mocht thuis nooit gezegd worden.",
        "Werk is de vraag, maar eerst moet er opvang zijn en slaap: nu is er elke dag één volwassene te weinig.",
    ),
    subjects=("de proefplaats", "het cv", "de opvang", "de taalcursus", "de sollicitatiebrief", "de uitkering"),
    contacts=(
        (O, "Met {naam} opgeschreven wat vroeger plezier gaf: motoren, koken voor groepen, dingen maken. Dat wordt het "
            "begin van het cv."),
        (V, "Samen geoefend met een sollicitatiegesprek aan de keukentafel. {naam} lachte voor het eerst mee."),
        (P, "Gebeld met de werkgever van de proefplaats: komt op tijd, leert snel. Zij willen verlengen."),
        (C, "Overleg met de klantmanager: drie maanden met behoud van uitkering op proef, daarna contract mogelijk."),
        (M, "{naam} meldt: eerste werkdag gehad. Moe en trots."),
        (O, "Inschrijving taalcursus rondgekregen, start na de vakantie. Opvang op die ochtend doet de buurvrouw."),
    ),
    goals=(
        GoalText(LifeDomain.WORK, "Ik wil mijn eigen geld verdienen met iets waar ik goed in ben.", (
            (ZELF, "Elke week drie uur meelopen bij de fietsenmaker", ""),
            (DICHTBIJ, "Proefplaats met behoud van uitkering", "werkplein"),
            (TEAM, "Samen het eerste gesprek voorbereiden", ""),
        )),
        GoalText(LifeDomain.WORK, "Ik wil Nederlands leren zodat ik niet meer bang ben voor brieven.", (
            (SAMEN, "Twee keer per week naar de taalgroep", ""),
            (ZELF, "Elke dag een half uur oefenen met de telefoon", ""),
            (NETWERK, "Op maandagmorgen oppassen", "buurvrouw"),
        )),
        GoalText(LifeDomain.PARTICIPATION, "Ik wil weer meetellen.", (
            (BUUR, "Meedraaien als gastheer bij de inloop", "coördinator vrijwilligers"),
        )),
    ),
)  # fmt: skip

ADDICTION = ThemeTexts(
    code="verslaving",
    name="Verslaving",
    name_en="Addiction",
    weight=4,
    is_sensitive=True,
    safety=0.2,
    shapes={"single": 65, "couple": 15, "two-parents": 10, "grown-child": 10},
    residents=(
        "Ik drink te veel sinds ik niet meer werk. Ik wil minderen, maar alleen lukt het niet.",
        "Ik ben al mijn spaargeld kwijt aan gokken op mijn telefoon. Niemand weet het.",
        "Ik ben gestopt met blowen en slaap niet meer. Wie kan mij hierdoorheen helpen?",
    ),
    others=(
        "Mijn broer drinkt en doet niet meer open. Ik heb een sleutel maar durf niet alleen.",
        "De reclassering rondt af en vraagt of het wijkteam met meneer verder wil; hij wil dat zelf ook.",
        "De buurtconciërge maakt zich zorgen over een bewoner die overdag al drinkt in het portiek.",
    ),
    answers=("Nummer van de verslavingszorg gegeven en samen gebeld; intake staat voor volgende week.",),
    underlying=(
        "{naam} drinkt tegen de stilte na het werk van vroeger. De vraag is niet alleen hoe te stoppen, maar wat er "
        "voor in de plaats komt.",
        "Achter het gokken zitten schulden die het weer moesten goedmaken. Eerst moet het thuis verteld kunnen worden.",
    ),
    subjects=("de vrijdagavond", "de intake", "het terugvalplan", "de groep", "de blokkade op het spelaccount"),
    contacts=(
        (V, "{naam} was eerlijk over de terugval van het weekend. Gekeken naar het moment ervoor: alleen, vrijdag, "
            "uitbetaald. Afgesproken dat de broer vrijdag langskomt."),
        (O, "{naam} is acht weken nuchter. Slapen gaat beter. De lotgenotengroep is soms zwaar maar helpt."),
        (C, "Overleg met de verslavingszorg: intake is gedaan, de wachttijd is vijf weken. Wij overbruggen."),
        (P, "Kort gebeld zoals afgesproken. {naam} stond op het punt naar de winkel te gaan; samen een ander plan "
            "gemaakt voor de avond."),
        (V, "Speltegoeden en gokaccounts samen afgesloten, blokkade staat aan. {naam} heeft het thuis verteld."),
    ),
    goals=(
        GoalText(LifeDomain.SUBSTANCES, "Ik wil dat de drank niet meer bepaalt hoe mijn dag eruitziet.", (
            (ZELF, "Op moeilijke momenten eerst iemand bellen", ""),
            (NETWERK, "Elke vrijdag samen eten", "broer"),
            (VERDER, "Behandeling in de avonduren", "verslavingszorg"),
        )),
        GoalText(LifeDomain.TIME, "Ik wil iets te doen hebben waar ik 's avonds trots op ben.", (
            (SAMEN, "Twee ochtenden in de buurttuin werken", ""),
            (TEAM, "De eerste ochtend meegaan", ""),
        )),
    ),
)  # fmt: skip

MENTAL = ThemeTexts(
    code="psychische-klachten",
    name="Psychische klachten",
    name_en="Mental health",
    weight=9,
    is_sensitive=True,
    safety=0.14,
    shapes={"single": 55, "one-parent": 15, "couple": 15, "grown-child": 15},
    residents=(
        "Ik sta al acht maanden op de wachtlijst en kom mijn bed niet meer uit. Is er iets in de tussentijd?",
        "Ik ben snel in paniek en durf de tram niet meer in. Daardoor mis ik al mijn afspraken.",
        "Sinds de vlucht slaap ik slecht. Ik wil rust in mijn hoofd.",
        "Mijn hoofd zit zo vol dat ik vergeet te eten.",
    ),
    others=(
        "De praktijkondersteuner vraagt of wij kunnen overbruggen tot de behandeling begint.",
        "Mijn zoon van 24 komt zijn kamer niet meer uit. Hij vindt het goed dat u een keer belt.",
        "De corporatie hoort van buren dat mevrouw 's nachts rondloopt. Zij deed vriendelijk open.",
        "Ontmoet in de buurttuin: meneer vertelde dat hij stemmen hoorde in moeilijke tijden, nu gaat het beter.",
    ),
    answers=("Besproken wat er tijdens het wachten kan: inloop-ggz en de herstelgroep. Mevrouw gaat zelf kijken.",),
    underlying=(
        "De klachten zijn er al langer, maar de druk komt van papieren en post die zich opstapelen. Overzicht geeft "
        "rust in het hoofd van {naam}.",
        "{naam} wil geen nieuwe behandelaar maar iemand die blijft. Steeds opnieuw het verhaal vertellen kost te veel.",
    ),
    subjects=("de wachttijd", "het signaleringsplan", "de weekindeling", "de herstelgroep", "de slaap", "de post"),
    contacts=(
        (V, "Op verzoek buiten afgesproken: een rondje om het water met {naam}. Lopend praat het makkelijker."),
        (P, "Belafspraak van tien minuten. {naam} had gegeten en gedoucht, dat was het doel voor vandaag."),
        (C, "Overleg met de ggz: start over drie weken. Tot die tijd houden wij elke week contact, de huisarts "
            "kijkt mee."),
        (O, "Samen het signaleringsplan gemaakt: wat zien anderen als het minder gaat, en wie mag er dan bellen."),
        (V, "De kamer was opgeruimd en het raam stond open. {naam} vertelde uit zichzelf over de herstelgroep."),
        (M, "{naam} stuurde een duim omhoog na de eerste tramrit in maanden: drie haltes."),
    ),
    goals=(
        GoalText(LifeDomain.MENTAL, "Ik wil een gewone week hebben met drie dingen die vaststaan.", (
            (ZELF, "Elke avond drie dingen voor morgen opschrijven", ""),
            (SAMEN, "Op dinsdag en vrijdag naar de herstelgroep", ""),
            (TEAM, "Elke week een vast wandelgesprek", ""),
        )),
        GoalText(LifeDomain.MENTAL, "Ik wil weer met de tram durven.", (
            (ZELF, "Elke week een halte verder oefenen", ""),
            (NETWERK, "De eerste keren meerijden", "vriendin"),
            (VERDER, "Behandeling van de angst", "ggz"),
        )),
    ),
)  # fmt: skip

CARERS = ThemeTexts(
    code="mantelzorg",
    name="Mantelzorg",
    name_en="Informal care",
    weight=5,
    shapes={"old-couple": 50, "grown-child": 35, "two-parents": 15},
    residents=(
        "Ik zorg al zes jaar voor mijn man met dementie en ik ben op. Ik wil hem niet weg doen.",
        "Naast mijn werk zorg ik voor mijn moeder en mijn broer. Wanneer ben ik aan de beurt?",
        "Mijn vrouw kan niet meer alleen zijn. Ik heb mijn eigen operatie al twee keer afgezegd.",
    ),
    others=(
        "De casemanager dementie ziet dat de mantelzorger op omvallen staat en zelf geen hulp vraagt.",
        "Op school vertelt een meisje van dertien dat zij elke dag voor haar moeder zorgt.",
        "Mijn buurvrouw tilt haar man zelf uit bed. Dat gaat een keer mis.",
    ),
    answers=("Informatie gegeven over respijtzorg en het mantelzorgcompliment; mevrouw vraagt het zelf aan.",),
    underlying=(
        "{naam} wil niet minder zorgen, maar af en toe even alleen partner zijn in plaats van verzorger.",
        "De hele familie denkt dat {naam} het wel redt, omdat niemand het ooit gevraagd heeft.",
    ),
    subjects=("de dagbesteding", "het rooster met de kinderen", "de vrije middag", "de logeeropvang", "de oppasvrijwilliger"),
    contacts=(
        (V, "De week van {naam} uitgetekend: 61 uur zorg. Op papier zagen we het pas echt. Eén middag vrij wordt de "
            "eerste stap."),
        (O, "Familiegesprek met vier kinderen erbij. Iedereen nam een vast moment; de oudste maakt het rooster."),
        (P, "{naam} belde vanaf de markt: voor het eerst in maanden alleen op pad. De dagbesteding bevalt haar man."),
        (C, "Overleg met de casemanager: indicatie dagbesteding is rond, twee dagen per week."),
        (V, "Kennisgemaakt met de oppasvrijwilliger. Zij spreekt dezelfde taal, dat scheelt veel."),
    ),
    goals=(
        GoalText(LifeDomain.NETWORK, "Ik wil één middag per week voor mezelf, zonder schuldgevoel.", (
            (BUUR, "Op woensdagmiddag gezelschap houden", "oppasvrijwilliger"),
            (NETWERK, "Om en om de zondag overnemen", "zoon en dochter"),
            (SAMEN, "Naar de lotgenotenmiddag", ""),
        )),
        GoalText(LifeDomain.PHYSICAL, "Ik wil mijn eigen operatie kunnen laten doen.", (
            (VERDER, "Twee weken logeeropvang regelen", "verpleeghuis"),
            (TEAM, "De indicatie aanvragen", ""),
        )),
    ),
)  # fmt: skip

LANGUAGE = ThemeTexts(
    code="meedoen",
    name="Taal en meedoen",
    name_en="Language and taking part",
    weight=5,
    shapes={"two-parents": 35, "single": 35, "one-parent": 30},
    residents=(
        "Ik woon hier nu een jaar en versta de brieven van school niet. Ik wil het zelf kunnen.",
        "Wij zijn net in deze buurt geplaatst. Waar kunnen de kinderen zwemmen en sporten?",
        "Ik wil vrijwilligerswerk doen, maar mijn Nederlands is nog niet zo goed.",
    ),
    others=(
        "De statushouderbegeleiding stopt na een jaar; het gezin heeft nog vragen over school en geld.",
        "De juf merkt dat moeder altijd ja zegt, ook als zij het niet verstaat.",
        "Gesproken op het schoolplein: drie moeders willen fietsen leren.",
    ),
    answers=(
        "Aangemeld bij de taalgroep in de school; start maandag.",
        "Jeugdfonds voor zwemles samen aangevraagd aan de inlooptafel.",
    ),
    underlying=(
        "Het gaat om meer dan taal: {naam} was onderwijzeres en wil weer iemand zijn in plaats van iemand die hulp krijgt.",
        "Het gezin is nog steeds bezig met wie achterbleef. Daardoor lukt leren nu maar half.",
    ),
    subjects=("de brieven van school", "het taalmaatje", "de zwemles", "de fietsles", "de inschrijving bij de huisarts"),
    contacts=(
        (V, "Met {naam} en een tolk aan de telefoon de brieven van school gelezen. De oudste kan mee op kamp, er is een "
            "potje voor."),
        (O, "{naam} oefende het gesprek met de juf in het Nederlands. Het ging goed, met handen en voeten en veel lachen."),
        (V, "De fietslessen zijn begonnen. {naam} reed een rondje plein en wil nu de zus meenemen."),
        (P, "Gebeld met de taalgroep: {naam} komt elke keer en helpt nieuwkomers."),
        (C, "Overleg met vluchtelingenwerk over de overdracht. Alle papieren zijn binnen; het gezin koos zelf de huisarts."),
    ),
    goals=(
        GoalText(LifeDomain.PARTICIPATION, "Ik wil zelf met de juf kunnen praten over mijn kind.", (
            (SAMEN, "Twee ochtenden taalgroep op school", ""),
            (ZELF, "Elke week één gesprek op het schoolplein in het Nederlands", ""),
            (BUUR, "Wekelijks een uur samen praten", "taalmaatje"),
        )),
        GoalText(LifeDomain.NETWORK, "Ik wil mensen leren kennen in deze buurt.", (
            (SAMEN, "Meekoken in het buurtrestaurant", ""),
            (TEAM, "De eerste keer samen gaan", ""),
        )),
    ),
)  # fmt: skip

GRIEF = ThemeTexts(
    code="verlies",
    name="Verlies en rouw",
    name_en="Loss and grief",
    weight=4,
    shapes={"old-single": 55, "single": 25, "one-parent": 20},
    residents=(
        "Mijn man is drie maanden geleden overleden. Hij deed alles met de bank en de computer.",
        "Na het overlijden van onze zoon lukt het gewone leven niet meer.",
        "Ik ben mijn baan en mijn huwelijk in één jaar kwijtgeraakt.",
    ),
    others=(
        "De uitvaartbegeleider vraagt of iemand bij mevrouw langs kan gaan; zij heeft geen familie in de buurt.",
        "De imam vertelt dat een weduwnaar uit de gemeenschap zich terugtrekt en heeft gevraagd of wij mogen bellen.",
        "Vrijwilliger van de koffieochtend: mevrouw komt niet meer sinds haar zus overleden is.",
    ),
    answers=("Samen de bankzaken op naam gezet aan het loket; mevrouw redt zich verder met haar nicht.",),
    underlying=(
        "De vraag was de computer, maar {naam} vertelde drie kwartier over de laatste weken samen. Luisteren was de hulp.",
        "Het praktische houdt het verdriet op afstand. {naam} weet dat zelf en wil het stap voor stap doen.",
    ),
    subjects=("de bankzaken", "het bezoek", "de spullen op zolder", "de maaltijden", "de sterfdag"),
    contacts=(
        (V, "Veel geluisterd. {naam} liet de tuin zien die haar man had aangelegd. Samen één brief gedaan, meer hoefde niet."),
        (P, "Gebeld rond de sterfdag. {naam} ging met de kinderen naar het strand en was blij dat iemand eraan dacht."),
        (V, "Kennismaking met de vrijwilliger van de bezoekdienst, die zelf haar partner verloor. Ze hadden weinig "
            "woorden nodig."),
        (O, "Bankzaken en abonnementen afgerond met {naam}. De rest van de map kan thuis blijven."),
        (C, "Overleg met de huisarts: geen medicatie nodig, wel goed dat er bezoek is. Over drie maanden opnieuw kijken."),
    ),
    goals=(
        GoalText(LifeDomain.NETWORK, "Ik wil niet elke avond alleen eten.", (
            (SAMEN, "Op maandag en donderdag naar het buurtrestaurant", ""),
            (BUUR, "Twee keer per maand bezoek", "vrijwilliger bezoekdienst"),
            (NETWERK, "Elke zaterdag samen boodschappen doen", "schoonzus"),
        )),
        GoalText(LifeDomain.FINANCE, "Ik wil de papieren zelf kunnen doen die mijn man altijd deed.", (
            (ZELF, "Elke week een kwartier met de bank-app oefenen", ""),
            (TEAM, "De eerste drie keer ernaast zitten", ""),
        )),
    ),
)  # fmt: skip

THEMES = (
    MONEY, PARENTING, LONELINESS, SAFETY, HOUSING, HEALTH, WORK, ADDICTION, MENTAL, CARERS, LANGUAGE, GRIEF,
)  # fmt: skip
