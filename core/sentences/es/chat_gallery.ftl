## La galería en los chats

comic_removed = Eliminado. Durante un rato aún puedes recuperarlo.
message_removed = He quitado el mensaje. El cómic sigue en la galería de quien lo hizo.
gallery_empty = Tu galería está vacía. Haz tu primer cómic con /comic.
gallery_no_favorites = Todavía no hay favoritos. Usa la estrella bajo un cómic para añadirlo.
gallery_nothing_found = No encontré ningún cómic así en tu galería.
