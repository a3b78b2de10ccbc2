from collectief.models.initiative import Initiative
from collectief.models.signal import Signal

__all__ = ["Initiative", "Signal"]
