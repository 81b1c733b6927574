# Español. Una entrada por frase: corta, cercana y siempre con el siguiente paso.

## El camino de una petición hasta el cómic

accepted = ¡Voy con ello!
accepted_ready_in = ¡Voy con ello! Estará listo en { $eta }.
accepted_in_line = ¡Voy con ello! Vas en el puesto { $position } de la cola
waiting = ¡Anotado! Empiezo en cuanto termine otro de tus cómics
queued = { $position ->
    [1] Eres el siguiente en la cola
   *[other] Vas en el puesto { $position } de la cola
}
already_finished = Este cómic ya está terminado.
canceled = Cancelado, como querías. No cuenta para tu límite.
expired = Tardó demasiado, así que paré. Inténtalo de nuevo; no cuenta para tu límite.
sketch_note = Dibujado por el dibujante de bocetos incluido. Para dibujar en una GPU, configura generator.url.

stage_waking = Despertando al dibujante, puede tardar uno o dos minutos
stage_submitting = Entregando tu historia al dibujante
stage_remote_queue = Esperando a un dibujante libre
stage_planning = Planeando las viñetas
stage_rendering = Dibujando
stage_lettering = Rotulando
stage_uploading = Trayendo la imagen
stage_verifying = Dando los últimos retoques
panel = Dibujando la viñeta { $panel } de { $panels }

with_eta = { $text }, { $eta }
eta_seconds = unos { $seconds } s
eta_minutes = unos { $minutes } min

## Lo que se ajustó para que la petición encajara

notice_default = No pude usar lo que elegiste para { $option }, así que dejé el valor habitual.
notice_clamped = Cambié { $option } a { $value }, el valor más cercano que funciona.
notice_cut = Acorté { $option } a { $limit }, que es lo máximo que admito.
notice_unsupported = Todavía no puedo usar { $option }, así que lo dejé fuera.
notice_layout = { $panels } viñetas no caben en la composición { $layout }, así que elegí una que les va bien.
notice_account = { $option } necesita una cuenta, así que lo dejé fuera. Entra por la web para usarlo.
notice_age_restricted = Esto viene de un canal con restricción de edad, así que aquí te lo muestro solo a ti.

## A comic in words

style_american_modern = Americano moderno
style_american_1950 = Americano, años 50
style_manga = Manga japonés
style_franco_belgian = Franco-belga
style_newspaper_strip = Tira de periódico
style_noir = Cine negro
style_watercolor = Acuarela
style_pixel = Arte de píxeles
style_webtoon = Webtoon vertical
style_neutral = Sencillo

read_panel = Viñeta { $number }
read_speech = { $speaker } dice: «{ $text }»
read_thought = { $speaker } piensa: «{ $text }»
read_shout = { $speaker } grita: «{ $text }»
read_somebody = Alguien

detail_prompt = Historia
detail_style = Estilo
detail_panels = Viñetas
detail_seed = Semilla
detail_size = Tamaño
detail_time = Tiempo de dibujo
detail_seconds = { $seconds } segundos
detail_made = Hecho el
detail_artist = Dibujante

## Lo que la persona puede arreglar

