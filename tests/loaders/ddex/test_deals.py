"""What deals say of a release's availability."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.loaders.ddex.messages import album, load, message, recording, release, write

TERMS = {
    "stream": "<CommercialModelType>SubscriptionModel</CommercialModelType><UseType>OnDemandStream</UseType>",
    "gone": "<TakeDown>true</TakeDown>",
    "cancelled": "<AllDealsCancelled>true</AllDealsCancelled>",
}


def deal(terms: str = "stream", *, to: str = "Worldwide", but: str = "", start: str = "", end: str = "") -> str:
    """A deal for territories (a list with blanks), or for all but some."""
    places = "".join(f"<TerritoryCode>{code}</TerritoryCode>" for code in to.split() if not but)
    places += "".join(f"<ExcludedTerritoryCode>{code}</ExcludedTerritoryCode>" for code in but.split())
    dates = f"<StartDate>{start}</StartDate>" if start else ""
    dates += f"<EndDate>{end}</EndDate>" if end else ""
    period = f"<ValidityPeriod>{dates}</ValidityPeriod>"
    return f"<Deal><DealTerms>{TERMS[terms]}{places}{period}</DealTerms></Deal>"


def deals(**by_release: str) -> str:
    parts = (
        f"<ReleaseDeal><DealReleaseReference>{reference}</DealReleaseReference>{text}</ReleaseDeal>"
        for reference, text in by_release.items()
    )
    return f"<DealList>{''.join(parts)}</DealList>"


TRACK = (
    "<TrackRelease><ReleaseReference>R1</ReleaseReference><ReleaseId><ProprietaryId Namespace='x'>t</ProprietaryId>"
    "</ReleaseId><ReleaseResourceReference>A1</ReleaseResourceReference></TrackRelease>"
)


def availability(folder: Path, text: str, version: str = "43") -> dict[str, Any] | None:
    """The release's row without its nulls and ids, of a message written on 2 January 2026; None without one."""
    body = album(
        recording("A1", "QZABC2600001", "One"), releases=release("0123456789012", "All", "A1") + TRACK, deals=text
    )
    rows = load(write(folder, message(body, version=version))).rows["availability"]
    if not rows:
        return None
    (row,) = rows
    assert row.pop("availability_id") == row.pop("release_id") == "ddex:PADPIDA2099010101X:123456789012"
    return {name: value for name, value in row.items() if value is not None}


