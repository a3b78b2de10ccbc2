"""The real areas and their figures, from the file of CBS that comes with the code."""

from datetime import datetime
from pathlib import Path

from wijkteam import areas
from wijkteam.areas.services.import_areas import import_areas
from wijkteam.areas.services.import_boundaries import import_boundaries
from wijkteam.areas.services.read_boundaries import read_boundaries
from wijkteam.areas.services.read_statistics import read_statistics

DATA = Path(areas.__file__ or "").parent / "data"
FILE = DATA / "cbs_ses_woa_amsterdam_2019.csv"
BORDERS = DATA / "invented_borders_amsterdam.geojson"


def load_areas() -> None:
    """One municipality, 99 districts and 479 neighbourhoods; nothing changes where they are already."""
    import_areas(statistics=read_statistics(FILE.read_bytes()))


def load_borders(*, at: datetime) -> None:
    """Invented shapes for them: see data/SOURCE.md."""
    import_boundaries(boundaries=read_boundaries(BORDERS.read_bytes()), source=BORDERS.name, at=at)
