"""What invented households and workers say when they look back and round off."""

from cases.enums import GoalOutcome

LOOKING_BACK = (
    ("We praten weer met elkaar aan tafel. Dat is lang geleden.", "De brieven blijven nog te lang liggen."),
    ("Ik bel nu zelf als er iets is. Dat durfde ik eerst niet.", ""),
    ("Mijn zus helpt mee, en dat gaat goed.", "Het wachten duurt lang. Daar word ik onrustig van."),
    ("De kinderen gaan weer elke dag naar school.", "Slapen lukt nog niet goed."),
    ("Ik heb deze maand overgehouden. Voor het eerst.", "Ik vind het moeilijk om nee te zeggen tegen mijn broer."),
    ("De buurvrouw komt op woensdag. Daar kijk ik naar uit.", ""),
)
NOTES = (
    "Gaat beter dan vorige keer.",
    "Nog niet elke week, wel vaker.",
    "Met hulp lukt het.",
    "Hier is ze trots op.",
    "Blijft lastig, maar ze houdt vol.",
    "Even stilgestaan door de verhuizing.",
)
RESULTS = {
    GoalOutcome.REACHED: ("Lukt nu zonder hulp.", "Gehaald, en het blijft zo.", "Gaat goed, al maanden."),
    GoalOutcome.PARTLY: ("Een heel eind op weg.", "Lukt meestal, met hulp van de zus."),
    GoalOutcome.NOT_REACHED: ("Nog niet gelukt. Later opnieuw bekijken.",),
    GoalOutcome.NOT_NEEDED: ("Niet meer nodig.",),
}
DISAGREES = "Ik wil niet dat school alles weet."
FAMILY_ASKS = "Mag mijn zus mee naar het volgende gesprek? Zij helpt me met de post."
CLOSING_WORDS = (
    "Jullie vroegen eerst hoe het met me ging, en daarna pas naar de papieren. Dat vergeet ik niet.",
    "Ik kan het nu zelf. En als het niet gaat, weet ik wie ik kan bellen.",
    "Het was fijn dat er steeds dezelfde persoon kwam.",
)
GOES_ON = (
    "Mijn zus komt elke zondag eten, dan kijken we samen naar de post.",
    "De buurman rijdt mee naar het ziekenhuis.",
    "Oma past op als ik naar de les ga.",
)
