"""The lines of a recognised statement: typed, checked, and summed by payee, release and month."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import islice
from operator import itemgetter
from typing import Any, Final

import polars as pl

from graph.identifiers import currency_form, isrc_form, upc_form
from graph.name_forms import normal_form
from graph.records import Delivery, Quarantined
from loaders.rows import shortened
from loaders.statements.layout import FIELDS, Layout, column_key
from loaders.statements.table import Record, Table, holds_bad_bytes
from loaders.statements.totals import EXACT, Total
from loaders.statements.values import E_MAIL, MAX_DATE, escaped, mapped, month_of, number_form, stripped, unguarded

PIECE_LINES: Final = 50_000
_FOOTER: Final = re.compile(r"\s*(grand |sub)?totals?\b", re.IGNORECASE)
_LINE, _FIRST, _PERIOD = "\x00line", "\x00first", "period"
_PAYOUT: Final = ("payee_id", "release_id", _PERIOD, "currency", "share")
_FACTS: Final = ("upc", "isrc", "artist", "track_artist", "title", "release_title", "label", "payee_name")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines: `sums` has a row for lines of one payout, with `amount` and `quantity` as lists of decimal texts.

    `named`: what the lines say of releases and payees, each once. `lines`: how many were read, those set aside among them.
    `footers`: sums below the lines, passed over. `odd_codes`: lines whose UPC or ISRC has not the form of one.
    """

    sums: pl.DataFrame
    named: pl.DataFrame
    faults: list[Quarantined]
    lines: int
    footers: int
    odd_codes: int


def read_pieces(
    rows: Iterator[tuple[int, Record]], table: Table, *, delivery: Delivery, payee_id: str | None
) -> Iterator[Piece]:
    """Read the rows piece by piece. `payee_id`: who is paid where the statement does not say. Raises: as the rows do."""
    reader = _Reader(table, delivery, payee_id)
    while piece := list(islice(rows, PIECE_LINES)):
        yield reader.read(piece)


def total_of(group: dict[str, Any], layout: Layout) -> Total:
    """What the lines of a row of `Piece.sums` come to."""
    share = _share(group["share"], layout)
    quantities = [Decimal(text) for text in group["quantity"] if text is not None]
    return Total(
        {group["currency"]: reduce(EXACT.add, map(Decimal, group["amount"]))},
        {"quantity": reduce(EXACT.add, quantities)} if quantities else {},
        (layout.name,),
        share,
        share,
        len(group["amount"]),
    )


def _share(text: str | None, layout: Layout) -> Decimal | None:
    if text is None:
        return None
    percent = text.endswith("%") or layout.share_unit == "percent"
    return EXACT.multiply(Decimal(text.removesuffix("%")), Decimal("0.01" if percent else "1"))


@dataclass(frozen=True, slots=True)
class _Rule:
    """`broken`: the lines that break it; the rest is what the person who corrects the file reads."""

    field: str
    broken: pl.Expr
    reason: str
    remedy: str


