"""Invented words of a neighbourhood analysis."""

from collectief.enums import AnalysisPart

NAMED = ("Ria", "Omar")
EARLIER = {
    AnalysisPart.FIGURES: (
        "Meer dan de helft van de huishoudens heeft een lage of middelbare opleiding. De cijfers zeggen niet wie "
        "elkaar kent, en wie niemand heeft."
    ),
    AnalysisPart.STORIES: (
        "“Sinds de supermarkt verbouwd is, is het bankje weg. Daar sprak ik iedereen.” Mensen missen een plek waar je "
        "zomaar binnenloopt. Nieuwe buren groeten wel, maar weten niet bij wie ze terechtkunnen."
    ),
    AnalysisPart.ACTIVE: (
        "Een vaste groep kookt elke week en draagt het buurtrestaurant. De wandelgroep groeit. De opruimploeg zoekt "
        "jonge mensen, en vindt ze op school."
    ),
    AnalysisPart.VULNERABLE: (
        "Mensen die net alleen zijn komen te staan, en gezinnen die twee banen hebben en toch niet rondkomen. "
        "We zien het aan brieven die dicht blijven."
    ),
    AnalysisPart.CONCLUSION: (
        "Eén open plek, drie dagdelen per week, gedragen door bewoners. Daarbij een spreekuur voor post en geld. "
        "Over een jaar leggen we deze analyse naast de volgende."
    ),
}
TOLD_NOW = (
    "“Nu is er de lange tafel. Maar in de winter blijf ik binnen.” Bewoners vertellen dat de dagen stil zijn geworden, "
    "vooral voor wie slecht ter been is."
)
ACTIVE_NOW = "De kookgroep is verdubbeld. Vier bewoners openen zelf de deur; een van hen leert nu anderen."