empty_prompt = Cuéntame qué dibujar: basta una frase, como «un gato abre una panadería en la luna».
prompt_too_long = Tu historia tiene { $length } caracteres y admito { $limit }. Acórtala un poco, por favor.
prompt_rejected = Esto no puedo dibujarlo. Inténtalo con otras palabras.
output_rejected = El dibujo salió de una forma que no puedo mostrar. Inténtalo de nuevo o con otras palabras.
invalid_request = Algunas opciones no funcionan. { $fields }
queue_full = Tienes { $limit } cómics en marcha y no puedo llevar más. Espera a que termine uno o cancela alguno.
daily_limit = Llegaste al límite de { $limit } cómics por hoy. Puedes seguir a las { $resets }.
chat_limit = Este chat ya tuvo sus { $limit } cómics de hoy. Puede seguir a las { $resets }.
total_limit = Ya están dibujados los { $limit } cómics de hoy. Vuelve a las { $resets }, por favor.
register_limit = Se han creado demasiadas cuentas desde tu red. Inténtalo de nuevo a las { $resets }.
banned = Aquí no puedes hacer cómics. Si crees que es un error, habla con quien administra este lugar.
chat_paused = La moderación ha pausado los cómics aquí por ahora. Puedes hacerlos en un chat privado conmigo.
elsewhere = Aquí los cómics se hacen en otros canales. Pídelo allí o en un chat privado conmigo.
style_off = Este estilo está desactivado aquí. Elige otro.
private_only = Eso es solo para tus ojos, y aquí lo verían otros.
age_restricted = Este cómic viene de un canal con restricción de edad. Solo lo publico en canales así; en cualquier otro lugar te lo muestro solo a ti.
author_objects = Quien escribió eso no quiere que otros dibujen sus palabras.
not_moderator = Esto es para quienes administran este lugar.
not_found = No lo encuentro. Puede que ya no exista o que no sea tuyo.
forbidden = Solo puedes hacer esto en tu propio nombre. Omite userId o usa el tuyo.
conflict = Esta Idempotency-Key ya se usó para otra petición. Usa una nueva, por favor.
unauthorized = Primero inicia sesión, por favor.
wrong_login = El correo o la contraseña no son correctos. Revisa los dos, por favor.
too_many_tries = Son demasiados intentos. Espera { $seconds ->
    [one] { $seconds } segundo
   *[other] { $seconds } segundos
}, por favor.
email_taken = Ya hay una cuenta con este correo. Inicia sesión con ella, por favor.
link_code_invalid = Este código no sirve: está mal escrito, ya se usó o tiene más de diez minutos. Pide uno nuevo, por favor.
link_same_person = Este código es tuyo. Escríbelo en el otro chat que quieres vincular.
last_identity = Es la única entrada a tu galería, así que no puedo desvincularla. Para borrarlo todo, pide que te olvide.

## Lo que nadie en el chat puede arreglar

storage_unavailable = Ahora mismo no puedo aceptar la petición y no se guardó nada. Inténtalo de nuevo en un minuto.
unconfirmed = No pude confirmar si se completó. Échale un vistazo antes de intentarlo de nuevo.
disk_full = No queda espacio para más cómics. Avisa a quien administra este lugar, por favor.
engine_unavailable = Ahora mismo nadie está dibujando. Inténtalo de nuevo en un minuto.
image_store_unavailable = Ahora mismo no puedo acceder a las imágenes. Inténtalo de nuevo en un minuto.
image_missing = Esta imagen ya no existe. Puedes pedir que se dibuje de nuevo.
bad_image = Esta imagen está dañada. Puedes pedir que se dibuje de nuevo.
bad_response = La imagen se perdió por el camino. Inténtalo de nuevo, por favor.
gpu_oom = Esto fue demasiado grande para el dibujante. Inténtalo con menos viñetas o más pequeñas.
generator_failed = El dibujo salió mal. Inténtalo de nuevo; no cuenta para tu límite.
generator_unavailable = El dibujante no está disponible ahora. Inténtalo de nuevo en unos minutos.
crashed = Algo falló por mi parte. Inténtalo de nuevo; si sigue pasando, menciona { $reference }.

## Lo que dice el terminal

