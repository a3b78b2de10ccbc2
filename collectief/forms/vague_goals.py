"""Which words hide how many, who or until when: a goal with them cannot be reached, and cannot be missed either."""

import re

# Words that promise a direction and no number; Dutch first, that is what people write here.
_DIRECTIONS = (
    "zoveel mogelijk", "zo veel mogelijk", "aandacht voor", "inzetten op", "werken aan", "een bijdrage leveren",
    "steeds meer", "meer", "minder", "beter", "betere", "sterker", "sterkere", "gezonder", "vaker", "eerder",
    "verbeteren", "verbetering", "versterken", "versterking", "bevorderen", "stimuleren", "vergroten", "verhogen",
    "verminderen", "verkleinen", "terugdringen", "voorkomen", "ondersteunen", "faciliteren", "activeren",
    "meedoen", "participeren", "participatie", "zelfredzaam", "zelfredzaamheid", "eigen kracht", "leefbaarheid",
    "verbinding", "verbinden", "preventie", "bewustwording", "samenhang", "eenzaamheid tegengaan",
    "as many as possible", "more", "fewer", "less", "better", "improve", "strengthen", "promote", "support",
)  # fmt: skip
_NUMBERS = (
    "tien", "twaalf", "vijftien", "twintig", "vijfentwintig", "dertig", "veertig", "vijftig", "zestig", "zeventig",
    "tachtig", "negentig", "honderd", "tweehonderd", "duizend", "ten", "twelve", "twenty", "thirty", "forty", "fifty",
    "hundred",
)  # fmt: skip
_EVERYBODY = {
    "iedereen", "alle bewoners", "bewoners", "de bewoners", "alle inwoners", "inwoners", "de inwoners", "mensen",
    "alle mensen", "burgers", "de wijk", "de buurt", "wijkbewoners", "buurtbewoners", "kwetsbare mensen",
    "kwetsbaren", "kwetsbare bewoners", "kwetsbare burgers", "kwetsbare inwoners", "kwetsbare groepen", "doelgroep",
    "de doelgroep", "wie wil", "wie maar wil", "gezinnen", "ouderen", "jongeren", "volwassenen", "everybody",
    "everyone", "residents", "people", "all residents", "vulnerable people",
}  # fmt: skip
_NOTHING = {
    "niets", "niks", "geen", "nee", "nvt", "n v t", "niet van toepassing", "geen idee", "onbekend",
    "nog niet bekend", "nog te bepalen", "volgt", "volgt later", "weet niet", "niet bekend", "none", "nothing",
    "not applicable", "tbd", "unknown",
}  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())


def _found(text: str, words: tuple[str, ...]) -> str:
    plain = f" {_plain(text)} "
    return next((word for word in words if f" {word} " in plain), "")


def vague_word(goal: str) -> str:
    """The word that stands where a number should be; nothing when the goal says how many."""
    if re.search(r"\d", goal) or _found(goal, _NUMBERS):
        return ""
    return _found(goal, _DIRECTIONS)


def means_everybody(target_group: str) -> bool:
    """A group that leaves nobody out is no group."""
    return _plain(target_group) in _EVERYBODY


def says_nothing(text: str) -> bool:
    """Empty words, or fewer letters than a sentence has."""
    plain = _plain(text)
    return plain in _NOTHING or len(plain) < 8