class _Reader:
    """Makes typed groups of the rows of one table."""

    def __init__(self, table: Table, delivery: Delivery, payee_id: str | None) -> None:
        self._layout = table.layout
        self._delivery = delivery
        self._payee_id = payee_id
        self._is_sheet = table.delimiter is None
        self._width = len(table.header)
        keys = [column_key(column) for column in table.header]
        named = dict(table.layout.columns)
        if table.layout.period_column is not None:
            named[_PERIOD] = table.layout.period_column
        self._places = {
            field: keys.index(column_key(name)) for field, name in named.items() if column_key(name) in keys
        }
        self._columns = {field: table.header[place] for field, place in self._places.items()}
        self._pick = itemgetter(*self._places.values())
        self._skip = [(keys.index(column_key(name)), values) for name, values in table.layout.skip.items()]

    def read(self, piece: list[tuple[int, Record]]) -> Piece:
        rows: list[tuple[Any, ...]] = []
        faults: list[Quarantined] = []
        footers = 0
        for line, record in piece:
            if isinstance(record, str):
                faults.append(self._fault(line, "", "", record, "export the statement again"))
                continue
            if not any(record):
                continue
            first = next(filter(None, record))
            fields = self._fitted(record)
            if fields is not None:
                if not any(column_key(fields[place]) in values for place, values in self._skip):
                    rows.append((line, first, *self._picked(fields)))
            elif _FOOTER.match(first):
                footers += 1
            else:
                reason = f"the line has {len(record)} fields, the header has {self._width}"
                remedy = 'put a value that holds the delimiter between double quotes, and double a quote inside it ("")'
                faults.append(self._fault(line, "", "", reason, remedy))
        lines = len(rows) + len(faults)
        frame, foreign = self._frame(rows)
        kept, wrong, below = self._checked(frame)
        faults = sorted([*faults, *foreign, *wrong], key=lambda fault: fault.line)
        sums = kept.group_by(_PAYOUT, maintain_order=True).agg("amount", "quantity")
        named = kept.select("payee_id", "release_id", *_FACTS).unique(maintain_order=True)
        return Piece(sums, named, faults, lines - below, footers + below, int(kept["odd_code"].sum()))

    def _fitted(self, record: list[str]) -> list[str] | None:
        """The record with as many fields as the header. Fields too many may only be empty; a sheet leaves out those at the end."""
        missing = self._width - len(record)
        if missing < 0:
            return None if any(record[self._width :]) else record[: self._width]
        if missing and not self._is_sheet:
            return None
        return [*record, *[""] * missing] if missing else record

    def _picked(self, fields: list[str]) -> tuple[str, ...]:
        picked: tuple[str, ...] = self._pick(fields) if len(self._places) > 1 else (self._pick(fields),)
        return picked

    def _frame(self, rows: list[tuple[Any, ...]]) -> tuple[pl.DataFrame, list[Quarantined]]:
        """The rows as a table of text, without those that hold bytes of another encoding."""
        faults: list[Quarantined] = []
        try:
            return self._table(rows), faults
        except UnicodeEncodeError:
            whole = []
            for row in rows:
                bad = [field for field, text in zip(self._places, row[2:], strict=True) if holds_bad_bytes(text)]
                if bad:
                    reason = f"holds bytes that are not {self._layout.encoding}"
                    remedy = 'name the file\'s encoding in the layout, such as encoding = "cp1252"'
                    faults.append(self._fault(row[0], self._columns[bad[0]], "", reason, remedy))
                else:
                    whole.append((row[0], "", *row[2:]) if holds_bad_bytes(row[1]) else row)
            return self._table(whole), faults

    def _table(self, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
        names = (_LINE, _FIRST, *self._places)
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        kinds = (pl.Int64, *[pl.String] * (len(names) - 1))
        frame = pl.DataFrame(
            [
                pl.Series(name, list(column), dtype=kind)
                for name, column, kind in zip(names, columns, kinds, strict=True)
            ]
        )
        return frame.with_columns(
            pl.lit(None, dtype=pl.String).alias(name) for name in (*FIELDS, _PERIOD) if name not in frame
        )

    def _checked(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Quarantined], int]:
        """The lines that keep the rules, typed, the faults of the others, and how many of those are sums at the end."""
        rules = self._rules(frame)
        broken = pl.coalesce([pl.when(rule.broken).then(pl.lit(number)) for number, rule in enumerate(rules)])
        typed = self._typed(frame).with_columns(broken.alias("fault"))
        is_bad = typed["fault"].is_not_null()
        faults: list[Quarantined] = []
        footers = 0
        for number, row in zip(typed["fault"].filter(is_bad), frame.filter(is_bad).iter_rows(named=True), strict=True):
            rule = rules[number]
            if _FOOTER.match(row[_FIRST]):
                footers += 1
                continue
            value = "" if rule.field == "payee" else row[rule.field] or ""
            faults.append(self._fault(row[_LINE], self._columns.get(rule.field, ""), value, rule.reason, rule.remedy))
        return typed.filter(~is_bad), faults, footers

    def _typed(self, frame: pl.DataFrame) -> pl.DataFrame:
        layout = self._layout
        constant = layout.constants
        currency = currency_form(pl.col("currency")) if "currency" not in constant else pl.lit(constant["currency"])
        payee = mapped(frame["payee"], lambda name: f"statement:{layout.name}:payee:{normal_form(name)}")
        typed = frame.with_columns(
            *(
                stripped(pl.col(name))
                for name in ("artist", "track_artist", "title", "release_title", "label", "payee_name")
            ),
            upc_form(unguarded(pl.col("upc"))).alias("upc"),
            isrc_form(unguarded(pl.col("isrc"))).alias("isrc"),
            number_form(pl.col("amount"), layout.decimal).alias("amount"),
            number_form(pl.col("quantity"), layout.decimal).alias("quantity"),
            self._share_form().alias("share"),
            currency.alias("currency"),
            mapped(frame[_PERIOD], lambda text: month_of(text[:MAX_DATE], layout.formats)).alias(_PERIOD),
            payee.alias("payee_id"),
            pl.any_horizontal(_is_odd("upc", upc_form), _is_odd("isrc", isrc_form)).alias("odd_code"),
        )
        given = constant.get("payee") or self._payee_id
        return typed.with_columns(pl.col("payee_id").fill_null(pl.lit(given, dtype=pl.String))).with_columns(
            self._release_ids(typed).alias("release_id")
        )

    def _share_form(self) -> pl.Expr:
        text = pl.col("share").str.strip_chars()
        number = number_form(text.str.strip_suffix("%"), self._layout.decimal)
        whole = pl.when(text.str.ends_with("%") | (self._layout.share_unit == "percent")).then(100.0).otherwise(1.0)
        sign = pl.when(text.str.ends_with("%")).then(pl.lit("%")).otherwise(pl.lit(""))
        return pl.when(number.cast(pl.Float64, strict=False).is_between(0, whole)).then(number + sign)

    def _release_ids(self, typed: pl.DataFrame) -> pl.Series:
        """`upc:…`, else `isrc:…` of a track sold alone, else the names; null without any of them."""
        source = self._layout.name
        artist = mapped(typed["artist"], lambda name: f"statement:{source}:{escaped(name)}")
        title = mapped(typed.select(pl.coalesce("release_title", "title")).to_series(), normal_form)
        by_name = pl.concat_str(artist, title, separator=":")
        return typed.select(pl.coalesce("upc:" + pl.col("upc"), "isrc:" + pl.col("isrc"), by_name).alias("id"))["id"]

    def _rules(self, frame: pl.DataFrame) -> list[_Rule]:
        layout = self._layout
        mark = layout.decimal
        there = {name: frame[name].str.strip_chars().fill_null("") != "" for name in ("payee", "share", "quantity")}
        e_mail = (frame["payee"].fill_null("") + " " + frame["payee_name"].fill_null("")).str.contains(E_MAIL)
        rules = [
            _Rule("payee", pl.lit(e_mail), "the payee is an e-mail address, which is never held in clear", "name the payee with --payee"),
            _Rule("payee", pl.col("payee_id").is_null(), "the line does not say who is paid", "fill it in, or name the payee with --payee"),
            _Rule("amount", pl.col("amount").is_null(), f"is not an amount with the decimal mark `{mark}`", f"correct it, or set decimal = \"{',' if mark == '.' else '.'}\" in a layout of your own"),
            _Rule("currency", pl.col("currency").is_null(), "is not a currency code of three letters", "write it as in ISO 4217, such as EUR"),
            _Rule("upc", pl.col("release_id").is_null(), "the line names no release: no UPC, no ISRC, no artist with a title", "fill in one of them"),
            _Rule("share", pl.lit(there["share"]) & pl.col("share").is_null(), f"is not a share ({layout.share_unit})", "write a part of the whole, or leave it empty"),
            _Rule("quantity", pl.lit(there["quantity"]) & pl.col("quantity").is_null(), "is not a number", "correct it, or leave it empty"),
        ]  # fmt: skip
        if layout.period_column is not None:
            remedy = "correct it, or put its format into a layout of your own"
            rules.append(
                _Rule(_PERIOD, pl.col(_PERIOD).is_null(), f"is not a date like {' or '.join(layout.formats)}", remedy)
            )
        return rules

    def _fault(self, line: int, column: str, value: str, reason: str, remedy: str) -> Quarantined:
        return Quarantined(
            self._delivery.file, line, column, shortened(value), reason, remedy, self._delivery.delivery_id
        )


def _is_odd(column: str, form: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    text = unguarded(pl.col(column))
    return (text.fill_null("") != "") & form(text).is_null()
