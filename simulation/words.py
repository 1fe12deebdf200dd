"""Invented names, titles and texts, in several scripts. Nothing here is a real artist."""

from typing import Final

from numpy.random import Generator

SYLLABLES: Final = {
    "latin": "ka lo mi ra ven tor sa bel dur fen gal hin jo kel lum mar nor pel quin ros sten tal ur vi wen yar zel ani bro cor dre eli".split(),
    "accented": "lé mór ñan çel öst åsa řed šim žof ław ück né bré gón tía íri øre æld".split(),
    "cyrillic": "ка ло ми ра вен тор са бел дур фен гал хин жо кел лум мар нор пел рос стен тал ви ян зел ани".split(),
    "greek": "κα λο μι ρα βεν τορ σα μπελ δου φεν γαλ χιν κελ λουμ μαρ νορ πελ ρος στεν ταλ".split(),
    "japanese": "か ろ み ら べ と さ ど ふ が ひ じ け る ま の ぺ り す た う び や ぜ あ".split(),
    "korean": "카 로 미 라 벤 토 사 벨 두 펜 갈 힌 조 켈 루 마 노 펠 로 스 탈 비 야 젤 안".split(),
    "arabic": "كا لو مي را بن تو سا بل دو فن جال هن جو كل لو مار نو بل رو ست تال في يا زل".split(),
}
SCRIPT_SHARES: Final = (("latin", 0.74), ("accented", 0.1), ("cyrillic", 0.05), ("greek", 0.02), ("japanese", 0.04), ("korean", 0.03), ("arabic", 0.02))
COMMON_NAMES: Final = "Nova Echo Luna Atlas Phoenix Aurora Orion Mirage Velvet Ghost Raven Ember Halo Saga Onyx Iris Zen Pulse Drift Juno".split()
SECOND_WORDS: Final = "River Stone Club Lights Garden Theory Machine Parade Sisters Brothers Collective Hotel Motel Ocean Mountain Trio Band Orchestra".split()
NOUNS: Final = "night river fire heart summer winter dream city rain light shadow ocean road home star moon sky glass paper gold silver storm wave dust mirror garden".split()
VERBS: Final = "falling burning waiting running dancing breathing chasing leaving finding holding losing breaking".split()
LINKS: Final = ("of the", "in the", "without", "and", "under the", "before the", "for a", "over")
MOODS: Final = "Deep Soft Calm Gentle Warm Quiet Pure Slow Healing Dreamy".split()
USES: Final = "Sleep Focus Study Rain Meditation Piano Ambient Lofi Yoga Nature".split()
GENRES: Final = "pop rock hip-hop electronic house techno folk jazz classical metal r&b country latin reggae ambient soul punk k-pop indie world".split()
COUNTRIES: Final = ("US", "GB", "DE", "FR", "BR", "JP", "KR", "SE", "NG", "IN", "MX", "ES", "IT", "GR", "RU", "EG", "CA", "AU")
LANGUAGES: Final = {"US": "en", "GB": "en", "DE": "de", "FR": "fr", "BR": "pt", "JP": "ja", "KR": "ko", "SE": "sv", "NG": "en", "IN": "hi", "MX": "es"} | {
    "ES": "es",
    "IT": "it",
    "GR": "el",
    "RU": "ru",
    "EG": "ar",
    "CA": "en",
    "AU": "en",
}
PLACES: Final = "a small town by the sea|the north of the country|a family of teachers|the back room of a record shop|a choir|a garage|the club scene|a music school".split("|")
DEEDS: Final = "writes songs about leaving and coming back|mixes field recordings with old synthesizers|tours with a band of five|records at home on tape|sings in two languages|is known for long live sets|plays every instrument on the records|works with a string quartet".split("|")
YEARS: Final = "After years of playing in bars|Since the first single|Over three albums|With a debut that surprised everyone|Following a long silence|Between two continents".split("|")


def pick(random: Generator, options: tuple[str, ...] | list[str]) -> str:
    return options[int(random.integers(len(options)))]


def syllable_word(random: Generator, script: str, low: int = 2, high: int = 4) -> str:
    word = "".join(pick(random, SYLLABLES[script]) for _ in range(int(random.integers(low, high))))
    return word.capitalize() if script in ("latin", "accented", "cyrillic", "greek") else word


def artist_name(random: Generator, script: str) -> str:
    """A name: two words mostly, one at times, a common one at times (so that honest namesakes occur)."""
    draw = random.random()
    if script == "latin" and draw < 0.06:
        return pick(random, COMMON_NAMES)
    if script == "latin" and draw < 0.2:
        return f"{syllable_word(random, script)} {pick(random, SECOND_WORDS)}"
    mixed = "latin" if script == "accented" and random.random() < 0.6 else script
    words = [syllable_word(random, script)] + ([syllable_word(random, mixed)] if draw < 0.78 else [])
    gap = "" if script in ("japanese", "korean") else " "
    return gap.join(words)


def title(random: Generator) -> str:
    draw = random.random()
    if draw < 0.35:
        return f"{pick(random, VERBS)} {pick(random, NOUNS)}".title()
    if draw < 0.75:
        return f"{pick(random, NOUNS)} {pick(random, LINKS)} {pick(random, NOUNS)}".title()
    return f"{pick(random, NOUNS)}".title() + ("" if random.random() < 0.5 else f" {int(random.integers(2, 99))}")


def person_name(random: Generator) -> str:
    return f"{syllable_word(random, 'latin')} {syllable_word(random, 'latin', 2, 4)}"


def biography(random: Generator, name: str, genre: str, country: str) -> str:
    return f"{name} comes from {pick(random, PLACES)} ({country}). {pick(random, YEARS)}, {name} {pick(random, DEEDS)}, between {genre} and {pick(random, GENRES)}; the {int(random.integers(2008, 2025))} record {title(random)} brought a wider audience."
