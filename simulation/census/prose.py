"""Clauses that biographies are put together from, by language; slots are `{name}`, `{place}`, `{genre}`, `{year}`, `{work}`."""

PLACES: dict[str, tuple[str, ...]] = {
    "en": ("London", "Austin", "Lagos", "Melbourne", "Detroit", "Glasgow", "Toronto", "Brooklyn", "Accra", "Leeds"),
    "es": ("Madrid", "Bogotá", "Monterrey", "Sevilla", "Rosario", "Medellín", "Valparaíso"),
    "pt": ("São Paulo", "Recife", "Lisboa", "Salvador", "Porto"),
    "fr": ("Paris", "Lyon", "Dakar", "Bruxelles", "Montréal"),
    "de": ("Berlin", "Hamburg", "Wien", "Leipzig", "Zürich"),
    "ru": ("Москвы", "Киева", "Казани", "Минска", "Алматы"),
    "ja": ("東京", "大阪", "福岡", "札幌", "京都"),
    "ko": ("서울", "부산", "인천", "대구"),
    "zh": ("台北", "上海", "成都", "香港"),
    "ar": ("القاهرة", "بيروت", "الدار البيضاء", "دبي"),
}

CLAUSES: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        (
            "{name} is a {genre} artist from {place}.",
            "Born and raised in {place}, {name} began writing songs in {year}.",
            "{name} makes {genre} for people who stay up too late.",
            "{genre} from {place} since {year}.",
            "Formed in {place} in {year}, {name} grew out of a school band and a broken four-track.",
            "The {place} outfit {name} trades in warm, unhurried {genre}.",
            "hi im {name}, i make {genre} in my bedroom",
            "Producer, singer and occasional carpenter {name} lives in {place}.",
            "Since {year}, {name} has moved between {genre} and whatever comes after it.",
        ),
        (
            "The debut {work} drew praise from local radio.",
            "{work} was recorded in nine days with no overdubs.",
            "After years of touring, {work} brought a wider audience.",
            "Their breakthrough came with {work}, which found its way onto film soundtracks.",
            "{work} OUT NOW",
            "Critics compared {work} with the great records of the previous decade.",
            "A string of singles led to {work}.",
            "On {work} the arrangements grow larger and the lyrics more private.",
        ),
        (
            "For bookings write to the management.",
            "A new record is on its way.",
            "Live shows follow in the spring.",
            "follow for more <3",
            "They still rehearse in the same garage.",
            "When not on the road, there is a garden to look after.",
            "The music has been streamed in more than forty countries.",
            "All songs are written and played at home.",
            "Influences range from church choirs to late-night radio.",
        ),
    ),
    "es": (
        (
            "{name} es una propuesta de {genre} nacida en {place}.",
            "Desde {year}, {name} canta historias de {place}.",
            "{name}, {genre} hecho en casa.",
        ),
        (
            "Su disco {work} sonó en todas las radios del país.",
            "Con {work} llegó a nuevos públicos.",
            "{work} ya disponible.",
        ),
        ("Actualmente prepara nueva música.", "Gracias por escuchar.", "Contrataciones por mensaje privado."),
    ),
    "pt": (
        (
            "{name} faz {genre} em {place} desde {year}.",
            "Nascido em {place}, {name} mistura {genre} com ritmos da rua.",
        ),
        ("O álbum {work} abriu portas pelo país.", "{work} já nas plataformas."),
        ("Em breve, novidades.", "Contato para shows com a produção."),
    ),
    "fr": (
        (
            "{name} est un projet de {genre} basé à {place}.",
            "Né à {place}, {name} écrit ses premières chansons en {year}.",
        ),
        ("{work} a été salué par la presse.", "Après {work}, une longue tournée s'ensuit."),
        ("Un nouvel album est en préparation.", "Merci de votre écoute."),
    ),
    "de": (
        ("{name} macht {genre} aus {place}.", "Seit {year} steht {name} für eigensinnigen {genre}."),
        ("Das Album {work} entstand in einem alten Bauernhof.", "Mit {work} gelang der Durchbruch."),
        ("Neue Musik folgt bald.", "Anfragen bitte an das Management."),
    ),
    "ru": (
        ("{name} — музыкальный проект из {place}, {genre}.", "{name} пишет песни с {year} года."),
        ("Альбом {work} вышел на независимом лейбле.", "Известность принесла работа {work}."),
        ("Готовится новый релиз.", "По вопросам концертов пишите в сообщения."),
    ),
    "ja": (
        ("{name}は{place}を拠点に活動する{genre}アーティスト。", "{year}年に結成。{name}。"),
        ("代表作は「{work}」。", "アルバム「{work}」で注目を集める。"),
        ("新曲制作中。", "ライブ情報は公式サイトへ。"),
    ),
    "ko": (
        ("{name}은(는) {place}에서 활동하는 {genre} 아티스트다.", "{year}년에 데뷔한 {name}."),
        ("대표작은 {work}.", "{work} 발매 이후 이름을 알렸다."),
        ("새 앨범을 준비하고 있다.", "공연 문의는 소속사로."),
    ),
    "zh": (
        ("{name}，来自{place}的{genre}音乐人。", "{name}于{year}年开始创作。"),
        ("代表作《{work}》。", "专辑《{work}》广受好评。"),
        ("新专辑筹备中。", "商务合作请联系经纪人。"),
    ),
    "ar": (
        ("{name} فنان {genre} من {place}.", "بدأ {name} مسيرته عام {year}."),
        ("حقق ألبوم {work} نجاحا كبيرا.", "صدر {work} مؤخرا."),
        ("قريبا أعمال جديدة.", "للحجوزات يرجى التواصل مع الإدارة."),
    ),
}
