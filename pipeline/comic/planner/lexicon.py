# ruff: noqa: E501 - one line a thing, so that its words in all languages stand together
"""The words the artist knows, in English, Brazilian Portuguese, Spanish and Japanese.

Each line: what is drawn, then its words in the four languages, the first of each being its name.
"""

from __future__ import annotations

LANGUAGES = ("en", "pt", "es", "ja")

SPECIES = """
cat: cat kitty kitten kittens feline | gato gata gatinho gatinha | gato gata gatito gatita | 猫 ねこ ネコ 子猫
dog: dog puppy hound doggy | cachorro cachorra cão cachorrinho cães | perro perra perrito cachorro | 犬 いぬ イヌ 子犬
fox: fox foxes vixen | raposa | zorro zorra | 狐 キツネ きつね
rabbit: rabbit bunny hare | coelho coelha coelhinho | conejo coneja conejito liebre | ウサギ うさぎ 兎
bear: bear teddy | urso ursa ursinho | oso osa osito | 熊 クマ くま
panda: panda | panda | panda | パンダ
mouse: mouse mice rat rats | rato ratinho camundongo | ratón ratona ratoncito rata | ネズミ ねずみ 鼠
wolf: wolf wolves werewolf | lobo loba | lobo loba | 狼 オオカミ おおかみ
lion: lion lioness | leão leoa | león leona | ライオン 獅子
tiger: tiger tigress | tigre tigresa | tigre tigresa | 虎 トラ
pig: pig piglet hog | porco porquinho porca | cerdo cerdito puerco cochino | 豚 ブタ
cow: cow bull ox | vaca boi touro | vaca toro buey | 牛 ウシ
horse: horse pony mare stallion | cavalo égua potro | caballo yegua poni | 馬
unicorn: unicorn | unicórnio | unicornio | ユニコーン
sheep: sheep lamb goat | ovelha cordeiro carneiro cabra | oveja cordero cabra | 羊 ヒツジ ヤギ
monkey: monkey ape gorilla chimp | macaco macaca gorila mico | mono mona gorila | 猿 サル ゴリラ
elephant: elephant | elefante | elefante | 象 ゾウ
koala: koala | coala | koala | コアラ
frog: frog toad | sapo rã perereca | rana sapo | カエル 蛙 かえる
penguin: penguin | pinguim | pingüino | ペンギン
owl: owl | coruja | búho lechuza | フクロウ ふくろう
duck: duck duckling goose swan | pato pata patinho ganso cisne | pato pata patito ganso cisne | アヒル 鴨 カモ
chicken: chicken hen rooster chick | galinha galo pintinho frango | gallina gallo pollito pollo | 鶏 ニワトリ ひよこ
bird: bird parrot sparrow eagle crow raven pigeon | pássaro passarinho ave papagaio águia corvo pomba | pájaro pajarito ave loro águila cuervo paloma | 鳥 小鳥 オウム カラス
dragon: dragon wyvern | dragão | dragón | ドラゴン 竜 龍
dinosaur: dinosaur trex raptor | dinossauro | dinosaurio | 恐竜
turtle: turtle tortoise | tartaruga jabuti | tortuga | 亀 カメ
snake: snake serpent | cobra serpente | serpiente culebra víbora | 蛇 ヘビ
fish: fish goldfish shark | peixe peixinho tubarão | pez pececito tiburón | 魚 金魚 サメ
whale: whale dolphin | baleia golfinho | ballena delfín | 鯨 クジラ イルカ
octopus: octopus squid kraken | polvo lula kraken | pulpo calamar kraken | タコ 蛸 イカ
bee: bee wasp bumblebee | abelha vespa | abeja avispa | 蜂 ミツバチ
robot: robot android droid cyborg | robô androide | robot androide | ロボット アンドロイド
alien: alien extraterrestrial martian | alienígena extraterrestre et marciano | alienígena extraterrestre marciano | 宇宙人 エイリアン
ghost: ghost phantom spirit | fantasma assombração | fantasma espíritu | 幽霊 おばけ お化け
snowman: snowman | boneco-de-neve | muñeco-de-nieve | 雪だるま
monster: monster beast creature goblin troll ogre | monstro fera criatura duende | monstruo bestia criatura duende | 怪獣 モンスター 怪物 鬼
"""

