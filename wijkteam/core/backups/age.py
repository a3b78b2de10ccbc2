"""Closing files for the holder of a key that is not here, in the format of age (age-encryption.org/v1).

The machine that makes backups knows the public half only, so whoever steals it and its backups reads nothing. The
format is an open one: the tool `age` opens what is closed here, also when nothing of Wijkteam is left.
"""

import base64
import os
from collections.abc import Iterator
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_CHUNK: Final = 64 * 1024
_TAG: Final = 16
_VERSION: Final = b"age-encryption.org/v1\n"
_ALPHABET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class NotOurs(Exception):
    """It was closed for another key, was changed, or breaks off."""


def make_key() -> tuple[str, str]:
    """A private key, to be kept elsewhere, and its public half."""
    private = X25519PrivateKey.generate()
    return _bech32("age-secret-key-", private.private_bytes_raw()).upper(), public_half(private)


def public_half(private: X25519PrivateKey | str) -> str:
    key = _private(private) if isinstance(private, str) else private
    return _bech32("age", key.public_key().public_bytes_raw())


def close_nothing(public: str) -> None:
    """Raises ValueError when this is no public half of a key."""
    _data("age", public)


def close(source: IO[bytes], target: IO[bytes], *, public: str) -> None:
    """Write what `source` holds to `target`, for the holder of the private half of `public`."""
    closing = Closing(target, public=public)
    while part := source.read(_CHUNK):
        closing.write(part)
    closing.finish()


class Closing:
    """The same for whoever makes the content bit by bit: write all of it, then finish. Holds one chunk in memory."""

    def __init__(self, target: IO[bytes], *, public: str) -> None:
        receiver = X25519PublicKey.from_public_bytes(_data("age", public))
        file_key = os.urandom(16)
        once = X25519PrivateKey.generate()
        share = once.public_key().public_bytes_raw()
        wrap = _derive(once.exchange(receiver), share + receiver.public_bytes_raw(), b"age-encryption.org/v1/X25519")
        body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
        head = _VERSION + b"-> X25519 " + _base64(share) + b"\n" + _base64(body) + b"\n---"
        nonce = os.urandom(16)
        target.write(head + b" " + _base64(_mac(file_key, head)) + b"\n" + nonce)
        self._cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._target = target
        self._waits = bytearray()
        self._number = 0

    def write(self, data: bytes) -> int:
        self._waits += data
        while len(self._waits) > _CHUNK:  # the last chunk is never empty, and marked: it waits for what follows
            self._put(bytes(self._waits[:_CHUNK]), is_last=False)
            del self._waits[:_CHUNK]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._waits), is_last=True)

    def flush(self) -> None:
        """Nothing goes before its chunk is full."""

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_counter(self._number, is_last=is_last), chunk, None))
        self._number += 1


def open_closed(source: IO[bytes], target: IO[bytes], *, private: str) -> None:
    """The way back.

    Raises:
        NotOurs: nothing of what was written to `target` may be used.
    """
    for chunk in opened(source, private=private):
        target.write(chunk)


def opened(source: IO[bytes], *, private: str) -> Iterator[bytes]:
    """The same, chunk by chunk: each is as it was closed, and one that was changed or is missing ends it.

    Raises:
        NotOurs
    """
    key = _private(private)
    own = key.public_key().public_bytes_raw()
    file_key, head = b"", source.readline()
    if head != _VERSION:
        raise NotOurs
    line = source.readline()
    while line.startswith(b"-> "):
        words, body = line.split(), b""
        head += line
        while True:
            part = source.readline()
            head += part
            body += part.strip()
            if len(part.strip()) < 64:
                break
        if words[1:2] == [b"X25519"] and not file_key:
            share = _unbase64(words[2])
            shared = key.exchange(X25519PublicKey.from_public_bytes(share))
            wrap = _derive(shared, share + own, b"age-encryption.org/v1/X25519")
            try:
                file_key = ChaCha20Poly1305(wrap).decrypt(bytes(12), _unbase64(body), None)
            except InvalidTag:
                file_key = b""
        line = source.readline()
    if not line.startswith(b"--- ") or not file_key:
        raise NotOurs
    if not bytes_eq(_mac(file_key, head + b"---"), _unbase64(line[4:].strip())):
        raise NotOurs
    cipher = ChaCha20Poly1305(_derive(file_key, source.read(16), b"payload"))
    try:
        for number, (chunk, is_last) in enumerate(_chunks(source, _CHUNK + _TAG)):
            yield cipher.decrypt(_counter(number, is_last=is_last), chunk, None)
    except InvalidTag as error:
        raise NotOurs from error


def _chunks(source: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Each with whether it is the last; one empty chunk for an empty file."""
    chunk = _whole(source, size)
    while True:
        following = _whole(source, size) if len(chunk) == size else b""
        yield chunk, not following
        if not following:
            return
        chunk = following


def _whole(source: IO[bytes], size: int) -> bytes:
    """A pipe gives what it has; this waits for all of it."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _counter(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _derive(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt or None, info=purpose).derive(secret)


def _mac(file_key: bytes, head: bytes) -> bytes:
    mac = HMAC(_derive(file_key, b"", b"header"), SHA256())
    mac.update(head)
    return mac.finalize()


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unbase64(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise NotOurs from error


def _private(text: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_data("age-secret-key-", text.strip().lower()))


# Bech32 (BIP 173): how age writes its keys.


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if (top >> place) & 1 else 0
    return check


def _expanded(prefix: str) -> list[int]:
    return [ord(one) >> 5 for one in prefix] + [0] + [ord(one) & 31 for one in prefix]


def _regrouped(data: list[int], size: int, into: int, *, pad: bool) -> list[int]:
    held = bits = 0
    found = []
    for value in data:
        held, bits = (held << size) | value, bits + size
        while bits >= into:
            bits -= into
            found.append((held >> bits) & ((1 << into) - 1))
    if pad and bits:
        found.append((held << (into - bits)) & ((1 << into) - 1))
    return found


def _bech32(prefix: str, data: bytes) -> str:
    values = _regrouped(list(data), 8, 5, pad=True)
    check = _polymod([*_expanded(prefix), *values, *[0] * 6]) ^ 1
    values += [(check >> 5 * (5 - place)) & 31 for place in range(6)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in values)


def _data(prefix: str, text: str) -> bytes:
    """Raises ValueError on a typing error: that is what the last six signs are for."""
    found, separator, rest = text.strip().rpartition("1")
    if found != prefix or not separator or any(one not in _ALPHABET for one in rest):
        raise ValueError("this is no such key")
    values = [_ALPHABET.index(one) for one in rest]
    if _polymod([*_expanded(prefix), *values]) != 1:
        raise ValueError("there is a typing error in this key")
    return bytes(_regrouped(values[:-6], 5, 8, pad=False))