terminal_no_folder = La carpeta { $folder } no existe.
terminal_closed_folder = No se puede escribir en la carpeta { $folder }. Elige otra con --out.
terminal_is_folder = { $path } es una carpeta; indica un archivo dentro de ella.
terminal_no_plain_file = { $path } no es un archivo normal. Elige otro.
terminal_file_exists = { $path } ya existe; --force lo sobrescribe.
terminal_not_written = El cómic { $uuid } está dibujado y en tu galería, pero no se pudo escribir: { $reason }
terminal_not_fetched = El cómic { $uuid } está dibujado y en tu galería (comicai gallery), pero no pude traer la imagen.
terminal_server_away = ComicAI en { $url } no responde. Inténtalo de nuevo en un momento.
terminal_busy = Otro comando lleva mucho tiempo dibujando en esta carpeta de datos. Espera a que acabe o detenlo.
terminal_job_gone = El encargo { $uuid } ya no existe. Pide el cómic de nuevo.
terminal_database_away = No se puede usar la base de datos ({ $reason }). Cómo arreglarlo: comicai doctor
terminal_no_comics = Aquí no hay cómics. Haz uno: comicai comic "un gato abre una panadería"
terminal_more = Más: comicai gallery --cursor { $cursor }

## Lo que solo encuentran programas y navegadores

unforeseen = { crashed }
bad_json = El cuerpo no es un JSON válido.
bad_request = No entiendo esta petición.
body_too_large = El cuerpo es demasiado grande; como máximo { $limit } bytes.
wrong_media_type = Envía el cuerpo como application/json, por favor.
no_such_route = No hay nada en esta dirección.
wrong_method = Esta dirección solo admite { $allowed }.
foreign_origin = Esto vino de otro sitio web, así que lo rechacé. Usa nuestra página, por favor.

## Las páginas web

web_description = Escribe una frase y recibe un cómic.
web_skip = Ir al contenido
web_nav = Páginas
web_nav_chat = Chat
web_nav_gallery = Galería
web_nav_account = Cuenta
web_noscript = Esta página necesita JavaScript. Actívalo, o haz cómics con la API HTTP o en el terminal.
web_problem = Aquí falta algo
web_to_chat = Ir al chat
web_close = Cerrar
web_cancel = Cancelar
web_save = Guardar
web_undo = Deshacer

# el chat

web_chat_title = Haz un cómic
web_welcome = ¿Qué dibujamos?
web_welcome_more = Cuéntame una historia en una o dos frases. Lo que va «entre comillas» se dice en voz alta.
web_ideas = Ideas para empezar
web_idea_bakery = Una gata abre una panadería en la luna y pregunta «¿Quién quiere un cruasán?»
web_idea_samurai = Un samurái vuelve a casa bajo la lluvia y encuentra un gatito debajo de un paraguas
web_idea_robot = Un robot aprende a nadar en la playa: «¿Seré resistente al agua?»
web_messages = Tus cómics y cómo van
web_older = Mostrar anteriores
web_story = Tu historia
web_story_hint = ¿Qué pasa?
web_make = Crear
web_commands = Comandos
web_command_comic = hace un cómic con lo que sigue
web_command_mygallery = muestra tus cómics o busca en ellos
web_command_help = lo que sé hacer
web_unknown_command = No conozco { $command }. Hay /comic, /mygallery y /help.
web_empty_story = Cuéntame qué pasa: basta una frase.
web_help =
    Escribe una historia y la dibujo como cómic. Lo que va «entre comillas» sale en bocadillos.
    /comic hace un cómic, /mygallery muestra tus cómics o busca en ellos.
    Debajo de un cómic puedes pedirlo otra vez, cambiarlo, continuarlo, marcarlo como favorito, compartirlo o eliminarlo.
    Con una cuenta tus cómics son tuyos en cualquier dispositivo, y puedes vincular Discord y Telegram.
