## Solo en Telegram: qué se lee de los mensajes, y el modo inline

heard = ¡Entendido! Un momento…
kept_for_later = He anotado tu petición y empiezo en cuanto vuelva mi base de datos. No hace falta que la repitas.
answered_in_private = Te respondo en nuestro chat privado.
start_first = Eso es solo para ti, así que responderé en un chat privado, pero antes tienes que escribirme allí. Pulsa el botón y vuelve a intentarlo.
option_unknown = No conozco { $option }. Conozco --style, --panels, --layout, --aspect, --seed y --private. Envíalo de nuevo, ¿o lo dibujo tal como está?
style_unknown = ¿Qué estilo quieres?
options_ask = ¿Cómo lo dibujo?
draw_this = ¿Quieres que dibuje esto?
draw_caption = No sé leer imágenes, pero sí palabras. ¿Quieres que dibuje lo que dice el pie de foto?
only_text = Dibujo lo que escribes: basta una frase, como «un gato abre una panadería en la luna». No sé leer fotos, pegatinas, mensajes de voz, encuestas, listas de tareas ni cosas parecidas.
anonymous = No sé quién eres cuando escribes en nombre de un grupo o un canal. Escribe en tu propio nombre.
message_gone = Ese mensaje ya no existe. Envíalo de nuevo, por favor.
inline_draw = Dibujar: { $story }
inline_placeholder = Aquí aparecerá un cómic. Si no pasa nada, quien lo pidió puede pulsar el botón:
inline_bring = Muestra este cómic en el chat
inline_start_first = Este cómic está listo. Para poner la imagen aquí necesito un chat privado con quien lo pidió: ábrelo, pulsa Iniciar y después trae el cómic.
