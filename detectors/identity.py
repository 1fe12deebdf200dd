"""Which profiles are one act: evidence about pairs, then a partition of all artists that no chain of pairs can force."""

import heapq
import math
from collections.abc import Callable
from typing import Final

import polars as pl

from detectors.evidence import Context, Feature, KindModel, Row, of_group
from detectors.features import described_pairs
from detectors.pair_sentences import (
    DECEPTIVE,
    NEAR,
    VARIANTS,
    audience_of,
    common_name,
    in_common,
    names_meet,
    pictures,
    pictures_apart,
)
from detectors.wording import part_text, share_text
from graph.findings import Identity, probability
from graph.snapshot import Snapshot
from graph.truth import Truth

NOT_PROPOSED: Final = "not_proposed"
"""Name of the fitted weight of a pair that blocking did not even propose, in the mean link of two groups."""
_FORBIDDEN: Final = float("-inf")


_names = names_meet("left", "right")
_rare_names = names_meet("left", "right", rare=True)


def _share(name: str, one: str, many: str) -> Callable[[Row], str]:
    return in_common("Both profiles share {}", name, one, many)


FEATURES: Final = (
    *of_group(
        "names",
        Feature("name_same", "How alike the names are written", _names, item="name"),
        Feature("name_same_rare", "A second artist of a rare name is unlikely", _rare_names, item="name"),
        Feature("name_variant", "The names are variants of each other", _names, item="name"),
        Feature("name_variant_rare", "The names are variants of each other and rare", _rare_names, item="name"),
        Feature("name_near", "The names are a few letters apart, or sound alike", _names, item="name"),
        Feature("name_near_rare", "The names are nearly the same and rare", _rare_names, item="name"),
        Feature("name_deceptive", "The names meet by a trick that honest sources do not use", _names, item="name"),
        Feature("name_added", "One name is the other with words added", _names, item="name"),
        Feature("name_unlike", "The names are not variants of each other", _names, item="name"),
        Feature("name_by_alias", "A stated alias of one profile is the name of the other", lambda row: f'"{row["matched_left"]}" meets "{row["matched_right"]}" through a stated alias', item="name"),
        Feature("name_common", "Many artists have such a name", common_name("left", "right")),
    ),
    *of_group(
        "identifiers",
        Feature("isni_equal", "Both profiles carry one ISNI", lambda row: f"Both profiles carry the ISNI {row['isni_left']}", 1, item="isni"),
        Feature("isni_conflict", "The profiles carry different ISNIs", lambda row: f"The ISNIs differ: {row['isni_left']} and {row['isni_right']}", -1, item="isni"),
        Feature("ipi_equal", "Both profiles carry one IPI number", lambda row: f"Both profiles carry the IPI number {row['ipi_left']}", 1, item="ipi"),
        Feature("ipi_conflict", "The profiles carry different IPI numbers", lambda row: f"The IPI numbers differ: {row['ipi_left']} and {row['ipi_right']}", -1, item="ipi"),
        Feature("database_equal", "Both profiles carry one MusicBrainz or Discogs id", lambda row: "Both profiles carry the same MusicBrainz or Discogs id", 1, item="database"),
        Feature("database_conflict", "The profiles carry different MusicBrainz or Discogs ids", lambda row: "The profiles carry different MusicBrainz or Discogs ids", item="database"),
        Feature("url_shared", "Both profiles link to one page", _share("url", "link", "links"), 1, item="url"),
        Feature("url_apart", "The profiles link to different pages", lambda row: "The profiles link to different pages", item="url"),
    ),
    *of_group(
        "money",
        Feature("payee_shared", "One payee is paid for both", _share("payee", "payee or its account", "payees or their accounts"), 1, item="payee"),
        Feature("payee_apart", "Different payees are paid", lambda row: "No payee is paid for releases of both profiles", item="payee"),
    ),
    *of_group(
        "trade",
        Feature("label_shared", "Both are on one small label", _share("label", "label", "labels"), 1, item="label"),
        Feature("label_apart", "They are on different labels", lambda row: "The profiles have no label in common", item="label"),
        Feature("distributor_shared", "Both use one distributor, weighted by how few use it", _share("distributor", "distributor", "distributors"), item="distributor"),
        Feature("distributor_apart", "They use different distributors", lambda row: "The profiles have no distributor in common", item="distributor"),
        Feature("registrant_shared", "Their ISRCs were given out by one registrant", _share("registrant", "ISRC registrant", "ISRC registrants"), item="registrant"),
        Feature("registrant_apart", "Their ISRCs were given out by different registrants", lambda row: "Their ISRCs come from different registrants", item="registrant"),
    ),
    *of_group(
        "people",
        Feature("contributor_shared", "The same people are credited", _share("contributor", "credited contributor", "credited contributors"), 1, item="contributor"),
        Feature("contributor_apart", "Nobody is credited on both", lambda row: "Nobody is credited on recordings of both profiles", item="contributor"),
        Feature("collaboration_shared", "They are on one recording together", lambda row: "Both profiles are on one recording"),
    ),
    *of_group(
        "catalogue",
        Feature("recording_shared", "The same ISRC or audio is sold under both profiles", _share("recording", "ISRC or audio fingerprint", "ISRCs or audio fingerprints")),
        Feature("title_shared", "Both have titles that few others have", _share("title", "title", "titles"), item="title"),
        Feature("title_apart", "No title is on both", lambda row: "No title is on both profiles", item="title"),
    ),
    *of_group(
        "image",
        Feature("image_likeness", "The profile pictures are nearly the same", pictures, item="image"),
        Feature("image_apart", "The profile pictures differ", pictures_apart, item="image"),
    ),
    *of_group(
        "text",
        Feature("biography_likeness", "The biographies have the same wording", lambda row: f"The biographies are worded {share_text(row['biography_likeness'])} alike", item="biography"),
        Feature("biography_cosine", "The biographies say similar things", lambda row: f"The biographies are close in meaning (cosine {row['biography_cosine']:.2f})", item="biography"),
    ),
    *of_group(
        "description",
        Feature("genres_likeness", "Share of genres in common", lambda row: f"{part_text(row['genres_likeness'])} of their genres are common to both", item="genres"),
        Feature("genres_apart", "No genre in common", lambda row: "They have no genre in common", item="genres"),
        Feature("country_equal", "Same country", lambda row: f"Both are from {row['country_left']}", item="country"),
        Feature("country_conflict", "Different countries", lambda row: f"They are from {row['country_left']} and {row['country_right']}", -1, item="country"),
        Feature("type_conflict", "One is a person, the other a group", lambda row: f"Their types differ: {row['type_left']} and {row['type_right']}"),
        Feature("audience_gap", "Their audiences differ in size", lambda row: f"One has {audience_of(row, 'left')}, the other {audience_of(row, 'right')}"),
        Feature("age_gap", "They appeared at different times", lambda row: f"They appeared on {row['since_left']} and {row['since_right']}"),
    ),
    *of_group(
        "signals",
        Feature("reported", "Outside systems or listeners complained about one of them", lambda row: "A report or a takedown concerns one of the profiles", -1),
    ),
)  # fmt: skip
"""Evidence that two profiles are one act. Null: unknown; 0: known, and says nothing."""


