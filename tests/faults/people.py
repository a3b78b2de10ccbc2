"""People with a case, a signal and a session each, in the database of the environment: `... -m tests.faults.people N`.

A process of its own, since the tests themselves are connected to another database. Prints their keys as JSON.
"""

import json
import sys

import django

django.setup()

from tests.factories import CaseFactory, SignalFactory, TeamFactory, TeamMembershipFactory  # noqa: E402  (after django.setup)
from tests.faults.sessions import session_of  # noqa: E402  (after django.setup)


def main(count: int) -> None:
    team = TeamFactory.create()
    people = []
    for _ in range(count):
        user = TeamMembershipFactory.create(team=team).user
        case = CaseFactory.create(team=team, coordinator=user)
        signal = SignalFactory.create(team=team, reach="buurvrouw@example.org", signaller="Een buurvrouw")
        people.append(
            {"session": session_of(user), "case": str(case.public_id), "signal": str(signal.public_id)},
        )
    print(json.dumps(people))  # noqa: T201  (read by the rig)


if __name__ == "__main__":
    main(int(sys.argv[1]))
