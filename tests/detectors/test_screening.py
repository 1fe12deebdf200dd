"""Screening says of a draft what the nightly run says once it is there."""

from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl
import pytest

from benchmarks.drafting import take_out_artists, take_out_releases
from detectors import identity, impersonation, misattribution
from detectors.evidence import Context, Model, read_model, row_evidence, score_candidates
from detectors.run import separate_identities
from detectors.screening import draft_tables, screen_artists
from detectors.screening_answers import Screened, ScreenOptions
from detectors.screening_catalog import build_catalog
from detectors.screening_pages import build_pages
from detectors.screening_releases import CREDITS, screen_releases
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import Truth
from simulation import simulate

MODEL: Model = read_model()
OPTIONS = ScreenOptions()
RARITY_SHIFT = 0.35
"""Log-odds: of the target's name the draft is not counted; a word that two have for one weighs up to ln 2 / 20 · 5.7 more."""


@dataclass(frozen=True)
class Nightly:
    """What the nightly pipeline makes of a whole catalog, before the base rate."""

    snapshot: Snapshot
    truth: Truth
    mapping: pl.DataFrame
    suspects: pl.DataFrame
    misplaced: pl.DataFrame


@lru_cache(maxsize=3)
def nightly(generator: str) -> Nightly:
    made = simulate(700, seed=404, scenario="standard", generator=generator)
    snapshot = snapshot_from_records(made.records)
    start = Context(separate_identities(snapshot))
    acts = score_candidates(identity.DETECTOR.candidates(snapshot, start), identity.FEATURES, MODEL["identity"])
    scored = acts.select("subject", "target", "log_odds")
    _, mapping = identity.resolve_identities(snapshot, scored, MODEL["identity"], min_probability=0.5)
    context = Context(mapping, None, identity.likely_acts(scored))
    found = {
        detector.name: score_candidates(detector.candidates(snapshot, context), detector.features, MODEL[detector.name])
        for detector in (impersonation.DETECTOR, misattribution.DETECTOR)
    }
    return Nightly(snapshot, made.truth, mapping, found["impersonation"], found["misattribution"])


def best(table: pl.DataFrame, subject: str) -> dict[str, Any] | None:
    rows = table.filter(pl.col("subject") == subject).sort(["log_odds", "target"], descending=[True, False])
    return rows.row(0, named=True) if rows.height else None


def subjects(truth: Truth, kind: str, most: int) -> list[str]:
    return list(dict.fromkeys(finding.subject.id for finding in truth.of_kind(kind)))[:most]


def screen_one(whole: Nightly, artist: str) -> Screened:
    drafts, rest = take_out_artists(whole.snapshot, [artist])
    catalog = build_catalog(rest, whole.mapping.filter(pl.col("artist_id") != artist))
    [answer] = screen_artists(catalog, MODEL, drafts, options=OPTIONS)
    return answer


@pytest.mark.parametrize("generator", ["acts", "ledger", "census"])
def test_an_artist_is_screened_as_the_nightly_run_sees_it(generator: str) -> None:
    whole = nightly(generator)
    compared = 0
    for artist in subjects(whole.truth, "impersonation", 6):
        expected, answer = best(whole.suspects, artist), screen_one(whole, artist)
        if expected is None or expected["score"] < 0.2:
            continue
        compared += 1
        found = next(one for one in answer.candidates if one.artist_id == expected["target"])
        assert found.operation == expected["operation"]
        assert found.false_claim == pytest.approx(expected["score"], abs=0.03)
        if answer.claim == "impersonation":
            facts = row_evidence(expected, impersonation.DETECTOR.features, MODEL["impersonation"])
            assert_alike(answer, {item.type: item.weight for item in facts})
    assert compared


def assert_alike(answer: Screened, expected: dict[str, float]) -> None:
    weights = {item.type: item.weight for item in answer.evidence}
    assert set(weights) == set(expected)
    assert weights == pytest.approx(expected, abs=RARITY_SHIFT)
    equal = [name for name, weight in expected.items() if weights[name] == pytest.approx(weight, abs=1e-6)]
    assert len(equal) > len(expected) * 0.7


@pytest.mark.parametrize("generator", ["acts", "ledger", "census"])
def test_a_second_profile_is_attached_to_the_act_that_the_nightly_run_finds(generator: str) -> None:
    whole = nightly(generator)
    act_of = dict(whole.mapping.iter_rows())
    doubles = [found.artist_ids for found in whole.truth.identities if len({act_of[a] for a in found.artist_ids}) == 1]
    answers = [(profiles, screen_one(whole, profiles[-1])) for profiles in doubles[:5]]
    attached = [(profiles, answer) for profiles, answer in answers if answer.decision == "attach"]
    assert len(attached) >= len(answers) / 2
    for profiles, answer in attached:
        assert answer.target in profiles
        assert answer.reason == "same_act"
        assert answer.probability >= OPTIONS.attach_at


