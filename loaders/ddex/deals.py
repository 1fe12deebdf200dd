"""What the deals of an ERN message say of a release: where, how and since when it may be offered, or that it is taken down.

ERN 3.8 takes a release down by a deal that says so (`TakeDown`, `AllDealsCancelled`), for some territories or for all. ERN 4 has no such
element: the deals sent last replace those before, so a release is taken down by a message that has no deal for it or only deals that
have ended (ERN 4 part 1, 6.19.4). Whether a deal has ended is judged by the message's own date; no clock is read. A message without any
list of deals is left alone: metadata sent ahead of its deals looks the same as a take-down.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from loaders.ddex.values import Deal, Message, parse_day
from loaders.rows import unique_texts
from loaders.xml import Node

WORLD: Final = "Worldwide"
_TRUE: Final = ("true", "1")


def read_deals(node: Node) -> tuple[list[str], list[Deal]]:
    """The releases that a ReleaseDeal is about, and its deals."""
    deals = [_deal(terms) for deal in node.all("Deal") for terms in deal.all("DealTerms") or [deal]]
    return unique_texts(node.texts("DealReleaseReference")), deals


def _deal(terms: Node) -> Deal:
    # the terms themselves stand for a period where the message leaves it out, which no schema allows and some senders do
    periods = terms.all("ValidityPeriod") or [terms]
    starts = [day for period in periods if (day := _day(period, "StartDate", "StartDateTime"))]
    ends = [_day(period, "EndDate", "EndDateTime") for period in periods]
    closed = [day for day in ends if day]
    territories = set(terms.texts("TerritoryCode"))
    return Deal(
        territories=frozenset() if WORLD in territories else frozenset(territories),
        excluded=frozenset(terms.texts("ExcludedTerritoryCode")),
        models=frozenset(
            model.get("UserDefinedValue") or model.own_text
            for model in terms.all("CommercialModelType")
            if model.own_text
        ),
        uses=frozenset(
            use.get("UserDefinedValue") or use.own_text
            for part in [terms, *terms.all("Usage")]
            for use in part.all("UseType")
            if use.own_text
        ),
        starts_on=min(starts, default=None),
        ends_on=max(closed) if len(closed) == len(ends) else None,
        is_takedown=any(terms.text(name) in _TRUE for name in ("TakeDown", "AllDealsCancelled")),
    )


def _day(period: Node, *names: str) -> date | None:
    return next((day for name in names if (text := period.text(name)) and (day := parse_day(text))), None)


@dataclass(frozen=True, slots=True)
class _Area:
    """Territories: those named, or the world (`named` is None) but for some."""

    named: frozenset[str] | None
    but: frozenset[str] = frozenset()

    def __or__(self, other: "_Area") -> "_Area":
        if self.named is None and other.named is None:
            return _Area(None, self.but & other.but)
        if self.named is None:
            return _Area(None, self.but - (other.named or frozenset()))
        if other.named is None:
            return other | self
        return _Area(self.named | other.named)


def _area(deals: Iterable[Deal]) -> _Area:
    area = _Area(frozenset())
    for deal in deals:
        area |= _Area(deal.territories - deal.excluded) if deal.territories else _Area(None, deal.excluded)
    return area


def availability(message: Message, release: str, tracks: list[str], today: date | None) -> dict[str, Any] | None:
    """The columns of `availability` but for the ids; None if the message says nothing of it.

    Args:
        release, tracks: references of a release, and of those for its single tracks, under which most services sell it.
        today: the day on which the message was written.
    """
    own = message.deals.get(release, [])
    inside = [deal for track in tracks for deal in message.deals.get(track, [])]
    said = [*own, *inside]
    if not said:
        # only since version 4 does silence withdraw
        return _withdrawn([]) if message.has_deals and message.version.startswith("4") else None
    offers = [deal for deal in said if not deal.is_takedown]
    live = [deal for deal in offers if _is_live(deal, today)]
    takedowns = [deal for deal in own or inside if deal.is_takedown]
    due = [deal for deal in takedowns if deal.starts_on is None or today is None or deal.starts_on <= today]
    gone = _area(due)
    if gone.named is None and not gone.but:
        # the release as a whole is gone; its tracks may still be offered one by one
        live = [deal for deal in inside if not deal.is_takedown and _is_live(deal, today)]
        gone = _Area(frozenset())
    if not live and (gone.named == frozenset() or gone.named is None):
        return _withdrawn(offers)
    planned = [deal for deal in takedowns if deal.starts_on and today and deal.starts_on > today]
    if planned and _area(planned) == _Area(None):
        last_day = min(deal.starts_on for deal in planned if deal.starts_on)
        live = [replace(deal, ends_on=min(deal.ends_on or last_day, last_day)) for deal in live]
    return _available(live, gone)


def _is_live(deal: Deal, today: date | None) -> bool:
    return deal.ends_on is None or today is None or deal.ends_on >= today


def _withdrawn(ended: list[Deal]) -> dict[str, Any]:
    return {"status": "withdrawn", "reason": "takedown", **_terms(ended)}


def _available(live: list[Deal], gone: _Area) -> dict[str, Any]:
    area = _area(live)
    if area.named is not None and gone.named and live and not area.named - gone.named:
        return _withdrawn(live)
    taken = gone.named or frozenset()
    named = [WORLD] if area.named is None else sorted(area.named - taken)
    return {
        "status": "available",
        **_terms(live),
        "territories": named or None,
        "excluded_territories": sorted(area.but | taken) or None,
    }


def _terms(deals: list[Deal]) -> dict[str, Any]:
    """Sorted, so that the order in which a sender happens to write them is no change."""
    ends = [deal.ends_on for deal in deals]
    return {
        "commercial_models": sorted({model for deal in deals for model in deal.models}) or None,
        "use_types": sorted({use for deal in deals for use in deal.uses}) or None,
        "starts_on": min((deal.starts_on for deal in deals if deal.starts_on), default=None),
        "ends_on": max((end for end in ends if end), default=None) if ends and all(ends) else None,
    }
