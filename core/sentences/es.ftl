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