@pytest.mark.parametrize("generator", ["acts", "ledger", "census"])
def test_a_release_is_screened_as_the_nightly_run_sees_it(generator: str) -> None:
    whole = nightly(generator)
    fine = whole.snapshot["releases"]["release_id"].sample(4, seed=1).to_list()
    compared = 0
    for release in [*subjects(whole.truth, "misattribution", 6), *fine]:
        drafts, rest, credits = take_out_releases(whole.snapshot, [release])
        catalog, pages = build_catalog(rest, whole.mapping), build_pages(rest)
        [answer] = screen_releases(catalog, pages, MODEL, drafts, credits, options=OPTIONS)
        rows = whole.misplaced.filter(pl.col("subject") == release)
        for row in rows.filter(pl.col("target").is_in(credits["artist_id"].implode())).iter_rows(named=True):
            compared += 1
            found = next(one for one in answer.candidates if one.artist_id == row["target"])
            assert found.false_claim == pytest.approx(row["score"], abs=0.005)
            if answer.target == row["target"]:
                facts = row_evidence(row, misattribution.DETECTOR.features, MODEL["misattribution"])
                expected = {item.type: (pytest.approx(item.weight, abs=0.01), item.text) for item in facts}
                assert {item.type: (item.weight, item.text) for item in answer.evidence} == expected
    assert compared >= 6


def test_drafts_of_a_batch_do_not_see_each_other() -> None:
    whole = nightly("acts")
    artists = [*subjects(whole.truth, "impersonation", 4), *whole.snapshot["artists"]["artist_id"].head(8)]
    drafts, rest = take_out_artists(whole.snapshot, sorted(set(artists)))
    catalog = build_catalog(rest, whole.mapping)
    together = screen_artists(catalog, MODEL, drafts, options=OPTIONS)
    assert [answer.draft_id for answer in together] == drafts["artists"]["artist_id"].to_list()
    for answer in together:
        alone, _ = take_out_artists(drafts, [answer.draft_id])
        [expected] = screen_artists(catalog, MODEL, alone, options=OPTIONS)
        assert rounded(answer) == rounded(expected)


def rounded(answer: Screened) -> Any:
    """The answer without the last bits, which differ with the order in which threads add numbers up."""

    def part(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, 9)
        if isinstance(value, list | tuple):
            return [part(one) for one in value]
        return {key: part(one) for key, one in value.items()} if isinstance(value, dict) else value

    return part(asdict(answer))


def test_releases_of_a_batch_do_not_see_each_other() -> None:
    whole = nightly("ledger")
    pages = whole.snapshot["release_artists"]
    busy = pages.group_by("artist_id").len().sort("len", "artist_id", descending=True)["artist_id"][0]
    asked = sorted(
        set(pages.filter(pl.col("artist_id") == busy)["release_id"].head(3))
        | set(subjects(whole.truth, "misattribution", 3))
    )
    drafts, rest, credits = take_out_releases(whole.snapshot, asked)
    catalog, known = build_catalog(rest, whole.mapping), build_pages(rest)
    together = screen_releases(catalog, known, MODEL, drafts, credits, options=OPTIONS)
    for answer in together:
        alone, _, _ = take_out_releases(drafts, [answer.draft_id])
        its_credits = credits.filter(pl.col("release_id") == answer.draft_id)
        [expected] = screen_releases(catalog, known, MODEL, alone, its_credits, options=OPTIONS)
        assert rounded(answer) == rounded(expected)


def small_catalog() -> Snapshot:
    """A known act with five releases, a second act of the name Otto Kern, and forty others with a release each."""
    artists: list[dict[str, Any]] = [
        {"artist_id": "star", "name": "Mirelle Vantongeren", "isni": "0000000121032683", "followers": 900_000, "country": "NL",
         "created_on": date(2012, 3, 1), "genres": ["folk"], "image_phash": "0f0f00ff12345678"},
        {"artist_id": "kern", "name": "Otto Kern", "created_on": date(2015, 3, 1), "followers": 300},
        *({"artist_id": f"a{n}", "name": f"Name{n} Surname{n}", "created_on": date(2016, 1, 1 + n % 28)} for n in range(40)),
    ]  # fmt: skip
    owners = ["star"] * 5 + ["kern"] * 2 + [f"a{n}" for n in range(40)]
    releases = [
        {"release_id": f"r{n}", "title": f"Title {n}", "artist_ids": [artist], "release_date": date(2017, 1 + n % 12, 1),
         "label_id": f"l-{artist}", "distributor_id": "d1", "genres": ["folk"], "p_line": f"2017 {artist}"}
        for n, artist in enumerate(owners)
    ]  # fmt: skip
    payees = [{"payee_id": f"p-{artist}", "name": f"{artist} money"} for artist in dict.fromkeys(owners)]
    payouts = [
        {"payee_id": f"p-{artist}", "release_id": f"r{n}", "period": "2026-01"} for n, artist in enumerate(owners)
    ]
    rows = {"artists": artists, "releases": releases, "payees": payees, "payouts": payouts}
    return snapshot_from_records({name: pl.DataFrame(part, schema=RECORDS[name].schema) for name, part in rows.items()})


