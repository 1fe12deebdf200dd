"""Before a release goes live: is it at home on the page that it asks for, does it belong on another of that name, or on none?

Each page that a release may be put on is tried in turn: the release is added to a copy of the page and described and scored by the
functions of the nightly run. Releases of one batch do not see each other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from detectors.evidence import KindModel, Model, Row, row_evidence, score_candidates
from detectors.misattribution import DETECTOR, PageFacts, credits_of, describe_credits
from detectors.page_history import release_properties
from detectors.pair_sentences import DECEPTIVE
from detectors.release_facts import KEYS
from detectors.screening import with_known_payees
from detectors.screening_answers import Candidate, Screened, ScreenOptions, decide
from detectors.screening_catalog import ScreeningCatalog
from detectors.screening_pages import PageCatalog, reach_with
from graph.findings import probability
from graph.names import OPERATIONS
from graph.snapshot import SNAPSHOT_SCHEMA, Snapshot

CREDITS: Final = {
    "release_id": pl.String(),
    "position": pl.Int64(),
    "role": pl.String(),
    "artist_id": pl.String(),
    "name": pl.String(),
}
"""Who a release asks to be credited to: `role` main or featured; an id of the catalog, or a name."""
_OTHER_NAMES: Final = OPERATIONS.index("one_edit")
"""Names that meet by this or a later operation are not one name."""
_NAMESAKES: Final = 5
"""Pages of one name that are tried."""
_KEYED: Final = {
    "releases": ("release_id",),
    "recordings": ("recording_id",),
    "recording_releases": ("recording_id", "release_id"),
    "contributions": ("recording_id",),
    "payouts": ("release_id",),
    "signals": ("subject_id",),
}
"""Tables of a draft and their ids, each of which a trial has of its own."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A release (`draft_id`) on the pages of `credits` (rows of artist_id, position, role), tried for the page of `artist_id`."""

    draft_id: str
    position: int
    role: str
    artist_id: str
    operation: str | None
    credits: tuple[tuple[str, int, str], ...]

    @property
    def trial_id(self) -> str:
        """Equal for trials of one release on the same pages."""
        return "|".join([self.draft_id, *(f"{role} {place} {artist}" for artist, place, role in self.credits)])


def screen_releases(
    catalog: ScreeningCatalog,
    pages: PageCatalog,
    model: Model,
    drafts: Snapshot,
    credits: pl.DataFrame,
    *,
    options: ScreenOptions,
    shift: float = 0.0,
) -> list[Screened]:
    """What to do with each of the drafts' releases, in their order.

    Args:
        drafts: releases without artists; their recordings, contributions, payouts and payees.
        credits: as of `CREDITS`. shift: how far the last run lowered every prior for this catalog.
    """
    drafts, operators = with_known_payees(catalog, drafts)
    tonight = replace(model[DETECTOR.name], prior=model[DETECTOR.name].prior + shift)
    trials = _trials(catalog, pages, credits)
    scored: dict[tuple[str, str], Row] = {}
    for chunk in _apart(pages, list({trial.trial_id: trial for trial in trials}.values())):
        described = _describe(catalog, pages, drafts, operators, chunk)
        rows = score_candidates(described, DETECTOR.features, tonight)
        scored |= {(row["subject"], row["target"]): row for row in rows.iter_rows(named=True)}
    names = dict(pages.artists.of(trial.artist_id for trial in trials).select("artist_id", "name").iter_rows())
    asked = _Asked(scored, names, tonight, options, _unknown(pages, credits))
    of_draft: dict[str, list[_Trial]] = {}
    for trial in trials:
        of_draft.setdefault(trial.draft_id, []).append(trial)
    return [asked.answer(draft, of_draft.get(draft, [])) for draft in drafts["releases"]["release_id"]]


