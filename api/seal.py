"""Texts that a browser keeps for this service: whether it was this service that gave them out, and not long ago."""

import base64
import hmac
import secrets
import time
from collections.abc import Callable
from typing import Final

_DIGEST: Final = "sha256"
_TAG_BYTES: Final = 32
_TIME_BYTES: Final = 8


class Seal:
    """A key of its own, which nobody else ever has: what another process, or this one before a restart, gave out is not known here."""

    def __init__(self, life_s: int, *, clock: Callable[[], float] = time.time) -> None:
        """`life_s`: how long what is given out is good."""
        self._key = secrets.token_bytes(32)
        self._life_s = life_s
        self._clock = clock

    def close(self, text: str) -> str:
        """The text as a cookie may hold it, to be read by anybody and written by nobody: base64 of tag, end and text."""
        told = (int(self._clock()) + self._life_s).to_bytes(_TIME_BYTES) + text.encode()
        return base64.urlsafe_b64encode(self._tag(told) + told).decode().rstrip("=")

    def open(self, value: str) -> str:
        """Raises: ValueError: this did not give it out, or too long ago."""
        whole = base64.urlsafe_b64decode(value.encode() + b"==")
        tag, told = whole[:_TAG_BYTES], whole[_TAG_BYTES:]
        if not hmac.compare_digest(tag, self._tag(told)):
            raise ValueError("this service did not give it out")
        if int.from_bytes(told[:_TIME_BYTES]) < self._clock():
            raise ValueError("its time is over")
        return told[_TIME_BYTES:].decode()

    def _tag(self, told: bytes) -> bytes:
        return hmac.digest(self._key, told, _DIGEST)
