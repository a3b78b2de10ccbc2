from wijkteam.areas.models.area import Area, AreaFigure, FigureKind
from wijkteam.areas.models.municipality import AgreedTerms, Municipality, Theme, Word

__all__ = ["AgreedTerms", "Area", "AreaFigure", "FigureKind", "Municipality", "Theme", "Word"]
