"""Invented names and words in several scripts, from syllables of this module's own."""

from random import Random
from typing import Final

SYLLABLES: Final[dict[str, tuple[str, ...]]] = {
    "en": tuple(
        "bar low ken mor ash wil den har tam sel cor nell brid fos ker lan dal wes hol ray vin mar lock stan ford ley ton wick ham".split()
    ),
    "fr": tuple(
        "chá bré mou lau rè vil lé gué fon tai dé sar noé fleu rou mée çois beau lan gré cé lie mar tin".split()
    ),
    "es": tuple("ñe ro ló mar qui ta sán ve gar cí ri ba pe dro jo sé can tú lu na del rí fue go".split()),
    "de": tuple("schö lin grü mül hof stein bäck wal ter frö lich küs brau neu berg ros ti läu fer".split()),
    "pl": tuple("wój ko ław szy mań ska żu kow dąb rzę ciu świę tosz krz nie łęc ba nowy".split()),
    "sv": tuple("lind ström åk er gård sjö berg hög dal käll vik ås mo rön".split()),
    "tr": tuple("yıl dız gü neş çe lik öz türk şa hin ka ya kılıç er do ğan".split()),
    "pt": tuple("são lo ção ma rê vi lhe nha bra ga cos ta ju ão fei ra dou ro".split()),
    "vi": tuple("nguyễn trần thị minh hoàng phương lê đức quỳnh anh bảo khôi ngọc".split()),
    "ru": tuple("вол ко в ни ру сла яр мар ве ти лу на зо ря бе ло сне го кра вец".split()),
    "el": tuple("πα λος μα ρί νι κο θά λα σσα δη μή τρα σο φί α γι ώρ γος".split()),
    "ja": tuple("あ か り さ く ら ゆ き の そ ら は な み つ ほ し".split()),
    "ja-k": tuple("ア カ リ サ ミ ナ ト ル ネ ラ ソ ヨ ホ シ モ".split()),
    "zh": tuple("林 陈 星 海 月 雨 明 华 晓 雪 天 云 山 静 风".split()),
    "ko": tuple("김 이 박 서 연 하 늘 지 민 수 현 아 별 빛 도".split()),
    "ar": tuple("نو ر سا لم ال حب ما هر يا سم ين كر يم لي لى".split()),
    "hi": tuple("रा जा मी रा सु नी ता वि का स अ न्या दे व की शा न".split()),
    "th": tuple("สุ ดา มา ลี วัน ชัย ฟ้า ใส ดาว นภา".split()),
    "he": tuple("שי רה נו עם אור לי דן יעל מא יה".split()),
}
LANGUAGE_OF: Final = {"ja-k": "ja"}
COUNTRIES: Final[dict[str, tuple[str, ...]]] = {
    "en": ("US", "GB", "CA", "AU", "NG", "IE"), "fr": ("FR", "BE", "CA", "SN"), "es": ("ES", "MX", "AR", "CO"), "de": ("DE", "AT", "CH"),
    "pl": ("PL",), "sv": ("SE", "FI"), "tr": ("TR",), "pt": ("BR", "PT", "AO"), "vi": ("VN",), "ru": ("RU", "UA", "KZ"), "el": ("GR", "CY"),
    "ja": ("JP",), "ja-k": ("JP",), "zh": ("CN", "TW", "SG"), "ko": ("KR",), "ar": ("EG", "LB", "MA"), "hi": ("IN",), "th": ("TH",), "he": ("IL",),
}  # fmt: skip
UNSPACED: Final = frozenset({"ja", "ja-k", "zh", "ko", "th"})
SHORT: Final = tuple(
    "Nova Echo Luna Atlas Iris Zephyr Onyx Sol Vega Halo Ember Mirage Saga Drift Kairo Lumen Opal Rook Sable Tide Juno Aura Flux Indigo Kite".split()
)
ADJECTIVES: Final = tuple(
    "Silent Velvet Golden Broken Electric Paper Crimson Hollow Northern Lucid Neon Wild Gentle Distant Frozen Burning Quiet Lonely Silver Bitter".split()
)
NOUNS: Final = tuple(
    "Rivers Foxes Machines Gardens Mirrors Wolves Harbours Lanterns Orchards Ghosts Satellites Tigers Engines Islands Shadows Pilots Saints Horses".split()
)
GIVEN: Final = tuple(
    "Ada Theo Mila Jonas Ines Pavel Noor Kofi Elif Rosa Emil Thandi Yara Bruno Freya Oskar Lena Tariq Maja Silas".split()
)
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "en": tuple(
        "love night fire home rain falling city dream light heart road summer away gone blue river dance slow mirror ocean again".split()
    ),
    "fr": tuple("nuit amour ciel pluie ville rêve cœur mer lumière danse encore feu été route silence".split()),
    "es": tuple("noche amor cielo lluvia ciudad sueño corazón mar luz baile fuego camino verano silencio".split()),
    "de": tuple("nacht liebe himmel regen stadt traum herz meer licht tanz feuer weg sommer stille".split()),
    "pt": tuple("noite amor céu chuva cidade sonho coração mar luz dança fogo caminho verão saudade".split()),
    "ru": tuple("ночь любовь небо дождь город мечта сердце море свет танец огонь путь лето тишина".split()),
    "el": tuple("νύχτα αγάπη ουρανός βροχή πόλη όνειρο καρδιά θάλασσα φως χορός φωτιά".split()),
    "ja": tuple("夜 愛 空 雨 街 夢 心 海 光 踊り 火 道 夏".split()),
    "ko": tuple("밤 사랑 하늘 비 도시 꿈 마음 바다 빛 춤 불 길 여름".split()),
    "ar": tuple("ليل حب سماء مطر مدينة حلم قلب بحر نور رقص نار".split()),
    "hi": tuple("रात प्यार आसमान बारिश शहर सपना दिल सागर रोशनी नाच आग".split()),
    "zh": tuple("夜 爱 天空 雨 城市 梦 心 海 光 舞 火 路 夏天".split()),
    "pl": tuple("noc miłość niebo deszcz miasto sen serce morze światło taniec ogień".split()),
    "sv": tuple("natt kärlek himmel regn stad dröm hjärta hav ljus dans eld sommar".split()),
    "tr": tuple("gece aşk gökyüzü yağmur şehir rüya kalp deniz ışık dans ateş yaz".split()),
}
GENRES: Final = tuple(
    "pop rock hip-hop house techno jazz folk metal ambient r&b reggaeton country classical indie punk afrobeats k-pop soul blues drill trance".split()
)


