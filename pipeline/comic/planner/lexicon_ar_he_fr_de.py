# ruff: noqa: E501 - one line a thing, so that its words in all languages stand together
"""A smaller vocabulary in Arabic, Hebrew, French and German, so that these comics show their story too."""

from __future__ import annotations

LANGUAGES = ("ar", "he", "fr", "de")

SPECIES = """
cat: قطة قط قطط | חתול חתולה חתלתול | chat chatte chaton | Katze Kater Kätzchen
dog: كلب كلبة كلاب | כלב כלבה כלבלב | chien chienne chiot | Hund Hündin Welpe
fox: ثعلب | שועל | renard | Fuchs
rabbit: أرنب | ארנב | lapin lièvre | Hase Kaninchen
bear: دب | דוב | ours | Bär
mouse: فأر فأرة | עכבר | souris | Maus Ratte
wolf: ذئب | זאב | loup | Wolf
lion: أسد | אריה | lion | Löwe
tiger: نمر | טיגריס | tigre | Tiger
bird: طائر عصفور | ציפור | oiseau | Vogel
duck: بطة | ברווז | canard | Ente
owl: بومة | ינשוף | hibou chouette | Eule
penguin: بطريق | פינגווין | pingouin manchot | Pinguin
frog: ضفدع | צפרדע | grenouille | Frosch
pig: خنزير | חזיר | cochon | Schwein
cow: بقرة | פרה | vache | Kuh
sheep: خروف | כבשה | mouton | Schaf
horse: حصان | סוס | cheval | Pferd
monkey: قرد | קוף | singe | Affe
elephant: فيل | פיל | éléphant | Elefant
fish: سمكة | דג | poisson requin | Fisch Hai
whale: حوت | לוויתן | baleine dauphin | Wal Delfin
dragon: تنين | דרקון | dragon | Drache
dinosaur: ديناصور | דינוזאור | dinosaure | Dinosaurier
robot: روبوت آلي | רובוט | robot | Roboter
alien: فضائي | חייזר | extraterrestre | Außerirdischer Alien
ghost: شبح | רוח רפאים | fantôme | Gespenst Geist
monster: وحش | מפלצת | monstre | Monster Ungeheuer
"""

ROLES = """
king: ملك | מלך | roi | König
queen: ملكة | מלכה | reine | Königin
princess: أميرة | נסיכה | princesse | Prinzessin
prince: أمير | נסיך | prince | Prinz
samurai: ساموراي | סמוראי | samouraï | Samurai
ninja: نينجا | נינג'ה | ninja | Ninja
viking: فايكنغ | ויקינג | viking | Wikinger
cowboy: راعي-بقر | קאובוי בוקר | cow-boy cowboy | Cowboy
mermaid: حورية | בת-ים | sirène | Meerjungfrau Nixe
vampire: مصاص-دماء | ערפד | vampire | Vampir
zombie: زومبي | זומבי | zombie | Zombie
angel: ملاك | מלאך | ange | Engel
fairy: جنية | פיה | fée | Fee
firefighter: إطفائي | כבאי | pompier | Feuerwehrmann
police: شرطي شرطية | שוטר שוטרת | policier | Polizist
hero: بطل بطلة | גיבור גיבורה | héros super-héros | Held Superheld
baby: رضيع | תינוק תינוקת | bébé | Baby
knight: فارس | אביר | chevalier | Ritter
wizard: ساحر | קוסם | magicien sorcier | Zauberer
witch: ساحرة | מכשפה | sorcière | Hexe
pirate: قرصان | פיראט | pirate | Pirat
astronaut: رائد | אסטרונאוט | astronaute | Astronaut Astronautin
detective: محقق | בלש | détective | Detektiv
chef: طباخ خباز | שף אופה | cuisinier boulanger chef | Koch Bäcker
doctor: طبيب طبيبة | רופא רופאה | médecin docteur | Arzt Ärztin
teacher: معلم معلمة | מורה | professeur maîtresse | Lehrer Lehrerin
farmer: مزارع | חקלאי | fermier | Bauer
scientist: عالم | מדען | savant scientifique | Wissenschaftler Forscher
grandma: جدة | סבתא | grand-mère mamie | Oma Großmutter
grandpa: جد | סבא | grand-père papi | Opa Großvater
boy: ولد صبي | ילד | garçon | Junge Sohn
girl: بنت فتاة | ילדה | fille fillette | Mädchen Tochter
child: طفل أطفال | ילדים | enfant enfants | Kind Kinder
woman: امرأة أم | אישה אמא | femme mère maman | Frau Mutter Mama
man: رجل أب | איש אבא | homme père papa | Mann Vater Papa
"""

