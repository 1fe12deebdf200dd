"""Audio that is sold again: by thieves under other names, and by those who may."""

from functools import partial
from random import Random

from graph.findings import Reference
from graph.truth import TrueFinding
from simulation.ledger import names
from simulation.ledger.delivery import Draft, publish
from simulation.ledger.market import company, found_label, new_act, new_page
from simulation.ledger.things import Act, Recording, near
from simulation.ledger.world import World

SALES = ("same_audio", "near_audio", "sped_up", "slowed")
_TAILS = {
    "sped_up": (" (sped up)", " (Sped Up Version)", " - nightcore", " [Nightcore]"),
    "slowed": (" (slowed)", " (slowed + reverb)", " - Slowed Down"),
}


def draw_speed(rng: Random, trick: str) -> float:
    """How much faster a sale of that sort plays, one for all tracks of a release."""
    if trick == "sped_up":
        return rng.uniform(1.06, 1.3)
    return rng.uniform(0.75, 0.94) if trick == "slowed" else 1.0


def resell(world: World, copy: Recording, original: Recording, trick: str, camouflage: int, speed: float = 1.0) -> None:
    """Makes one recording the other's audio: as it stands, re-encoded, or played faster or slower; and notes it as recycled."""
    rng = world.rng
    if trick in ("sped_up", "slowed"):
        copy.duration_ms = int(original.duration_ms / speed + rng.gauss(0, 25))
        if camouflage < 2:
            copy.title = original.title + (rng.choice(_TAILS[trick]) if rng.random() < 0.75 else "")
        elif rng.random() < 0.5:
            copy.title = original.title
    else:
        copy.audio = (
            near(rng, original.audio, rng.randrange(1, world.habits.hash_flips + 2))
            if trick == "near_audio"
            else original.audio
        )
        copy.duration_ms = original.duration_ms + int(rng.gauss(0, (0, 60, 300, 900)[camouflage]))
    world.suspects[id(copy)] = rng.random() * 0.8
    world.deferred_truth.append(
        lambda: world.findings.append(
            TrueFinding(
                "recycled_audio",
                Reference("recording", copy.recording_id),
                Reference("recording", original.recording_id),
                (),
                trick,
                camouflage,
            )
        )
    )


def plan_thieves(world: World) -> None:
    """Uploaders who sell others' recordings as their own; each takes from few or many, at one speed."""
    rng = world.rng
    if world.habits.impostor_rate == 0:
        return
    left = max(5, round(world.size * rng.uniform(0.002, 0.006)))
    tricks = list(SALES)
    while left > 0:
        jobs, trick = min(left, rng.choice((1, 1, 2, 4, 9))), tricks.pop() if tricks else rng.choice(SALES)
        month = world.habits.launch + (world.habits.months - world.habits.launch - 2) * rng.random() ** 0.7
        world.at(month, partial(_steal, world, jobs, trick))
        left -= jobs


def _steal(world: World, jobs: int, trick: str, month: int) -> None:
    rng, camouflage = world.rng, world.camouflage()
    thief = new_act(world, month, honest=False, talent=rng.lognormvariate(4.5, 1.7))
    thief.distributor = world.distributor(careless=0.4)
    page = new_page(world, thief, month)
    speed = draw_speed(rng, trick)
    known = [
        r
        for r in rng.choices(world.recordings, k=6 * jobs)
        if all(p.act.is_honest for p in r.pages) and not r.is_silent
    ]
    known.sort(key=lambda recording: -recording.pages[0].act.talent)
    chosen = list(dict.fromkeys(known[:jobs]))
    at_once = 4 if trick in ("sped_up", "slowed") and rng.random() < 0.7 else 1
    for first in range(0, len(chosen), at_once):
        originals = chosen[first : first + at_once]
        kept = [camouflage == 0 or rng.random() < (1.0, 0.5, 0.2, 0.05)[camouflage] for _ in originals]
        titles = [
            one.title if same else names.title(rng, thief.culture.language)
            for one, same in zip(originals, kept, strict=True)
        ]
        release = publish(world, Draft(thief, titles, pages=[page], line=page.name), month)
        for copy, original in zip(release.recordings, originals, strict=True):
            resell(world, copy, original, trick, camouflage, speed)


def plan_lawful_reuse(world: World) -> None:
    """Licensed edits and mixes, silence and noise, sample packs and leased beats: equal audio that nobody stole."""
    rng, twin = world.rng, world.habits.twin_rate
    silence, noise = rng.choice((0, world.hash())), world.hash()
    for _ in range(max(3, round(world.size * 0.0012 * twin))):
        world.at(_month(world), partial(_license, world))
        world.at(_month(world), partial(_silence, world, silence if rng.random() < 0.6 else noise))
        world.at(_month(world), partial(_lease_beat, world))


def _month(world: World) -> float:
    return world.habits.launch + (world.habits.months - world.habits.launch - 1) * float(world.rng.random() ** 0.7)