def _unknown(pages: PageCatalog, credits: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """The artists of each release that it asks for by id and that the catalog does not have."""
    asked = credits.drop_nulls("artist_id").join(pages.artists.of(credits["artist_id"]), on="artist_id", how="anti")
    found = asked.group_by("release_id", maintain_order=True).agg(pl.col("artist_id").unique(maintain_order=True))
    return {release: tuple(artists) for release, artists in found.iter_rows()}


def _trials(catalog: ScreeningCatalog, pages: PageCatalog, credits: pl.DataFrame) -> list[_Trial]:
    """Every page that a credit may mean, best first, beside the first page of each other credit."""
    found = _resolved(catalog, pages, credits)
    trials = []
    for (draft, *_), rows in found.group_by("release_id", maintain_order=True):
        firsts = rows.unique(["position", "role"], keep="first", maintain_order=True)
        for row in rows.iter_rows(named=True):
            place = (row["position"], row["role"])
            others = [other for other in firsts.iter_rows(named=True) if (other["position"], other["role"]) != place]
            credited = {row["artist_id"]: place}
            for other in others:
                credited.setdefault(other["artist_id"], (other["position"], other["role"]))
            told = tuple(sorted((artist, *where) for artist, where in credited.items()))
            trials.append(_Trial(str(draft), *place, row["artist_id"], row["operation"], told))
    return trials


def _resolved(catalog: ScreeningCatalog, pages: PageCatalog, credits: pl.DataFrame) -> pl.DataFrame:
    """`release_id`, `position`, `role`, `artist_id`, `operation`: by id, or artists of the very name, best first; of a featured name
    the first alone."""
    known = pages.artists.of(credits["artist_id"])["artist_id"].implode()
    by_id = credits.filter(pl.col("artist_id").is_in(known)).with_columns(operation=pl.lit(None, dtype=pl.String))
    named = credits.filter(pl.col("artist_id").is_null() & pl.col("name").is_not_null()).drop("artist_id")
    near = catalog.index.nearest(named["name"].to_list(), limit=4 * _NAMESAKES)
    rank = pl.col("operation").replace_strict(list(OPERATIONS), list(range(len(OPERATIONS))), return_dtype=pl.Int64)
    same = near.with_columns(rank=rank, place=pl.int_range(pl.len())).filter(pl.col("rank") < _OTHER_NAMES)
    by_name = (
        named.join(same.drop("name").rename({"mention": "name"}), on="name")
        .sort("release_id", "role", "position", "rank", "place")
        .filter(
            pl.int_range(pl.len()).over("release_id", "role", "position")
            < pl.when(pl.col("role") == "main").then(_NAMESAKES).otherwise(1)
        )
    )
    columns = ["release_id", "position", "role", "artist_id", "operation"]
    both = pl.concat([by_id.select(columns), by_name.select(columns)])
    return both.sort(pl.col("role") != "main", "position", maintain_order=True)


def _apart(pages: PageCatalog, trials: list[_Trial]) -> Iterator[list[_Trial]]:
    """The trials in groups in which no two touch one page, or pages of one name."""
    artists = {artist for trial in trials for artist, *_ in trial.credits}
    near: dict[str, set[str]] = {artist: {artist} for artist in artists}
    for artist, other in pages.same_name(artists).iter_rows():
        near[artist].add(other)
    groups: list[tuple[set[str], list[_Trial]]] = []
    for trial in trials:
        touched = set().union(*(near[artist] for artist, *_ in trial.credits))
        free = next((group for group in groups if not group[0] & touched), None)
        if free is None:
            free = (set(), [])
            groups.append(free)
        free[0].update(touched)
        free[1].append(trial)
    yield from (group for _, group in groups)


def _describe(
    catalog: ScreeningCatalog, pages: PageCatalog, drafts: Snapshot, operators: pl.DataFrame, chunk: list[_Trial]
) -> pl.DataFrame:
    """The features of each trial's credits, its release added to the pages that it touches."""
    artists = {artist for trial in chunk for artist, *_ in trial.credits}
    touched = artists.union(pages.same_name(artists)["other"])
    added = _added(drafts, chunk)
    known = pages.tables(touched)
    tables = {
        name: pl.concat([known[name], added[name]], how="vertical_relaxed")
        if name in known and name in added
        else known.get(name, added.get(name, pl.DataFrame(schema=SNAPSHOT_SCHEMA[name])))
        for name in SNAPSHOT_SCHEMA
    }
    for name, lookup in catalog.called.items():
        key = lookup.keys.name
        ids = {*operators["payee_id"], *operators["operator"]} if name == "payees" else set(tables["releases"][key])
        tables[name] = pl.concat(
            [lookup.of({*ids, *(tables["payouts"][key] if name == "payees" else ())}), drafts[name]]
        ).unique(key, keep="first")
    snapshot = Snapshot(tables, drafts.manifest)
    groups = pl.concat([catalog.operators.of(tables["payouts"]["payee_id"]), operators]).unique()
    properties = release_properties(snapshot, groups)
    mine = pl.Series([trial.trial_id for trial in chunk], dtype=pl.String).implode()
    credited = credits_of(snapshot).filter(pl.col("release_id").is_in(mine))
    reach, homes = reach_with(pages, snapshot["release_artists"].select(KEYS), properties, credited)
    audience = catalog.profiles.of(tables["artists"]["artist_id"]).select("artist_id", "audience", "audience_measure")
    return describe_credits(snapshot, credited, properties, PageFacts(audience, pages.by_name, reach, homes))


def _added(drafts: Snapshot, chunk: list[_Trial]) -> dict[str, pl.DataFrame]:
    """The rows of each trial's draft, under ids of its own, and its credits."""
    of_trial = pl.DataFrame(
        [(trial.draft_id, trial.trial_id) for trial in chunk], schema=["draft", "trial"], orient="row"
    )
    held = drafts["recording_releases"].join(of_trial, left_on="release_id", right_on="draft")
    subjects = pl.concat(
        [
            of_trial.select(own="draft", trial="trial", id="trial"),
            held.select(own="recording_id", trial="trial", id=pl.col("recording_id") + "|" + pl.col("trial")),
        ]
    ).unique()
    added = {}
    for name, keys in _KEYED.items():
        table = drafts[name].join(subjects, left_on=keys[0], right_on="own")
        made = {keys[0]: pl.col("id")} | ({"release_id": pl.col("trial")} if len(keys) > 1 else {})
        added[name] = table.with_columns(**made).select(drafts[name].columns)
    credits = [(t.trial_id, artist, position, role) for t in chunk for artist, position, role in t.credits]
    table = pl.DataFrame(credits, schema=["release_id", "artist_id", "position", "role"], orient="row")
    added["release_artists"] = table.filter(pl.col("role") == "main").select("release_id", "artist_id", "position")
    played = added["recording_releases"].join(table, on="release_id")
    added["recording_artists"] = played.select("recording_id", "artist_id", "role", "position")
    return added


@dataclass(frozen=True, slots=True)
class _Asked:
    """Scored trials by their id and page; names of artists; the model that scored them; ids without an artist by release."""

    scored: Mapping[tuple[str, str], Row]
    names: Mapping[str, str]
    model: KindModel
    options: ScreenOptions
    unknown: Mapping[str, tuple[str, ...]]

    def answer(self, draft: str, trials: list[_Trial]) -> Screened:
        """The most careful answer of all credits, of equal ones that of the first; an artist that is not there comes before all."""
        credits: dict[tuple[str, int], list[_Trial]] = {}
        for trial in trials:
            credits.setdefault((trial.role, trial.position), []).append(trial)
        answers = [self._answer_credit(draft, tried) for tried in credits.values()] or [self._answer_credit(draft, [])]
        held = [answer for answer in answers if answer.decision == "hold"]
        told = max(held, key=lambda answer: answer.probability) if held else answers[0]
        every = [candidate for answer in answers for candidate in answer.candidates]
        told = replace(told, candidates=tuple(every[: self.options.shown]))
        if draft not in self.unknown:
            return told
        return replace(told, decision="hold", reason="unknown_artist", probability=1.0, unknown=self.unknown[draft])

    def _answer_credit(self, draft: str, trials: list[_Trial]) -> Screened:
        best = sorted(trials, key=self._strange)
        least = [self._strange(trial) for trial in best]
        fit, rival = (1 - least[0] if least else 0.0), (1 - least[1] if len(least) > 1 else 0.0)
        decision, reason, chance = decide(fit, rival, least[0] if least else 0.0, bool(best), self.options)
        if decision != "hold" and best and best[0].operation in DECEPTIVE:
            decision, reason = "hold", "deceptive_name"
        row = self._row(best[0]) if best else None
        return Screened(
            draft,
            decision,
            "misattribution" if reason == "impersonation" else reason,
            chance,
            target=best[0].artist_id if best else None,
            candidates=tuple(self._candidate(trial) for trial in best),
            claim="misattribution" if row else None,
            evidence=row_evidence(row, DETECTOR.features, self.model) if row else (),
            sufficiency=float(row["sufficiency"]) if row else 0.0,
        )

    def _row(self, trial: _Trial) -> Row | None:
        return self.scored.get((trial.trial_id, trial.artist_id))

    def _strange(self, trial: _Trial) -> float:
        """Probability that the release is none of the page's; the prior where the page has nothing to compare with."""
        row = self._row(trial)
        return float(row["score"]) if row else probability(self.model.prior)

    def _candidate(self, trial: _Trial) -> Candidate:
        strange = self._strange(trial)
        return Candidate(trial.artist_id, self.names[trial.artist_id], 1 - strange, strange, trial.operation)
