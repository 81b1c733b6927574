## Help and welcome in chats

help =
    /comic draws a comic from a sentence: “a cat opens a bakery on the moon”. Anything in quotes is spoken.
    /mygallery shows your comics, /queue those in progress.
    /link combines Discord, Telegram and the web into one gallery.
    /settings and /privacy are about you, /comicadmin is for server moderators.
    Below each comic: again, edit, continue, and more.
help_telegram =
    Just write me a sentence, like “a cat opens a bakery on the moon”, and I’ll draw it as a comic. Anything in quotes is spoken. In groups, write /comic before it, or reply to a message with /comic.
    /options lets you choose style and panels with buttons, or type them: --style manga --panels 6
    /mygallery shows your comics, /queue those in progress, /cancel stops them.
    /link combines Discord, Telegram and the web into one gallery.
    /settings and /privacy are about you, /comicadmin is for group admins.
    Below each comic: again, edit, continue, and more.
unknown_command = I don’t know { $command }. Here’s what I can do:
welcome = Hello! Write a sentence, and I’ll draw it as a comic, like this one: “a cat opens a bakery on the moon”. Anything in quotes is spoken. Here are some ideas to get you started:
idea_1 = A cat opens a bakery on the moon
idea_2 = A grandma wins a bicycle race. “Too slow!” she laughs
idea_3 = Two robots try to cook spaghetti for the first time
