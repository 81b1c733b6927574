## What the terminal says

terminal_no_folder = There is no folder { $folder }.
terminal_closed_folder = The folder { $folder } is not writable. Please choose another with --out.
terminal_is_folder = { $path } is a folder; please name a file in it.
terminal_no_plain_file = { $path } is not a regular file. Please choose another.
terminal_file_exists = { $path } already exists; use --force to overwrite it.
terminal_not_written = The comic { $uuid } is drawn and in your gallery, but it could not be saved: { $reason }
terminal_not_fetched = The comic { $uuid } is drawn and in your gallery (comicai gallery), but its picture could not be fetched.
terminal_server_away = ComicAI at { $url } does not answer. Please try again in a moment.
terminal_busy = Another command has been drawing in this data folder for a long time. Wait for it to finish, or stop it.
terminal_job_gone = The job { $uuid } is gone. Please ask for the comic again.
terminal_database_away = The database cannot be used ({ $reason }). To find out how to fix it: comicai doctor
terminal_no_comics = No comics here. Make one: comicai comic "a cat opens a bakery"
terminal_more = More: comicai gallery --cursor { $cursor }
terminal_not_planned = The story could not be planned. { $reason }
