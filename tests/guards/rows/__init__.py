"""Every address and what everybody gets there: the ROWS of the modules of this package."""

import importlib
import pkgutil

from tests.guards.access import Row

ACCESS: dict[str, Row] = {}
for _module in pkgutil.iter_modules(__path__):
    _rows: dict[str, Row] = importlib.import_module(f"{__name__}.{_module.name}").ROWS
    assert not ACCESS.keys() & _rows.keys(), f"{_module.name} speaks of an address that has a row already"
    ACCESS.update(_rows)