class IdentityDetector:
    """Pairs of artists with the evidence for and against one act behind them."""

    name = "identity"
    features = FEATURES

    def candidates(self, snapshot: Snapshot, context: Context) -> pl.DataFrame:
        """One row a candidate pair: `subject` < `target`, the features, and what their sentences need."""
        return describe_acts(described_pairs(snapshot, context))


def describe_acts(described: pl.DataFrame) -> pl.DataFrame:
    """Described pairs as candidates for one act: `subject` (left), `target` (right) and the features."""
    table = described.with_columns(_feature_columns())
    return table.rename({"left": "subject", "right": "target"}).with_columns(
        members=pl.lit(None, dtype=pl.List(pl.String))
    )


DETECTOR: Final = IdentityDetector()


def _flag(condition: pl.Expr) -> pl.Expr:
    return condition.cast(pl.Float64)


def _feature_columns() -> list[pl.Expr]:
    operation, rarity = pl.col("operation"), pl.col("name_rarity").fill_null(0.5)
    same, variant, near = operation == "identical", operation.is_in(VARIANTS), operation.is_in(NEAR)
    database = [pl.col(f"{name}_equal") for name in ("musicbrainz_id", "discogs_id")]
    conflict = [pl.col(f"{name}_conflict") for name in ("musicbrainz_id", "discogs_id")]
    return [
        _flag(same).alias("name_same"),
        (_flag(same) * rarity).alias("name_same_rare"),
        _flag(variant).alias("name_variant"),
        (_flag(variant) * rarity).alias("name_variant_rare"),
        _flag(near).alias("name_near"),
        (_flag(near) * rarity).alias("name_near_rare"),
        _flag(operation.is_in(DECEPTIVE)).alias("name_deceptive"),
        _flag(operation == "added_words").alias("name_added"),
        _flag(operation.is_in(["none", "number_apart"])).alias("name_unlike"),
        pl.col("by_alias").alias("name_by_alias"),
        pl.max_horizontal(database).alias("database_equal"),
        pl.max_horizontal(conflict).alias("database_conflict"),
        pl.max_horizontal("user_report_left", "user_report_right", "takedown_left", "takedown_right").alias("reported"),
    ]


