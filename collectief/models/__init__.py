from collectief.models.initiative import Initiative
from collectief.models.round import InformationRound, RoundDelivery, RoundItem, RoundRecipient, RoundRhythm
from collectief.models.signal import Signal

__all__ = [
    "InformationRound",
    "Initiative",
    "RoundDelivery",
    "RoundItem",
    "RoundRecipient",
    "RoundRhythm",
    "Signal",
]
