## In Telegram

help_telegram =
    Just write me a sentence, like “a cat opens a bakery on the moon”, and I’ll draw it as a comic. Anything in quotes is spoken. In groups, write /comic before it, or reply to a message with /comic.
    /options lets you choose style and panels with buttons, or type them: --style manga --panels 6
    /mygallery shows your comics, /queue those in progress, /cancel stops them.
    /link combines Discord, Telegram and the web into one gallery.
    /settings and /privacy are about you, /comicadmin is for group admins.
    Below each comic: again, edit, continue, and more.
privacy_inline = What you type after my name in other chats, I keep for a year, so that its button works.
unknown_command = I don’t know { $command }. Here’s what I can do:
heard = Got it! One moment…
kept_for_later = I’ve noted your request and will start as soon as my database is back. No need to ask again.
answered_in_private = I’ll answer in our private chat.
group_closed = I’m not allowed to write in that group, so I’m answering you here.
no_pictures_here = I’m not allowed to show pictures here. The person who asked can find the comic in a private chat with me: open it and send /mygallery.
start_first = That’s for you alone, so I’ll answer in a private chat, but you have to message me there first. Press the button, then try again.
button_start = Open the private chat
option_unknown = I don’t know { $option }. I know --style, --panels, --layout, --aspect, --seed and --private. Please send it again, or shall I draw it as it is?
button_draw_without = Draw it as it is
style_unknown = Which style would you like?
options_ask = How shall I draw it?
button_options = Options
draw_this = Shall I draw this?
draw_caption = I can’t read pictures, but I can read words. Shall I draw what your caption says?
button_draw = Draw this
only_text = I draw what you write: a sentence is enough, like “a cat opens a bakery on the moon”. I can’t read pictures, stickers, voice messages, polls, checklists and the like.
anonymous = I can’t tell who you are when you write on behalf of a group or channel. Please write as yourself.
message_gone = That message is gone. Please send it again.
telegram_refused = Telegram won’t let me do that right now. Please try again in a minute.
form_reply = Reply to this message in your own words. Options like --style manga work, too.
welcome = Hello! Write a sentence, and I’ll draw it as a comic, like this one: “a cat opens a bakery on the moon”. Anything in quotes is spoken. Here are some ideas to get you started:
idea_1 = A cat opens a bakery on the moon
idea_2 = A grandma wins a bicycle race. “Too slow!” she laughs
idea_3 = Two robots try to cook spaghetti for the first time
command_cancel = Cancel your comics in progress
admin_usage =
    /comicadmin pause on, or off
    /comicadmin private on, or off: answers go to private chats
    /comicadmin topic: allow or disallow comics in this topic
    /comicadmin style manga: allow or disallow a style
    /comicadmin words a, b: words that no story may contain
    /comicadmin limit 20: comics per day; 0 for the usual limit
    /comicadmin log on, or off: reports come here
    /comicadmin ban, or unban: as a reply to somebody
report_in_group = The comic “{ $title }” was reported. Group admins can delete it with the button below the picture.
report_in_group_private = Private comic { $comic } was reported. Group admins can delete it with the button below the picture.
admin_in_group = That only works in groups. Please send it in a group you manage.
admin_reply_to = Please send this as a reply to a message from the person you mean.
inline_draw = Draw: { $story }
inline_placeholder = A comic will appear here. If nothing happens, the person who asked can press the button:
inline_bring = Shows this comic in the chat
button_bring = Show it here
inline_start_first = This comic is ready. To put a picture here, I need a private chat with the person who asked: open it, press Start, then fetch the comic.