PLACES = """
overhead: تحت-القمر ضوء-القمر | תחת-הירח לאור-הירח מתחת-לירח | sous-la-lune clair-de-lune pleine-lune | unter-dem-Mond Mondschein Vollmond
moon: قمر | ירח | lune | Mond
space: فضاء | חלל | espace planète | Weltraum Weltall Planet
city: مدينة شارع | עיר רחוב | ville rue | Stadt Straße
village: قرية | כפר | village | Dorf
forest: غابة | יער | forêt bois | Wald
beach: شاطئ | חוף | plage | Strand
sea: بحر | ים | mer océan | Meer See
desert: صحراء | מדבר | désert | Wüste
mountains: جبل جبال | הר הרים | montagne montagnes | Berg Berge
castle: قلعة قصر | טירה ארמון | château palais | Schloss Burg
farm: مزرعة | חווה | ferme | Bauernhof
park: حديقة | פארק גן | parc jardin | Park Garten
island: جزيرة | אי | île | Insel
road: طريق | דרך כביש | route chemin | Weg
cave: كهف | מערה | grotte caverne | Höhle
snow: ثلوج | שלגים | banquise | Eis Arktis
"""

ROOMS = """
bakery: مخبز | מאפייה | boulangerie pâtisserie | Bäckerei
shop: متجر دكان سوق | חנות שוק | magasin boutique marché | Laden Markt
kitchen: مطبخ | מטבח | cuisine | Küche
restaurant: مطعم مقهى | מסעדה | restaurant café | Restaurant Café
home: بيت منزل | בית | maison | Haus Zimmer
school: مدرسة | כיתה | école classe | Schule
library: مكتبة | ספרייה | bibliothèque | Bibliothek
lab: مختبر | מעבדה | laboratoire | Labor
hospital: مستشفى | | hôpital | Krankenhaus
stage: مسرح | תיאטרון במה | théâtre scène | Bühne Theater
"""

TIMES = """
night: ليل ليلة ليلا تحت-القمر ضوء-القمر | לילה תחת-הירח לאור-הירח מתחת-לירח | nuit minuit sous-la-lune clair-de-lune pleine-lune | Nacht Mitternacht unter-dem-Mond Mondschein Vollmond
dawn: فجر صباح | בוקר שחר | matin aube | Morgen
sunset: غروب مساء | שקיעה ערב | coucher-du-soleil soir crépuscule | Abend Sonnenuntergang
day: نهار ظهر أشرقت-الشمس | צהריים השמש-זורחת | jour midi soleil-brille | Tag Mittag Sonne-scheint
"""

WEATHER = """
clear: أشرقت-الشمس توقف-المطر | השמש-זורחת הגשם-פסק | soleil-brille pluie-cesse | Sonne-scheint
rain: مطر | גשם | pluie pleut | Regen regnet
snow: ثلج | שלג | neige | Schnee schneit
storm: عاصفة | סערה | orage tempête | Sturm Gewitter
wind: ريح رياح | רוח | vent | Wind
fog: ضباب | ערפל | brouillard brume | Nebel
"""

THINGS = """
bread: خبز رغيف أرغفة | לחם לחמים | pain croissant | Brot Brötchen
cake: كعكة | עוגה | gâteau | Kuchen Torte
cup: فنجان قهوة شاي | ספל קפה תה | tasse thé | Tasse Kaffee Tee
rocket: صاروخ | רקטה | fusée | Rakete
car: سيارة | מכונית | voiture | Auto
boat: سفينة قارب | ספינה סירה | bateau | Boot Schiff
ball: كرة | כדור | ballon balle | Ball
book: كتاب | ספר | livre | Buch
flowers: زهرة زهور وردة | פרח פרחים | fleur fleurs | Blume Blumen
treasure: كنز | אוצר | trésor | Schatz
sword: سيف | חרב | épée | Schwert
umbrella: مظلة | מטרייה | parapluie | Regenschirm
kite: طائرة-ورقية | עפיפון | cerf-volant | Drachen
guitar: غيتار عود | גיטרה | guitare | Gitarre
bicycle: دراجة | אופניים | vélo bicyclette | Fahrrad
gift: هدية | מתנה | cadeau | Geschenk
balloon: بالون | בלון | montgolfière | Luftballon
apple: تفاحة | תפוח | pomme | Apfel
pizza: بيتزا | פיצה | pizza | Pizza
fishing rod: صيد | דיג | pêche | Angelrute
"""

