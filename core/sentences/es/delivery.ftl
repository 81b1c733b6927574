## Cómo llega un cómic a un chat

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
group_closed = No puedo escribir en ese grupo, así que te respondo aquí.
no_pictures_here = No puedo mostrar imágenes aquí. Quien lo pidió encuentra el cómic en un chat privado conmigo: ábrelo y envía /mygallery.