web_style = Estilo
web_panels = Viñetas
web_mode_edit = Cambia lo que quieras y lo dibujo de nuevo.
web_mode_continue = ¿Qué pasa después?
web_continue_hint = Y entonces…
web_relation_again = Dibujado otra vez
web_relation_retry = Otro intento
web_relation_edit = Otra versión
web_relation_continue = La continuación
web_sending = Enviando tu historia
web_not_sent_yet = Ahora mismo no se me puede alcanzar. Tu historia queda guardada y se enviará en cuanto se pueda.
web_reconnecting = Se perdió la conexión. Lo intento de nuevo; no se ha perdido nada.
web_away = Ahora mismo no se me puede alcanzar. Inténtalo de nuevo en un momento.
web_unclear = No funcionó y no sé por qué. Inténtalo de nuevo.
web_progress = Progreso
web_done = Tu cómic está listo.
web_try_again = Reintentar
web_dismiss = Descartar
web_edit = Editar
web_again = Otra vez
web_edit_redraw = Editar y redibujar
web_continue = Continuar
web_more = Más
web_comic_gone = Este cómic está eliminado.
web_picture_lost = La imagen no se puede mostrar ahora. Recarga la página en un momento.
web_adults = Para adultos
web_adults_why = Este cómic se hizo en un lugar con restricción de edad y puede no ser para todo el mundo.
web_adults_show = Soy mayor de edad: mostrar

# lo que se puede hacer con un cómic

web_favorite = Favorito
web_favorite_is = Es favorito
web_details = Detalles
web_read = Leer como texto
web_download = Descargar
web_share = Compartir
web_share_what = Quien tenga el enlace podrá ver este cómic. Puedes retirarlo cuando quieras.
web_share_make = Crear enlace
web_share_is = Quien tenga este enlace puede ver el cómic:
web_share_link = Enlace a este cómic
web_share_end = Retirar el enlace
web_copy = Copiar enlace
web_copied = Copiado
web_report = Denunciar
web_report_why = ¿Qué tiene de malo?
web_report_send = Enviar denuncia
web_reported = Gracias. Quien administra este lugar lo revisará.
web_delete = Eliminar
web_deleted = El cómic se ha eliminado.

# la galería

web_gallery_title = Tus cómics
web_a_comic = Un cómic
web_search = Buscar
web_search_hint = Palabras o un emoji
web_all = Todos
web_made_in = Hecho en
web_everywhere = Cualquier lugar
web_favorites_only = Solo favoritos
web_show_more = Mostrar más
web_show_all = Mostrar todos
web_found = Cómics encontrados: { $count }
web_none_found = Nada coincide. Prueba con menos palabras u otros filtros.
web_gallery_empty = Aquí estarán tus cómics. Todavía no hay ninguno.
web_make_first = Crear el primero
web_make_your_own = Haz el tuyo
web_look_at = Ver «{ $title }»
web_previous = Anterior
web_next = Siguiente
web_retitle = Cambiar título
web_title = Título
web_another = Hacer otro así
web_platform_discord = Discord
web_platform_telegram = Telegram
web_platform_web = Este sitio
web_platform_terminal = Terminal

# la cuenta

web_account_title = Tu cuenta
web_who_nobody = Estás de visita. Haz un cómic o crea una cuenta.
web_who_visitor = Estás de visita; este navegador conoce tus cómics: { $count }
web_who_member = Sesión de { $name }. Cómics: { $count }
web_sign_up = Crear cuenta
web_sign_up_why = Conserva tus cómics, míralos en cualquier dispositivo y vincula Discord y Telegram. Lo que ya hiciste aquí viene contigo.
web_log_in = Iniciar sesión
web_log_out = Cerrar sesión
web_email = Correo electrónico
web_password = Contraseña
web_new_password = Contraseña nueva
web_old_password = Contraseña actual
web_password_hint = Al menos { $least } caracteres; lo mejor son varias palabras.
web_name = Nombre (opcional)
web_adopt = Llevarme los cómics que hice en este navegador
web_welcome_member = ¡Te damos la bienvenida! Tus cómics ya quedan guardados.
web_logged_in = ¡Qué bien verte de nuevo!
web_logged_out = Has cerrado la sesión.
web_language = Idioma
web_language_which = Idioma de estas páginas
web_linked = Dónde se te conoce
web_linked_why = Vincula tus chats y todos mostrarán la misma galería.
web_get_code = Obtener un código
web_enter_code = Tengo un código
web_code_what = Escríbelo con /link en el otro chat.
web_code_until = Sirve una vez, hasta las { $time }.
web_unlink = Desvincular
web_unlinked = Desvinculado. Los cómics se quedan aquí.
web_change_password = Cambiar contraseña
web_password_changed = La contraseña ha cambiado. Se cerraron todas las demás sesiones.
web_leaving = Salir
web_everywhere_out = Cerrar sesión en todas partes
web_forget = Eliminarlo todo
web_forget_what = Esto te elimina a ti y todos tus cómics para siempre, en todos los chats vinculados. No se puede deshacer.
web_forget_sure = Sí, eliminar todo lo que hice
web_forgotten = Se ha eliminado todo.
web_link_title = Vincular otro chat
web_link_what = Escribe el código que te mostró otro chat o navegador.
web_code = Código
web_link_look = ¿Qué se vincularía?
web_link_together = Esto se uniría
web_link_comics = Cómics: { $count }
web_link_lasting = Sigue solo si el código es tuyo. Después, ambos serán una persona con una sola galería.
web_link_do = Sí, soy yo: vincular
web_link_not = No, dejarlo