ROLES = """
chef: chef cook baker | chef cozinheiro cozinheira padeiro padeira | chef cocinero cocinera panadero panadera | シェフ 料理人 パン職人
wizard: wizard sorcerer mage magician | mago feiticeiro bruxo mágico | mago hechicero brujo | 魔法使い 魔術師
witch: witch sorceress | bruxa feiticeira | bruja hechicera | 魔女
samurai: samurai ronin shogun | samurai ronin xogum | samurái ronin sogún | 侍 武士 サムライ 浪人 将軍
geisha: geisha maiko | gueixa | geisha | 芸者 舞妓
viking: viking vikings barbarian | viking bárbaro | vikingo vikinga bárbaro | バイキング ヴァイキング
cowboy: cowboy cowgirl sheriff gunslinger | caubói cowboy vaqueira xerife | vaquero vaquera alguacil | カウボーイ 保安官
mermaid: mermaid mermaids merman | sereia tritão | sirena tritón | 人魚 マーメイド
vampire: vampire dracula | vampiro vampira drácula | vampiro vampira drácula | 吸血鬼 ヴァンパイア バンパイア ドラキュラ
zombie: zombie undead | zumbi morto-vivo | zombi zombie | ゾンビ
angel: angel angels cherub | anjo anja | ángel | 天使 エンジェル
fairy: fairy fairies pixie | fada fadinha | hada | 妖精
firefighter: firefighter fireman firewoman | bombeiro bombeira | bombero bombera | 消防士
knight: knight warrior soldier | cavaleiro guerreiro guerreira soldado | caballero guerrero guerrera soldado | 騎士 戦士
pirate: pirate captain sailor | pirata capitão capitã marinheiro | pirata capitán capitana marinero | 海賊 船長
astronaut: astronaut cosmonaut spaceman | astronauta | astronauta | 宇宙飛行士
king: king emperor | rei imperador | rey emperador | 王様 国王
queen: queen empress | rainha imperatriz | reina emperatriz | 女王 お妃
princess: princess | princesa | princesa | 姫 お姫様 王女
prince: prince | príncipe | príncipe | 王子
detective: detective investigator spy inspector | detetive investigador espião inspetor | detective investigador espía inspector | 探偵 刑事 スパイ
ninja: ninja | ninja | ninja | 忍者
doctor: doctor nurse dentist surgeon | médico médica doutor doutora enfermeira dentista | médico médica doctor doctora enfermera dentista | 医者 お医者さん 看護師
scientist: scientist inventor professor | cientista inventor inventora professor-maluco | científico científica inventor inventora | 科学者 博士 発明家
teacher: teacher | professor professora | maestro maestra profesor profesora | 先生 教師
farmer: farmer gardener | fazendeiro fazendeira agricultor jardineiro | granjero granjera agricultor jardinero | 農家 農夫
police: policeman policewoman police cop officer | policial guarda | policía | 警察官 おまわりさん 警官
hero: superhero superheroine hero heroine | super-herói super-heroína herói heroína | superhéroe superheroína héroe heroína | ヒーロー 勇者
grandpa: grandpa grandfather granddad | vovô avô velhinho | abuelo abuelito anciano viejito | おじいさん おじいちゃん 祖父 老人
grandma: grandma grandmother granny | vovó avó velhinha | abuela abuelita anciana viejita | おばあさん おばあちゃん 祖母
boy: boy son brother lad | menino garoto filho irmão rapaz | niño chico hijo hermano muchacho | 少年 男の子 息子 弟 兄
girl: girl daughter sister | menina garota filha irmã moça | niña chica hija hermana muchacha | 少女 女の子 娘 妹 姉
baby: baby babies toddler infant | bebê neném | bebé nene | 赤ちゃん 赤ん坊
child: child kid children student pupil | criança aluno aluna estudante | niños alumno alumna estudiante | 子供 子ども こども 学生 生徒
woman: woman lady mother mom wife women | mulher senhora mãe mamãe esposa moça | mujer señora madre mamá esposa dama | 女性 女の人 お母さん 母 妻
man: man guy gentleman father dad husband men | homem senhor pai papai marido cara | hombre señor padre papá marido | 男性 男の人 お父さん 父 夫 おじさん
"""

