## Only in Telegram: what is read from messages, and inline mode

heard = Got it! One moment…
kept_for_later = I’ve noted your request and will start as soon as my database is back. No need to ask again.
answered_in_private = I’ll answer in our private chat.
start_first = That’s for you alone, so I’ll answer in a private chat, but you have to message me there first. Press the button, then try again.
option_unknown = I don’t know { $option }. I know --style, --panels, --layout, --aspect, --seed and --private. Please send it again, or shall I draw it as it is?
style_unknown = Which style would you like?
options_ask = How shall I draw it?
draw_this = Shall I draw this?
draw_caption = I can’t read pictures, but I can read words. Shall I draw what your caption says?
only_text = I draw what you write: a sentence is enough, like “a cat opens a bakery on the moon”. I can’t read pictures, stickers, voice messages, polls, checklists and the like.
anonymous = I can’t tell who you are when you write on behalf of a group or channel. Please write as yourself.
message_gone = That message is gone. Please send it again.
inline_draw = Draw: { $story }
inline_placeholder = A comic will appear here. If nothing happens, the person who asked can press the button:
inline_bring = Shows this comic in the chat
inline_start_first = This comic is ready. To put a picture here, I need a private chat with the person who asked: open it, press Start, then fetch the comic.
