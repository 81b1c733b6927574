## En Telegram

help_telegram =
    Escríbeme una frase, como «un gato abre una panadería en la luna», y la dibujo como cómic. Lo que va entre comillas se convierte en diálogo. En grupos, escribe /comic delante, o responde a un mensaje con /comic.
    /options deja elegir estilo y viñetas con botones; o escríbelo: --style manga --panels 6
    /mygallery muestra tus cómics, /queue los que están en marcha, /cancel los cancela.
    /link une Discord, Telegram y la web en una sola galería.
    /settings y /privacy son sobre ti, /comicadmin es para quienes administran un grupo.
    Bajo cada cómic: otra vez, editar, continuar y más.
privacy_inline = Lo que escribes tras mi nombre en otros chats lo guardo un año, para que su botón funcione.
unknown_command = No conozco { $command }. Esto es lo que sé hacer:
heard = ¡Entendido! Un momento…
kept_for_later = He anotado tu petición y empiezo en cuanto vuelva mi base de datos. No hace falta que la repitas.
answered_in_private = Te respondo en nuestro chat privado.
group_closed = No puedo escribir en ese grupo, así que te respondo aquí.
no_pictures_here = No puedo mostrar imágenes aquí. Quien lo pidió encuentra el cómic en un chat privado conmigo: ábrelo y envía /mygallery.
start_first = Eso es solo para ti, así que responderé en un chat privado, pero antes tienes que escribirme allí. Pulsa el botón y vuelve a intentarlo.
button_start = Abrir el chat privado
option_unknown = No conozco { $option }. Conozco --style, --panels, --layout, --aspect, --seed y --private. Envíalo de nuevo, ¿o lo dibujo tal como está?
button_draw_without = Dibujarlo tal como está
style_unknown = ¿Qué estilo quieres?
options_ask = ¿Cómo lo dibujo?
button_options = Opciones
draw_this = ¿Quieres que dibuje esto?
draw_caption = No sé leer imágenes, pero sí palabras. ¿Quieres que dibuje lo que dice el pie de foto?
button_draw = Dibujar esto
only_text = Dibujo lo que escribes: basta una frase, como «un gato abre una panadería en la luna». No sé leer fotos, pegatinas, mensajes de voz, encuestas, listas de tareas ni cosas parecidas.
anonymous = No sé quién eres cuando escribes en nombre de un grupo o un canal. Escribe en tu propio nombre.
message_gone = Ese mensaje ya no existe. Envíalo de nuevo, por favor.
telegram_refused = Telegram no me deja hacer eso ahora. Inténtalo de nuevo en un minuto.
form_reply = Responde a este mensaje con tus palabras. También valen opciones como --style manga.
welcome = ¡Hola! Escribe una frase y la dibujo como cómic, como este: «un gato abre una panadería en la luna». Lo que va entre comillas se convierte en diálogo. Aquí tienes algunas ideas para empezar:
idea_1 = Un gato abre una panadería en la luna
idea_2 = Una abuela gana una carrera de bicicletas. «¡Demasiado lentos!», se ríe
idea_3 = Dos robots intentan cocinar espaguetis por primera vez
command_cancel = Cancela tus cómics en marcha
admin_usage =
    /comicadmin pause on, u off
    /comicadmin private on, u off: las respuestas van a chats privados
    /comicadmin topic: permite o prohíbe los cómics en este tema
    /comicadmin style manga: permite o prohíbe un estilo
    /comicadmin words a, b: palabras que ninguna historia puede contener
    /comicadmin limit 20: cómics al día; 0 para el límite habitual
    /comicadmin log on, u off: las denuncias llegan aquí
    /comicadmin ban, o unban: como respuesta a alguien
report_in_group = El cómic «{ $title }» fue denunciado. Quienes administran este grupo pueden eliminarlo con el botón bajo la imagen.
report_in_group_private = El cómic privado { $comic } fue denunciado. Quienes administran este grupo pueden eliminarlo con el botón bajo la imagen.
admin_in_group = Eso solo funciona en grupos. Envíalo en un grupo que administres, por favor.
admin_reply_to = Envía esto como respuesta a un mensaje de la persona en cuestión.
inline_draw = Dibujar: { $story }
inline_placeholder = Aquí aparecerá un cómic. Si no pasa nada, quien lo pidió puede pulsar el botón:
inline_bring = Muestra este cómic en el chat
button_bring = Mostrarlo aquí
inline_start_first = Este cómic está listo. Para poner la imagen aquí necesito un chat privado con quien lo pidió: ábrelo, pulsa Iniciar y después trae el cómic.
