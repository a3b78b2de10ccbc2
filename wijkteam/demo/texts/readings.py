# ruff: noqa: E501  (sentences)
"""What coordinators of the demo wrote about their month: about the figures, about what lies behind, and a question."""

HIGH = (
    "We zitten deze maand boven de bandbreedte die we voor de caseload hebben afgesproken. Dat komt vooral door vragen over geld die niet meer konden wachten.",
    "De caseload is hoger dan afgesproken. Twee collega's hebben gezinnen overgenomen van een zieke collega; dat is goed gegaan, maar het kostte tijd die voor de buurt bedoeld was.",
)
LOW = (
    "De caseload is lager dan afgesproken. We gebruiken die ruimte om gezinnen na te bellen die vorig jaar zijn afgesloten.",
    "Er kwamen minder vragen binnen dan we gewend zijn. We weten nog niet of dat rust is of dat mensen ons niet vinden; we gaan het op straat vragen.",
)
WITHIN = (
    "De caseload blijft binnen wat we hebben afgesproken. Er kwam ongeveer evenveel binnen als er werd afgesloten.",
    "Een maand zonder grote verschuivingen in de caseload. De meeste afgesloten gezinnen gaan verder met hun eigen mensen.",
    "Wat opvalt is niet het aantal gezinnen maar de duur: de gesprekken worden korter omdat buren en familie eerder aan tafel zitten.",
)
FLOOR_HELD = (
    "De afgesproken ruimte voor preventie is gehaald. De groepen in de buurt draaien en twee ervan worden nu door bewoners zelf geleid.",
    "We hielden de vloer voor collectief werk. Dat lukt alleen doordat het in de agenda staat voordat de week begint.",
    "Preventie kreeg de tijd die we hebben afgesproken. Uit de ochtenden op het schoolplein kwamen drie vragen die anders pas later waren gekomen.",
)
FLOOR_MISSED = (
    "De vloer voor preventie is niet gehaald. Individuele hulp en spoed gingen voor, zoals meestal. We willen dat niet gewoon gaan vinden.",
    "Het is weer niet gelukt om genoeg uren aan de buurt te besteden. Twee groepen zijn uitgesteld omdat de begeleider gezinnen moest overnemen.",
    "Te weinig tijd voor preventie. Als dit zo blijft, zien we de vragen over een half jaar als casus terug.",
)
SEASONS = {
    1: "In januari komen de jaarafrekeningen en de vragen over toeslagen tegelijk; dat is elk jaar zo.",
    2: "Het was koud en veel oudere bewoners kwamen weinig buiten. De bezoekvrijwilligers merkten dat.",
    3: "De eerste wandelingen van het jaar trokken nieuwe deelnemers, ook mensen die we nog niet kenden.",
    4: "Rond de ramadan en Pasen was er veel contact in de buurt; de gezamenlijke maaltijden waren vol.",
    5: "In de meivakantie waren gezinnen meer thuis. We zagen dat aan de vragen over opvoeden in de week erna.",
    6: "Scholen dragen in juni leerlingen over waar zorgen over zijn. We hebben met hen afgesproken dat eerder te doen.",
    7: "De zomer begon. Veel groepen liggen stil, terwijl juist dan sommige mensen niemand zien.",
    8: "In de vakantie bleef het spreekuur open. Er kwamen vooral bewoners die anders ergens anders terechtkunnen.",
    9: "Na de zomer kwamen de vragen in één keer: nieuwe scholen, nieuwe roosters en rekeningen van de vakantie.",
    10: "De herfst brengt elk jaar meer eenzaamheid. De koffieochtenden zijn uitgebreid naar twee keer per week.",
    11: "We hebben veel tijd besteed aan energie en tochtende woningen, samen met de corporatie.",
    12: "December is voor veel mensen een moeilijke maand. Er was meer spoed, en er waren ook mooie avonden samen.",
}
QUESTIONS = (
    "Onze vraag voor het gesprek: wat laten we samen liggen als dit de nieuwe maat wordt?",
    "Graag bespreken we hoe de ruimte in het wijkhuis na dit jaar betaald wordt.",
    "We nodigen u uit om een ochtend mee te lopen op het schoolplein.",
    "Kan de gemeente meedenken over de wachttijd bij de schuldhulp? Die houdt gezinnen nu bij ons vast.",
    "Wat wilt u van ons weten dat niet in deze cijfers staat?",
)


def reading(*, month: int, caseload: str, floor_held: bool, turn: int) -> str:
    """The reading of a month. `caseload` is high, low or within; `turn` varies the sentences."""
    about = {"high": HIGH, "low": LOW}.get(caseload, WITHIN)
    floor = FLOOR_HELD if floor_held else FLOOR_MISSED
    return "\n\n".join(
        (
            f"{about[turn % len(about)]} {floor[(turn // 2) % len(floor)]}",
            SEASONS[month],
            QUESTIONS[(turn * 2 + month) % len(QUESTIONS)],
        )
    )
