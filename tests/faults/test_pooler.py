"""The web server behind a real PgBouncer (Debian: apt-get install pgbouncer), with fewer connections than people."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from tests.factories import CaseFactory, TeamMembershipFactory
from tests.faults.rig import Rig, Writers, free_port, get
from tests.faults.sessions import session_of
from wijkteam.settings import base
from wijkteam.teams.models import Team

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
pytestmark = [
    pytest.mark.nightly,
    pytest.mark.concurrency,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not installed"),
]
CONNECTIONS = 2
PEOPLE = 8
LINES = 200
ROLES = ("web", "worker", "report")


@dataclass
class Pooler:
    host: str
    port: int

    def environment(self) -> dict[str, str]:
        return {"WIJKTEAM_DB_HOST": self.host, "WIJKTEAM_DB_PORT": str(self.port), "WIJKTEAM_DB_POOLER": "true"}


@pytest.fixture
def pooler() -> Iterator[Pooler]:
    """Before the tests' server, as deploy/pooler/pgbouncer.ini says, with fewer connections."""
    folder = Path(tempfile.mkdtemp(prefix="wt-pool-"))
    folder.chmod(0o755)
    server = connection.settings_dict
    port = free_port()
    given = (base.BASE_DIR / "deploy" / "pooler" / "pgbouncer.ini").read_text()
    settings = given.replace(
        "wijkteam = host=postgres port=5432 dbname=wijkteam",
        f"{server['NAME']} = host={server['HOST']} port={server['PORT']} dbname={server['NAME']}",
    )
    for before, after in {
        "listen_addr = *": "listen_addr = 127.0.0.1",
        "listen_port = 6432": f"listen_port = {port}\nunix_socket_dir =",
        "/etc/pgbouncer/userlist.txt": str(folder / "users.txt"),
        "default_pool_size = 40": f"default_pool_size = {CONNECTIONS}",
    }.items():
        assert before in settings
        settings = settings.replace(before, after)
    (folder / "pgbouncer.ini").write_text(settings)
    (folder / "users.txt").write_text(
        "".join(f'"wijkteam_{role}" "{os.environ[f"WIJKTEAM_DB_PASSWORD_{role.upper()}"]}"\n' for role in ROLES)
    )
    assert PGBOUNCER
    as_root = ["-u", "nobody"] if os.geteuid() == 0 else []
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([PGBOUNCER, *as_root, str(folder / "pgbouncer.ini")], stdout=log, stderr=log)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        yield Pooler("127.0.0.1", port)
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def rig(pooler: Pooler, tmp_path: Path) -> Iterator[Rig]:
    database = {name: value for name, value in os.environ.items() if name.startswith("WIJKTEAM_DB_")}
    database |= {"WIJKTEAM_DB_NAME": str(connection.settings_dict["NAME"])}
    rig = Rig(tmp_path / "rig", database=database | pooler.environment())
    try:
        rig.open()
        rig.valkey.start()
        yield rig
    finally:
        rig.close()


def test_people_share_connections_and_nothing_of_one_reaches_another(rig: Rig, pooler: Pooler, team: Team) -> None:
    """Eight people write and read over two connections: everything is kept once, with the history of who did it."""
    leader = TeamMembershipFactory.create(team=team, user__team_coordinator=True).user
    names = {}
    for _ in range(PEOPLE):
        member = TeamMembershipFactory.create(team=team).user
        case = CaseFactory.create(team=team, coordinator=member)
        rig.people.append({"session": session_of(member), "case": str(case.public_id)})
        names[str(case.pk)] = member.pk
    rig.programs["web"] = rig.start_web(workers=2)
    rig.wait_for_web()
    with Writers(rig) as writers:
        writers.wait_for_more(LINES)
        assert get(rig.port, "/overzicht/", {"session": session_of(leader)}).status == 200
        assert {get(rig.port, "/casussen/", person).status for person in rig.people} == {200}
    kept = dict[str, str]()
    with connection.cursor() as cursor:
        cursor.execute("SELECT request_key::text, case_id::text FROM cases_contact WHERE request_key IS NOT NULL")
        kept.update(cursor.fetchall())
        cursor.execute(
            "SELECT DISTINCT c.case_id::text, (x.metadata ->> 'user')::bigint FROM cases_contactevent c"
            " JOIN pghistory_context x ON x.id = c.pgh_context_id WHERE c.case_id::text = ANY(%s)",
            [list(names)],
        )
        who = cursor.fetchall()
    assert set(writers.acknowledged) <= set(kept)
    assert not [status for _, status in writers.refused if status]
    assert len(who) == PEOPLE
    assert dict(who) == names, "what one did stands under the name of another"
