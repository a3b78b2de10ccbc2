from wijkteam.areas.models.area import Area, AreaFigure, FigureKind
from wijkteam.areas.models.law import ThemeLaw
from wijkteam.areas.models.municipality import AgreedTerms, Municipality, Theme, Word
from wijkteam.areas.models.shape import AreaShape

__all__ = ["AgreedTerms", "Area", "AreaFigure", "AreaShape", "FigureKind", "Municipality", "Theme", "ThemeLaw", "Word"]
