"""Innocents that look like attacks, made by the same means as attacks but for honest reasons: profiles first."""

from collections.abc import Callable
from dataclasses import dataclass

from simulation.census.disguise import disguised
from simulation.census.draft import Draft, Spared
from simulation.census.hijacks import lent_deals
from simulation.census.industry import add_payee, moved
from simulation.census.lexicon import CULTURES
from simulation.census.naming import biography, stage_name
from simulation.census.samplers import near_hex, one

_SIDE = ("{} Trio", "{} Sound System", "{} & Friends", "{} (Solo)", "{}'s Night Shift", "{} Acoustic", "{} Ensemble")
_TRIBUTES = (
    "{} Tribute",
    "The {} Tribute Band",
    "Tribute to {}",
    "{} Covers",
    "A Salute to {}",
    "{} Karaoke",
    "Not {}",
    "Almost {}",
)


@dataclass(frozen=True, slots=True)
class Twin:
    """An innocent profile and the better known act that it can be mistaken for an imitation of."""

    act: int
    original: int
    twin: str


def cast_twins(draft: Draft) -> list[Twin]:
    """Profiles with another act's name, or one made of it, each for an honest reason; every kind at least once."""
    plans = []
    for twin, (share, cast) in _PROFILES.items():
        for _ in range(max(1, int(draft.rng.poisson(share * draft.habits.twins * len(draft.acts))))):
            if draft.free:
                act = draft.take()[0]
                original = next(
                    o for o in draft.known(2, fame=float(draft.rng.uniform(0.3, 0.95))) + draft.known(3) if o != act
                )
                cast(draft, act, original)
                plans.append(Twin(act, original, twin))
                draft.innocents.append(Spared(twin, (act, original)))
    return plans


def _namesake(draft: Draft, act: int, original: int) -> None:
    draft.acts["name"][act] = draft.acts["name"][original]
    _retell(draft, act)


def _young_namesake(draft: Draft, act: int, original: int) -> None:
    rng, acts = draft.rng, draft.acts
    _namesake(draft, act, original)
    acts["start"][act] = draft.today - int(rng.integers(5, 700))
    acts["created_on"][act] = acts["start"][act] - int(rng.integers(0, 40))
    acts["stop"][act], acts["ended_on"][act] = draft.today, None
    acts["n_releases"][act] = int(min(8, rng.geometric(0.45)))
    if rng.random() < 0.5:
        acts["biography"][act], acts["urls"][act] = None, []
    draft.deals[act] = draft.deals[act][-1:]


def _distributor_namesake(draft: Draft, act: int, original: int) -> None:
    _young_namesake(draft, act, original)
    draft.deals[act][0].distributor = draft.deals[original][-1].distributor


def _similar_name(draft: Draft, act: int, original: int) -> None:
    rng, name = draft.rng, draft.acts["name"][original]
    trick = one(
        rng, ("one_edit", "one_edit", "sound_alike", "diacritics", "spacing", "leetspeak", "affix", "token_order")
    )
    draft.acts["name"][act] = disguised(rng, name, trick) or name
    _retell(draft, act)


def _side_project(draft: Draft, act: int, original: int) -> None:
    rng, acts = draft.rng, draft.acts
    for column in ("person", "country", "culture", "scene", "ipi"):
        acts[column][act] = acts[column][original]
    acts["name"][act] = (
        one(rng, _SIDE).format(acts["name"][original])
        if rng.random() < 0.4
        else stage_name(rng, CULTURES[acts["culture"][act]], acts["person"][act])
    )
    if rng.random() < 0.6:
        lent_deals(draft, act, original)
    if rng.random() < 0.3:
        acts["biography"][act] = acts["biography"][original]
    _retell(draft, act)


def _goes_solo(draft: Draft, act: int, original: int) -> None:
    rng, acts = draft.rng, draft.acts
    for column in ("country", "culture", "scene", "main_genre"):
        acts[column][act] = acts[column][original]
    acts["name"][act] = (
        acts["person"][act] if rng.random() < 0.6 else f"{acts['person'][act]} ({acts['name'][original]})"
    )
    acts["start"][act] = max(acts["start"][act], acts["start"][original])
    acts["stop"][act] = draft.today
    if rng.random() < 0.4:
        lent_deals(draft, act, original)
    _retell(draft, act)


def _tribute(draft: Draft, act: int, original: int) -> None:
    rng, acts = draft.rng, draft.acts
    acts["name"][act] = one(rng, _TRIBUTES).format(acts["name"][original])
    acts["main_genre"][act], acts["genres"][act] = acts["main_genre"][original], list(acts["genres"][original])
    if rng.random() < 0.4:
        acts["culture"][act] = acts["culture"][original]
    if rng.random() < 0.15 and acts["image_phash"][original] is not None:
        acts["image_phash"][act] = near_hex(rng, acts["image_phash"][original], int(rng.integers(2, 9)))
    _retell(draft, act)


def _alias_profile(draft: Draft, act: int, original: int) -> None:
    acts = draft.acts
    for column in ("person", "country", "culture", "scene", "ipi"):
        acts[column][act] = acts[column][original]
    if acts["name"][act] not in acts["aliases"][original] and draft.rng.random() < 0.5:
        acts["aliases"][original].append(acts["name"][act])
    like = draft.deals[original][-1].payee
    payee = (
        like
        if draft.rng.random() < 0.5
        else add_payee(draft.rng, draft.payees, acts["person"][act], acts["country"][act], like=like, shared=0.8)
    )
    draft.deals[act] = [
        moved(draft.rng, draft.deals[act][-1], 0.0, payee=payee, n_distributors=draft.habits.n_distributors)
    ]


def _retell(draft: Draft, act: int) -> None:
    """The biography speaks of the act by its name of now."""
    acts = draft.acts
    if acts["biography"][act] is not None:
        language = CULTURES[acts["culture"][act]].language if draft.rng.random() < 0.7 else "en"
        acts["biography"][act] = biography(
            draft.rng, language, acts["name"][act], acts["main_genre"][act], 1970 + (acts["start"][act] - 719163) // 366
        )


_PROFILES: dict[str, tuple[float, Callable[[Draft, int, int], None]]] = {
    "namesake": (0.004, _namesake),
    "young_namesake": (0.003, _young_namesake),
    "distributor_namesake": (0.0015, _distributor_namesake),
    "similar_name": (0.004, _similar_name),
    "side_project": (0.003, _side_project),
    "solo_member": (0.002, _goes_solo),
    "tribute": (0.003, _tribute),
    "alias_profile": (0.002, _alias_profile),
}


def play_twins(draft: Draft, plans: list[Twin]) -> None:
    """Tributes play the original's works under their own hands; side projects are at times on its recordings."""
    rng, recordings = draft.rng, draft.recordings
    for plan in plans:
        theirs, own = draft.of_act[plan.original], draft.of_act[plan.act]
        if plan.twin == "tribute" or (plan.twin == "young_namesake" and rng.random() < 0.1):
            for release in own:
                model = one(rng, theirs)
                draft.releases["title"][release] = draft.releases["title"][model]
                for track, like in zip(draft.tracks[release], draft.tracks[model], strict=False):
                    recordings["title"][track] = recordings["title"][like]
                    recordings["credits"][track] += [c for c in recordings["credits"][like] if c[1] != "performer"]
        if plan.twin in ("side_project", "solo_member") and rng.random() < 0.5:
            recordings["featured"][draft.tracks[own[0]][0]] = [plan.original]