EMOTIONS = """
happy: سعيد سعيدة فرح ضحك ضحكت | שמח שמחה צחק צחקה | heureux heureuse content contente rit sourit joie | glücklich fröhlich froh lacht lächelt
sad: حزين حزينة بكى بكت | עצוב עצובה בכה | triste pleure | traurig weint
angry: غاضب غاضبة | כועס כועסת | furieux fâché colère | wütend böse zornig
scared: خائف خائفة خاف | פוחד מפחד פחד | peur effrayé | Angst ängstlich
surprised: فجأة مندهش | פתאום מופתע | soudain surpris | plötzlich überrascht
asleep: نام نامت ينام تنام | ישן ישנה | dort endormi | schläft schlief
"""

ACTIONS = """
hold: أكل أكلت يأكل تأكل قرأ شرب | אוכל אכל אכלה קורא שותה | mange boit lit | isst trinkt liest
run: ركض يركض هرب | רץ רצה ברח | court courent | rennt läuft flieht
walk: مشى ذهب يمشي | הלך הלכה | marche va | geht wandert
present: فتح فتحت تفتح يفتح | פותח פותחת פתח | ouvre ouvrit vend | öffnet verkauft backt
dance: رقص ترقص يرقص | רוקד רוקדת | danse chante | tanzt singt
fly: طار يطير تطير | עף עפה | vole | fliegt
"""

PRONOUNS = """
they: هم معا كلهم | הם הן ביחד יחד כולם | ils elles ensemble tous | zusammen beide alle
"""

NUMBERS = """
2: اثنان اثنتان قطتان | שני שתי שתיים | deux paire | zwei Paar
3: ثلاث ثلاثة | שלוש שלושה | trois plusieurs quelques | drei mehrere viele einige
4: أربع أربعة | ארבע ארבעה | quatre | vier
5: خمس خمسة | חמש חמישה | cinq six | fünf sechs
"""

COLORS = """
red: أحمر حمراء | אדום אדומה | rouge | rot rote roter rotes roten
blue: أزرق زرقاء | כחול כחולה | bleu bleue | blau blaue blauer blaues blauen
green: أخضر خضراء | ירוק ירוקה | vert verte | grün grüne grüner grünes grünen
yellow: أصفر صفراء | צהוב צהובה | jaune | gelb gelbe gelber gelbes gelben
black: أسود سوداء | שחור שחורה | noir noire | schwarz schwarze schwarzer schwarzes schwarzen
white: أبيض بيضاء | לבן לבנה | blanc blanche | weiß weiße weißer weißes weißen
grey: رمادي رمادية | אפור אפורה | gris grise | grau graue grauer graues grauen
brown: بني بنية | חום חומה | brun brune marron | braun braune brauner braunes braunen
"""

GARMENTS = """
scarf: وشاح | צעיף | écharpe foulard | Schal
hat: قبعة | כובע | chapeau | Hut
glasses: نظارة | משקפיים | lunettes | Brille
crown: تاج | כתר | couronne | Krone
dress: فستان | שמלה | robe | Kleid
"""

TRAITS = """
small: صغير صغيرة | קטן קטנה | petit petite | klein kleine kleiner kleines kleinen
big: كبير كبيرة | גדול גדולה | grand grande gros | groß große großer großes großen
old: عجوز | זקן זקנה | vieux vieille | alt alte alter altes alten
"""

SAYING = """
speech: قال قالت يقول تقول همس همست سأل سألت أجاب أجابت | אמר אמרה שאל שאלה ענה ענתה | dit demande répond demanda répondit | sagt sagte fragt fragte antwortet antwortete
shout: صرخ صرخت صاح صاحت هتف هتفت نادى نادت | צעק צעקה | crie cria hurle | ruft rief schreit schrie
thought: فكر فكرت | חשב חשבה | pense pensa | denkt dachte
"""

# words that give a language away
TELLTALES: dict[str, str] = {
    "fr": "le la les un une et de du des dans sur est il elle au aux qui pour avec son sa ses",
    "de": "der die das ein eine einen und im in auf mit ist er sie dem den von zu am nicht",
}
