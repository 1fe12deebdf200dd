"""One act, several profiles: ordinary acts turn into further profiles of others, with anything from much to next to no evidence."""

from dataclasses import dataclass, replace

from simulation.census.disguise import INNOCENT_SPELLINGS, disguised
from simulation.census.draft import Draft, Spared
from simulation.census.industry import add_payee, moved
from simulation.census.samplers import near_hex

_SHARED = (
    "isni",
    "ipi",
    "musicbrainz_id",
    "discogs_id",
    "urls",
    "country",
    "type",
    "main_genre",
    "genres",
    "culture",
    "person",
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A further profile of an act; `same_works`: another source lists the same releases, else they are new ones."""

    act: int
    original: int
    same_works: bool
    evidence: float


def cast_copies(draft: Draft) -> list[Copy]:
    """Further profiles at the seed's rate; most acts have one, a few have up to three."""
    rng = draft.rng
    copies: list[Copy] = []
    originals: set[int] = set()
    for _ in range(draft.count(draft.habits.duplicates)):
        original = draft.known(1, fame=float(rng.choice([0.0, 0.0, 0.5])))[0]
        acts = draft.take(1 + int(rng.random() < 0.12) + int(rng.random() < 0.03))
        if original in originals or not acts:
            draft.used -= set(acts)
            draft.free[:0] = acts
            continue
        originals.add(original)
        same = bool(rng.random() < 0.45)
        for act in acts:
            copies.append(_cast(draft, act, original, same))
        draft.identities.append([original, *acts])
        draft.innocents.append(Spared("cross_source_duplicate" if same else "honest_reregistration", (original, *acts)))
    return copies


def _cast(draft: Draft, act: int, original: int, same: bool) -> Copy:
    rng, acts, habits = draft.rng, draft.acts, draft.habits
    evidence = float(rng.beta(1.1, 0.9))
    spelling = INNOCENT_SPELLINGS[
        int(rng.choice(len(INNOCENT_SPELLINGS), p=(0.08, 0.06, 0.06, 0.14, 0.04, 0.04, 0.58)))
    ]
    acts["name"][act] = disguised(rng, acts["name"][original], spelling) or acts["name"][original]
    acts["aliases"][act] = (
        [acts["name"][original]]
        if rng.random() < 0.2 * evidence and acts["name"][act] != acts["name"][original]
        else []
    )
    for column in _SHARED:
        likely = (
            evidence if column in ("isni", "ipi", "musicbrainz_id", "discogs_id", "urls") else 0.55 + 0.45 * evidence
        )
        if rng.random() < likely:
            value = acts[column][original]
            acts[column][act] = list(value) if isinstance(value, list) else value
        elif column in ("isni", "ipi", "musicbrainz_id", "discogs_id"):
            acts[column][act] = None
    if acts["isni"][original] is not None and acts["isni"][act] != acts["isni"][original]:
        acts["isni"][act] = acts["isni"][act] if rng.random() < habits.wrong else None
    if acts["image_phash"][original] is not None and rng.random() < 0.7 * evidence:
        acts["image_phash"][act] = near_hex(rng, acts["image_phash"][original], int(rng.integers(0, 4)))
    if acts["biography"][original] is not None and rng.random() < 0.7 * evidence:
        acts["biography"][act] = acts["biography"][original]
    if rng.random() < 0.6:
        acts["source"][act] = int(rng.integers(habits.n_sources))
    acts["scene"][act] = acts["scene"][original]
    _life_and_money(draft, act, original, same, evidence)
    return Copy(act, original, same, evidence)


def _life_and_money(draft: Draft, act: int, original: int, same: bool, evidence: float) -> None:
    rng, acts = draft.rng, draft.acts
    last = draft.deals[original][-1]
    if same:
        acts["start"][act], acts["stop"][act] = acts["start"][original], acts["stop"][original]
        acts["ended_on"][act] = acts["ended_on"][original]
        acts["n_releases"][act] = max(1, int(rng.binomial(acts["n_releases"][original], rng.uniform(0.2, 1.0))))
        draft.deals[act] = [replace(deal) for deal in draft.deals[original]]
    else:
        span = max(2, draft.today - acts["start"][original])
        acts["start"][act] = acts["start"][original] + int(span * rng.uniform(0.3, 0.95))
        acts["stop"][act], acts["ended_on"][act] = draft.today, acts["ended_on"][original]
        acts["created_on"][act] = max(acts["start"][act] - int(rng.integers(0, 60)), acts["created_on"][original])
        acts["n_releases"][act] = int(max(1, min(15, rng.geometric(0.4))))
    if not same or rng.random() > evidence:
        like = last.payee if rng.random() < 0.3 + 0.7 * evidence else None
        payee = (
            last.payee
            if rng.random() < 0.5 * evidence
            else add_payee(rng, draft.payees, acts["person"][act], acts["country"][act], like=like, shared=evidence)
        )
        draft.deals[act] = [moved(rng, last, 0.0, payee=payee, n_distributors=draft.habits.n_distributors)]


def play_copies(draft: Draft, copies: list[Copy]) -> None:
    """Give copies of the same works the titles of the original's, with as many of its codes as the evidence allows."""
    for copy in copies:
        theirs = draft.of_act[copy.original]
        if copy.same_works:
            order = sorted(draft.rng.permutation(len(theirs))[: len(draft.of_act[copy.act])].tolist())
            for release, model in zip(draft.of_act[copy.act], (theirs[k] for k in order), strict=False):
                same_release(draft, release, model, copy.evidence)
        elif draft.rng.random() < copy.evidence * 0.5:
            same_release(draft, draft.of_act[copy.act][0], theirs[-1], copy.evidence)


def same_release(draft: Draft, release: int, model: int, evidence: float) -> None:
    """The release is the other one again: its titles and dates, and each code at the rate `evidence`."""
    rng, releases, recordings = draft.rng, draft.releases, draft.recordings
    for column in ("title", "type", "culture", "genres"):
        releases[column][release] = releases[column][model]
    for column in ("upc", "cover_phash", "label", "p_line", "date"):
        if rng.random() < 0.2 + 0.8 * evidence:
            releases[column][release] = releases[column][model]
    for track, like in zip(draft.tracks[release], draft.tracks[model], strict=False):
        recordings["title"][track], recordings["culture"][track] = (
            recordings["title"][like],
            recordings["culture"][like],
        )
        recordings["duration_ms"][track] = recordings["duration_ms"][like] + int(rng.integers(-900, 900))
        for column in ("isrc", "audio_fingerprint"):
            if rng.random() < 0.1 + 0.9 * evidence:
                recordings[column][track] = recordings[column][like]
        if rng.random() < 0.3 + 0.6 * evidence:
            recordings["credits"][track] = [credit for credit in recordings["credits"][like] if credit[3] is None]
