## En los chats: mensajes

words_by = Palabras de { $author }
one_moment_for = un momento, tu cómic está en camino…
one_moment = Un momento, tu cómic está en camino…
fetch_later = Esto tarda más de lo normal y no puedo actualizar este mensaje por mi cuenta. Pulsa el botón dentro de un rato y traeré tu cómic aquí. También lo encontrarás en /mygallery.
perhaps_there = Tu cómic está listo. Si no está donde lo pediste, pulsa el botón y lo traeré aquí.
kept_in_gallery = Tu cómic está listo, pero no puedo mostrarlo aquí. Lo encuentras con /mygallery.
notice_ready = tu cómic está listo.
notice_ended = hay novedades sobre tu cómic.
blocked_here = Las reglas de este servidor no permiten esas palabras, así que no muestro este cómic aquí. Quien lo pidió lo recibe en privado.
blocked_reason = Las reglas del servidor no permiten esas palabras allí, así que aquí tienes tu cómic solo para ti.
adults_only_here = Este canal ya no tiene restricción de edad, así que no muestro este cómic aquí. Quien lo pidió lo recibe en privado, o lo encuentra en /mygallery.
place_closed = No puedo responder donde preguntaste: ese hilo o canal está bloqueado, archivado o ya no existe. Pídelo en otro sitio, o aquí mismo.
comic_removed = Eliminado. Durante un rato aún puedes recuperarlo.
message_removed = He quitado el mensaje. El cómic sigue en la galería de quien lo hizo.
reported = Gracias. La moderación le echará un vistazo.
report_arrived = El cómic { $comic } fue denunciado por
original_too_large = El original es más grande de lo que admite este chat. La imagen de arriba es lo más grande posible aquí.
restarting = Me estoy reiniciando. Inténtalo de nuevo en un minuto.
command_outdated = Este comando ha cambiado. Escríbelo de nuevo.
button_outdated = Este botón es de otra versión mía. Usa /mygallery.
gallery_empty = Tu galería está vacía. Haz tu primer cómic con /comic.
gallery_no_favorites = Todavía no hay favoritos. Usa la estrella bajo un cómic para añadirlo.
gallery_nothing_found = No encontré ningún cómic así en tu galería.
queue_empty = No tienes nada en marcha. Empieza con /comic.
link_code =
    Tu código: { $code }
    Escríbelo en menos de { $minutes ->
        [one] un minuto
       *[other] { $minutes } minutos
    } en el otro lugar: con /link en Discord o Telegram, o en la web. No se lo enseñes a nadie: quien lo escriba compartirá tu galería.
link_preview = Esto crea una sola galería para { $identities }, con { $comics ->
    [0] ningún cómic todavía
    [one] un cómic
   *[other] { $comics } cómics
}. No se puede deshacer.
link_done = Hecho. Una galería para: { $identities }
privacy = Guardo tus peticiones, tus cómics, tus ajustes, tus búsquedas en la galería (hasta 30 días después de su último uso) y el número con el que esta plataforma te conoce. Ningún nombre, ninguna dirección, ningún otro mensaje. Tus palabras van al dibujante que las dibuja y a nadie más.
privacy_yours = { $comics ->
    [0] No tengo ningún cómic tuyo
    [one] Tengo un cómic tuyo
   *[other] Tengo { $comics } cómics tuyos
} y te conozco por { $identities }.
forget_confirm = Esto elimina todos tus cómics, ajustes y vínculos, en todas partes, de inmediato y para siempre. Lo publicado en chats sigue allí hasta que alguien borre el mensaje.
forgotten = Hecho. Ya no sé nada de ti.
help =
    /comic dibuja un cómic a partir de una frase: «un gato abre una panadería en la luna». Lo que va entre comillas se convierte en diálogo.
    /mygallery muestra tus cómics, /queue los que están en marcha.
    /link une Discord, Telegram y la web en una sola galería.
    /settings y /privacy son sobre ti, /comicadmin es para quienes moderan un servidor.
    Bajo cada cómic: otra vez, editar, continuar y más.
platform_web = la web
platform_terminal = la terminal
setting_notify = Avisarme cuando esté listo un cómic que tarda
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
button_share_elsewhere = Compartir en un chat…
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
form_reason = ¿Qué problema tiene?
form_style = Estilo (opcional)
form_panels = Viñetas, de 1 a 12 (opcional)
form_as_it_was = Como estaba