## En los chats: mensajes

words_by = Palabras de { $author }
one_moment_for = un momento, tu cómic está en camino …
one_moment = Un momento, tu cómic está en camino …
fetch_later = Esto tarda más de lo normal y no puedo volver solo a este mensaje. Pulsa el botón dentro de un rato y traeré tu cómic aquí. También lo encontrarás en /mygallery.
place_closed = No puedo responder donde preguntaste: ese hilo o canal está bloqueado, archivado o ya no existe. Pídelo en otro sitio, o aquí mismo.
kept_in_gallery = Tu cómic está listo, pero no puedo mostrarlo aquí. Lo encuentras con /mygallery.
perhaps_there = Tu cómic está listo. Si no está donde lo pediste, pulsa el botón y lo traeré aquí.
notice_ready = tu cómic está listo.
notice_ended = hay novedades sobre tu cómic.
blocked_here = Las reglas de este servidor no permiten esas palabras, así que no muestro este cómic aquí. Quien lo pidió lo recibe en privado.
blocked_reason = Las reglas del servidor no permiten esas palabras allí, así que aquí tienes tu cómic solo para ti.
adults_only_here = Este canal ya no tiene restricción de edad, así que no muestro este cómic aquí. Quien lo pidió lo recibe en privado, o lo encuentra en /mygallery.
comic_removed = Eliminado. Durante un rato aún puedes recuperarlo.
message_removed = He quitado el mensaje. El cómic sigue en la galería de quien lo hizo.
reported = Gracias. La moderación le echará un vistazo.
report_arrived = El cómic { $comic } fue denunciado por
original_too_large = El original es más grande de lo que admite este chat. Lo que ves arriba es lo más grande posible aquí.
restarting = Me estoy reiniciando. Inténtalo de nuevo en un minuto.
command_outdated = Este comando ha cambiado. Escríbelo de nuevo.
button_outdated = Este botón es de otra versión mía. Usa /mygallery.
gallery_empty = Tu galería está vacía. Haz tu primer cómic con /comic.
gallery_no_favorites = No hay favoritos aquí. La estrella bajo un cómic lo convierte en uno.
gallery_nothing_found = No encontré ningún cómic así en tu galería.
queue_empty = No tienes nada en marcha. Empieza con /comic.
link_code =
    Tu código: { $code }
    Introdúcelo antes de { $minutes } min donde más me uses: /link en Discord o Telegram, o en la web. No se lo enseñes a nadie: quien lo introduzca comparte tu galería.
