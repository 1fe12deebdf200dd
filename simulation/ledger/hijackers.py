"""Hijackers: releases on a victim's own page, and the ingest's own mistakes that look the same."""

from collections.abc import Callable

from graph.findings import Reference
from graph.truth import TrueFinding
from simulation.ledger import names
from simulation.ledger.delivery import Draft, publish
from simulation.ledger.disguises import one_edit
from simulation.ledger.market import new_act, new_page
from simulation.ledger.names import Name
from simulation.ledger.operators import Operator, observe
from simulation.ledger.things import Act, Profile, Release, near
from simulation.ledger.world import World

TAKEOVERS = ("name_only", "dormant_revival", "dead_revival", "false_feature", "isrc_hijack", "upc_hijack")


def take_over(world: World, operator: Operator, trick: str, month: int) -> bool:
    """Delivers a release onto the victim's page, or one that claims the victim as a guest."""
    rng, camouflage = world.rng, operator.camouflage
    fits: dict[str, Callable[[Act], bool]] = {
        "dormant_revival": lambda act: month - act.last_month > 36 and not (act.is_dead and act.ended < month),
        "dead_revival": lambda act: act.is_dead and act.ended < month,
    }
    target = observe(world, operator, month, fits.get(trick, lambda act: act.ended > month))
    if target is None or not any(release.recordings for release in target.releases):
        return False
    victim, original = target.profiles[0], rng.choice([release for release in target.releases if release.recordings])
    draft, rested = _forgery(world, operator, target, victim), target.last_month
    if trick == "false_feature":
        release = _claim_a_guest(world, operator, draft, victim, month)
    else:
        if trick == "isrc_hijack" or (trick == "upc_hijack" and rng.random() < 0.7):
            draft.titles = [recording.title for recording in original.recordings]
            draft.title, draft.kind = original.title, original.kind
        release = publish(world, draft, month)
    if trick == "isrc_hijack":
        for copy, owned in zip(release.recordings, original.recordings, strict=False):
            copy.isrc = owned.isrc
    if trick == "upc_hijack":
        release.upc = original.upc
    if release in target.releases:
        target.releases.remove(release)
        target.last_month = rested
    note_misattribution(world, release, victim, trick, camouflage)
    operator.parts.append(release)
    operator.kinds.add("misattribution")
    return True


def _forgery(world: World, operator: Operator, target: Act, victim: Profile) -> Draft:
    """The forged release: the better the hand, the more of it follows the victim's way."""
    rng, camouflage = world.rng, operator.camouflage

    def follows() -> bool:
        return rng.random() < (0.12, 0.4, 0.7, 0.92)[camouflage]

    count = rng.choice((1, 1, 1, 2, 5, 9))
    language = target.culture.language if follows() else rng.choice(("en", "en", "es", "ru", "pt"))
    last = target.releases[-1]
    shares = [(rng.choice(operator.payees), 1.0)]
    if camouflage == 3 and rng.random() < 0.3:
        shares = (
            [(shares[0][0], 0.7), (last.spells[-1].shares[0][0], 0.3)]
            if shares[0][0] is not last.spells[-1].shares[0][0]
            else shares
        )
    return Draft(
        target,
        [operator.template.format(names.title(rng, language)) for _ in range(count)],
        "single" if count < 4 else "album",
        pages=[victim],
        distributor=last.distributor if follows() and rng.random() < 0.5 else rng.choice(operator.feeds),
        label=last.label if camouflage >= 2 and rng.random() < 0.2 else operator.imprint,
        shares=shares,
        line=victim.name if follows() else rng.choice(operator.lines),
        writers=[rng.choice(target.writers)] if follows() else operator.writers,
        genres=target.genres if follows() else world.genres(),
        language=language,
        registrant=last.recordings[0].isrc[:5]
        if last.recordings and camouflage == 3 and rng.random() < 0.3
        else operator.feeds[0].registrant,
        cover=near(rng, operator.cover, rng.randrange(6)) if not follows() else None,
        day=operator.day + rng.randrange(4) if operator.pace < 0.5 and not follows() else None,
        assignment="name_only" if rng.random() < 0.8 else rng.choice(("artist_key", "manual", "identifier")),
        disclosure="generated" if rng.random() < operator.candour else "",
    )


def _claim_a_guest(world: World, operator: Operator, draft: Draft, victim: Profile, month: int) -> Release:
    rng = world.rng
    helper = new_act(world, month, payee=operator.payees[0], honest=False, talent=rng.lognormvariate(4.0, 1.6))
    helper.distributor = rng.choice(operator.feeds)
    page = new_page(world, helper, month)
    draft.act, draft.writers = helper, draft.writers or helper.writers
    if rng.random() < 0.5:
        draft.pages = [page, victim]
        draft.titles[0] += rng.choice(("", "", f" ({page.name} Remix)"))
    else:
        draft.pages, draft.featured = [page], [victim]
        draft.titles[0] += rng.choice((f" (feat. {victim.name})", f" ft. {victim.name}", ""))
    return publish(world, draft, month)


def misfile(world: World, month: int) -> None:
    """Nobody's fraud: the ingest puts an unknown namesake's release on the page of a better-known act."""
    rng = world.rng
    pool = [act for act in rng.choices(world.acts, k=40) if act.profiles and act.is_honest and act.last_month > -1]
    if not pool:
        return
    famous = max(rng.sample(pool, min(5, len(pool))), key=lambda act: act.talent)
    text = famous.name.text if rng.random() < 0.8 else one_edit(rng, famous.name.text)
    namesake = new_act(
        world, month, name=Name(text, ((text,),), famous.culture.language), talent=rng.lognormvariate(3.5, 1.2)
    )
    page = famous.profiles[0]
    if rng.random() < 0.6:
        own = new_page(world, namesake, month)
        for _ in range(rng.choice((1, 2))):
            publish(world, Draft(namesake, [names.title(rng, namesake.culture.language)], pages=[own]), month)
    assignment = "name_only" if rng.random() < 0.85 else "manual"
    release = publish(
        world,
        Draft(
            namesake,
            [names.title(rng, namesake.culture.language) for _ in range(rng.choice((1, 1, 4)))],
            pages=[page],
            assignment=assignment,
        ),
        month,
    )
    note_misattribution(world, release, page, "wrong_mapping", 0)


def note_misattribution(world: World, release: Release, victim: Profile, trick: str, camouflage: int) -> None:
    world.suspects[id(release)] = world.rng.random() * (0.9, 0.7, 0.5, 0.3)[camouflage]
    world.deferred_truth.append(
        lambda: world.findings.append(
            TrueFinding(
                "misattribution",
                Reference("release", release.release_id),
                Reference("artist", victim.artist_id),
                (),
                trick,
                camouflage,
            )
        )
    )
