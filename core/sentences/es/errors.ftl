## Lo que la persona puede arreglar

empty_prompt = Cuéntame qué dibujar: basta una frase, como «un gato abre una panadería en la luna».
prompt_too_long = Tu historia tiene { $length } caracteres y admito como máximo { $limit }. Acórtala un poco, por favor.
prompt_rejected = Esto no puedo dibujarlo. Inténtalo con otras palabras.
output_rejected = El dibujo salió de una forma que no puedo mostrar. Inténtalo de nuevo o con otras palabras.
letters_missing = No tengo letras para la escritura de este texto. Prueba con otra.
invalid_request = Algunas opciones no funcionan. { $fields }
queue_full = { $limit ->
    [one] Ya tienes un cómic en marcha y no puedo con más. Espera a que termine o cancélalo.
   *[other] Ya tienes { $limit } cómics en marcha y no puedo con más. Espera a que termine uno o cancela alguno.
}
daily_limit = Llegaste al límite de { $limit ->
    [one] un cómic
   *[other] { $limit } cómics
} por hoy. Puedes seguir a las { $resets }.
chat_limit = { $limit ->
    [one] Este chat ya tuvo su único cómic de hoy.
   *[other] Este chat ya tuvo sus { $limit } cómics de hoy.
} Puede seguir a las { $resets }.
total_limit = { $limit ->
    [one] Ya está dibujado el único cómic de hoy.
   *[other] Ya están dibujados los { $limit } cómics de hoy.
} Vuelve a las { $resets }, por favor.
user_budget = Ya usaste el presupuesto de imágenes de hoy. Puedes seguir a las { $resets }.
chat_budget = Este chat ya usó el presupuesto de imágenes de hoy. Puede seguir a las { $resets }.
total_budget = El presupuesto de imágenes de hoy se ha agotado. Vuelve a las { $resets }, por favor.
register_limit = Se han creado demasiadas cuentas desde tu red. Inténtalo de nuevo a las { $resets }.
banned = Aquí no puedes hacer cómics. Si crees que es un error, habla con la administración.
chat_paused = La moderación ha pausado los cómics aquí por ahora. Puedes hacerlos en un chat privado conmigo.
elsewhere = En este canal no se pueden hacer cómics. Usa otro, o un chat privado conmigo.
style_off = Este estilo está desactivado aquí. Elige otro.
private_only = Eso es solo para ti, y aquí lo verían otras personas.
age_restricted = Este cómic viene de un canal con restricción de edad. Solo lo publico en canales así; en cualquier otro lugar, solo lo ves tú.
author_objects = Quien escribió eso no quiere que otros dibujen sus palabras.
not_moderator = Aquí, solo la moderación puede hacer eso.
not_found = No lo encuentro. Puede que ya no exista o que no sea tuyo.
forbidden = Solo puedes hacer esto en tu propio nombre. Omite userId o usa el tuyo.
conflict = Esta Idempotency-Key ya se usó para otra petición. Usa una nueva, por favor.
unauthorized = Primero inicia sesión, por favor.
wrong_login = El correo o la contraseña no son correctos. Revisa los dos, por favor.
too_many_tries = Demasiados intentos. Espera { $seconds ->
    [one] un segundo
   *[other] { $seconds } segundos
}, por favor.
email_taken = Ya hay una cuenta con este correo. Inicia sesión con ella, por favor.
link_code_invalid = Este código no sirve: puede que esté mal escrito, que ya se haya usado o que tenga más de diez minutos. Pide uno nuevo, por favor.
link_same_person = Este código es tuyo. Escríbelo en el otro chat que quieres vincular.
last_identity = Es la única entrada a tu galería, así que no puedo desvincularla. Para borrarlo todo, usa «Eliminarlo todo».

## Lo que nadie en el chat puede arreglar

storage_unavailable = Ahora mismo no puedo aceptar peticiones y no se guardó nada. Inténtalo de nuevo en un minuto.
unconfirmed = No pude confirmar si se completó. Compruébalo antes de intentarlo de nuevo.
disk_full = No queda espacio para más cómics. Avisa a la administración, por favor.
engine_unavailable = Ahora mismo nadie está dibujando. Inténtalo de nuevo en un minuto.
image_store_unavailable = Ahora mismo no puedo acceder a las imágenes. Inténtalo de nuevo en un minuto.
image_missing = Esta imagen ya no existe. Puedes pedir que se dibuje de nuevo.
bad_image = Esta imagen está dañada. Puedes pedir que se dibuje de nuevo.
bad_response = La imagen se perdió por el camino. Inténtalo de nuevo, por favor.
gpu_oom = Esto fue demasiado grande para el dibujante. Inténtalo con menos viñetas o más pequeñas.
generator_failed = El dibujo salió mal. Inténtalo de nuevo; no cuenta para tu límite.
generator_unavailable = El dibujante no está disponible ahora. Inténtalo de nuevo en unos minutos.
crashed = Algo falló por mi parte. Inténtalo de nuevo; si sigue pasando, menciona { $reference }.

## Comandos y botones que fallan en los chats

restarting = Me estoy reiniciando. Inténtalo de nuevo en un minuto.
command_outdated = Este comando ha cambiado. Escríbelo de nuevo.
button_outdated = Este botón es de otra versión mía. Usa /mygallery.
telegram_refused = Telegram no me deja hacer eso ahora. Inténtalo de nuevo en un minuto.

## Lo que solo encuentran programas y navegadores

unforeseen = { crashed }
bad_json = El cuerpo no es un JSON válido.
bad_request = No entiendo esta petición.
body_too_large = El cuerpo es demasiado grande; se admiten como máximo { $limit } bytes.
wrong_media_type = Envía el cuerpo como application/json, por favor.
no_such_route = No hay nada en esta dirección.
gone = Esto ya no existe.
wrong_method = Esta dirección solo admite { $allowed }.
foreign_origin = Esto vino de otro sitio web, así que lo rechacé. Usa nuestra página, por favor.