link_preview = Esto reúne una sola galería para: { $identities }. Cómics en ella: { $comics }. No se puede deshacer.
link_done = Hecho. Una galería para: { $identities }
privacy = Guardo lo que pediste, los cómics, tus ajustes y el número con el que esta plataforma te conoce. Ningún nombre, ninguna dirección, ningún otro mensaje. Tus palabras van al artista que dibuja y a nadie más. Lo que escribes tras mi nombre en otros chats de Telegram lo guardo un año, para que su botón funcione.
privacy_yours = De ti tengo: { $comics } cómics, y te conozco por: { $identities }
forget_confirm = Esto elimina todos tus cómics, ajustes y vínculos, en todas partes, de una vez y para siempre. Lo publicado en chats sigue allí hasta que alguien borre el mensaje.
forgotten = Hecho. Ya no sé nada de ti.
help =
    /comic dibuja un cómic a partir de una frase: «un gato abre una panadería en la luna». Lo que va entre comillas se dice.
    /mygallery muestra tus cómics, /queue lo que está en marcha.
    /link une Discord, Telegram y la web en una sola galería.
    /settings y /privacy son sobre ti, /comicadmin es para quienes administran un servidor.
    Bajo cada cómic: otra vez, editar, continuar y más.
platform_web = la web
platform_terminal = la terminal
setting_notify = Avisarme cuando esté listo un cómic que tardó
setting_drawn_by_others = Otros pueden dibujar mis mensajes

## En los chats: botones y formularios

button_again = Otra vez
button_edit = Editar y redibujar
button_continue = Continuar
button_favorite = Favorito
button_unfavorite = Quitar de favoritos
button_details = Detalles
button_read = Leer como texto
button_original = Archivo original
button_share = Compartir aquí
button_share_elsewhere = Compartir en un chat …
button_delete = Eliminar
button_delete_now = Sí, eliminar
button_keep = Conservar
button_restore = Recuperar
button_report = Denunciar
button_retry = Intentar de nuevo
button_cancel = Cancelar
button_cancel_one = Cancelar el { $number }
button_fetch = Traer mi cómic
button_older = Más antiguo
button_newer = Más reciente
button_all = Todos los cómics
button_favorites = Mis favoritos
button_like_this = Hacer otro así
button_resend = Publicar aquí
button_link = Unir
button_on = Activar: { $setting }
button_off = Desactivar: { $setting }
button_forget = Eliminar todo sobre mí
button_forget_now = Sí, eliminar todo
form_draw = ¿De qué trata el cómic?
form_edit = Editar y redibujar este cómic
form_continue = Continuar esta historia
form_report = Denunciar este cómic
form_story = Tu historia
form_next = ¿Qué pasa después?
form_reason = ¿Qué tiene de malo?
form_style = Estilo (si quieres)
form_panels = Viñetas, de 1 a 12 (si quieres)
form_as_it_was = Como estaba

## En los chats: comandos, como los muestra Discord

