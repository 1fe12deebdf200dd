"""Impostors: pages of their own under a lookalike name."""

from graph.findings import Reference
from graph.truth import TrueFinding
from simulation.ledger import names
from simulation.ledger.audio import SALES, draw_speed, resell
from simulation.ledger.biographies import biography
from simulation.ledger.delivery import Draft, publish
from simulation.ledger.disguises import DISGUISES, disguise, one_edit
from simulation.ledger.market import new_act, new_page
from simulation.ledger.names import Name
from simulation.ledger.operators import Operator, observe
from simulation.ledger.things import Act, Profile, near
from simulation.ledger.world import World

IMPOSTURES: tuple[str, ...] = (*DISGUISES, "alias_leak")


def impersonate(world: World, operator: Operator, trick: str, month: int) -> bool:
    """Opens a page in the likeness of a victim and releases on it. False where no victim gives a hold for the trick."""
    rng, camouflage = world.rng, operator.camouflage
    target = observe(
        world, operator, month, lambda act: trick == "alias_leak" or disguise(rng, act.name, trick) is not None
    )
    if target is None:
        return False
    text = (
        names.stage(rng, target.culture).text
        if trick == "alias_leak"
        else disguise(rng, target.name, trick) or target.name.text
    )
    earlier = int(rng.uniform(6, 70)) if camouflage == 3 or rng.random() < 0.08 else 0
    persona = new_act(
        world,
        max(1, month - earlier),
        culture=target.culture if rng.random() < 0.7 else None,
        name=Name(text, ((text,),), target.culture.language),
        talent=min(target.talent * rng.uniform(0.02, 1.2), rng.lognormvariate(5.2, 1.9)),
        genres=target.genres if rng.random() < 0.75 else None,
        # some open an account under the name that they took
        payee=world.payee(text, "US") if rng.random() < 0.1 else rng.choice(operator.payees),
        honest=False,
    )
    persona.distributor = rng.choice(operator.feeds)
    persona.kind = target.kind if rng.random() < 0.7 else persona.kind
    if operator.writers and camouflage < 3:
        persona.writers = operator.writers
    page = new_page(world, persona, max(1, month - earlier))
    _copy(world, page, target, camouflage)
    if trick == "alias_leak":
        page.aliases.append(target.name.text if rng.random() < 0.6 else one_edit(rng, target.name.text))
    _release_in_likeness(world, operator, persona, page, target, trick, month, earlier)
    world.suspects[id(page)] = rng.random() * (1.0, 0.8, 0.6, 0.4)[camouflage]
    operator.parts.append(page)
    operator.kinds.add("impersonation")
    world.deferred_truth.append(
        lambda: world.findings.append(
            TrueFinding(
                "impersonation",
                Reference("artist", page.artist_id),
                Reference("artist", target.profiles[0].artist_id),
                (),
                trick,
                camouflage,
            )
        )
    )
    return True


def _copy(world: World, page: Profile, target: Act, camouflage: int) -> None:
    """What the page takes from the victim's: image and text, as they stand or a little changed; careful hands take nothing."""
    rng, victim = world.rng, target.profiles[0]
    eager = (0.75, 0.5, 0.15, 0.05)[camouflage]
    if victim.image is not None and rng.random() < eager:
        page.image = near(rng, victim.image, rng.randrange(0, 1 + 2 * camouflage + world.habits.hash_flips))
    if victim.biography is not None and rng.random() < eager:
        page.biography = (
            victim.biography.replace(victim.name, page.name)
            if rng.random() < 0.6
            else victim.biography[: rng.randrange(40, 200)]
        )
    elif page.biography is None and camouflage >= 2 and rng.random() < 0.4:
        page.biography = biography(rng, page.act, world.habits, page.name)
    if rng.random() < 0.9:
        page.isni = page.ipi = page.musicbrainz_id = page.discogs_id = None
    page.is_verified = page.is_verified and rng.random() < 0.3
    page.follow *= rng.choice((0.05, 0.3, 1.0)) ** world.habits.hollow


def _release_in_likeness(
    world: World, operator: Operator, persona: Act, page: Profile, target: Act, trick: str, month: int, earlier: int
) -> None:
    """Releases on the page: titles of the victim's or new ones, helpers invented or borrowed, spread over the months."""
    rng, camouflage = world.rng, operator.camouflage
    for _ in range(rng.choice((1, 1, 2, 3, 5)) + (2 if earlier else 0)):
        count = rng.choice((1, 1, 1, 2, 4, 8))
        copies = rng.random() < (0.55, 0.4, 0.2, 0.12)[camouflage] or trick == "alias_leak"
        source = rng.choice(target.releases).recordings if copies else []
        titles = [r.title for r in source[:count]] or [
            operator.template.format(names.title(rng, persona.culture.language)) for _ in range(count)
        ]
        if trick == "alias_leak" and rng.random() < 0.25:
            titles[0] += f" ({target.name.text})"
        draft = Draft(
            persona,
            titles,
            "single" if len(titles) < 4 else "ep",
            pages=[page],
            line=rng.choice((*operator.lines, page.name)),
        )
        draft.disclosure = rng.choice(("generated", "none")) if rng.random() < operator.candour else ""
        draft.label, draft.shares = operator.imprint, [(persona.payee, 1.0)]
        if camouflage == 3 and rng.random() < 0.4:
            draft.featured = [
                p for p in (a.profiles[0] for a in rng.choices(world.acts, k=2) if a.profiles) if p is not page
            ][:1]
        if camouflage == 0 and rng.random() < 0.5:
            draft.cover = near(
                rng, rng.choice(target.releases).cover if rng.random() < 0.5 else operator.cover, rng.randrange(5)
            )
        ahead = min(rng.expovariate(0.4), rng.random() * (world.habits.months - 1 - month))
        release = publish(world, draft, int(max(1, month - earlier * rng.random() if earlier else month + ahead)))
        if source and rng.random() < (0.6 if trick == "alias_leak" else 0.15):
            sale = rng.choice(SALES)
            speed = draw_speed(rng, sale)
            for copy, original in zip(release.recordings, source, strict=False):
                resell(world, copy, original, sale, min(2, camouflage), speed)