PLACES = """
overhead: earth-rise earthrise the-earth watch-the-stars watch-the-sunset watch-the-sunrise under-the-moon beneath-the-moon below-the-moon under-a-full-moon under-the-full-moon by-the-moon at-the-moon watch-the-moon watches-the-moon see-the-moon sees-the-moon full-moon moonlit the-moon-shines the-moon-rises light-of-the-moon at-the-sky stars-in-the-sky sun-in-the-sky blue-sky night-sky to-the-sky | sob-a-lua debaixo-da-lua lua-cheia luz-da-lua olha-a-lua olha-para-a-lua olham-para-a-lua luar para-o-céu céu-azul estrelas-no-céu | bajo-la-luna luna-llena luz-de-la-luna mira-la-luna miran-la-luna mira-a-la-luna al-cielo cielo-azul estrellas-en-el-cielo | 月の下 月明かり 月光 満月 月夜 三日月 月が 月を見 空を見 空に 青空 夜空 星空
temple: temple shrine pagoda torii dojo japan kyoto | templo santuário pagode japão quioto | templo santuario pagoda japón kioto | 寺 お寺 神社 道場 京都 日本
moon: moon lunar | lua lunar | luna lunar | 月 月面
space: space planet mars galaxy asteroid | espaço planeta marte galáxia asteroide | espacio planeta marte galaxia asteroide | 宇宙 惑星 火星 銀河
city: city town downtown skyscraper metropolis street rooftop | cidade centro arranha-céu metrópole rua avenida calçada | ciudad centro rascacielos metrópolis calle avenida acera | 街 都市 都会 町 通り 東京
village: village hamlet neighborhood neighbourhood | vila aldeia vilarejo bairro | pueblo aldea vecindario barrio | 村 近所
forest: forest woods jungle rainforest | floresta bosque mata selva | bosque selva jungla | 森 林 ジャングル
beach: beach shore coast seaside | praia litoral costa | playa costa orilla | 浜辺 ビーチ 海岸 砂浜
sea: sea ocean | mar oceano | mar océano | 海 大海
underwater: underwater under-the-sea under-the-ocean seabed reef undersea | fundo-do-mar debaixo-do-mar submarino debaixo-d'água recife | bajo-el-mar bajo-el-agua fondo-del-mar submarino arrecife | 海底 海の中 水中
island: island | ilha | isla | 島 無人島
desert: desert dune dunes sahara | deserto duna dunas | desierto duna dunas | 砂漠 砂丘
mountains: mountain mountains peak hill cliff alps | montanha montanhas serra morro pico colina | montaña montañas sierra pico colina cerro | 山 山頂 丘
castle: castle palace fortress tower kingdom | castelo palácio fortaleza torre reino | castillo palacio fortaleza torre reino | 城 お城 宮殿 塔
road: road highway path trail | estrada rodovia caminho trilha | carretera autopista camino sendero | 道 道路 高速道路
farm: farm barn field-of-corn | fazenda sítio celeiro roça | granja finca establo | 農場 牧場 畑
park: park playground garden yard | parque jardim praça quintal parquinho | parque jardín plaza patio | 公園 庭 広場
field: meadow field countryside prairie | campo prado campina | campo prado pradera | 野原 草原 原っぱ
snow: antarctica arctic iceberg glacier tundra | antártida ártico iceberg geleira neve | antártida ártico iceberg glaciar | 雪山 南極 北極 雪原
sky: sky clouds airplane | céu nuvens nuvem | cielo nubes nube | 空 雲
volcano: volcano lava | vulcão lava | volcán lava | 火山
cave: cave cavern tunnel dungeon mine | caverna gruta túnel masmorra mina | cueva caverna túnel mazmorra mina | 洞窟 洞穴 トンネル 地下
"""