def person(draw: Random, language: str) -> str:
    """A two-part personal name in the language's script."""
    parts = SYLLABLES[language]
    if language in UNSPACED:
        return "".join(draw.choice(parts) for _ in range(draw.randint(2, 4)))
    first = (
        draw.choice(GIVEN)
        if language in {"en", "sv", "de"} and draw.random() < 0.5
        else "".join(draw.choices(parts, k=2)).capitalize()
    )
    last = "".join(draw.choices(parts, k=draw.randint(2, 3)))
    return f"{first} {last.capitalize()}"


def act_name(draw: Random, language: str) -> str:
    """The name of an act: a person, a band, one coined word, or (rarely) a short word that others use too."""
    kind = draw.random()
    if kind < 0.04:
        return (
            draw.choice(SHORT)
            if draw.random() < 0.6
            else f"{draw.choice(('DJ', 'MC', 'The', 'Lil'))} {draw.choice(SHORT)}"
        )
    if kind < 0.5 or (language not in {"en", "sv", "de"} and kind < 0.75):
        return person(draw, language)
    if kind < 0.62:
        return "".join(draw.choices(SYLLABLES[language], k=draw.randint(2, 4))).capitalize()
    if kind < 0.70:
        return f"{draw.choice(('DJ', 'MC', 'Lil', 'Big', 'Young', 'DJ'))} {''.join(draw.choices(SYLLABLES['en'], k=2)).capitalize()}"
    if kind < 0.80:
        return (
            f"{person(draw, language)} & {person(draw, language)}"
            if draw.random() < 0.3
            else f"{person(draw, language)} Band"
        )
    made = "".join(draw.choices(SYLLABLES["en"], k=2)).capitalize()
    return draw.choice(
        (
            f"The {draw.choice(ADJECTIVES)} {draw.choice(NOUNS)}",
            f"{draw.choice(ADJECTIVES)} {made}",
            f"{made} {draw.choice(NOUNS)}",
            f"{made}'s {draw.choice(NOUNS)}",
        )
    )


def title(draw: Random, language: str) -> str:
    """A song title of one to four words."""
    words = draw.choices(WORDS.get(language, WORDS["en"]), k=draw.choice((1, 2, 2, 3, 3, 4)))
    text = ("" if language in {"ja", "zh"} else " ").join(words)
    text = text[:1].upper() + text[1:]
    end = draw.random()
    if end < 0.03:
        return f"{text} (Live)"
    if end < 0.06:
        return f"{text} (Remix)"
    return text


def biography(draw: Random, name: str, country: str, genre: str) -> str:
    """A biography; some are press templates that many acts share."""
    place, year, other = (
        draw.choice(("Riverside", "Altona", "Lumière", "Porto Novo", "Kessel", "Marais", "Novigrad", "Sunhaven")),
        draw.randint(1998, 2024),
        draw.choice(NOUNS),
    )
    if draw.random() < 0.35:
        return draw.choice(
            (
                f"{name} is an independent {genre} artist from {country}.",
                f"{name} makes {genre} music that comes from the heart.",
                f"Stream the latest {genre} releases by {name} on all platforms.",
                f"{name} has been creating {genre} since {year}.",
            )
        )
    pieces = [
        f"Raised in {place}, {name} began with {draw.choice(('a borrowed guitar', 'a four-track recorder', 'church choirs', 'pirate radio', 'a broken sampler'))} in {year}.",
        f"Their {genre} draws on {draw.choice(GENRES)} and {draw.choice(GENRES)}, and on {draw.choice(('long winters', 'night trains', 'family stories', 'old films', 'the sea'))}.",
        f"They have toured with {draw.choice(ADJECTIVES)} {other} and recorded at {draw.choice(ADJECTIVES)} Room.",
        f"{draw.choice(('A debut', 'The second record', 'A live session', 'An EP'))} from {year + 1} was called “{draw.choice(WORDS['en'])} {draw.choice(WORDS['en'])}”.",
    ]
    return " ".join(draw.sample(pieces, k=draw.randint(2, 4)))
