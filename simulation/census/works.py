"""Innocents among releases and money (moves, sales, reissues, guests), and audio that is sold again, lawfully or not."""

from collections.abc import Callable
from dataclasses import dataclass

from simulation.census.draft import Draft, Mark, Spared
from simulation.census.identities import same_release
from simulation.census.industry import add_payee, moved, own_payee
from simulation.census.lexicon import CULTURES
from simulation.census.naming import titles
from simulation.census.samplers import hexes, near_hex, one

_TEMPI = (
    (1.25, " (Sped Up)"),
    (1.2, " - nightcore"),
    (0.8, " (Slowed + Reverb)"),
    (0.85, " slowed"),
    (1.15, ""),
    (0.9, ""),
)


@dataclass(frozen=True, slots=True)
class Moves:
    """Acts that moved (twin, act) before anything was released."""

    acts: tuple[tuple[str, int], ...]


def cast_moves(draft: Draft) -> Moves:
    """Honest moves of label, distributor and payee, estates, comebacks: the deal changes, then releases go on under it."""
    rng, acts = draft.rng, draft.acts
    chosen = []
    for twin, share in (("honest_move", 0.012), ("posthumous_release", 0.003), ("comeback", 0.003)):
        for act in draft.known(
            max(1, int(rng.poisson(share * draft.habits.twins * len(acts)))), fame=float(rng.uniform(0.0, 0.7))
        ):
            last, name = draft.deals[act][-1], acts["person"][act]
            payee = (
                add_payee(rng, draft.payees, f"Estate of {name}" if rng.random() < 0.5 else name, acts["country"][act])
                if twin == "posthumous_release"
                else own_payee(rng, draft.payees, acts, act, like=last.payee if rng.random() < 0.6 else None)
            )
            acts["n_releases"][act] = max(3, acts["n_releases"][act])
            draft.deals[act].append(
                moved(rng, last, float(rng.uniform(0.6, 0.9)), payee=payee, n_distributors=draft.habits.n_distributors)
            )
            if twin == "posthumous_release":
                acts["stop"][act] = draft.today
                acts["ended_on"][act] = acts["start"][act] + max(1, int((draft.today - acts["start"][act]) * 0.6))
            chosen.append((twin, act))
    return Moves(tuple(chosen))


def play_moves(draft: Draft, moves: Moves) -> None:
    """The latest releases are the ones under suspicion; a comeback's last one is years after those before it."""
    for twin, act in moves.acts:
        last = draft.of_act[act][-1]
        if twin == "comeback":
            for release in draft.of_act[act][:-1]:
                draft.releases["date"][release] -= 365 * 5
                draft.releases["received_at"][release] -= 365 * 5
        draft.innocents.append(Spared(twin, (act,), (last,)))


def play_works(draft: Draft) -> None:
    """Every kind of innocent release and lawful second sale of audio, at least once each."""
    for twin, (share, play) in _WORKS.items():
        for _ in range(max(1, int(draft.rng.poisson(share * draft.habits.twins * len(draft.acts))))):
            play(draft, twin)


def _any(draft: Draft) -> tuple[int, int]:
    act = draft.known(1, fame=float(draft.rng.uniform(0.0, 0.8)))[0]
    return act, one(draft.rng, draft.of_act[act])


def _guests(draft: Draft, twin: str) -> None:
    """A remix, collaboration or feature: two acts on a release that comes by one of their deals."""
    rng, recordings = draft.rng, draft.recordings
    act, release = _any(draft)
    guest = draft.known(1, fame=0.4)[0]
    if guest == act:
        return
    track = draft.tracks[release][0]
    if twin == "feature":
        recordings["featured"][track] = [guest]
    else:
        draft.releases["artists"][release] = recordings["artists"][track] = (
            [act, guest] if rng.random() < 0.6 else [guest, act]
        )
    if twin == "remix":
        recordings["title"][track] += f" ({draft.acts['name'][act]} Remix)"
        draft.releases["title"][release] = recordings["title"][track]
    draft.innocents.append(Spared(twin, (act, guest), (release,)))