ROOMS = """
bakery: bakery bakehouse patisserie | padaria confeitaria | panadería pastelería | パン屋 ベーカリー ケーキ屋
shop: shop store market supermarket mall bookshop | loja mercado supermercado feira shopping | tienda mercado supermercado almacén | 店 お店 市場 スーパー
kitchen: kitchen | cozinha | cocina | 台所 キッチン 厨房
restaurant: restaurant cafe café diner bar tavern pizzeria | restaurante café lanchonete bar taverna pizzaria cafeteria | restaurante café cafetería bar taberna pizzería | レストラン カフェ 喫茶店 食堂
home: home house room sofa apartment | casa sala sofá apartamento | casa sala sofá apartamento hogar | 家 部屋 居間 リビング アパート
bedroom: bedroom bed | quarto cama | dormitorio habitación cama | 寝室 ベッド
school: school classroom class university | escola colégio aula universidade | escuela colegio clase universidad aula | 学校 教室 大学
library: library archive | biblioteca arquivo livraria | biblioteca librería | 図書館 図書室 本屋
lab: laboratory lab | laboratório | laboratorio | 研究室 実験室 研究所
stage: stage theater theatre concert circus | palco teatro show circo concerto | escenario teatro concierto circo | 舞台 ステージ 劇場 サーカス
hall: throne ballroom | trono salão | trono salón | 玉座 大広間
ship: spaceship spacecraft starship cockpit | espaçonave cabine nave | astronave cabina nave | 宇宙船 操縦席
office: office | escritório | oficina despacho | 会社 オフィス 事務所
hospital: hospital clinic | hospital clínica | hospital clínica | 病院
workshop: workshop garage factory | oficina garagem fábrica | taller garaje fábrica | 工場 工房 ガレージ
"""

TIMES = """
night: night midnight moonlight evening stars nighttime under-the-moon beneath-the-moon below-the-moon under-a-full-moon under-the-full-moon by-the-moon at-the-moon watch-the-moon watches-the-moon see-the-moon sees-the-moon full-moon moonlit the-moon-shines the-moon-rises light-of-the-moon | noite meia-noite madrugada estrelas anoitecer sob-a-lua debaixo-da-lua lua-cheia luz-da-lua olha-a-lua olha-para-a-lua olham-para-a-lua luar | noche medianoche estrellas anochecer bajo-la-luna luna-llena luz-de-la-luna mira-la-luna miran-la-luna mira-a-la-luna | 夜 真夜中 夜中 深夜 星空 夜空 月の下 月明かり 月光 満月 月夜 三日月 月が 月を見
dawn: dawn sunrise morning daybreak sun-rises sun-comes-up sun-rose | amanhecer manhã aurora alvorada amanhece amanheceu sol-nasce sol-nasceu | amanecer mañana alba madrugada amanece amaneció | 朝 夜明け 早朝 日の出
sunset: sunset dusk twilight sun-sets sun-set sun-goes-down | pôr-do-sol entardecer crepúsculo poente sol-se-põe sol-se-pôs | atardecer ocaso crepúsculo puesta-de-sol sol-se-pone sol-se-puso | 夕方 夕日 夕焼け 黄昏 日が沈 日が暮
day: day noon midday sunny afternoon sun-shines sun-is-shining sun-comes-out sun-came-out sunshine the-sun-is-out | dia meio-dia ensolarado tarde sol-brilha sol-brilhou sol-brilhava sol-apareceu sol-aparece faz-sol | día mediodía soleado sol-brilla sol-brilló sol-sale sol-salió hace-sol | 昼 日中 真昼 昼間 太陽が輝 太陽が出 日が照 晴れ
"""

