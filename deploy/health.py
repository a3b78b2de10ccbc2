"""Whether the web server in this container serves pages: exit code 0 or 1. For Docker's health check."""

import http.client
import os
import sys


def is_healthy(port: int = 8000) -> bool:
    host = os.environ["WIJKTEAM_ALLOWED_HOSTS"].split(",")[0]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_healthy() else 1)