def _catalogue_sale(draft: Draft, twin: str) -> None:
    """A label's or an act's whole catalog gets a new payee; earlier statements show the old one."""
    rng, releases = draft.rng, draft.releases
    seller = one(rng, releases["payee"])
    sold = [row for row in range(len(releases)) if releases["payee"][row] == seller]
    buyer = add_payee(rng, draft.payees, f"{titles(rng, CULTURES[0], 1)[0]} Royalty Fund", "US")
    for row in sold:
        releases["old_payee"][row], releases["payee"][row] = seller, buyer
    draft.innocents.append(
        Spared(twin, tuple(sorted({releases["act"][row] for row in sold} - draft.unlisted)), tuple(sold))
    )


def _again(draft: Draft, twin: str) -> None:
    """The same act's or a compilation's second release of the same audio: reissue, compilation, licensed edit."""
    rng, recordings = draft.rng, draft.recordings
    act, release = _any(draft)
    if twin == "reissue":
        later = draft.of_act[act][-1]
        if later != release:
            same_release(draft, later, release, float(rng.uniform(0.4, 1.0)))
            draft.releases["title"][later] += one(rng, (" (Deluxe)", " (Remastered)", " - Anniversary Edition", ""))
            draft.innocents.append(Spared(twin, (act,), (release, later)))
        return
    other = draft.known(1, fame=0.0)[0]
    if other == act:
        return
    place = one(rng, draft.of_act[other])
    _follow(draft, place, release)
    tempo = one(rng, _TEMPI) if twin == "licensed_edit" and rng.random() < 0.3 else None
    for track, like in zip(draft.tracks[place], draft.tracks[release], strict=False):
        own_code = recordings["isrc"][track]
        recordings["title"][track] = recordings["title"][like] + (
            " (Edit)" if twin == "licensed_edit" and rng.random() < 0.6 else ""
        )
        recordings["audio_fingerprint"][track] = near_hex(
            rng, recordings["audio_fingerprint"][like], int(rng.integers(0, 4))
        )
        recordings["duration_ms"][track] = recordings["duration_ms"][like] + int(rng.integers(-600, 600))
        recordings["credits"][track] = [c for c in recordings["credits"][like] if c[3] is None]
        if rng.random() < 0.7:
            recordings["isrc"][track] = recordings["isrc"][like]
        if twin == "compilation" or rng.random() < 0.6:
            recordings["artists"][track] = [act, other]
        if tempo is not None:
            recordings["title"][track] = recordings["title"][like] + tempo[1]
            recordings["audio_fingerprint"][track] = hexes(rng, 1)[0]
            recordings["duration_ms"][track] = int(recordings["duration_ms"][like] / tempo[0]) + int(
                rng.integers(-80, 80)
            )
            recordings["isrc"][track] = own_code
    draft.innocents.append(Spared(twin, (act, other), (release, place)))


def _charity(draft: Draft, twin: str) -> None:
    """One compilation with a track by each of many acts, one payee, one cover."""
    rng = draft.rng
    members = tuple(dict.fromkeys(draft.known(int(rng.integers(6, 20)), fame=0.3)))
    host = one(rng, draft.of_act[members[0]])
    draft.releases["type"][host] = "compilation"
    draft.releases["artists"][host] = list(members)
    for act in members[1:]:
        track = draft.tracks[one(rng, draft.of_act[act])][0]
        draft.recordings["releases"][track].append(host)
    draft.innocents.append(Spared(twin, members, (host,)))


def _common_sound(draft: Draft, twin: str) -> None:
    """Silence, noise, or a sample pack's loop: strangers' tracks with nearly the same audio."""
    rng, recordings = draft.rng, draft.recordings
    source = int(rng.integers(len(recordings)))
    places = [int(row) for row in rng.integers(0, len(recordings), int(rng.integers(2, 7)))]
    for track in places:
        recordings["audio_fingerprint"][track] = near_hex(
            rng, recordings["audio_fingerprint"][source], int(rng.integers(0, 5))
        )
        if twin == "silence_track":
            recordings["title"][track] = one(
                rng, ("Silence", "Intro", "White Noise", "Brown Noise", "Interlude", "4 Minutes of Silence")
            )
    rows = (source, *places)
    listed = tuple(sorted({recordings["act"][row] for row in rows} - draft.unlisted))
    draft.innocents.append(Spared(twin, listed, tuple(recordings["releases"][row][0] for row in rows)))


