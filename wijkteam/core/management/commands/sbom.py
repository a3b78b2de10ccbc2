"""manage.py sbom: what production is built of, as a CycloneDX 1.6 bill of materials, made of the locks themselves."""

import json
import re
import tomllib
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import BaseCommand

_PINNED = re.compile(r"^([A-Za-z0-9][\w.\-]*)(?:\[[\w,\-]+\])?==([^\s;\\]+)", re.MULTILINE)


def python_packages(lock: str) -> list[tuple[str, str]]:
    """Name and version of each package in a lock."""
    return sorted({(name.lower().replace("_", "-"), version) for name, version in _PINNED.findall(lock)})


def front_end_packages(lock: str) -> list[tuple[str, str]]:
    """What npm installs for the pages themselves; what only the tests use is left out."""
    packages: dict[str, dict[str, Any]] = json.loads(lock)["packages"]
    return sorted(
        (path.split("node_modules/")[-1], one["version"])
        for path, one in packages.items()
        if path and not one.get("dev") and "version" in one
    )


def _component(kind: str, name: str, version: str) -> dict[str, str]:
    purl = f"pkg:{kind}/{quote(name, safe='/')}@{version}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def bill_of_materials() -> dict[str, Any]:
    """The same locks give the same bytes: no date, and a number made of what is in it."""
    base = Path(settings.BASE_DIR)
    project = tomllib.loads((base / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (base / "requirements" / "production.txt").read_text("utf-8")
    components = [_component("pypi", name, version) for name, version in python_packages(lock)]
    front_end = (base / "package-lock.json").read_text("utf-8")
    components += [_component("npm", name, version) for name, version in front_end_packages(front_end)]
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([project["version"], components]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": project["name"], "version": project["version"]}},
        "components": components,
    }


class Command(BaseCommand):
    help = "Print a CycloneDX bill of materials of what production is built of."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(bill_of_materials(), indent=1))
