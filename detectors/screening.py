"""Before something goes live: would the nightly run take this profile for an act that is there, for a lookalike, or for a new act?

A draft is rows of the catalog's own tables that are not in the catalog yet. It is described, paired and scored by the functions of the
nightly run, against facts of the catalog that were worked out once (`detectors.screening_catalog`). Drafts of one batch do not see
each other: the answer for each is that of asking for it alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from detectors import identity, impersonation
from detectors.artist_profiles import artist_profiles, memberships
from detectors.blocking import artist_names
from detectors.catalog_tables import payee_hashes
from detectors.embeddings import Encoder
from detectors.evidence import KindModel, Model, Row, score_candidates
from detectors.features import PairFacts, pair_features
from detectors.impersonation import SuspectFacts, describe_suspects, suspect_pairs
from detectors.pair_sentences import DECEPTIVE
from detectors.screening_answers import ArtistAnswers, Screened, ScreenOptions
from detectors.screening_catalog import MAX_HOUSE_ARTISTS, ScreeningCatalog, artist_keys, by_kind, of_all_kinds
from detectors.subject_act import other_profiles
from detectors.subject_money import lookalike_operators, named_like_known_acts, payees_named_like_artists
from graph.snapshot import SNAPSHOT_SCHEMA, Manifest, Snapshot


def draft_tables(rows: Mapping[str, list[dict[str, Any]]]) -> Snapshot:
    """Drafts from rows by snapshot table, as they stand: ids are unique in the batch, and none is an artist's, release's or recording's
    of the catalog."""
    tables = {name: pl.DataFrame(rows.get(name, []), schema=schema) for name, schema in SNAPSHOT_SCHEMA.items()}
    return Snapshot(tables, Manifest(0, "", {}, ""))


def screen_artists(
    catalog: ScreeningCatalog,
    model: Model,
    drafts: Snapshot,
    *,
    options: ScreenOptions,
    shift: float = 0.0,
    encode: Encoder | None = None,
) -> list[Screened]:
    """What to do with each of the drafts' artists, in their order.

    Args: shift: how far the last run lowered every prior for this catalog. encode: text vectors; None: that evidence is off.
    """
    drafts, operators = with_known_payees(catalog, drafts)
    ids = drafts["artists"]["artist_id"]
    pairs = _candidate_pairs(catalog, drafts, operators, options)
    facts = _pair_facts(catalog, drafts, operators, pairs)
    described = pair_features(pairs, facts, encode)
    acts = score_candidates(identity.describe_acts(described), identity.FEATURES, model["identity"])
    links = _act_links(acts, catalog.acts.of(pairs["right"]), model["identity"])
    suspects = _suspects(catalog, drafts, described, facts, acts, links, options)
    disguised = _disguised(suspects)
    tonight = replace(model["impersonation"], prior=model["impersonation"].prior + shift)
    scored = score_candidates(suspects, impersonation.DETECTOR.features, tonight)
    answers = ArtistAnswers(
        _by_draft(acts),
        _by_draft(scored),
        _by_draft(links),
        dict(disguised.iter_rows()),
        {"identity": model["identity"], "impersonation": tonight},
        options,
    )
    return [answers.answer(draft) for draft in ids]


def with_known_payees(catalog: ScreeningCatalog, drafts: Snapshot) -> tuple[Snapshot, pl.DataFrame]:
    """The drafts with the names of payees that the catalog knows, and the operators of their payees (`payee_id`, `operator`): known by
    id or by a hash, else the payee itself."""
    asked = pl.concat([drafts["payees"]["payee_id"], drafts["payouts"]["payee_id"]]).unique()
    hashes = payee_hashes(drafts)
    found = pl.concat(
        [
            catalog.operators.of(asked).select("payee_id", "operator"),
            hashes.join(catalog.hashes.of(hashes["hash"]), on="hash").select("payee_id", "operator"),
        ]
    ).unique()
    fresh = asked.to_frame().join(found, on="payee_id", how="anti").with_columns(operator="payee_id")
    named = pl.concat([catalog.called["payees"].of(asked), drafts["payees"]]).unique("payee_id", keep="first")
    known = Snapshot({**drafts.tables, "payees": named}, drafts.manifest)
    return known, pl.concat([found, fresh]).sort("payee_id", "operator")


def _candidate_pairs(
    catalog: ScreeningCatalog, drafts: Snapshot, operators: pl.DataFrame, options: ScreenOptions
) -> pl.DataFrame:
    """`left` (draft), `right` (artist): by any name, and by what only one act should have."""
    named = catalog.nearest(artist_names(drafts), options.names)
    keys = artist_keys(drafts, operators)
    met = keys.join(catalog.keys.of(keys["value"]), on="value", suffix="_right")
    return pl.concat([named, met.select(left="artist_id", right="artist_id_right")]).unique().sort("left", "right")


def _pair_facts(catalog: ScreeningCatalog, drafts: Snapshot, operators: pl.DataFrame, pairs: pl.DataFrame) -> PairFacts:
    """The facts of the drafts, counted as if they were in the catalog, and of their candidates."""
    known = catalog.facts(pairs["right"])
    own = of_all_kinds(memberships(drafts, operators))
    counted = own.join(catalog.holders.of(own["item"].unique()), on=["kind", "item"], how="left")
    beside = of_all_kinds(known.held).select(counted.columns)
    both = pl.concat([counted, beside], how="vertical_relaxed").with_columns(pl.col("holders").fill_null(0) + 1)
    names = pl.concat([artist_names(drafts), known.names])
    profiles = pl.concat([artist_profiles(drafts, catalog.norms), known.profiles], how="vertical_relaxed")
    return catalog.with_called(PairFacts(names, profiles, by_kind(both), {}))


def _act_links(acts: pl.DataFrame, known: pl.DataFrame, model: KindModel) -> pl.DataFrame:
    """How each draft stands to each act among its candidates, likeliest first: `subject`, `identity_id`, `target` (the profile most like
    it) and `link`: the mean log-odds over the act's profiles, one that was not compared counting as in the nightly run; none of an act
    with another ISNI."""
    apart = pl.col("isni_conflict").fill_null(0.0).max() > 0
    total = pl.col("log_odds").sum() + (pl.col("profiles").first().cast(pl.Int64) - pl.len()) * model.weights.get(
        identity.NOT_PROPOSED, model.prior
    )
    return (
        acts.join(known.rename({"artist_id": "target"}), on="target")
        .sort("subject", "log_odds", "target", descending=[False, True, False])
        .group_by("subject", "identity_id", maintain_order=True)
        .agg(pl.col("target").first(), apart=apart, link=total / pl.col("profiles").first())
        .filter(~pl.col("apart"))
        .sort("subject", "link", "target", descending=[False, True, False])
    )


def _suspects(
    catalog: ScreeningCatalog,
    drafts: Snapshot,
    described: pl.DataFrame,
    facts: PairFacts,
    acts: pl.DataFrame,
    links: pl.DataFrame,
    options: ScreenOptions,
) -> pl.DataFrame:
    """The drafts as suspects, described; none of a draft and the act that the nightly run would take it for."""
    own = (
        links.filter(pl.col("link") >= 0)
        .unique("subject", keep="first", maintain_order=True)
        .select("identity_id", artist_id="subject")
    )
    ids = drafts["artists"].select("artist_id")
    drafted = ids.join(own, on="artist_id", how="left").with_columns(
        pl.col("identity_id").fill_null(pl.col("artist_id"))
    )
    identities = pl.concat([drafted, catalog.acts.of(described["right"]).select("artist_id", "identity_id")])
    directed = suspect_pairs(described, identities, identity.likely_acts(acts)).filter(
        pl.col("subject").is_in(ids["artist_id"].implode())
    )
    payees = facts.held["payee"].join(ids, on="artist_id", how="semi").select("artist_id", "item")
    return describe_suspects(
        directed,
        SuspectFacts(
            _operators(catalog, directed, payees, drafted, options),
            payees_named_like_artists(drafts),
            _other_profiles(catalog, own),
            catalog.habits,
        ),
    )


def _disguised(suspects: pl.DataFrame) -> pl.DataFrame:
    """`subject`, `target`: drafts with the name of a better known act in lookalike, hidden or exchanged characters, and that act."""
    tricks = suspects.filter(pl.col("operation").is_in(DECEPTIVE))
    known = named_like_known_acts(tricks).rename({"artist_id": "subject"})
    return (
        tricks.join(known, on="subject", how="semi")
        .sort("audience_target", "target", descending=[True, False])
        .unique("subject", keep="first", maintain_order=True)
        .select("subject", "target")
    )


def _operators(
    catalog: ScreeningCatalog,
    directed: pl.DataFrame,
    payees: pl.DataFrame,
    drafted: pl.DataFrame,
    options: ScreenOptions,
) -> pl.DataFrame:
    """`lookalike_operators` of the drafts, each with the artists that its payees collect for already."""
    others = payees.join(catalog.paid.of(payees["item"]), on="item", suffix="_right").select(
        "item", draft="artist_id", artist_id="artist_id_right"
    )
    few = others.filter(pl.len().over("draft", "item") <= MAX_HOUSE_ARTISTS)
    suspects = pl.concat([named_like_known_acts(directed), catalog.lookalikes(few["artist_id"], options.names)])
    apart = pl.concat([payees.with_columns(draft="artist_id"), others.select("artist_id", "item", "draft")])
    identities = pl.concat([drafted, catalog.acts.of(others["artist_id"]).select("artist_id", "identity_id")])
    item = pl.col("draft") + "|" + pl.col("item")
    found = lookalike_operators(suspects, apart.select("artist_id", item=item), identities)
    return found.join(drafted.select(subject="artist_id"), on="subject", how="semi")


def _other_profiles(catalog: ScreeningCatalog, own: pl.DataFrame) -> pl.DataFrame:
    """The act of each draft that the nightly run would take for another profile of one. Args: own: `artist_id`, `identity_id`."""
    members = catalog.members.of(own["identity_id"])
    each = own.join(members.select("identity_id", other="artist_id"), on="identity_id")
    known = catalog.profiles.of(members["artist_id"]).rename({"artist_id": "other"})
    other = pl.col("artist_id") + "|" + pl.col("other")
    profiles = each.join(known, on="other").with_columns(artist_id=other)
    drafts = own.select("artist_id", identity_id="artist_id")
    apart = pl.concat([drafts, each.select(artist_id=other, identity_id="artist_id")])
    return other_profiles(profiles, apart).join(own, on="artist_id", how="semi")


def _by_draft(table: pl.DataFrame) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in table.iter_rows(named=True):
        rows.setdefault(row["subject"], []).append(row)
    return rows
