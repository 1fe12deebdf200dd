"""How labels live: compilations, moves of a whole feed, sales of the catalogue."""

from functools import partial

from simulation.ledger.delivery import Draft, publish
from simulation.ledger.doubles import redeliver
from simulation.ledger.things import Label, Spell
from simulation.ledger.world import World


def label_life(world: World, label: Label, month: int) -> None:
    """Twice a year a label may put out a compilation, move its whole feed, sell its catalogue or license to another."""
    rng, chance = world.rng, world.rng.random()
    world.at(month + rng.uniform(4, 8), partial(label_life, world, label))
    if len(label.releases) < 4:
        return
    if chance < 0.05:
        _compile(world, label, month)
    elif chance < 0.062:
        label.distributor = world.distributor()
        for act in label.roster:
            if act.label is label:
                act.distributor = label.distributor
        world.at(month + 5, lambda later: world.innocent("label_feed_move", [], label.releases[-3:]))
    elif chance < 0.068:
        _sell(world, label, month)


def _compile(world: World, label: Label, month: int) -> None:
    """A compilation: other releases' recordings on one more release, on the pages of all its acts (or of the first few)."""
    rng = world.rng
    chosen = rng.sample(label.releases, min(len(label.releases), rng.choice((4, 8, 14))))
    tracks = [rng.choice(release.recordings) for release in chosen if release.recordings]
    pages = list(dict.fromkeys(page for track in tracks for page in track.pages))[:12]
    if not tracks:
        return
    host = pages[0].act
    title = f"{label.name} {rng.choice(('Sampler', 'Selection', 'Anthology', 'Hits'))} {rng.randrange(1, 20)}"
    tracks = list(dict.fromkeys(tracks))
    release = publish(world, Draft(host, [], "compilation", title, pages=pages, label=label, distributor=label.distributor, shares=[(label.payee, 1.0)], reused=tracks), month)  # fmt: skip
    world.innocent("compilation", pages, [release])


def _sell(world: World, label: Label, month: int) -> None:
    """The catalogue is sold: everything so far is paid to the buyer, another label or a fund, from now on."""
    rng = world.rng
    buyer = (
        rng.choice(world.signing_labels).payee
        if rng.random() < 0.5
        else world.payee(f"{label.name} Catalogue Holdings", "US")
    )
    for release in label.releases:
        release.spells.append(Spell(month, [(buyer, 1.0)]))
    pages = list(dict.fromkeys(page for release in label.releases for page in release.pages))
    world.innocent("catalogue_sale", pages[:50], label.releases[:200])
    if rng.random() < 0.4:
        feed = world.distributor()
        for release in rng.sample(label.releases, min(len(label.releases), 12)):
            world.at(month + 1 + 3 * rng.random(), partial(redeliver, world, release, feed, buyer))
    if rng.random() < 0.5:
        label.payee = buyer
