"""How honest acts live month by month: release, move, rest, end, come back."""

from functools import partial

from simulation.ledger import names
from simulation.ledger.delivery import Draft, publish
from simulation.ledger.doubles import deliver_again, redeliver
from simulation.ledger.market import found_label
from simulation.ledger.things import Act, Profile, Release, Spell
from simulation.ledger.world import World


def begin_life(world: World, act: Act, career: float | None = None) -> None:
    """Puts the act's first release on the agenda; its career ends after `career` months, or as chance has it."""
    rng = world.rng
    length = (
        career
        if career is not None
        else rng.expovariate(1 / 3)
        if rng.random() < 0.3
        else rng.expovariate(1 / 50)
        if rng.random() < 0.75
        else rng.uniform(60, 320)
    )
    if act.born + length < world.habits.months:
        act.ended, act.is_dead = int(act.born + length), rng.random() < 0.12
    if rng.random() < 0.38:
        join_label(world, act, act.born)
    elif rng.random() < 0.13:
        act.label = found_label(world, act.born, act.culture, act.genres)
        act.label.payee, act.label.distributor = act.payee, act.distributor
    world.at(act.born, partial(_work, world, act))


def join_label(world: World, act: Act, month: int) -> None:
    """Signs with a label of the same kind of music where there is one; big acts sign with big labels."""
    rng = world.rng
    fitting = [label for label in rng.choices(world.signing_labels, k=8) if label.born <= month]
    fitting.sort(key=lambda label: (act.genres[0] not in label.genres, -len(label.releases)))
    if fitting:
        act.label = fitting[0]
        act.distributor = act.label.distributor
        act.label.roster.append(act)


def _work(world: World, act: Act, month: int) -> None:
    """One month of the act in which it puts something out; puts the next one on the agenda."""
    rng = world.rng
    if month > act.ended:
        return
    _change_business(world, act, month)
    release_something(world, act, month)
    gap = max(1.0, rng.expovariate(1 / act.tempo))
    if rng.random() < 0.025:
        gap += rng.uniform(36, 150)
        if rng.random() < 0.5:
            world.at(month + gap, partial(_leave_all, world, act))
        world.at(month + gap, partial(_work, world, act))
        world.at(month + gap, lambda later: world.innocent("comeback", [act.profiles[0]], [act.releases[-1]]))
    else:
        world.at(month + gap, partial(_work, world, act))
    if month + gap > act.ended and rng.random() < 0.12:
        world.at(act.ended + rng.uniform(8, 90), partial(_after_the_end, world, act))


def _leave_all(world: World, act: Act, month: int) -> None:
    """Off the label and onto another feed, under a new account."""
    act.label, act.distributor = None, world.distributor()
    act.payee = world.payee(act.writers[0].name, act.country)


def _after_the_end(world: World, act: Act, month: int) -> None:
    """A posthumous release, or one after the split: by the label or an estate whose account is new."""
    rng = world.rng
    if not act.releases or rng.random() < 0.3:
        return
    label = act.label if rng.random() < 0.5 else None
    estate = [(world.payee(f"Estate of {act.writers[0].name}", act.country), 1.0)] if rng.random() < 0.6 else None
    distributor = act.distributor if rng.random() < 0.5 else world.distributor()
    titles = [names.title(rng, act.culture.language) for _ in range(rng.choice((1, 1, 3, 8)))]
    release = publish(
        world, Draft(act, titles, _kind(len(titles)), distributor=distributor, label=label, shares=estate), month
    )
    world.innocent("posthumous" if act.is_dead else "after_split", release.pages, [release])


def _change_business(world: World, act: Act, month: int) -> None:
    """Moves: to another feed, onto or off a label, to a manager, to a new bank account, to another kind of music."""
    rng, chance = world.rng, world.rng.random()
    if not act.releases:
        return
    if chance < 0.02 and act.label is None:
        act.distributor = world.distributor()
        for release in act.releases[-3:] if rng.random() < 0.25 else []:
            world.at(month + 2 * rng.random(), partial(redeliver, world, release, act.distributor, act.payee))
        world.at(month, lambda later: world.innocent("distributor_move", [act.profiles[0]], [act.releases[-1]]))
    elif chance < 0.035:
        if act.label is None:
            join_label(world, act, month)
        else:
            act.label, act.distributor = None, world.distributor()
        world.at(month, lambda later: world.innocent("label_move", [act.profiles[0]], [act.releases[-1]]))
    elif chance < 0.05:
        act.payee = rng.choice(world.managers) if rng.random() < 0.1 else world.payee(act.name.text, act.country)
        if act.label is None:
            for release in act.releases:
                release.spells.append(Spell(month, [(act.payee, 1.0)]))
            world.innocent("payee_move", [act.profiles[0]], act.releases[-1:])
    elif chance < 0.06:
        act.genres = world.genres()
    elif chance < 0.07:
        act.image = world.hash()
        for page in act.profiles:
            page.image = act.image if page.image is not None else None