def labels(candidates: pl.DataFrame, truth: Truth) -> pl.Series:
    """Whether each candidate pair is really one act, for the fit."""
    of = truth.identity_of()
    sides = (candidates[side].to_list() for side in ("subject", "target"))
    return pl.Series(
        [of.get(left, left) == of.get(right, right) for left, right in zip(*sides, strict=True)], dtype=pl.Boolean
    )


def resolve_identities(
    snapshot: Snapshot, scored_pairs: pl.DataFrame, model: KindModel, *, min_probability: float
) -> tuple[list[Identity], pl.DataFrame]:
    """Group profiles into acts: the likeliest groups first, by the mean log-odds over all pairs between two groups.

    Args:
        scored_pairs: `subject`, `target`, `log_odds`.
        model: its weight `NOT_PROPOSED` is what a pair of two groups that is not in `scored_pairs` counts.
        min_probability: groups are joined while the probability of their mean link is at least this.
    Returns: the identities, sorted by id, and `artist_id`, `identity_id` of every artist once. An identity's id is its smallest
    artist id; its probability is that of the weakest mean link that joined it.

    A judgement "same" joins and "different" keeps apart, whatever the evidence; two ISNIs keep apart, unless judged the same.
    """
    artists = snapshot["artists"]["artist_id"].to_list()
    links: dict[tuple[str, str], float] = {}
    floor = _log_odds(min_probability)
    for left, right, log_odds in scored_pairs.select("subject", "target", "log_odds").iter_rows():
        links[min(left, right), max(left, right)] = float(log_odds)
    verdicts = _verdicts(snapshot, set(artists))
    isnis = dict(snapshot["artists"].select("artist_id", "isni").iter_rows())
    groups = _Groups(artists, links, isnis, verdicts, model.weights.get(NOT_PROPOSED, model.prior))
    for (left, right), verdict in sorted(verdicts.items()):
        if verdict == "same":
            groups.join(groups.of[left], groups.of[right], 0.0, judged=True)
    groups.join_best(floor)
    identities = sorted(
        (
            Identity(min(members), tuple(sorted(members)), groups.probability[name])
            for name, members in groups.members.items()
        ),
        key=lambda identity: identity.identity_id,
    )
    rows = sorted((artist, identity.identity_id) for identity in identities for artist in identity.artist_ids)
    return identities, pl.DataFrame(rows, schema={"artist_id": pl.String, "identity_id": pl.String}, orient="row")


def likely_acts(scored_pairs: pl.DataFrame) -> pl.DataFrame:
    """`left` < `right`, `log_odds` of each scored pair, for the other detectors."""
    return scored_pairs.select(left="subject", right="target", log_odds="log_odds")


def unproposed_pairs(scored_pairs: pl.DataFrame) -> list[tuple[str, str]]:
    """Pairs (left < right) that are likelier than not to be one act with a third profile, and are no candidates themselves."""
    links = scored_pairs.filter(pl.col("log_odds") > 0).select("subject", "target")
    both = pl.concat([links, links.select(subject="target", target="subject")])
    second = both.join(both, left_on="target", right_on="subject").select(left="subject", right="target_right")
    known = scored_pairs.select(
        left=pl.min_horizontal("subject", "target"), right=pl.max_horizontal("subject", "target")
    )
    return (
        second.filter(pl.col("left") < pl.col("right"))
        .unique()
        .join(known, on=["left", "right"], how="anti")
        .sort("left", "right")
        .rows()
    )


