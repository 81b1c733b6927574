## How a comic arrives in a chat

one_moment_for = one moment, your comic is on its way…
one_moment = One moment, your comic is on its way…
fetch_later = This is taking longer than usual, and I can’t update this message on my own. Press the button in a while, and I’ll bring your comic here. It will be in /mygallery, too.
perhaps_there = Your comic is done. If it isn’t where you asked for it, press the button and I’ll bring it here.
kept_in_gallery = Your comic is done, but I can’t show it here. You’ll find it with /mygallery.
notice_ready = your comic is ready.
notice_ended = there’s news about your comic.
blocked_here = The rules of this server don’t allow these words, so I won’t show this comic here. The person who asked for it gets it privately.
blocked_reason = The rules of the server don’t allow these words there, so here is your comic, for you alone.
adults_only_here = This channel is no longer age-restricted, so I won’t show this comic here. The person who asked for it gets it privately, or finds it in /mygallery.
place_closed = I can’t answer where you asked: that thread or channel is locked, archived or gone. Please ask somewhere else, or right here.
group_closed = I’m not allowed to write in that group, so I’m answering you here.
no_pictures_here = I’m not allowed to show pictures here. The person who asked can find the comic in a private chat with me: open it and send /mygallery.