WEATHER = """
clear: sunny sun-shines sun-is-shining sun-comes-out sun-came-out sunshine the-sun-is-out rain-stops rain-stopped rain-ends rain-is-over stops-raining stopped-raining after-the-rain storm-passes storm-passed storm-ends clear-sky | ensolarado sol-brilha sol-brilhou sol-brilhava sol-apareceu sol-aparece faz-sol chuva-para chuva-parou chuva-passa chuva-passou chuva-acaba chuva-acabou tempestade-passou depois-da-chuva céu-limpo | soleado sol-brilla sol-brilló sol-sale sol-salió hace-sol deja-de-llover dejó-de-llover para-de-llover lluvia-cesa lluvia-cesó lluvia-termina lluvia-terminó tormenta-pasó tormenta-pasa cielo-despejado | 太陽が輝 太陽が出 日が照 晴れ 雨がやむ 雨がやんだ 雨がやみ 雨が止 雨は止 雨上がり 嵐が去
rain: rain raining rainy drizzle | chuva chuvoso chove chovendo garoa | lluvia lluvioso llueve lloviendo llovizna | 雨
snow: snow snowing snowy snowfall blizzard | neve nevando nevasca nevar | nieve nevando nevada ventisca | 雪 吹雪
storm: storm thunder lightning hurricane thunderstorm | tempestade trovão raio temporal furacão trovoada | tormenta trueno rayo relámpago huracán tempestad | 嵐 雷 台風
wind: wind windy breeze | vento ventania brisa | viento ventoso brisa | 風 強風
fog: fog foggy mist misty | neblina névoa nevoeiro | niebla neblina bruma | 霧
"""

THINGS = """
bread: bread loaf loaves croissant bun baguette toast | pão pães pãozinho croissant torrada baguete | pan panes croissant tostada barra | パン クロワッサン
cake: cake cupcake | bolo torta bolinho | pastel tarta torta bizcocho | ケーキ
pie: pies | empada | empanada | パイ
apple: apple fruit peach | maçã fruta pêssego | manzana fruta melocotón | りんご リンゴ 林檎 果物 桃
banana: banana | banana | plátano banana | バナナ
cup: cup coffee tea mug cocoa | xícara café chá caneca chocolate-quente | taza café té chocolate-caliente | カップ コーヒー お茶 紅茶
pot: soup stew pot cauldron | sopa panela caldeirão ensopado | sopa olla caldero guiso | スープ 鍋 カレー
pizza: pizza | pizza | pizza | ピザ
ice cream: ice-cream icecream gelato popsicle | sorvete picolé | helado paleta | アイス ソフトクリーム
egg: egg eggs | ovo ovos | huevo huevos | 卵 たまご
rocket: rocket spaceship shuttle ufo | foguete espaçonave nave disco-voador | cohete nave transbordador ovni | ロケット 宇宙船
car: car taxi truck | carro táxi caminhão | coche carro auto taxi camión | 車 自動車 タクシー
bicycle: bicycle bike | bicicleta bike | bicicleta bici | 自転車
train: train locomotive | trem locomotiva | tren locomotora | 電車 列車 汽車
plane: plane airplane aircraft | avião | avión | 飛行機
boat: boat ship sailboat canoe | barco navio veleiro canoa | barco bote velero canoa buque | 船 ボート 舟
skateboard: skateboard | skate | patineta monopatín | スケボー
ball: ball football soccer basketball | bola futebol basquete | pelota balón fútbol baloncesto | ボール サッカー 野球
kite: kite | pipa | cometa papalote | 凧
balloon: balloon balloons | balão balões bexiga | globo globos | 風船
book: book diary novel | livro diário romance | libro diario novela cuento | 本 日記 絵本
letter: letter mail envelope message | carta envelope correio bilhete | carta sobre correo mensaje | 手紙 封筒
map: map | mapa | mapa | 地図
key: key | chave | llave | 鍵
treasure: treasure gold coins chest | tesouro ouro moedas baú | tesoro oro monedas cofre | 宝 宝物 宝箱 財宝
gift: gift present surprise-box | presente | regalo | プレゼント 贈り物
flowers: flower flowers rose bouquet tulip | flor flores rosa buquê | flor flores rosa ramo | 花 花束 バラ
tree: tree seed plant | árvore semente planta | árbol semilla planta | 木 種 植物
umbrella: umbrella parasol | guarda-chuva sombrinha | paraguas sombrilla | 傘
sword: sword blade dagger | espada lâmina adaga | espada daga | 剣 刀
wand: wand magic spell | varinha magia feitiço | varita magia hechizo | 杖 魔法
potion: potion elixir flask | poção elixir frasco | poción elixir frasco | 薬 ポーション
bomb: bomb dynamite explosion | bomba dinamite explosão | bomba dinamita explosión | 爆弾
computer: computer laptop code keyboard server screen | computador notebook código teclado tela servidor | computadora ordenador portátil código teclado pantalla | コンピューター パソコン コード
phone: phone smartphone cellphone | telefone celular | teléfono móvil celular | 電話 スマホ 携帯
camera: camera photo | câmera foto fotografia | cámara foto | カメラ 写真
gears: gears gear machine bolts parts engine | engrenagem máquina peças parafusos motor | engranaje máquina piezas tornillos motor | 機械 歯車 部品
lantern: lantern torch candle | lanterna tocha vela lampião | linterna antorcha vela farol | ランタン ろうそく 提灯
lamp: lamp | abajur lâmpada luminária | lámpara | ランプ 電灯
guitar: guitar music song band | violão guitarra música canção banda | guitarra música canción banda | ギター 音楽 歌
fishing rod: fishing | pescar pescaria vara-de-pescar | pescar caña-de-pescar | 釣り 釣竿
telescope: telescope | telescópio | telescopio | 望遠鏡
butterfly: butterfly butterflies | borboleta | mariposa | 蝶 チョウ
magnifier: magnifier magnifying-glass | lupa | lupa | 虫眼鏡
heart: heart love | coração amor | corazón amor | 心 愛 恋
"""