def _log_odds(value: float) -> float:
    return math.log(value / (1 - value)) if 0 < value < 1 else math.copysign(math.inf, value - 0.5)


def _verdicts(snapshot: Snapshot, known: set[str]) -> dict[tuple[str, str], str]:
    """The last word on each pair of artists; unsure binds nothing."""
    rows = (
        snapshot["judgements"]
        .sort("at", nulls_last=False, maintain_order=True)
        .select("left", "right", "verdict")
        .iter_rows()
    )
    spoken = {
        (min(left, right), max(left, right)): str(verdict)
        for left, right, verdict in rows
        if left in known and right in known and left != right
    }
    return {pair: verdict for pair, verdict in spoken.items() if verdict in ("same", "different")}


class _Groups:
    """The groups as they grow; `sums` and `counts` of scored links between two groups, updated when they join."""

    def __init__(
        self,
        artists: list[str],
        links: dict[tuple[str, str], float],
        isni: dict[str, str | None],
        verdicts: dict[tuple[str, str], str],
        not_proposed: float,
    ) -> None:
        self.not_proposed = not_proposed
        self.of = {artist: artist for artist in artists}
        self.members = {artist: [artist] for artist in artists}
        self.probability = dict.fromkeys(artists, 1.0)
        self.isnis = {artist: {isni[artist]} if isni.get(artist) else set() for artist in artists}
        self.enemies: dict[str, set[str]] = {}
        self.links: dict[str, dict[str, tuple[float, int]]] = {}
        for (left, right), log_odds in links.items():
            self.links.setdefault(left, {})[right] = (log_odds, 1)
            self.links.setdefault(right, {})[left] = (log_odds, 1)
        for (left, right), verdict in verdicts.items():
            if verdict == "different":
                self.enemies.setdefault(left, set()).add(right)
                self.enemies.setdefault(right, set()).add(left)

    def mean_link(self, one: str, two: str) -> float:
        """The mean log-odds over all pairs between two groups; a pair nobody scored counts as `not_proposed`."""
        if len(self.isnis[one] | self.isnis[two]) > 1 or self._judged_apart(one, two):
            return _FORBIDDEN
        total, count = self.links.get(one, {}).get(two, (0.0, 0))
        pairs = len(self.members[one]) * len(self.members[two])
        return (total + (pairs - count) * self.not_proposed) / pairs

    def _judged_apart(self, one: str, two: str) -> bool:
        return any(self.of[enemy] == two for member in self.members[one] for enemy in self.enemies.get(member, ()))

    def join(self, one: str, two: str, link: float, *, judged: bool = False) -> str:
        """Make two groups one, unless they are one already; returns the name of the group, its smallest artist id."""
        if one == two or (judged and self._judged_apart(one, two)):
            return one
        kept, gone = min(one, two), max(one, two)
        for member in self.members[gone]:
            self.of[member] = kept
        self.members[kept] += self.members.pop(gone)
        self.isnis[kept] |= self.isnis.pop(gone)
        weakest = min(self.probability[kept], self.probability.pop(gone))
        self.probability[kept] = weakest if judged else min(weakest, probability(link))
        for other, (total, count) in self.links.pop(gone, {}).items():
            self.links[other].pop(gone)
            if other != kept:
                before = self.links.setdefault(kept, {}).get(other, (0.0, 0))
                after = (before[0] + total, before[1] + count)
                self.links[kept][other] = self.links[other][kept] = after
        return kept

    def join_best(self, floor: float) -> None:
        """Join the best linked groups again and again while their mean link is at least `floor`."""
        queue = [(-self.mean_link(one, two), one, two) for one, near in self.links.items() for two in near if one < two]
        queue = [entry for entry in queue if _FORBIDDEN < -entry[0] >= floor]
        heapq.heapify(queue)
        while queue:
            negative, one, two = heapq.heappop(queue)
            if one not in self.members or two not in self.members or self.mean_link(one, two) != -negative:
                continue  # one of them has joined another since
            kept = self.join(one, two, -negative)
            for other in sorted(self.links.get(kept, {})):
                link = self.mean_link(kept, other)
                if _FORBIDDEN < link >= floor:
                    heapq.heappush(queue, (-link, min(kept, other), max(kept, other)))
