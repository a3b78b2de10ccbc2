"""Invented words of the street: nobody in particular."""

PLACES = (
    "Schoolplein", "Markt op het plein", "Portiek van de flat", "Buurtbarbecue", "Bankje bij de supermarkt",
    "Wachtkamer van de huisarts", "Speeltuin", "Voedselbank", "Trapveldje", "Wasserette",
)  # fmt: skip

HEARD = (
    "De lift van de flat is al twee weken stuk, ouderen blijven binnen.",
    "Veel mensen snappen de brief over de energietoeslag niet.",
    "Sinds de buurtkamer op maandag dicht is, weten ouderen niet waar ze heen kunnen.",
    "Jongeren zouden graag 's avonds ergens binnen terechtkunnen.",
    "Moeders bij school willen samen Nederlands oefenen.",
    "Er is veel zwerfvuil bij de glasbak, mensen ergeren zich.",
    "De nieuwe bewoners kennen nog niemand in het trappenhuis.",
    "Iemand wil graag een keer in de week koken voor de buurt.",
    "Op het trapveldje is het na schooltijd gezellig, er is alleen geen bal.",
    "Mensen durven 's avonds niet meer langs het donkere pad.",
)

QUESTIONS = (
    "Sinds mijn zus is verhuisd spreek ik dagen niemand. Is er iets waar ik zomaar kan binnenlopen?",
    "Ik zou graag met iemand koffie drinken, alleen durf ik niet goed in mijn eentje ergens heen.",
    "Mijn moeder komt de deur niet meer uit nu haar vriendin er niet meer is. Weten jullie iets voor haar?",
    "Ik ken hier niemand sinds de verhuizing. Waar vind ik mensen van mijn leeftijd?",
    "De buurtkamer is op maandag dicht. Waar kan ik nu heen voor een praatje?",
    "Mijn buurvrouw zit de hele dag alleen. Kan er eens iemand langs?",
    "In het weekend is het zo stil. Is er op zondag ergens iets te doen?",
)

ANSWERS = (
    "Gewezen op de koffie-inloop en de eerste keer samen gegaan.",
    "Gekoppeld aan een vrijwilliger die meeloopt naar de inloop.",
    "Gebeld en afgesproken om samen te gaan kijken bij de kookgroep.",
)

SIGNALS = (
    "In het trappenhuis zie ik steeds meer ouderen die niemand meer spreken.",
    "Bij de kassa zeggen mensen dat het hun enige praatje van de dag is.",
    "Sinds de buurtkamer op maandag dicht is, zitten mensen weer thuis.",
    "Op het bankje bij de flat zit elke dag dezelfde groep die nergens heen kan.",
)

SEEN = (
    "Ouders van jonge kinderen staan er vaak alleen voor. Ze kennen elkaar van gezicht, niet van naam. "
    "De wachttijd voor opvoedhulp is lang, terwijl veel vragen gewone vragen zijn."
)
CHOSEN = (
    "Elke woensdagochtend een ouderkamer op school, door ouders zelf geleid. Het team is er het eerste half jaar bij."
)
LOOKED_BACK = "Er komen elke week ongeveer twaalf ouders. Twee van hen leiden de ochtend nu zelf. We gaan zo door."
