"""How often one may ask: a token bucket for each principal, and for each address of those who are none yet."""

import math
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Final

from graph.errors import RateLimited

_MOST_BUCKETS: Final = 10_000


def whereabouts(address: str) -> str:
    """Whom an address is counted as. An IPv6 subscriber has a /64 of them, at least (RFC 6177, section 2)."""
    try:
        found = ip_address(address)
    except ValueError:  # a name that a proxy made up, or none: a socket file has no address
        return address
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


class Rate:
    """`per_minute` requests each, of which a tenth of a minute's may come at once."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = max(1.0, per_minute / 10)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def spend(self, who: str) -> None:
        """Take one request. Raises: RateLimited: there is none left."""
        now = self._clock()
        left, at = self._buckets.get(who, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_second)
        if left < 1:
            wait_s = max(1, math.ceil((1 - left) / self._per_second))
            raise RateLimited(
                f"more than {self._per_second * 60:.0f} requests a minute",
                hint=f"wait {wait_s} s, or ask for more in one request",
                retry_after_s=wait_s,
            )
        self._buckets[who] = (left - 1, now)
        if len(self._buckets) > _MOST_BUCKETS:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Drop the buckets that are full again: to have none is the same."""
        self._buckets = {
            who: (left, at)
            for who, (left, at) in self._buckets.items()
            if left + (now - at) * self._per_second < self._burst
        }
