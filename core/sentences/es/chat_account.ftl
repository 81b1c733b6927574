## En los chats: enlaces, ajustes, privacidad y olvido

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
privacy = Guardo tus peticiones, tus cómics, tus ajustes, tus búsquedas en la galería (hasta 30 días después de su último uso) y el número con el que esta plataforma te conoce. Ningún nombre, ninguna dirección, ningún otro mensaje.
recipient_none = Tus palabras van al dibujante de este servidor, que las dibuja, y a nadie más.
recipient_generator = Tus palabras van a { $host }, que dibuja los cómics.
recipient_painter = Tus palabras van a { $host }, que pinta las imágenes.
recipient_planner = Tus palabras van a { $host }, que escribe las historias.
recipient_moderation = Tus palabras van a { $host }, que comprueba si se pueden dibujar.
recipient_moderation_of_pictures = Tus palabras y las imágenes pintadas van a { $host }, que comprueba si se pueden mostrar.
recipient_no_other = Nadie más las recibe de mí, y nadie se entera de quién eres.
privacy_yours = { $comics ->
    [0] No tengo ningún cómic tuyo
    [one] Tengo un cómic tuyo
   *[other] Tengo { $comics } cómics tuyos
} y te conozco por { $identities }.
forget_confirm = Esto elimina todos tus cómics, ajustes y vínculos, en todas partes, de inmediato y para siempre. Lo publicado en chats sigue allí hasta que alguien borre el mensaje.
forgotten = Hecho. Ya no sé nada de ti.
platform_web = la web
platform_terminal = la terminal
setting_notify = Avisarme cuando esté listo un cómic que tarda
setting_drawn_by_others = Otros pueden dibujar mis mensajes
privacy_inline = Lo que escribes tras mi nombre en otros chats lo guardo un año, para que su botón funcione.