EMOTIONS = """
happy: happy happily glad joy joyful smile smiles smiling smiled laugh laughs laughing laughed cheerful delighted excited proud proudly fun success party celebrate celebrates celebrated won wins | feliz felizes alegre alegria sorri sorriu sorrindo ri riu rindo contente animado orgulhoso festa comemora ganhou sucesso | feliz felices alegre alegría sonríe sonrió sonriendo ríe rió riendo contento emocionado orgulloso fiesta celebra ganó éxito | 嬉し うれし 喜 笑 楽し 幸せ 大成功 誇らし
sad: sad sadly cry cries crying cried weep tears lonely alone miss misses unhappy lost sorry sigh sighs sighed nobody disappointed | triste tristeza chora chorou chorando lágrimas sozinho sozinha saudade solitário perdido suspira suspirou ninguém decepcionado | triste tristeza llora lloró llorando lágrimas solo sola solitario perdido suspira suspiró nadie decepcionado | 悲し かなし 泣 寂し さびし 涙 がっかり
angry: angry angrily furious mad rage yell yells yelled fight fights fought annoyed grumpy | bravo brava furioso furiosa raiva zangado zangada irritado briga luta grita gritou | enojado enojada furioso furiosa rabia enfadado enfadada ira pelea lucha grita gritó | 怒 腹を立て 激怒 戦
scared: scared afraid fear frightened terrified scary panic flee flees danger trembles nervous worried | medo assustado assustada apavorado pânico perigo foge treme nervoso preocupado | miedo asustado asustada aterrado pánico peligro huye tiembla nervioso preocupado | 怖 こわ 恐 怯 逃げ 不安 心配
surprised: surprised surprise suddenly amazed shocked wow astonished discover discovers discovered unexpected | surpreso surpresa de-repente espantado chocado descobre descobriu uau | sorprendido sorpresa de-repente repentinamente asombrado descubre descubrió guau | 驚 びっくり 突然 まさか 発見
love: love loves loved kiss hug hugs sweetheart | ama amou amor beijo abraça abraço apaixonado | ama amó amor beso abraza abrazo enamorado | 愛 恋 大好き キス
asleep: sleep sleeps sleeping asleep slept nap dreams dreaming snore tired | dorme dormiu dormindo dormir sono cochilo sonha cansado | duerme durmió durmiendo dormir sueño siesta sueña cansado | 眠 寝 居眠り
thinking: think thinks thinking thought wonder wonders idea plan plans curious | pensa pensou pensando ideia plano imagina curioso | piensa pensó pensando idea plan imagina curioso | 考え 思案 アイデア 悩
"""

