"""Ask clamd whether bytes hold a virus. A scanner that is away never means "clean"."""

import logging
import socket
import struct

from django.conf import settings

from cases.enums import ScanState

log = logging.getLogger(__name__)
_SECONDS = 20
_PIECE = 64 * 1024


def scan(content: bytes) -> ScanState:
    """`UNSCANNED` where the installation has no scanner, `WAITING` where it has one that does not answer."""
    if not settings.CLAMAV_SOCKET:
        return ScanState.UNSCANNED
    try:
        answer = _ask(content)
    except OSError as error:
        log.error("virus scanner is away: %s", type(error).__name__)
        return ScanState.WAITING
    if answer.endswith(b"FOUND"):
        return ScanState.INFECTED
    if answer == b"stream: OK":
        return ScanState.CLEAN
    log.error("virus scanner gave no verdict")
    return ScanState.WAITING


def _ask(content: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_SECONDS)
        line.connect(settings.CLAMAV_SOCKET)
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while part := line.recv(4096):
            answer += part
            if b"\0" in part:
                break
    return answer.partition(b"\0")[0].strip()