def _license(world: World, month: int) -> None:
    """Another label puts recordings out under licence, on a mix or a hits series of its own, with codes of its own."""
    rng = world.rng
    pool = [
        r
        for r in rng.choices(world.recordings, k=30)
        if r.releases[0].label is not None and all(p.act.is_honest for p in r.pages)
    ]
    chosen = list(dict.fromkeys(pool))[: rng.choice((1, 3, 10))]
    if not chosen:
        return
    label = rng.choice(world.signing_labels)
    host = new_act(world, month, talent=rng.lognormvariate(5, 1.5)) if rng.random() < 0.5 else chosen[0].pages[0].act
    page = (
        host.profiles[0]
        if host.profiles
        else new_page(
            world, host, month, name=f"{host.name.text}" if rng.random() < 0.6 else f"{company(rng)} Allstars"
        )
    )
    titles = [
        r.title if rng.random() < 0.4 else f"{r.title} ({rng.choice(('Mixed', 'Radio Edit', 'Edit', 'Extended Mix'))})"
        for r in chosen
    ]
    release = publish(
        world,
        Draft(
            host,
            titles,
            "compilation" if len(chosen) > 2 else "single",
            pages=[page],
            label=label,
            distributor=label.distributor,
        ),
        month,
    )
    trick = rng.choice(("sped_up", "slowed")) if rng.random() < 0.3 else ""
    speed, tail = (
        rng.choice((1.2, 1.25, 1.3) if trick == "sped_up" else (0.8, 0.85)),
        rng.choice(_TAILS.get(trick, ("",))),
    )
    for old, new in zip(chosen, release.recordings, strict=True):
        new.credits = old.credits
        if trick:
            new.title, new.duration_ms = old.title + tail, int(old.duration_ms / speed + rng.gauss(0, 25))
            new.pages = old.pages if rng.random() < 0.5 else new.pages
            continue
        new.audio = near(rng, old.audio, rng.choice((0, 0, 1, 3)))
        new.isrc = old.isrc if rng.random() < 0.25 else new.isrc
        new.duration_ms = old.duration_ms if rng.random() < 0.6 else int(old.duration_ms * rng.uniform(0.6, 1.0))
        if rng.random() < 0.5:
            new.pages = old.pages
    world.innocent("licensed_edit", list(dict.fromkeys([page, *(p for r in chosen for p in r.pages)])), [release])


def _some_honest(world: World) -> Act | None:
    pool = [act for act in world.rng.choices(world.acts, k=20) if act.is_honest and act.profiles]
    return pool[0] if pool else None


def _silence(world: World, audio: int, month: int) -> None:
    """A track of silence or noise; its fingerprint is everybody's."""
    act = _some_honest(world)
    if act is None:
        return
    title = world.rng.choice(("Silence", "Untitled", "Interlude", "White Noise", "…", "Brown Noise Loop"))
    release = publish(world, Draft(act, [title], label=act.label, seconds=(30, 240)), month)
    release.recordings[0].audio, release.recordings[0].is_silent = audio, True
    world.innocent("silence", release.pages, [release])


def _lease_beat(world: World, month: int) -> None:
    """One leased beat or sample pack on the releases of acts that have never met."""
    rng = world.rng
    audio, pages, releases = world.hash(), [], []
    seconds = rng.uniform(90, 210)
    for _ in range(rng.choice((2, 2, 3, 5))):
        act = _some_honest(world)
        if act is not None:
            release = publish(
                world,
                Draft(
                    act,
                    [names.title(rng, act.culture.language)],
                    label=act.label,
                    seconds=(seconds, seconds + rng.choice((0.1, 20))),
                ),
                month,
            )
            release.recordings[0].audio = near(rng, audio, rng.randrange(world.habits.hash_flips + 2))
            pages.append(release.pages[0])
            releases.append(release)
    world.innocent("sample_pack", list(dict.fromkeys(pages)), releases)


def compile_for_charity(world: World, month: int) -> None:
    """A charity's compilation: many acts that have nothing else in common, one account, new recordings or lent ones."""
    rng = world.rng
    acts = list(
        dict.fromkeys(
            a for a in rng.choices(world.acts, k=rng.choice((12, 25, 60))) if a.is_honest and a.profiles and a.releases
        )
    )
    tracks = list(
        dict.fromkeys(rng.choice(r.recordings) for a in acts for r in [rng.choice(a.releases)] if r.recordings)
    )
    if len(acts) < 4 or not tracks:
        return
    label = found_label(world, month, acts[0].culture, ("pop",))
    pages = [a.profiles[0] for a in acts]
    name = f"{rng.choice(('Artists for', 'Songs for', 'Together for'))} {rng.choice(('Hope', 'Refuge', 'the Forest', 'Relief', 'Kids'))}"
    single = publish(
        world,
        Draft(
            acts[0],
            [name],
            "single",
            pages=pages[:9],
            label=label,
            distributor=label.distributor,
            shares=[(label.payee, 1.0)],
        ),
        month,
    )
    album = publish(world, Draft(acts[0], [], "compilation", name, pages=pages, label=label, distributor=label.distributor, shares=[(label.payee, 1.0)], reused=tracks), month)  # fmt: skip
    world.innocent("charity_compilation", pages, [single, album])