ACTIONS = """
run: run runs running ran chase chases chased escape escapes rush hurries race flees | corre correu correndo persegue fugiu foge escapa corrida pressa | corre corrió corriendo persigue huyó huye escapa carrera prisa | 走 逃げ 追 急
walk: walk walks walking walked go goes going went travel travels arrives journey enters leaves wander explores | anda andou caminha caminhou caminhando vai foi viaja chega entra sai explora passeia | camina caminó caminando va fue viaja llega entra sale explora pasea | 歩 行 旅 出かけ 着
fly: fly flies flying flew soar | voa voou voando voar | vuela voló volando volar | 飛
jump: jump jumps jumping jumped leap hop | pula pulou pulando salta saltou | salta saltó saltando brinca | 跳 ジャンプ
dance: dance dances dancing danced sing sings | dança dançou dançando canta cantou | baila bailó bailando canta cantó | 踊 歌
fists: fight fights fighting fought battle | luta lutou lutando briga batalha | lucha luchó luchando pelea batalla | 戦 闘
reach: catch catches grab grabs climb climbs reach reaches caught | pega pegou agarra sobe escala alcança | atrapa agarra sube escala alcanza | 掴 捕 登
point: find finds found look looks see sees saw discover discovers show shows | encontra encontrou olha vê viu descobre mostra | encuentra encontró mira ve vio descubre muestra | 見 発見 見つけ
present: open opens opened sell sells make makes bake bakes welcome build builds built invents finish | abre abriu vende faz fez assa constrói inventa inaugura | abre abrió vende hace hizo hornea construye inventa inaugura | 開 売 作 焼 建
hold: hold holds holding eat eats eating drink drinks read reads carry carries cook cooks | segura come comeu comendo bebe lê carrega cozinha | sostiene come comió comiendo bebe lee lleva cocina | 持 食べ 飲 読 運
offer: give gives gave offer offers share shares hand hands | dá deu oferece divide entrega compartilha | da dio ofrece comparte entrega | あげ 渡 配
wave: hello hi wave waves greet greets bye goodbye meet meets met visits | olá oi acena cumprimenta tchau adeus encontra visita | hola saluda adiós conoce visita | 会 手を振 こんにちは さよなら
sleep: sleep sleeps sleeping slept nap | dorme dormiu dormindo cochila | duerme durmió durmiendo | 眠 寝
think: think thinks wonder wonders idea | pensa pensou ideia | piensa pensó idea | 考え
"""

PRONOUNS = """
they: they them both together we us everyone everybody | eles elas ambos ambas todos juntos juntas | ellos ellas ambos ambas todos juntos juntas nosotros nosotras | 彼ら 彼女ら 彼女たち 二人は みんな 皆 私たち 僕たち 一緒に
he: he him his | ele dele | | 彼
she: she her hers | ela dela | ella | 彼女
it: it its | | |
"""

NUMBERS = """
2: two both pair couple 2 ２ | dois duas par 2 | dos par pareja 2 | 二 2 ２
3: three several some many 3 trio group | três vários várias muitos muitas alguns algumas 3 trio | tres varios varias muchos muchas algunos algunas 3 trío | 三 3 ３
4: four 4 | quatro 4 | cuatro 4 | 四 4 ４
5: five six seven eight nine ten dozen hundred 5 6 7 8 9 10 | cinco seis sete oito nove dez dúzia cem 5 6 7 8 9 10 | cinco seis siete ocho nueve diez docena cien 5 6 7 8 9 10 | 五 六 七 八 九 十 5 ５ 6 7 8 9
"""

COLORS = """
red: red crimson scarlet | vermelho vermelha | rojo roja | 赤
orange: orange ginger | laranja ruivo ruiva | naranja anaranjado | オレンジ 橙
yellow: yellow | amarelo amarela | amarillo amarilla | 黄色
green: green | verde | verde | 緑
blue: blue navy | azul | azul | 青
purple: purple violet | roxo roxa violeta | morado morada violeta púrpura | 紫
pink: pink | rosa cor-de-rosa | rosa rosado rosada | ピンク 桃色
brown: brown | marrom castanho castanha | marrón café castaño castaña | 茶色
black: black dark | preto preta negro negra | negro negra | 黒
white: white snowy | branco branca | blanco blanca | 白
grey: grey gray | cinza cinzento cinzenta | gris | 灰色 グレー
gold: golden gold | dourado dourada | dorado dorada | 金色
silver: silver | prateado prateada | plateado plateada | 銀色
turquoise: turquoise teal | turquesa | turquesa | 水色
blond: blond blonde | loiro loira | rubio rubia | 金髪
"""

