"""Places on the globe, in the Dutch grid (RD) and in the flat picture in which borders are kept.

From RD to WGS84: the polynomials of Schreutelkamp and Strang van Hees (“Benaderingsformules voor de transformatie
tussen RD- en WGS84-kaartcoördinaten”, Geodesia 2001), exact to about a quarter of a metre in the Netherlands. A map on
a screen shows nothing smaller than metres.
"""

import math
from typing import Final

# Everything of the European Netherlands lies within.
WEST: Final = 3.0
EAST: Final = 7.4
SOUTH: Final = 50.6
NORTH: Final = 53.8
RD_WEST: Final = -7_000
RD_EAST: Final = 300_000
RD_SOUTH: Final = 289_000
RD_NORTH: Final = 629_000

_METRES_PER_DEGREE = 111_320
# The middle of the country: at its edges the picture is two in a hundred too wide or too narrow.
_SHRINK = math.cos(math.radians(52.15))

_LATITUDE = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550), (2, 2, -0.01709),
    (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
)  # fmt: skip
_LONGITUDE = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594), (3, 1, -0.05607),
    (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip

Place = tuple[int, int]


def rd_to_wgs84(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place in the Dutch grid."""
    east, north = (x - 155_000) / 100_000, (y - 463_000) / 100_000
    longitude = sum(factor * east**p * north**q for p, q, factor in _LONGITUDE)
    latitude = sum(factor * east**p * north**q for p, q, factor in _LATITUDE)
    return 5.38720621 + longitude / 3600, 52.15517440 + latitude / 3600


def in_picture(longitude: float, latitude: float) -> Place:
    """Whole metres to the east and to the south of the corner of the picture."""
    return (
        round((longitude - WEST) * _METRES_PER_DEGREE * _SHRINK),
        round((NORTH - latitude) * _METRES_PER_DEGREE),
    )