def ask_small(**artist: Any) -> Screened:
    catalog = build_catalog(
        small_catalog(), pl.DataFrame(schema={"artist_id": pl.String(), "identity_id": pl.String()})
    )
    drafts = draft_tables({"artists": [{"artist_id": "draft:0", **artist}]})
    [answer] = screen_artists(catalog, MODEL, drafts, options=OPTIONS)
    return answer


def test_a_name_that_nobody_has_gets_a_page() -> None:
    answer = ask_small(name="Quxblorp Zvyzz")
    assert (answer.decision, answer.target, answer.evidence) == ("new_page", None, ())
    assert answer.reason == "nothing_alike"
    assert answer.probability == 1.0


def test_an_identifier_finds_its_act_under_any_name() -> None:
    answer = ask_small(name="Quxblorp Zvyzz", isni="0000000121032683")
    assert answer.candidates[0].artist_id == "star"
    assert "isni" in {item.type for item in answer.evidence}


def test_a_lookalike_of_a_known_act_is_held() -> None:
    disguised = ask_small(
        name="Mіrelle Vantongeren", created_on=date(2026, 1, 1), image_phash="0f0f00ff12345678", genres=["folk"]
    )
    assert (disguised.decision, disguised.reason, disguised.target) == ("hold", "deceptive_name", "star")
    assert disguised.candidates[0].operation == "homoglyph"
    assert disguised.probability == disguised.candidates[0].same_act


@pytest.mark.parametrize("name", ["Mіrelle Vantongeren", "M1relle Vantongeren", "Mirelle\u200b Vantongeren"])
def test_a_lookalike_of_a_known_act_gets_no_page_unseen(name: str) -> None:
    catalog = build_catalog(
        small_catalog(), pl.DataFrame(schema={"artist_id": pl.String(), "identity_id": pl.String()})
    )
    drafts = draft_tables({"artists": [{"artist_id": "draft:0", "name": name}]})
    unsure = ScreenOptions(attach_at=1.0, hold_at=1.0)  # no probability holds anything
    [answer] = screen_artists(catalog, MODEL, drafts, options=unsure)
    assert (answer.decision, answer.reason, answer.target) == ("hold", "deceptive_name", "star")
    told = answer.candidates[0]
    assert answer.probability == (told.false_claim if answer.claim == "impersonation" else told.same_act)


@pytest.mark.parametrize("name", ["Vantongeren Mirelle", "Name1 Surname1", "Nаme3 Surname3", "0tt0 Bern"])
def test_an_honest_name_and_a_lookalike_of_an_unknown_act_get_their_page(name: str) -> None:
    catalog = build_catalog(
        small_catalog(), pl.DataFrame(schema={"artist_id": pl.String(), "identity_id": pl.String()})
    )
    drafts = draft_tables({"artists": [{"artist_id": "draft:0", "name": name, "created_on": date(2026, 1, 1)}]})
    [answer] = screen_artists(catalog, MODEL, drafts, options=ScreenOptions(attach_at=1.0, hold_at=1.0))
    assert answer.decision == "new_page"


def test_what_is_not_given_is_no_evidence() -> None:
    answer = ask_small(name="Mirelle Vantongeren")
    silent = {"country", "image", "biography", "genres", "isni", "payee", "contributors", "label", "distributor"}
    assert silent.isdisjoint({item.type for item in answer.evidence})
    assert answer.sufficiency < 0.6


def test_thresholds_belong_to_the_asker() -> None:
    catalog = build_catalog(
        small_catalog(), pl.DataFrame(schema={"artist_id": pl.String(), "identity_id": pl.String()})
    )
    drafts = draft_tables(
        {"artists": [{"artist_id": "draft:0", "name": "Mirelle Vantongeren", "isni": "0000000121032683"}]}
    )
    asked = [ScreenOptions(attach_at=at, hold_at=0.3) for at in (0.4, 0.999999)]
    decisions = [screen_artists(catalog, MODEL, drafts, options=options)[0].decision for options in asked]
    assert decisions == ["attach", "hold"]


