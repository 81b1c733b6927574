## Las páginas web

web_description = Escribe una frase y recibe un cómic.
web_skip = Ir al contenido
web_nav = Páginas
web_nav_chat = Chat
web_nav_gallery = Galería
web_nav_account = Cuenta
web_noscript = Esta página necesita JavaScript. Actívalo, o haz cómics con la API HTTP o en la terminal.
web_problem = Aquí falta algo
web_to_chat = Ir al chat
web_close = Cerrar
web_cancel = Cancelar
web_save = Guardar
web_undo = Deshacer

# el chat

web_chat_title = Haz un cómic
web_welcome = ¿Qué dibujamos?
web_welcome_more = Cuéntame una historia en una o dos frases. Lo que va «entre comillas» se convierte en diálogo.
web_ideas = Ideas para empezar
web_idea_bakery = Un gato abre una panadería en la luna y pregunta «¿Quién quiere un cruasán?»
web_idea_samurai = Un samurái vuelve a casa bajo la lluvia y encuentra un gatito debajo de un paraguas
web_idea_robot = Un robot aprende a nadar en la playa: «¿Seré resistente al agua?»
web_messages = Tus cómics y su progreso
web_older = Mostrar anteriores
web_story = Tu historia
web_story_hint = ¿Qué pasa?
web_make = Crear
web_commands = Comandos
web_command_comic = hace un cómic con el texto que sigue
web_command_mygallery = muestra tus cómics o busca en ellos
web_command_help = lo que sé hacer
web_unknown_command = No conozco { $command }. Prueba con /comic, /mygallery o /help.
web_empty_story = Cuéntame qué pasa: basta una frase.
web_help =
    Escribe una historia y la dibujo como cómic. Lo que va «entre comillas» sale en globos de diálogo.
    /comic hace un cómic, /mygallery muestra tus cómics o busca en ellos.
    Debajo de un cómic puedes pedirlo otra vez, cambiarlo, continuarlo, marcarlo como favorito, compartirlo o eliminarlo.
    Con una cuenta, tus cómics te acompañan en cualquier dispositivo, y puedes vincular Discord y Telegram.
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
web_not_sent_yet = Ahora mismo no tengo conexión. Tu historia queda guardada y se enviará en cuanto vuelva.
web_reconnecting = Se perdió la conexión. Lo intento de nuevo; no se ha perdido nada.
web_away = Ahora mismo no tengo conexión. Inténtalo de nuevo en un momento.
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
web_comic_gone = Este cómic se ha eliminado.
web_picture_lost = La imagen no se puede mostrar ahora. Recarga la página en un momento.
web_adults = Para adultos
web_adults_why = Este cómic se hizo en un lugar con restricción de edad y puede no ser apto para todo el mundo.
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
web_report_why = ¿Qué problema tiene?
web_report_send = Enviar denuncia
web_reported = Gracias. La moderación le echará un vistazo.
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
web_none_found = Sin resultados. Prueba con menos palabras u otros filtros.
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
web_who_visitor = Estás de visita. Cómics en este navegador: { $count }
web_who_member = Sesión de { $name }. Cómics: { $count }
web_sign_up = Crear cuenta
web_sign_up_why = Conserva tus cómics, míralos en cualquier dispositivo y vincula Discord y Telegram. Todo lo que ya hiciste aquí se viene contigo.
web_log_in = Iniciar sesión
web_log_out = Cerrar sesión
web_email = Correo electrónico
web_password = Contraseña
web_new_password = Contraseña nueva
web_old_password = Contraseña actual
web_password_hint = Al menos { $least } caracteres; lo mejor son varias palabras.
web_name = Nombre (opcional)
web_adopt = Conservar los cómics que hice en este navegador
web_welcome_member = ¡Te damos la bienvenida! Tus cómics ya quedan guardados.
web_logged_in = ¡Qué bien verte de nuevo!
web_logged_out = Has cerrado la sesión.
web_language = Idioma
web_language_which = Idioma de estas páginas
web_linked = Cuentas vinculadas
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
web_recipients = Adónde van tus palabras
web_forget = Eliminarlo todo
web_forget_what = Esto te elimina a ti y todos tus cómics para siempre, en todos los chats vinculados. No se puede deshacer.
web_forget_sure = Sí, eliminar todo lo que hice
web_forgotten = Se ha eliminado todo.
web_link_title = Vincular otro chat
web_link_what = Escribe el código que te mostró otro chat o navegador.
web_code = Código
web_link_look = ¿Qué se vincularía?
web_link_together = Lo que se uniría
web_link_comics = Cómics: { $count }
web_link_lasting = Continúa solo si el código es tuyo. Después, ambos serán una persona con una sola galería.
web_link_do = Sí, soy yo: vincular
web_link_not = No, dejarlo como está