GARMENTS = """
scarf: scarf | cachecol lenço | bufanda pañuelo | マフラー スカーフ
hat: hat | chapéu | sombrero | 帽子
cap: cap | boné | gorra | キャップ
crown: crown | coroa | corona | 王冠 冠
helmet: helmet | capacete elmo | casco yelmo | 兜 ヘルメット
glasses: glasses spectacles goggles | óculos | gafas lentes anteojos | 眼鏡 メガネ
cape: cape cloak | capa manto | capa manto | マント
bowtie: bowtie bow | gravata-borboleta laço | pajarita moño lazo | リボン 蝶ネクタイ
tie: tie necktie | gravata | corbata | ネクタイ
apron: apron | avental | delantal | エプロン
dress: dress skirt | vestido saia | vestido falda | ドレス ワンピース スカート
shirt: shirt sweater jumper hoodie t-shirt | camisa camiseta suéter blusa moletom | camisa camiseta suéter jersey | シャツ セーター
coat: coat jacket raincoat overcoat trenchcoat | casaco jaqueta sobretudo jaleco | abrigo chaqueta gabardina bata | コート ジャケット 白衣
kimono: kimono yukata | quimono | kimono quimono | 着物 浴衣
robe: robe gown | túnica manto | túnica | ローブ
suit: suit tuxedo | terno | traje | スーツ
trousers: trousers pants jeans shorts | calça calças bermuda jeans | pantalón pantalones vaqueros | ズボン ジーンズ
beard: beard bearded | barba barbudo | barba barbudo | ひげ 髭
hair: hair haired | cabelo cabelos | pelo cabello | 髪
"""

TRAITS = """
small: small little tiny young | pequeno pequena pequenino jovem | pequeño pequeña pequeñito joven | 小さ 幼 若
big: big large giant huge tall | grande gigante enorme alto alta | grande gigante enorme alto alta | 大き 巨大
old: old elderly ancient | velho velha idoso idosa | viejo vieja anciano anciana | 老 年老いた
fat: fat chubby round plump | gordo gorda gordinho | gordo gorda gordito | 太
long: long | longo longos comprido | largo larga | 長
curly: curly | cacheado encaracolado | rizado rizada | 巻き毛
spiky: spiky messy | espetado bagunçado | despeinado | ツンツン
bald: bald | careca | calvo calva | はげ
"""

SAYING = """
aside: laughs laughed giggles giggled chuckles sighs sighed sobs sobbed begs begged warns warned insists sings sang mutters demands | ri riu suspira suspirou implora avisa avisou canta cantou resmunga murmura | ríe rió suspira suspiró suplica advierte canta cantó murmura |
speech: say says said saying ask asks asked reply replies replied answer answers answered tell tells told add adds added whisper whispers whispered explain explains explained announce announces announced | diz disse dizia pergunta perguntou responde respondeu fala falou conta contou explica explicou sussurra sussurrou anuncia anunciou | dice dijo decía pregunta preguntó responde respondió contesta contestó habla cuenta contó explica explicó susurra susurró anuncia anunció | 言 聞 答え 話 尋ね
shout: shout shouts shouted yell yells yelled scream screams screamed exclaim exclaims exclaimed cry cries cried roar roars roared | grita gritou berra berrou exclama exclamou ruge rugiu | grita gritó exclama exclamó chilla chilló ruge rugió | 叫 怒鳴
thought: think thinks thought wonder wonders wondered muse mused | pensa pensou imagina imaginou | piensa pensó imagina imaginó | 思 考え
"""

# words that give a language away
TELLTALES: dict[str, str] = {
    "en": "the a an and of to in on is are was were with his her she he they it then but who from at for",
    "pt": "o a os as um uma e de do da dos das no na em que não com para por ele ela seu sua mas então foi é está na",
    "es": "el la los las un una y de del en que no con para por él ella su pero entonces fue es está al lo se",
}