STREAM = {"status": "available", "commercial_models": ["SubscriptionModel"], "use_types": ["OnDemandStream"]}
OPEN = {**STREAM, "territories": ["Worldwide"]}
GONE = {"status": "withdrawn", "reason": "takedown"}
ENDED = {**GONE, "commercial_models": ["SubscriptionModel"], "use_types": ["OnDemandStream"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(deal(), OPEN, id="everywhere"),
        pytest.param(deal(start="2025-01-01"), {**OPEN, "starts_on": date(2025, 1, 1)}, id="since a day"),
        pytest.param(
            deal(start="2025-02-01", end="2027-01-01") + deal(start="2025-01-01", end="2028-01-01"),
            {**OPEN, "starts_on": date(2025, 1, 1), "ends_on": date(2028, 1, 1)},
            id="earliest start and latest end",
        ),
        pytest.param(deal(end="2027-01-01") + deal(), OPEN, id="no end unless all end"),
        pytest.param(deal(to="FR DE") + deal(to="DE AT"), {**STREAM, "territories": ["AT", "DE", "FR"]}, id="territories"),
        pytest.param(deal(but="CN"), {**OPEN, "excluded_territories": ["CN"]}, id="all but one"),
        pytest.param(
            deal(but="CN FR RU") + deal(but="CN FR US") + deal(to="FR"),
            {**OPEN, "excluded_territories": ["CN"]},
            id="excluded only where no deal includes it",
        ),
        pytest.param(deal(end="2026-01-01"), {**ENDED, "ends_on": date(2026, 1, 1)}, id="ended the day before"),
        pytest.param(deal(end="2026-01-02"), {**OPEN, "ends_on": date(2026, 1, 2)}, id="ends on the day"),
        pytest.param(
            deal(to="US", end="2025-01-01") + deal(to="FR"), {**STREAM, "territories": ["FR"]}, id="one of two ended"
        ),
        pytest.param("<Deal><IsCommunicatedOutOfBand>true</IsCommunicatedOutOfBand></Deal>",
                     {"status": "available", "territories": ["Worldwide"]}, id="agreed elsewhere"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", ["382", "43"])
def test_offers(tmp_path: Path, version: str, text: str, expected: dict[str, Any]) -> None:
    assert availability(tmp_path, deals(R0=text), version) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(deal("gone"), GONE, id="gone"),
        pytest.param(deal("cancelled", to=""), GONE, id="cancelled without a territory"),
        pytest.param(deal() + deal("gone"), ENDED, id="gone in spite of an older deal"),
        pytest.param(
            deal() + deal("gone", to="FR"), {**OPEN, "excluded_territories": ["FR"]}, id="gone in one country"
        ),
        pytest.param(
            deal(to="FR DE") + deal("gone", to="FR"),
            {**STREAM, "territories": ["DE"], "excluded_territories": ["FR"]},
            id="gone in one of two",
        ),
        pytest.param(deal(to="FR") + deal("gone", to="FR"), ENDED, id="gone in the only one"),
        pytest.param(
            deal("gone", to="FR"), {"status": "available", "excluded_territories": ["FR"]}, id="nothing else said"
        ),
        pytest.param(
            deal() + deal("gone", start="2026-05-01"), {**OPEN, "ends_on": date(2026, 5, 1)}, id="will be gone"
        ),
        pytest.param(deal("gone", start="2026-01-02"), GONE, id="gone from today"),
    ],
)
def test_takedowns_of_38(tmp_path: Path, text: str, expected: dict[str, Any]) -> None:
    assert availability(tmp_path, deals(R0=text), "382") == expected


def test_a_message_without_deals_says_nothing(tmp_path: Path) -> None:
    assert availability(tmp_path, "", "382") is None
    assert availability(tmp_path, "", "43") is None


def test_since_version_4_a_list_of_deals_without_the_release_takes_it_down(tmp_path: Path) -> None:
    assert availability(tmp_path, deals(R7=deal()), "43") == GONE
    assert availability(tmp_path, "<DealList/>", "43") == GONE
    assert availability(tmp_path, deals(R7=deal()), "382") is None


def test_a_release_is_there_as_long_as_its_tracks_are(tmp_path: Path) -> None:
    assert availability(tmp_path, deals(R1=deal())) == OPEN
    assert availability(tmp_path, deals(R0=deal("gone"), R1=deal()), "382") == OPEN
    assert availability(tmp_path, deals(R0=deal("gone"), R1=deal("gone")), "382") == GONE
    assert availability(tmp_path, deals(R0=deal(end="2025-01-01"), R1=deal(to="FR"))) == {
        **STREAM,
        "territories": ["FR"],
    }


def test_the_order_of_deals_changes_nothing(tmp_path: Path) -> None:
    parts = [deal(to="FR", start="2025-03-01"), deal(but="CN", end="2029-01-01"), deal("gone", to="US")]
    found = [availability(tmp_path, deals(R0="".join(order)), "382") for order in (parts, parts[::-1])]
    assert found[0] == found[1]
    assert found[0] is not None
    assert found[0]["excluded_territories"] == ["CN", "US"]


def test_terms_of_the_sender_s_own(shared_data: Path) -> None:
    row = load(shared_data / "ddex" / "lifecycle_and_hostile" / "audius" / "dealTypes.xml").one("availability")
    assert row["commercial_models"] == ["FollowGated", "NFTGated", "PayAsYouGoModel"]
    assert row["use_types"] == ["OnDemandStream", "PermanentDownload"]


def test_a_takedown_in_one_country_of_an_old_message(shared_data: Path) -> None:
    row = load(shared_data / "ddex" / "lifecycle_and_hostile" / "7digital" / "ddex-sample_ern341.xml").one(
        "availability"
    )
    assert row["status"] == "available"
    assert "US" in row["excluded_territories"]
    assert "US" not in row["territories"]
    assert "GB" in row["territories"]
