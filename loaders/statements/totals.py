"""Money by payee, release and period, summed exactly over the lines of one statement.

A statement pays a release a line for every shop and country. Each statement's sum is a payout of its own (`statement_id`), since the next
statement pays the same month again: what adds up over statements is summed where it is read. Sums are decimal, never rounded, and
turned into a float once, at the end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from typing import Final

import polars as pl

from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice
from loaders.rows import Row, attributes

EXACT: Final = Context(prec=400, traps=[Inexact])
"""Enough digits for every number that `statement_numbers` lets through; a sum that would be rounded raises."""

Key = tuple[str, str, str | None]
"""Payee, release and month (YYYY-MM, None if the statement does not say)."""


@dataclass(slots=True)
class Total:
    """What the lines of one key come to: `amounts` by currency, `extras` are other sums such as the quantity.

    `until`: the last month, where a line's period is longer than a month.
    """

    amounts: dict[str, Decimal] = field(default_factory=dict)
    extras: dict[str, Decimal] = field(default_factory=dict)
    origins: tuple[str, ...] = ()
    lowest_share: Decimal | None = None
    highest_share: Decimal | None = None
    lines: int = 0
    until: str | None = None

    def add(self, other: "Total") -> None:
        """Take in what other lines of the same key come to. The order in which this is done changes nothing."""
        for mine, theirs in ((self.amounts, other.amounts), (self.extras, other.extras)):
            for name, number in theirs.items():
                mine[name] = EXACT.add(mine.get(name, Decimal(0)), number)
        if other.origins != self.origins:
            self.origins = tuple(sorted({*self.origins, *other.origins}))
        self.lines += other.lines
        self.until = max(filter(None, (self.until, other.until)), default=None)
        lows = [share for share in (self.lowest_share, other.lowest_share) if share is not None]
        highs = [share for share in (self.highest_share, other.highest_share) if share is not None]
        self.lowest_share, self.highest_share = min(lows, default=None), max(highs, default=None)


class Totals:
    """Totals by key. Memory grows with the keys, not with the lines."""

    def __init__(self) -> None:
        self._by_key: dict[Key, Total] = {}

    def add(self, key: Key, total: Total) -> None:
        """Add to the key's total; the total that is given may be kept and changed."""
        standing = self._by_key.setdefault(key, total)
        if standing is not total:
            standing.add(total)

    def merge(self, other: "Totals", *, share_unit: Decimal | None = Decimal(1)) -> None:
        """Take in another table, whose shares are in `share_unit` (0.01: percent; None: of no use, left out)."""
        for key, total in other._by_key.items():
            if total.lowest_share is not None and total.highest_share is not None:
                total.lowest_share = None if share_unit is None else total.lowest_share * share_unit
                total.highest_share = None if share_unit is None else total.highest_share * share_unit
            self.add(key, total)

    def payouts(self, delivery: Delivery, *, options: LoadOptions) -> Iterator[Batch | Notice]:
        """Every key as one payout of this delivery.

        Money in more than one currency has no sum: such a payout has no amount, and the sums are in its source attributes.
        """
        found = list(self._by_key.items())
        for start in range(0, len(found), options.batch_rows):
            rows = [_payout(key, total, delivery) for key, total in found[start : start + options.batch_rows]]
            yield Batch(delivery, "payouts", pl.DataFrame(rows, schema=RECORDS["payouts"].schema))
        mixed = sum(len(total.amounts) > 1 for _, total in found)
        if mixed:
            text = (
                f"{mixed} payouts are in more than one currency: they have no amount, the sums are in their attributes"
            )
            yield Notice(delivery.file, text)


def _payout(key: Key, total: Total, delivery: Delivery) -> Row:
    payee_id, release_id, period = key
    one = len(total.amounts) == 1
    currency, amount = next(iter(total.amounts.items())) if one else (None, None)
    same_share = total.lowest_share == total.highest_share
    return {
        "payee_id": payee_id,
        "release_id": release_id,
        "share": None if total.lowest_share is None or not same_share else float(total.lowest_share),
        "amount": None if amount is None else float(amount),
        "currency": currency,
        "period": period,
        "statement_id": delivery.delivery_id[:16],
        "source_attributes": attributes(
            statement=list(total.origins),
            lines=total.lines,
            period_until=total.until if total.until != period else None,
            amounts=None if one else _plain(total.amounts),
            shares=None if same_share else [float(total.lowest_share or 0), float(total.highest_share or 0)],
            **_plain(total.extras),
        ),
    }


def _plain(numbers: Mapping[str, Decimal]) -> dict[str, str]:
    """Exact decimal texts without an exponent or closing zeros, by name."""
    return {name: format(EXACT.normalize(number), "f") for name, number in sorted(numbers.items())}