_WORKS: dict[str, tuple[float, Callable[[Draft, str], None]]] = {
    "remix": (0.006, _guests),
    "collaboration": (0.01, _guests),
    "feature": (0.01, _guests),
    "catalogue_sale": (0.0004, _catalogue_sale),
    "reissue": (0.008, _again),
    "compilation": (0.004, _again),
    "licensed_edit": (0.003, _again),
    "charity_compilation": (0.0005, _charity),
    "silence_track": (0.0008, _common_sound),
    "sample_pack": (0.0008, _common_sound),
}


def play_recycling(draft: Draft) -> None:
    """Strangers sell others' audio again: equal, nearly equal, or at another tempo."""
    rng, habits = draft.rng, draft.habits
    thieves = draft.take(max(2, draft.count(habits.recycled) // 4))
    free = [release for thief in thieves for release in draft.of_act[thief]]
    rng.shuffle(free)
    for number, place in enumerate(free[: draft.count(habits.recycled)]):
        thief, level = draft.releases["act"][place], habits.level(rng)
        victim = draft.known(1, fame=float(rng.uniform(0.1, 0.9)))[0]
        model = min(
            (one(rng, draft.of_act[victim]) for _ in range(3)), key=lambda release: draft.releases["date"][release]
        )
        if victim == thief:
            continue
        _follow(draft, place, model)
        pairs = list(zip(draft.tracks[place], draft.tracks[model], strict=False))[:4]
        if number % 3 == 2:
            _at_another_tempo(draft, pairs, one(rng, _TEMPI), level)
        else:
            _copied(draft, *pairs[int(rng.integers(len(pairs)))], ("equal_audio", "near_audio")[number % 3], level)


def _follow(draft: Draft, release: int, model: int) -> None:
    """Nobody sells again what is not out yet: the release comes after the model."""
    behind = draft.releases["date"][model] - draft.releases["date"][release] + int(draft.rng.integers(15, 900))
    if behind > 0:
        day = min(draft.releases["date"][release] + behind, draft.today)
        draft.releases["received_at"][release] += day - draft.releases["date"][release]
        draft.releases["date"][release] = day
    first, late = draft.releases["received_at"][model], draft.releases["received_at"][release]
    if late <= first:
        draft.releases["received_at"][release] = min(first + float(draft.rng.uniform(5, 400)), draft.today + 0.9)


def _copied(draft: Draft, track: int, source: int, trick: str, level: int) -> None:
    rng, recordings = draft.rng, draft.recordings
    recordings["duration_ms"][track] = recordings["duration_ms"][source] + (
        int(rng.integers(-300, 300)) if level else 0
    )
    bits = 0 if trick == "equal_audio" else 1 + level * 2
    recordings["audio_fingerprint"][track] = near_hex(rng, recordings["audio_fingerprint"][source], bits)
    if draft.habits.shows(rng, "titles", level):
        recordings["title"][track] = recordings["title"][source]
    draft.marks.append(Mark("recycled_audio", track, source, (), trick, level))


def _at_another_tempo(draft: Draft, pairs: list[tuple[int, int]], tempo: tuple[float, str], level: int) -> None:
    """All tracks by one ratio; the titles stay what listeners look for, and say less with each level."""
    rng, recordings = draft.rng, draft.recordings
    ratio, tail = tempo
    for track, source in pairs:
        recordings["duration_ms"][track] = int(recordings["duration_ms"][source] / ratio) + int(rng.integers(-80, 80))
        said = tail if level < 3 and rng.random() < (1.0, 0.8, 0.5, 0.0)[level] else ""
        if level < 3 or rng.random() < 0.5:
            recordings["title"][track] = recordings["title"][source] + said
        draft.marks.append(Mark("recycled_audio", track, source, (), "tempo_change", level))
