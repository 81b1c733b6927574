## In chats: messages

words_by = Words by { $author }
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
comic_removed = Deleted. You can still restore it for a short while.
message_removed = I removed the message. The comic stays in its owner’s gallery.
reported = Thank you. The moderators will have a look.
report_arrived = Comic { $comic } was reported by
original_too_large = The original is larger than this chat allows. The picture above is as large as it gets here.
restarting = I’m restarting. Please try again in a minute.
command_outdated = This command has changed. Please type it again.
button_outdated = This button belongs to another version of me. Please use /mygallery instead.
gallery_empty = Your gallery is empty. Make your first comic with /comic.
gallery_no_favorites = No favorites yet. Use the star below a comic to add one.
gallery_nothing_found = I couldn’t find a comic like that in your gallery.
queue_empty = You have nothing in progress. Start with /comic.
link_code =
    Your code: { $code }
    Enter it within { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    } in the other place: with /link in Discord or Telegram, or on the website. Don’t show it to anyone: whoever enters it shares your gallery.
link_preview = This creates one gallery for { $identities }, with { $comics ->
    [0] no comics yet
    [one] one comic
   *[other] { $comics } comics
}. It can’t be undone.
link_done = Done. One gallery for: { $identities }
privacy = I keep your requests, your comics, your settings, your gallery searches (for 30 days after their last use), and the ID this platform knows you by. No name, no address, no other messages. Your words go to the artist that draws them, and nowhere else.
privacy_yours = I have { $comics ->
    [0] no comics
    [one] one comic
   *[other] { $comics } comics
} of yours, and I know you from { $identities }.
forget_confirm = This deletes all your comics, your settings and your links, everywhere, immediately and for good. Anything posted in chats stays there until somebody deletes the message.
forgotten = Done. I no longer know anything about you.
help =
    /comic draws a comic from a sentence: “a cat opens a bakery on the moon”. Anything in quotes is spoken.
    /mygallery shows your comics, /queue those in progress.
    /link combines Discord, Telegram and the web into one gallery.
    /settings and /privacy are about you, /comicadmin is for server moderators.
    Below each comic: again, edit, continue, and more.
platform_web = the web
platform_terminal = the terminal
setting_notify = Tell me when a slow comic is ready
setting_drawn_by_others = Others may draw my messages

## In chats: buttons and forms

button_again = Again
button_edit = Edit & redraw
button_continue = Continue
button_favorite = Favorite
button_unfavorite = Unfavorite
button_details = Details
button_read = Read as text
button_original = Original file
button_share = Share here
button_share_elsewhere = Share in a chat…
button_delete = Delete
button_delete_now = Yes, delete
button_keep = Keep
button_restore = Restore
button_report = Report
button_retry = Try again
button_cancel = Cancel
button_cancel_one = Cancel { $number }
button_fetch = Fetch my comic
button_older = Older
button_newer = Newer
button_all = All comics
button_favorites = Favorites
button_like_this = Make another like this
button_resend = Post here
button_link = Combine
button_on = Switch on: { $setting }
button_off = Switch off: { $setting }
button_forget = Delete everything about me
button_forget_now = Yes, delete everything
form_draw = What is the comic about?
form_edit = Edit & redraw this comic
form_continue = Continue the story
form_report = Report this comic
form_story = Your story
form_next = What happens next?
form_reason = What’s wrong with it?
form_style = Style (optional)
form_panels = Panels, 1 to 12 (optional)
form_as_it_was = As it was
