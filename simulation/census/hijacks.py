"""Misattribution as a transformation: releases of an unlisted operator (or of a namesake) are put on a victim's page."""

from dataclasses import dataclass, replace

from simulation.census.disguise import disguised
from simulation.census.draft import Draft, Mark
from simulation.census.industry import add_payee
from simulation.census.lexicon import CULTURES
from simulation.census.naming import titles
from simulation.census.releases import ASSIGNMENTS
from simulation.census.samplers import choose, one

HIJACKS = ("name_only_delivery", "dormant_revival", "false_feature", "feed_hijack", "wrong_mapping")


@dataclass(frozen=True, slots=True)
class Hijack:
    """One operator's releases, each for another victim's page."""

    act: int
    victims: tuple[int, ...]
    trick: str
    level: int


def cast_hijacks(draft: Draft) -> list[Hijack]:
    """Operators (unlisted unless they credit a victim beside themselves) and their victims; some work in waves."""
    rng, habits = draft.rng, draft.habits
    left = max(draft.count(habits.misattributed), min(12, len(draft.acts) // 200))
    deck = [HIJACKS[k] for k in rng.permutation(len(HIJACKS))]
    liking = rng.dirichlet([2.0] * len(HIJACKS))
    asleep = [
        row
        for row in range(len(draft.acts))
        if draft.acts["stop"][row] < draft.today - 900 and draft.acts["fame"][row] > 0.5 and row not in draft.used
    ]
    plans = []
    wave_due = True
    while (left > 0 or deck) and draft.free:
        trick = deck.pop() if deck else HIJACKS[int(rng.choice(len(HIJACKS), p=liking))]
        wave = trick != "wrong_mapping" and (rng.random() < habits.operations * 0.4 or (wave_due and not deck))
        wave_due = wave_due and not wave
        size = int(rng.integers(3, 14)) if wave else 1
        act = draft.take()[0]
        fame = 0.1 if trick == "wrong_mapping" else float(rng.uniform(0.4, 0.9))
        pool = (
            [one(rng, asleep) for _ in range(size)]
            if trick == "dormant_revival" and asleep
            else draft.known(size, fame=fame)
        )
        victims = tuple(dict.fromkeys(victim for victim in pool if victim != act))
        if victims:
            draft.bound |= set(victims)
            plans.append(_cast(draft, act, victims, trick, habits.level(rng) if trick != "wrong_mapping" else 0))
            left -= len(victims)
    return plans


def _cast(draft: Draft, act: int, victims: tuple[int, ...], trick: str, level: int) -> Hijack:
    rng, acts = draft.rng, draft.acts
    acts["n_releases"][act] = len(victims)
    if trick == "wrong_mapping":
        name = acts["name"][victims[0]]
        spelling = one(rng, ("exact_name", "exact_name", "one_edit", "spacing", "diacritics"))
        acts["name"][act] = disguised(rng, name, spelling) or name
    if trick == "wrong_mapping" and rng.random() < 0.4:
        acts["n_releases"][act] = 2 + int(rng.geometric(0.4))
    elif trick != "false_feature":
        draft.unlisted.add(act)
    if trick != "wrong_mapping":
        acts["start"][act] = draft.today - int(rng.integers(30, 1500))
        acts["stop"][act] = min(
            draft.today,
            acts["start"][act] + int(rng.integers(3, 60 if draft.habits.shows(rng, "burst", level) else 900)),
        )
        acts["created_on"][act] = min(acts["created_on"][act], acts["start"][act])
        draft.deals[act] = draft.deals[act][-1:]
    return Hijack(act, victims, trick, level)


def play_hijacks(draft: Draft, plans: list[Hijack]) -> None:
    """Put the operators' releases on the victims' pages, as like the page as the level makes them; then the truth."""
    for plan in plans:
        taken = []
        for release, victim in zip(draft.of_act[plan.act], plan.victims, strict=False):
            put_on_page(draft, release, victim, beside=plan.act if plan.trick == "false_feature" else None)
            if plan.trick == "feed_hijack":
                _take_codes(draft, release, victim)
            if plan.trick != "wrong_mapping":
                blend(draft, release, victim, plan.level)
            draft.marks.append(Mark("misattribution", release, victim, (), plan.trick, plan.level))
            taken.append(("releases", release))
        if len(taken) >= 3:
            draft.marks.append(Mark("campaign", -1, None, tuple(taken), f"{plan.trick}_wave", plan.level))


def put_on_page(draft: Draft, release: int, victim: int, *, beside: int | None = None) -> None:
    """The release and its recordings are credited to that artist, after another one if `beside` names it."""
    credited = [victim] if beside is None else [beside, victim]
    owner = draft.releases["act"][release]
    draft.releases["artists"][release] = credited
    for track in draft.tracks[release]:
        draft.recordings["artists"][track] = list(credited) if beside is None else [beside]
        if beside is not None:
            draft.recordings["featured"][track] = [victim]
            if draft.rng.random() < 0.25:  # dressed up as a remix
                draft.recordings["title"][track] += f" ({draft.acts['name'][beside]} Remix)"
        renamed = [
            (draft.acts["name"][victim], *credit[1:3], victim) if credit[3] == owner and beside is None else credit
            for credit in draft.recordings["credits"][track]
        ]
        draft.recordings["credits"][track] = renamed
    likely = draft.habits.assignment * (1, 1, draft.habits.name_only_lean, 1)
    draft.releases["artist_assignment"][release] = choose(draft.rng, ASSIGNMENTS, 1, likely)[0]


def _take_codes(draft: Draft, release: int, victim: int) -> None:
    """The hijacked feed carries the codes and titles of one of the victim's releases, and pays another."""
    rng, releases, recordings = draft.rng, draft.releases, draft.recordings
    model = one(rng, draft.of_act[victim])
    if rng.random() < 0.6:
        releases["upc"][release] = releases["upc"][model]
    releases["title"][release], releases["type"][release] = releases["title"][model], releases["type"][model]
    same_audio = rng.random() < 0.4
    for track, like in zip(draft.tracks[release], draft.tracks[model], strict=False):
        recordings["title"][track], recordings["isrc"][track] = recordings["title"][like], recordings["isrc"][like]
        if same_audio:
            recordings["audio_fingerprint"][track] = recordings["audio_fingerprint"][like]
            recordings["duration_ms"][track] = recordings["duration_ms"][like]


def blend(draft: Draft, release: int, victim: int, level: int) -> None:
    """Make a foreign release fit the page: whatever tell the level hides is drawn from the page's own columns."""
    rng, releases, acts = draft.rng, draft.releases, draft.acts
    hides = {tell for tell in draft.habits.openness if not draft.habits.shows(rng, tell, level)}
    model = one(rng, draft.of_act[victim])
    if "genre" in hides:
        releases["genres"][release] = releases["genres"][model]
        culture = releases["culture"][model]
        drawn = titles(rng, CULTURES[culture], len(draft.tracks[release]) + 1)
        if releases["culture"][release] != culture:
            releases["title"][release], releases["culture"][release] = drawn[0], culture
            for track, title in zip(draft.tracks[release], drawn[1:], strict=True):
                draft.recordings["title"][track], draft.recordings["culture"][track] = title, culture
    if "distributor" in hides:
        releases["distributor"][release] = releases["distributor"][model]
    if "plain_link" in hides:
        year = releases["p_line"][release][:4]
        releases["p_line"][release] = year + releases["p_line"][model][4:]
        releases["c_line"][release] = year + releases["c_line"][model][4:]
        releases["label"][release] = releases["label"][model]
    if "money" in hides and level > 0:
        like = releases["payee"][release] if rng.random() < 0.6 else None
        releases["payee"][release] = add_payee(
            rng,
            draft.payees,
            acts["person"][victim] if level > 2 else acts["person"][releases["act"][release]],
            acts["country"][victim],
            like=like,
            shared=0.4,
        )
    if "writers" in hides:
        for track in draft.tracks[release]:
            if rng.random() < 0.7:
                draft.recordings["credits"][track] = list(draft.recordings["credits"][one(rng, draft.tracks[model])])


def lent_deals(draft: Draft, act: int, like: int) -> None:
    """An act comes to release by another one's latest deal."""
    draft.deals[act] = [replace(draft.deals[like][-1], start=0.0)]
