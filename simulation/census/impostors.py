"""Impersonation as a transformation: a little-known act becomes a profile that trades on a victim's name."""

from dataclasses import dataclass, replace

from simulation.census.acts import own_biography
from simulation.census.disguise import TRICKS, disguised
from simulation.census.draft import Deal, Draft, Mark
from simulation.census.industry import add_payee
from simulation.census.lexicon import CULTURES
from simulation.census.naming import stage_name
from simulation.census.samplers import near_hex, one, zipf_pick

_FORGETFUL = ("isni", "musicbrainz_id", "discogs_id")


@dataclass(frozen=True, slots=True)
class Impostor:
    """One false profile: who, of whom, how, how well hidden, and in which operation."""

    act: int
    victim: int
    trick: str
    level: int
    operation: int


def cast_impostors(draft: Draft) -> list[Impostor]:
    """Turn acts into impostors, alone or by the operation; the tricks are dealt like cards so that rare ones come too."""
    rng, habits = draft.rng, draft.habits
    left = max(draft.count(habits.impostors), min(len(TRICKS), len(draft.acts) // 200))
    favourites = rng.dirichlet([0.8] * len(TRICKS))
    deck = [list(TRICKS)[k] for k in rng.permutation(len(TRICKS))]
    plans: list[Impostor] = []
    operation = 0
    while left > 0:
        size = min(left, 1 if rng.random() > habits.operations else int(rng.integers(2, 10)))
        level = habits.level(rng)
        operator = _operator(draft)
        habit = list(TRICKS)[int(rng.choice(len(TRICKS), p=favourites))]
        for act in draft.take(size):
            trick = deck.pop() if deck else habit if rng.random() < 0.6 else one(rng, list(TRICKS))
            plans.append(_cast(draft, act, trick, level, operation, operator))
        left -= size
        operation += 1
    return [plan for plan in plans if plan.trick]


def _operator(draft: Draft) -> Deal:
    rng = draft.rng
    lead = one(rng, draft.free)
    distributor = int(zipf_pick(rng, 1, draft.habits.n_distributors, draft.habits.distributor_exponent)[0])
    payee = add_payee(rng, draft.payees, draft.acts["person"][lead], draft.acts["country"][lead])
    return Deal(0.0, distributor, None, payee, draft.distributors["code"][distributor])


def _cast(draft: Draft, act: int, trick: str, level: int, operation: int, operator: Deal) -> Impostor:
    for _ in range(200):
        victim = draft.known(1, fame=float(draft.rng.uniform(0.55, 0.93)))[0]
        name = _name(draft, victim, trick)
        if (
            victim != act
            and name is not None
            and draft.acts["name"][victim] not in ("", name if trick != "exact_name" else "")
        ):
            _disguise(draft, act, victim, name, level, operator)
            return Impostor(act, victim, trick, level, operation)
    return Impostor(act, act, "", level, operation)


def _name(draft: Draft, victim: int, trick: str) -> str | None:
    name = draft.acts["name"][victim]
    if trick != "alias_leak":
        return disguised(draft.rng, name, trick)
    aliases = draft.acts["aliases"][victim]
    if not aliases:
        alias = stage_name(draft.rng, CULTURES[draft.acts["culture"][victim]], draft.acts["person"][victim])
        aliases.append(alias)
    return str(aliases[0])


def _disguise(draft: Draft, act: int, victim: int, name: str, level: int, operator: Deal) -> None:
    rng, acts, shows = draft.rng, draft.acts, draft.habits.shows
    acts["name"][act], acts["aliases"][act] = name, []
    acts["n_releases"][act] = int(min(12, rng.geometric(0.5) + level // 2))
    for column in _FORGETFUL:
        if rng.random() < 0.9:
            acts[column][act] = None
    if shows(rng, "young", level):
        acts["start"][act] = draft.today - int(rng.integers(5, 700))
        acts["created_on"][act] = max(acts["start"][act] - int(rng.integers(0, 40)), 1)
        acts["stop"][act], acts["ended_on"][act] = draft.today, None
    elif rng.random() < 0.8:
        _come_after(draft, act, victim)
    if not shows(rng, "genre", level):
        acts["culture"][act], acts["main_genre"][act] = acts["culture"][victim], acts["main_genre"][victim]
        acts["genres"][act] = list(acts["genres"][victim])
    if not shows(rng, "country", level):
        acts["country"][act] = acts["country"][victim]
    if not shows(rng, "writers", level) and rng.random() < 0.5:
        acts["person"][act] = acts["person"][victim]
    if acts["image_phash"][victim] is not None and shows(rng, "image", level):
        acts["image_phash"][act] = near_hex(rng, acts["image_phash"][victim], int(rng.integers(0, 5)))
    acts["biography"][act] = own_biography(rng, acts, act) if acts["biography"][act] else None
    if acts["biography"][victim] is not None and shows(rng, "biography", level):
        acts["biography"][act] = _paraphrase(acts["biography"][victim], acts["name"][victim], name, level)
    if shows(rng, "empty", level) and rng.random() < 0.5:
        acts["biography"][act], acts["urls"][act] = None, []
    _pay(draft, act, level, operator)


def _come_after(draft: Draft, act: int, victim: int) -> None:
    """Plausible in age, yet hardly an impostor is there before whom it imitates."""
    rng, acts = draft.rng, draft.acts
    earliest = acts["start"][victim]
    if acts["start"][act] < earliest:
        acts["start"][act] = earliest + int((draft.today - earliest) * rng.uniform(0.1, 0.95))
        acts["created_on"][act] = max(acts["created_on"][act], acts["start"][act] - 30)
        acts["stop"][act], acts["ended_on"][act] = draft.today, None


def _paraphrase(text: str, old: str, new: str, level: int) -> str:
    copied = text.replace(old, new)
    parts = copied.split(". ")
    return ". ".join(parts[1:] + parts[:1]) if level >= 2 and len(parts) > 1 else copied


def _pay(draft: Draft, act: int, level: int, operator: Deal) -> None:
    """The operation's account openly, one more that is linked by hashes, or the act's own and no link."""
    rng, shows = draft.rng, draft.habits.shows
    own = draft.deals[act][-1]
    if shows(rng, "money", level):
        payee = operator.payee
    elif shows(rng, "plain_link", level) or rng.random() < 0.5:
        payee = add_payee(
            rng, draft.payees, draft.acts["person"][act], draft.acts["country"][act], like=operator.payee, shared=0.4
        )
    elif rng.random() < 0.25:  # an account under the name that it took
        payee = add_payee(rng, draft.payees, draft.acts["name"][act], draft.acts["country"][act])
    else:
        payee = own.payee
    deal = replace(operator, payee=payee) if shows(rng, "distributor", level) else replace(own, start=0.0, payee=payee)
    draft.deals[act] = [deal]


def play_impostors(draft: Draft, plans: list[Impostor]) -> None:
    """What impostors release: titles and covers like the victim's, false company; then the truth."""
    rng, acts, habits = draft.rng, draft.acts, draft.habits
    parts: dict[int, list[Impostor]] = {}
    for plan in plans:
        parts.setdefault(plan.operation, []).append(plan)
        theirs = draft.of_act[plan.victim]
        copies = habits.shows(rng, "titles", plan.level)
        for release in draft.of_act[plan.act]:
            if copies and rng.random() < 0.7:
                _copy_release(draft, release, one(rng, theirs), plan.level)
            if plan.level >= 2 and rng.random() < 0.3:
                friend = one(rng, draft.scenes[acts["scene"][plan.victim]])
                if friend not in draft.unlisted:
                    draft.recordings["featured"][draft.tracks[release][0]] = [friend]
        if habits.shows(rng, "signal", plan.level):
            acts["monthly_listeners"][plan.act] = int(acts["monthly_listeners"][plan.act] * rng.uniform(2, 30))
        draft.marks.append(Mark("impersonation", plan.act, plan.victim, (), plan.trick, plan.level))
    for members in parts.values():
        if len(members) >= 3:
            things = tuple(("artists", plan.act) for plan in members)
            draft.marks.append(Mark("campaign", -1, None, things, "impersonation_operation", members[0].level))


def _copy_release(draft: Draft, release: int, model: int, level: int) -> None:
    rng, releases, recordings = draft.rng, draft.releases, draft.recordings
    releases["title"][release] = releases["title"][model]
    if draft.habits.shows(rng, "cover", level):
        releases["cover_phash"][release] = near_hex(rng, releases["cover_phash"][model], int(rng.integers(0, 6)))
    for track, like in zip(draft.tracks[release], draft.tracks[model], strict=False):
        recordings["title"][track] = recordings["title"][like]