def _kind(tracks: int) -> str:
    return "single" if tracks < 4 else "ep" if tracks < 7 else "album"


def release_something(world: World, act: Act, month: int) -> Release:
    """A single, EP or album; sometimes with a guest, sometimes a joint release, sometimes with what was a single before."""
    rng = world.rng
    digital = month > world.habits.launch + 40
    count = rng.choice((1, 1, 1, 1, 1, 1, 1, 2, 3, 5, 10)) if digital else rng.choice((1, 1, 2, 4, 5, 9, 10, 12))
    titles = [names.title(rng, act.culture.language) for _ in range(count)]
    if rng.random() < 0.06:
        titles[-1] += rng.choice((" (Live)", " (Acoustic)", " (Demo)", " (Remix)", " II", " (Unreleased)", " - Single"))
    guest = _guest(world, act)
    draft = Draft(act, titles, _kind(count), label=act.label)
    if guest is not None and rng.random() < 0.35 and act.profiles:
        draft.pages = [act.profiles[0], guest]
    elif guest is not None:
        draft.featured = [guest]
        if rng.random() < 0.5:
            draft.titles[0] += f" (feat. {guest.name})"
    if rng.random() < 0.06:
        draft.genres = world.genres()
    if rng.random() < 0.08:
        draft.language = rng.choice(("en", "zxx", "es"))
    release = publish(world, draft, month)
    if guest is not None and rng.random() < 0.15:
        world.innocent("collaboration" if draft.pages else "feature", [release.pages[0], guest], [release])
    if guest is not None and draft.featured and rng.random() < 0.5:
        release.recordings[-1].featured = []
    if count > 5 and rng.random() < 0.5:
        _carry_over(act, release)
    _pass_on_variants(world, act, release, month)
    return release


def _guest(world: World, act: Act) -> Profile | None:
    """Somebody of the same scene, most likely a friend from before, more likely known than not."""
    rng = world.rng
    if rng.random() > (0.3 if act.genres[0] in ("hip hop", "rap", "reggaeton", "house") else 0.12):
        return None
    if act.friends and rng.random() < 0.5:
        return rng.choice(act.friends).profiles[0]
    pool = world.scenes[act.culture.language, act.genres[0]]
    if not pool:
        return None
    other = max(rng.choices(pool, k=3), key=lambda a: a.talent)
    if other is act or (not other.is_honest and rng.random() < 0.7):
        return None
    act.friends.append(other)
    other.friends.append(act)
    return other.profiles[0]


def _carry_over(act: Act, release: Release) -> None:
    """The last singles are on the album too: the same recordings, the same ISRC."""
    singles = [
        earlier for earlier in act.releases[-6:-1] if earlier.kind == "single" and earlier.pages == release.pages
    ]
    for single in singles[-3:]:
        for recording in single.recordings:
            if release not in recording.releases:
                recording.releases.append(release)


def _pass_on_variants(world: World, act: Act, release: Release, month: int) -> None:
    """What comes of a good track later: a remix by another act, a sped-up version, an own second delivery."""
    rng, chance = world.rng, world.rng.random()
    track = release.recordings[0] if release.recordings else None
    if track is None or chance > 0.031:
        return
    if chance < 0.02:
        pool = world.scenes[act.culture.language, act.genres[0]]
        other = rng.choice(pool) if pool else act
        title = f"{track.title} ({other.name.text} Remix)"
        pages = (
            [release.pages[0]]
            if rng.random() < 0.6 or other is act or not other.is_honest
            else [release.pages[0], other.profiles[0]]
        )
        world.at(
            month + rng.uniform(1, 14),
            partial(_variant, world, Draft(act, [title], label=act.label, pages=pages), "remix"),
        )
    elif chance < 0.024:
        speed, word = rng.choice(((1.2, "sped up"), (1.15, "nightcore"), (0.85, "slowed + reverb"), (0.8, "slowed")))
        seconds = track.duration_ms / 1000 / speed
        draft = Draft(act, [f"{track.title} ({word})"], label=act.label, seconds=(seconds, seconds + 0.01))
        world.at(month + rng.uniform(2, 30), partial(_variant, world, draft, "own_speed_version"))
    else:
        world.at(month + rng.uniform(1, 60), partial(deliver_again, world, act, release))


def _variant(world: World, draft: Draft, twin: str, month: int) -> None:
    release = publish(world, draft, month)
    world.innocent(twin, release.pages, [release])
