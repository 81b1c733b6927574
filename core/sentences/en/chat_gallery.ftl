## The gallery in chats

comic_removed = Deleted. You can still restore it for a short while.
message_removed = I removed the message. The comic stays in its owner’s gallery.
gallery_empty = Your gallery is empty. Make your first comic with /comic.
gallery_no_favorites = No favorites yet. Use the star below a comic to add one.
gallery_nothing_found = I couldn’t find a comic like that in your gallery.
