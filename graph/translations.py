"""Common words of act names in fifteen languages, so that a name and its translation meet: Black Wolf, Lobo Negro, Чёрный волк.

A small dictionary of everyday words (elements, animals, colours, times, the heart and the night), written for this project: a name
whose words are not all in it has no concepts, and proper names never are. One line a concept; the first word is English and names
it; languages in the order of `LANGUAGES`, alternatives after a slash. Words are compared folded (small letters, no accents).
"""

from functools import cache
from typing import Final

from graph.name_forms import folded_form, words_of
from graph.name_words import LINKING_WORDS

LANGUAGES: Final = ("en", "es", "pt", "fr", "it", "de", "ru", "ja", "zh", "ko", "el", "ar", "he", "hi", "tr")
_TABLE: Final = """
night noche noite nuit notte nacht ночь 夜 夜/夜晚 밤 νυχτα/νύχτα ليل/ليلة לילה रात gece
star/stars estrella/estrellas estrela/estrelas étoile/étoiles stella/stelle stern/sterne звезда/звёзды 星 星/星星 별 αστέρι/άστρο نجم/نجمة כוכב तारा/सितारा yıldız
moon luna lua lune luna mond луна 月 月/月亮 달 φεγγάρι/σελήνη قمر ירח चाँद/चांद ay
sun sol sol soleil sole sonne солнце 太陽/日 太阳/太陽 태양/해 ήλιος شمس שמש सूरज/सूर्य güneş
fire/flame fuego fogo feu fuoco feuer огонь 火/炎 火/火焰 불 φωτιά نار אש आग ateş
water/waters agua água eau acqua wasser вода 水 水 물 νερό ماء מים पानी/जल su
sea/ocean mar mar mer mare meer/see море 海 海/大海 바다 θάλασσα بحر ים समुद्र/सागर deniz
river río rio rivière/fleuve fiume fluss река 川/河 河/江/河流 강 ποτάμι نهر נהר नदी nehir
wind/winds viento vento vent vento wind ветер 風 风/風 바람 άνεμος ريح/رياح רוח हवा rüzgar
rain lluvia chuva pluie pioggia regen дождь 雨 雨 비 βροχή مطر גשם बारिश yağmur
snow nieve neve neige neve schnee снег 雪 雪 눈 χιόνι ثلج שלג बर्फ kar
storm tormenta tempestade tempête/orage tempesta sturm буря/гроза 嵐 风暴/暴风 폭풍 καταιγίδα عاصفة סערה तूफान/तूफ़ान fırtına
sky/heaven cielo céu ciel cielo himmel небо 空/天 天空/天 하늘 ουρανός سماء שמיים/שמים आसमान/आकाश gökyüzü
light/lights luz luz lumière luce licht свет 光 光 빛 φως نور/ضوء אור रोशनी/प्रकाश ışık
shadow/shadows sombra/sombras sombra/sombras ombre/ombres ombra/ombre schatten тень/тени 影 影/影子 그림자 σκιά ظل צל छाया/परछाई gölge
dark/darkness oscuro/oscuridad escuro/escuridão sombre/obscurité scuro/buio dunkel/dunkelheit тьма/тёмный 闇 黑暗 어둠 σκοτάδι ظلام חושך अंधेरा karanlık
black negro/negra preto/preta/negro noir/noire nero/nera schwarz/schwarzer/schwarze чёрный/чёрная 黒/黒い 黑/黑色 검은/검정 μαύρος/μαύρο أسود/سوداء שחור/שחורה काला siyah/kara
white blanco/blanca branco/branca blanc/blanche bianco/bianca weiss/weiß/weisser белый/белая 白/白い 白/白色 하얀/흰 λευκός/άσπρο أبيض/بيضاء לבן/לבנה सफेद/सफ़ेद beyaz
red rojo/roja vermelho/vermelha rouge rosso/rossa rot/roter/rote красный/красная 赤/赤い/紅 红/红色/紅 빨강/빨간/붉은 κόκκινο/κόκκινος أحمر/حمراء אדום/אדומה लाल kırmızı/kızıl
blue azul azul bleu/bleue blu/azzurro blau/blauer/blaue синий/голубой 青/青い 蓝/蓝色/藍 파랑/파란/푸른 μπλε أزرق/زرقاء כחול/כחולה नीला mavi
green verde verde vert/verte verde grün/gruen/grüner зелёный/зелёная 緑 绿/绿色 초록 πράσινο أخضر ירוק हरा yeşil
gold/golden oro/dorado/dorada ouro/dourado or/doré/dorée oro/dorato gold/goldener/goldene золото/золотой/золотая 金/黄金 金/黄金/金色 금/황금 χρυσός/χρυσό ذهب/ذهبي זהב सोना/सुनहरा altın
silver plata prata argent argento silber/silberner серебро/серебряный 銀 银/銀 은 ασήμι فضة כסף चांदी gümüş
iron hierro/acero ferro/aço fer/acier ferro/acciaio eisen/stahl железо/сталь 鉄 铁/钢 철 σίδερο/ατσάλι حديد ברזל लोहा demir/çelik
glass vidrio/cristal vidro/cristal verre/cristal vetro/cristallo glas/kristall стекло/хрусталь 硝子/水晶 玻璃/水晶 유리 γυαλί زجاج זכוכית शीशा cam
stone/rock piedra pedra pierre pietra stein камень 石 石/石头 돌 πέτρα حجر אבן पत्थर taş
king/kings rey/reyes rei/reis roi/rois re könig/koenig/könige король/короли 王 王/国王 왕 βασιλιάς ملك מלך राजा kral
queen reina rainha reine regina königin/koenigin королева 女王 女王/皇后 여왕 βασίλισσα ملكة מלכה रानी kraliçe
prince príncipe príncipe prince principe prinz принц 王子 王子 왕자 πρίγκιπας أمير נסיך राजकुमार prens
heart/hearts corazón/corazones coração/corações cœur/coeur/cœurs cuore/cuori herz/herzen сердце/сердца 心 心 심장/마음 καρδιά قلب לב दिल/हृदय kalp/yürek
love amor amor amour amore liebe любовь 愛/恋 爱/愛 사랑 αγάπη/έρωτας حب אהבה प्यार/प्रेम aşk/sevgi
dream/dreams sueño/sueños sonho/sonhos rêve/rêves sogno/sogni traum/träume мечта/сон/мечты 夢 梦/夢/梦想 꿈 όνειρο حلم/أحلام חלום सपना/स्वप्न rüya/hayal
soul/spirit alma/espíritu alma/espírito âme/esprit anima/spirito seele/geist душа/дух 魂 灵魂/魂 영혼 ψυχή روح נשמה आत्मा ruh
death muerte morte mort morte tod смерть 死 死/死亡 죽음 θάνατος موت מוות मौत/मृत्यु ölüm
life vida vida vie vita leben жизнь 命/人生 生命/人生 삶/인생 ζωή حياة חיים जीवन/ज़िंदगी hayat/yaşam
time/times tiempo tempo temps tempo zeit время 時/時間 时间/時間/时 시간 χρόνος وقت/زمن זמן समय/वक़्त zaman
world mundo mundo monde mondo welt мир 世界 世界 세계/세상 κόσμος عالم עולם दुनिया/विश्व dünya
earth tierra terra terre terra erde/land земля 地/地球 大地/地球 땅/지구 γη أرض אדמה/ארץ धरती/भूमि toprak/yer
city/town ciudad cidade ville città/citta stadt город 街/都市/町 城市/城 도시 πόλη مدينة עיר शहर/नगर şehir/kent
street/road calle/camino rua/caminho rue/chemin/route strada/via straße/strasse/weg улица/дорога/путь 道 街道/路 길/거리 δρόμος شارع/طريق רחוב/דרך सड़क/रास्ता yol/sokak
house/home casa/hogar casa/lar maison casa haus/heim дом 家 家/房子 집 σπίτι بيت/منزل בית घर ev
garden jardín jardim jardin giardino garten сад 庭 花园 정원 κήπος حديقة גן बाग/बगीचा bahçe
forest/wood/woods bosque floresta forêt foresta/bosco wald лес 森 森林 숲 δάσος غابة יער जंगल/वन orman
mountain/mountains montaña montanha montagne montagna berg/berge гора/горы 山 山 산 βουνό جبل הר पहाड़/पर्वत dağ
island isla ilha île isola insel остров 島 岛/島 섬 νησί جزيرة אי द्वीप ada
desert desierto deserto désert deserto wüste пустыня 砂漠 沙漠 사막 έρημος صحراء מדבר रेगिस्तान çöl
tree/trees árbol/árboles árvore arbre albero baum/bäume дерево 木 树/樹 나무 δέντρο شجرة עץ पेड़ ağaç
flower/flowers flor/flores flor/flores fleur/fleurs fiore/fiori blume/blumen цветок/цветы 花 花 꽃 λουλούδι زهرة/زهور פרח फूल çiçek
rose/roses rosa/rosas rosa/rosas rose/roses rosa/rose rose/rosen роза/розы 薔薇/バラ 玫瑰 장미 τριαντάφυλλο وردة ורד गुलाब gül
wolf/wolves lobo/lobos lobo/lobos loup/loups lupo/lupi wolf/wölfe волк/волки 狼 狼 늑대 λύκος ذئب זאב भेड़िया kurt
lion/lions león/leones leão/leões lion/lions leone/leoni löwe/löwen лев/львы 獅子/ライオン 狮子/狮 사자 λιοντάρι أسد אריה शेर/सिंह aslan
tiger/tigers tigre/tigres tigre/tigres tigre/tigres tigre/tigri tiger тигр/тигры 虎 虎/老虎 호랑이 τίγρη نمر נמר बाघ kaplan
bear/bears oso/osos urso/ursos ours orso/orsi bär/bären медведь/медведи 熊 熊 곰 αρκούδα دب דוב भालू ayı
horse/horses caballo/caballos cavalo/cavalos cheval/chevaux cavallo/cavalli pferd/pferde конь/лошадь/кони 馬 马/馬 말 άλογο حصان סוס घोड़ा at
dog/dogs perro/perros cão/cães/cachorro chien/chiens cane/cani hund/hunde пёс/собака/собаки 犬 狗 개 σκύλος كلب כלב कुत्ता köpek
cat/cats gato/gatos gato/gatos chat/chats gatto/gatti katze/katzen кот/кошка/коты 猫 猫/貓 고양이 γάτα قط/قطة חתול बिल्ली kedi
bird/birds pájaro/pájaros/ave pássaro/pássaros oiseau/oiseaux uccello/uccelli vogel/vögel птица/птицы 鳥 鸟/鳥 새 πουλί طائر/طير ציפור पक्षी/चिड़िया kuş
eagle águila águia aigle aquila adler орёл 鷲 鹰/老鹰 독수리 αετός نسر נשר चील/गरुड़ kartal
crow cuervo corvo corbeau corvo krähe/rabe ворон/ворона 烏/鴉 乌鸦 까마귀 κοράκι غراب עורב कौआ karga
snake/serpent serpiente cobra/serpente serpent serpente schlange змея 蛇 蛇 뱀 φίδι أفعى/ثعبان נחש साँप/सांप yılan
dragon/dragons dragón dragão dragon drago drache/drachen дракон 竜/龍 龙/龍 용 δράκος تنين דרקון अजगर ejderha
fox zorro raposa renard volpe fuchs лиса/лис 狐 狐狸 여우 αλεπού ثعلب שועל लोमड़ी tilki
angel/angels ángel/ángeles anjo/anjos ange/anges angelo/angeli engel ангел/ангелы 天使 天使 천사 άγγελος ملاك מלאך फरिश्ता/देवदूत melek
devil diablo/demonio diabo/demônio diable/démon diavolo/demone teufel/dämon дьявол/демон 悪魔 魔鬼/恶魔 악마 διάβολος/δαίμονας شيطان שטן/שד शैतान şeytan
god/gods dios/dioses deus/deuses dieu/dieux dio/dei gott/götter бог/боги 神 神 신 θεός إله אל/אלוהים भगवान/देव tanrı
ghost/ghosts fantasma/fantasmas fantasma/fantasmas fantôme/fantômes fantasma/fantasmi gespenst/geister призрак/призраки 幽霊 鬼/幽灵 유령 φάντασμα شبح רפאים भूत hayalet
child/children niño/niños criança/crianças enfant/enfants bambino/bambini kind/kinder ребёнок/дети 子供/子 孩子 아이 παιδί طفل/أطفال ילד/ילדים बच्चा çocuk
girl/girls chica/niña/chicas menina/garota/meninas fille/filles ragazza/ragazze mädchen девушка/девочка 少女/女 女孩 소녀 κορίτσι بنت/فتاة ילדה/נערה लड़की kız
boy/boys chico/chicos menino/garoto/meninos garçon/garçons ragazzo/ragazzi junge/jungen мальчик/парень 少年 男孩 소년 αγόρι ولد נער लड़का oğlan
man/men hombre/hombres homem/homens homme/hommes uomo/uomini mann/männer мужчина/человек/люди 男/人 男人/人 남자/사람 άντρας/άνθρωπος رجل איש/גבר आदमी/पुरुष adam
woman/women mujer/mujeres mulher/mulheres femme/femmes donna/donne frau/frauen женщина/женщины 女 女人 여자 γυναίκα امرأة אישה औरत/महिला kadın
friend/friends amigo/amigos amigo/amigos ami/amis amico/amici freund/freunde друг/друзья 友達/友 朋友 친구 φίλος صديق/أصدقاء חבר/חברים दोस्त arkadaş
brother/brothers hermano/hermanos irmão/irmãos frère/frères fratello/fratelli bruder/brüder брат/братья 兄弟 兄弟 형제 αδελφός/αδέλφια أخ/إخوة אח/אחים भाई kardeş
hand/hands mano/manos mão/mãos main/mains mano/mani hand/hände рука/руки 手 手 손 χέρι يد יד हाथ el
eye/eyes ojo/ojos olho/olhos œil/yeux occhio/occhi auge/augen глаз/глаза 目/瞳 眼睛/眼 눈동자 μάτι/μάτια عين/عيون עין/עיניים आँख/आंख göz
blood sangre sangue sang sangue blut кровь 血 血 피 αίμα دم דם खून/रक्त kan
bone/bones hueso/huesos osso/ossos os osso/ossa knochen кость/кости 骨 骨/骨头 뼈 κόκαλο عظم עצם हड्डी kemik
voice/voices voz/voces voz/vozes voix voce/voci stimme/stimmen голос/голоса 声 声音 목소리 φωνή صوت/أصوات קול आवाज/आवाज़ ses
song/songs canción/canciones canção/canções chanson/chansons canzone/canzoni lied/lieder песня/песни 歌 歌/歌曲 노래 τραγούδι أغنية/أغاني שיר/שירים गीत/गाना şarkı
silence/silent silencio silêncio silence silenzio stille тишина 沈黙/静寂 沉默/寂静 침묵 σιωπή صمت שתיקה/דממה खामोशी/मौन sessizlik
day/days día/días dia/dias jour/jours giorno/giorni tag/tage день/дни 日々/一日 日子/天 날 μέρα/ημέρα يوم/أيام יום/ימים दिन gün
morning/dawn mañana/alba/amanecer manhã/madrugada/aurora matin/aube mattina/alba morgen утро/рассвет 朝/夜明け 早晨/黎明 아침/새벽 πρωί/αυγή صباح/فجر בוקר/שחר सुबह sabah/şafak
summer verano verão été estate sommer лето 夏 夏天/夏 여름 καλοκαίρι صيف קיץ गर्मी yaz
winter invierno inverno hiver inverno winter зима 冬 冬天/冬 겨울 χειμώνας شتاء חורף सर्दी kış
spring primavera primavera printemps primavera frühling весна 春 春天/春 봄 άνοιξη ربيع אביב वसंत/बसंत bahar/ilkbahar
autumn/fall otoño outono automne autunno herbst осень 秋 秋天/秋 가을 φθινόπωρο خريف סתיו पतझड़/शरद sonbahar/güz
new nuevo/nueva novo/nova nouveau/nouvelle nuovo/nuova neu/neue/neuer новый/новая/новые 新しい/新 新 새로운 νέο/νέος/καινούργιο جديد/جديدة חדש/חדשה नया/नई yeni
old viejo/vieja velho/velha vieux/vieille vecchio/vecchia alt/alte/alter старый/старая 古い/古 老/旧 오래된/늙은 παλιό/παλιός قديم ישן/זקן पुराना eski
big/great grande/gran grande grand/grande grande gross/groß/grosse/große большой/великий 大きい/大 大 큰 μεγάλο/μεγάλος كبير גדול/גדולה बड़ा/महान büyük
little/small pequeño/pequeña pequeno/pequena petit/petite piccolo/piccola klein/kleine/kleiner маленький/маленькая 小さい/小 小 작은 μικρό/μικρός صغير קטן/קטנה छोटा küçük
electric eléctrico/eléctrica elétrico/elétrica électrique elettrico/elettrica elektrisch/elektrische электрический 電気 电/电气 전기 ηλεκτρικό كهربائي חשמלי विद्युत elektrik
lost perdido/perdida perdido/perdida perdu/perdue perso/persa verloren/verlorene потерянный 失われた 迷失 잃어버린 χαμένος/χαμένο ضائع/مفقود אבוד खोया kayıp
wild salvaje selvagem sauvage selvaggio wild/wilde дикий/дикая 野生 野生/狂野 야생 άγριος/άγριο بري פראי जंगली vahşi
free/freedom libre/libertad livre/liberdade libre/liberté libero/libertà frei/freiheit свободный/свобода 自由 自由 자유 ελεύθερος/ελευθερία حر/حرية חופש/חופשי आज़ाद/आजादी özgür/özgürlük
sweet dulce doce doux/douce dolce süß/süss/süße сладкий/сладкая 甘い 甜/甜蜜 달콤한 γλυκό حلو/حلوة מתוק/מתוקה मीठा tatlı
"""


@cache
def _concepts() -> dict[str, frozenset[str]]:
    """The concepts that a folded word may stand for: its English word."""
    found: dict[str, set[str]] = {}
    for line in _TABLE.strip().splitlines():
        cells = line.split()
        for cell in cells:
            for word in cell.split("/"):
                found.setdefault(folded_form(word), set()).add(cells[0].split("/")[0])
    return {word: frozenset(concepts) for word, concepts in found.items()}


def concept_form(text: str) -> str:
    """What a name of common words says in any language, words in alphabetical order: "black wolf" for Lobo Negro.

    Empty where some word is not in the dictionary; linking words are left out. A word of several meanings takes the first.
    """
    concepts = []
    for word in words_of(text):
        known = _concepts().get(word) or _joined(word)
        if known:
            concepts += sorted(known)[:1] if isinstance(known, frozenset) else known
        elif word not in LINKING_WORDS:
            return ""
    return " ".join(sorted(concepts))


def _joined(word: str) -> list[str]:
    """The concepts of two words written as one, as Chinese and Japanese write them: 夜星 as night and star."""
    for place in range(1, len(word)):
        first, second = _concepts().get(word[:place]), _concepts().get(word[place:])
        if first and second:
            return [min(first), min(second)]
    return []
