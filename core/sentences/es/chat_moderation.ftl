## Lo que leen quienes moderan un chat: /comicadmin

banned_here = Ya no acepto peticiones de esa persona aquí.
unbanned = Esa persona puede volver a pedir.
admin_yes = activado
admin_no = desactivado
admin_nothing = sin definir
admin_is_paused = En pausa: { $value }
admin_is_private = Respuestas privadas: { $value }
admin_is_family = Modo familiar: { $value }
admin_has_channels = Canales: { $value }
admin_has_styles = Estilos: { $value }
admin_has_words = Palabras prohibidas: { $value }
admin_has_limit = Cómics al día: { $value }
admin_has_log = Las denuncias van a: { $value }
admin_usage =
    /comicadmin pause on, u off
    /comicadmin private on, u off: las respuestas van a chats privados
    /comicadmin family on, u off: las imágenes se revisan con rigor
    /comicadmin topic: permite o prohíbe los cómics en este tema
    /comicadmin style manga: permite o prohíbe un estilo
    /comicadmin words a, b: palabras que ninguna historia puede contener
    /comicadmin limit 20: cómics al día; 0 para el límite habitual
    /comicadmin log on, u off: las denuncias llegan aquí
    /comicadmin ban, o unban: como respuesta a alguien
admin_in_group = Eso solo funciona en grupos. Envíalo en un grupo que administres, por favor.
admin_reply_to = Envía esto como respuesta a un mensaje de la persona en cuestión.