def ask_release(*names: str, **release: Any) -> Screened:
    snapshot = small_catalog()
    catalog = build_catalog(snapshot, pl.DataFrame(schema={"artist_id": pl.String(), "identity_id": pl.String()}))
    payee = release.pop("payee", None)
    rows: dict[str, list[dict[str, Any]]] = {"releases": [{"release_id": "draft:0", "title": "New", **release}]}
    if payee:
        rows |= {"payees": [{"payee_id": payee}], "payouts": [{"payee_id": payee, "release_id": "draft:0"}]}
    credits = [{"release_id": "draft:0", "role": "main", "position": n, "name": name} for n, name in enumerate(names)]
    [answer] = screen_releases(
        catalog,
        build_pages(snapshot),
        MODEL,
        draft_tables(rows),
        pl.DataFrame(credits, schema=CREDITS),
        options=OPTIONS,
    )
    return answer


def test_a_release_at_home_on_the_page_of_its_name_is_attached() -> None:
    answer = ask_release(
        "Mirelle Vantongeren", payee="p-star", label_id="l-star", distributor_id="d1", p_line="2018 star"
    )
    assert (answer.decision, answer.target, answer.reason) == ("attach", "star", "same_act")
    assert {item.type: item.weight for item in answer.evidence}["payee"] < 0


def test_a_release_of_strangers_is_likelier_misplaced() -> None:
    home = ask_release("Mirelle Vantongeren", payee="p-star", label_id="l-star", p_line="2018 star")
    strange = ask_release("Mirelle Vantongeren", payee="p-new", label_id="l-new", p_line="2018 new", genres=["drill"])
    assert strange.candidates[0].false_claim is not None
    assert home.candidates[0].false_claim is not None
    assert strange.candidates[0].false_claim > 10 * home.candidates[0].false_claim
    assert "payee" in {item.type for item in strange.evidence if item.weight > 0}


def test_a_release_by_a_lookalike_of_a_name_is_held() -> None:
    answer = ask_release("Mirelle Vаntongeren", payee="p-star", label_id="l-star", p_line="2018 star")
    assert (answer.decision, answer.reason, answer.target) == ("hold", "deceptive_name", "star")
    assert answer.candidates[0].operation == "homoglyph"


def test_a_release_for_an_artist_that_is_not_there_is_held() -> None:
    credits = pl.DataFrame(
        [{"release_id": "draft:0", "role": "main", "position": 0, "artist_id": "nobody"}], schema=CREDITS
    )
    snapshot = small_catalog()
    catalog = build_catalog(snapshot, pl.DataFrame(schema={"artist_id": pl.String(), "identity_id": pl.String()}))
    drafts = draft_tables({"releases": [{"release_id": "draft:0", "title": "New"}]})
    [answer] = screen_releases(catalog, build_pages(snapshot), MODEL, drafts, credits, options=OPTIONS)
    assert (answer.decision, answer.reason, answer.unknown) == ("hold", "unknown_artist", ("nobody",))


def test_chinese_names_that_sound_alike_are_not_one_name() -> None:
    artists = [{"artist_id": "own", "name": "天星"}, {"artist_id": "other", "name": "天静", "followers": 900_000}]
    snapshot = snapshot_from_records({"artists": pl.DataFrame(artists, schema=RECORDS["artists"].schema)})
    catalog = build_catalog(snapshot, pl.DataFrame(schema={"artist_id": pl.String(), "identity_id": pl.String()}))
    [answer] = screen_artists(
        catalog, MODEL, draft_tables({"artists": [{"artist_id": "draft:0", "name": "天星"}]}), options=OPTIONS
    )
    assert (answer.candidates[0].artist_id, answer.candidates[0].operation) == ("own", "identical")
    rows = {"releases": [{"release_id": "draft:0", "title": "New"}]}
    credits = pl.DataFrame([{"release_id": "draft:0", "role": "main", "position": 0, "name": "天星"}], schema=CREDITS)
    [release] = screen_releases(catalog, build_pages(snapshot), MODEL, draft_tables(rows), credits, options=OPTIONS)
    assert [one.artist_id for one in release.candidates] == ["own"]


def test_a_release_by_a_name_that_nobody_has_gets_a_page() -> None:
    answer = ask_release("Quxblorp Zvyzz", payee="p-star")
    assert (answer.decision, answer.reason, answer.candidates) == ("new_page", "nothing_alike", ())
