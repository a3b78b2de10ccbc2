"""The real areas and their figures, from the file of CBS that comes with the code."""

from pathlib import Path

from wijkteam import areas
from wijkteam.areas.services.import_areas import import_areas
from wijkteam.areas.services.read_statistics import read_statistics

FILE = Path(areas.__file__ or "").parent / "data" / "cbs_ses_woa_amsterdam_2019.csv"


def load_areas() -> None:
    """One municipality, 99 districts and 479 neighbourhoods; nothing changes where they are already."""
    import_areas(statistics=read_statistics(FILE.read_bytes()))