command_comic = Dibuja un cómic a partir de una frase
command_mygallery = Muestra tus cómics
command_link = Una sola galería en Discord, Telegram y la web
command_queue = Muestra lo que está en marcha
command_options = Dibuja un cómic y elige estilo, viñetas y diseño con botones
command_settings = Cambia cómo te trato
command_help = Lo que sé hacer
command_privacy = Lo que guardo de ti y cómo eliminarlo
command_comicadmin = Reglas para los cómics de aquí
menu_comic = Hacer un cómic
reason_sexual = Contenido sexual
reason_hate = Ofensivo o de odio
reason_violence = Cruel o violento
reason_person = Muestra a una persona real
reason_stolen = Es obra de otra persona
reason_other = Otra cosa
form_more = ¿Algo que añadir?
form_reply_reason = Responde a este mensaje con tus palabras.
option_prompt = historia
option_style = estilo
option_panels = viñetas
option_layout = disposición
option_aspect = proporción
option_seed = semilla
option_private = privado
option_search = búsqueda
option_favorites = favoritos
option_code = código
about_prompt = ¿Qué pasa? Lo que va entre comillas se dice.
about_style = Cómo se dibuja
about_panels = Cuántas viñetas, de 1 a 12
about_layout = Cómo se disponen las viñetas
about_aspect = Forma de una viñeta
about_seed = El mismo número dibuja el mismo cómic
about_private = Solo tú lo ves
about_search = Palabras de la historia
about_gallery_style = Solo de este estilo
about_favorites = Solo favoritos
about_code = Un código de /link de otro sitio; vacío: crear uno
layout_auto = Como mejor quede
layout_strip = Tira
layout_grid = Cuadrícula
layout_page = Página
layout_vertical = Vertical
admin_show = Muestra lo que está definido
admin_pause = Pausa los cómics aquí o sigue
admin_about_paused = Si los cómics están en pausa
admin_private = Muestra los cómics solo a quien los pidió
admin_about_private = Si las respuestas son privadas
admin_channel = Permite cómics en un canal, o ya no; sin ninguno, en todos
admin_about_channel = El canal
admin_style = Permite un estilo, o ya no; sin ninguno, todos
admin_about_style = El estilo
admin_words = Define las palabras que ninguna historia puede contener
admin_about_words = Separadas por comas; vacío: ninguna
admin_limit = Define cuántos cómics al día puede hacer este servidor
admin_about_limit = Cómics al día; 0: sin límite propio
admin_log = Elige dónde aviso a la moderación de denuncias
admin_about_log = El canal; vacío: ninguno
admin_ban = No acepta pedidos de alguien en este servidor
admin_about_user = Quién
admin_unban = Vuelve a aceptar pedidos de alguien
admin_about_unban = Quién puede pedir de nuevo
banned_here = Ya no acepto pedidos de esa persona aquí.
unbanned = Esa persona puede pedir de nuevo.
admin_yes = activado
admin_no = desactivado
admin_nothing = sin definir
admin_is_paused = En pausa: { $value }
admin_is_private = Respuestas privadas: { $value }
admin_has_channels = Canales: { $value }
admin_has_styles = Estilos: { $value }
admin_has_words = Palabras prohibidas: { $value }
admin_has_limit = Cómics al día: { $value }
admin_has_log = Las denuncias van a: { $value }

## In Telegram

help_telegram =
    Escríbeme una frase, como «un gato abre una panadería en la luna», y la dibujo como cómic. Lo que va entre comillas se dice. En grupos, escribe /comic delante, o responde a un mensaje con /comic.
    /options deja elegir estilo y viñetas con botones; o escríbelo: --style manga --panels 6
    /mygallery muestra tus cómics, /queue lo que está en marcha, /cancel lo cancela.
    /link une Discord, Telegram y la web en una sola galería.
    /settings y /privacy son sobre ti, /comicadmin es para quienes administran un grupo.
    Bajo cada cómic: otra vez, editar, continuar y más.
