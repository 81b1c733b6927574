## Lo que dice la terminal

terminal_no_folder = La carpeta { $folder } no existe.
terminal_closed_folder = No se puede escribir en la carpeta { $folder }. Elige otra con --out.
terminal_is_folder = { $path } es una carpeta; indica un archivo dentro de ella.
terminal_no_plain_file = { $path } no es un archivo normal. Elige otro.
terminal_file_exists = { $path } ya existe; usa --force para sobrescribirlo.
terminal_not_written = El cómic { $uuid } está dibujado y en tu galería, pero no se pudo guardar: { $reason }
terminal_not_fetched = El cómic { $uuid } está dibujado y en tu galería (comicai gallery), pero no pude traer la imagen.
terminal_server_away = ComicAI en { $url } no responde. Inténtalo de nuevo en un momento.
terminal_busy = Otro comando lleva mucho tiempo dibujando en esta carpeta de datos. Espera a que acabe o detenlo.
terminal_job_gone = La petición { $uuid } ya no existe. Pide el cómic de nuevo.
terminal_database_away = No se puede usar la base de datos ({ $reason }). Cómo arreglarlo: comicai doctor
terminal_no_comics = Aquí no hay cómics. Haz uno: comicai comic "un gato abre una panadería"
terminal_more = Más: comicai gallery --cursor { $cursor }
terminal_not_planned = No se pudo planear la historia. { $reason }