unknown_command = No conozco { $command }. Esto es lo que sé hacer:
heard = ¡Entendido! Un momento …
kept_for_later = He anotado tu petición y empiezo en cuanto vuelva mi base de datos. No hace falta que la repitas.
answered_in_private = Te respondo en nuestro chat privado.
group_closed = No puedo escribir en ese grupo, así que te respondo aquí.
no_pictures_here = No puedo mostrar imágenes aquí. Quien lo pidió encuentra el cómic en un chat privado conmigo: ábrelo y envía /mygallery.
start_first = Eso es solo para ti, así que respondo en un chat privado, y allí tienes que escribirme tú primero. Pulsa el botón y vuelve a intentarlo.
button_start = Abrir el chat privado
option_unknown = No conozco { $option }. Conozco --style, --panels, --layout, --aspect, --seed y --private. Envíalo de nuevo, ¿o lo dibujo tal como está?
button_draw_without = Dibujarlo tal como está
style_unknown = ¿Qué estilo quieres?
options_ask = ¿Cómo lo dibujo?
button_options = Opciones
draw_this = ¿Quieres que dibuje esto?
draw_caption = No sé leer imágenes, pero sí palabras. ¿Quieres que dibuje lo que escribiste debajo?
button_draw = Dibujar esto
only_text = Dibujo lo que escribes: basta una frase, como «un gato abre una panadería en la luna». Fotos, pegatinas y mensajes de voz no los sé leer.
anonymous = No sé quién eres mientras escribes en nombre de un grupo o un canal. Escribe con tu propio nombre.
message_gone = El mensaje del que se trataba ya no existe. Envíalo de nuevo, por favor.
telegram_refused = Telegram no me deja hacer eso ahora. Inténtalo de nuevo en un minuto.
form_reply = Responde a este mensaje con tus palabras. También valen opciones como --style manga.
welcome = ¡Hola! Escribe una frase y la dibujo como cómic, como este: «un gato abre una panadería en la luna». Lo que va entre comillas se dice en voz alta. Aquí tienes algunas ideas para empezar:
idea_1 = Un gato abre una panadería en la luna
idea_2 = Una abuela gana una carrera de bicicletas. «¡Demasiado lentos!», se ríe
idea_3 = Dos robots intentan cocinar espaguetis por primera vez
command_cancel = Cancelar lo que está en marcha
admin_usage =
    /comicadmin pause on, u off
    /comicadmin private on, u off: las respuestas van a chats privados
    /comicadmin topic: cómics solo en este tema, o ya no
    /comicadmin style manga: permite un estilo, o ya no
    /comicadmin words a, b: palabras que ninguna historia puede contener
    /comicadmin limit 20: cómics al día; 0 para no tener límite
    /comicadmin log on, u off: las denuncias llegan aquí
    /comicadmin ban, o unban: como respuesta a alguien
report_in_group = El cómic { $comic } fue denunciado. Quienes administran este grupo pueden eliminarlo con el botón bajo la imagen.
admin_in_group = Eso es para grupos. Escríbelo en el grupo que administras, por favor.
admin_reply_to = Envía esto como respuesta a un mensaje de la persona de quien se trata.
inline_draw = Dibujar: { $story }
inline_placeholder = Aquí aparecerá un cómic. Si no pasa nada, quien lo pidió pulsa el botón:
inline_bring = Muestra este cómic en el chat
button_bring = Mostrarlo aquí
inline_start_first = Este cómic está listo. Para poner la imagen aquí necesito un chat privado con quien lo pidió: ábrelo, pulsa Iniciar y después trae el cómic.

## Lo que se dice a quienes operan

ops_old_job = ⚠️ ComicAI: hay un cómic en la cola desde hace { $minutes } minutos.
ops_old_job_over = ✅ ComicAI: la cola vuelve a avanzar. La espera fue demasiado larga durante unos { $minutes } min.
ops_undeliverable = ⚠️ ComicAI: { $lost } de las { $total } entregas de la última hora no llegaron a nadie.
ops_undeliverable_over = ✅ ComicAI: los cómics vuelven a llegar. Duró unos { $minutes } min.
ops_generator = ⚠️ ComicAI: el generador no responde. Las peticiones se guardan y se dibujarán cuando vuelva.
ops_generator_over = ✅ ComicAI: el generador vuelve a responder. Estuvo caído unos { $minutes } min.
ops_sweep = ⚠️ ComicAI: nadie ha hecho el barrido desde hace { $minutes } minutos. ¿Hay algún worker en marcha?
ops_sweep_over = ✅ ComicAI: el barrido vuelve a hacerse. Duró unos { $minutes } min.
ops_database = ⚠️ ComicAI: la base de datos no responde. Hasta que vuelva se rechazan las peticiones nuevas.
ops_database_over = ✅ ComicAI: la base de datos vuelve a responder. Estuvo caída unos { $minutes } min.
ops_daily = 📊 ComicAI, últimas 24 horas: { $asked } peticiones, { $drawn } cómics, { $failed } fallos. Espera más larga: { $seconds } s.
