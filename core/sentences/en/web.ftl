## The web pages

web_description = Type a sentence, get a comic.
web_skip = Skip to content
web_nav = Pages
web_nav_chat = Chat
web_nav_gallery = Gallery
web_nav_account = Account
web_noscript = This page needs JavaScript. Please allow it, or make comics over the HTTP API or in the terminal.
web_problem = Something is missing here
web_to_chat = To the chat
web_close = Close
web_cancel = Cancel
web_save = Save
web_undo = Undo

# the chat

web_chat_title = Make a comic
web_welcome = What shall we draw?
web_welcome_more = Tell me a little story in a sentence or two. Anything “in quotes” is spoken.
web_ideas = Ideas to get you started
web_idea_bakery = A cat opens a bakery on the moon and asks “Who wants a croissant?”
web_idea_samurai = A samurai walks home in the rain and finds a kitten under an umbrella
web_idea_robot = A robot learns to swim at the beach: “Am I waterproof?”
web_messages = Your comics and their progress
web_older = Show older ones
web_story = Your story
web_story_hint = What happens?
web_make = Draw
web_commands = Commands
web_command_comic = make a comic from the text that follows
web_command_mygallery = look at your comics, or search them
web_command_help = what I can do
web_unknown_command = I don’t know { $command }. Try /comic, /mygallery or /help.
web_empty_story = Tell me what happens: a sentence is enough.
web_help =
    Write a story and I’ll draw it as a comic. “Quotes” become speech balloons.
    /comic makes a comic, /mygallery shows or searches your comics.
    Below a comic you can have it redrawn, change it, continue it, mark it as a favorite, share it or delete it.
    With an account, your comics stay with you on every device, and you can link Discord and Telegram.
web_style = Style
web_panels = Panels
web_mode_edit = Change what you like, and I’ll draw it again.
web_mode_continue = What happens next?
web_continue_hint = And then…
web_relation_again = Drawn again
web_relation_retry = Another try
web_relation_edit = Another version
web_relation_continue = What happens next
web_sending = Sending your story
web_not_sent_yet = I’m offline right now. Your story is saved and will be sent as soon as I’m back.
web_reconnecting = Connection lost. I’m reconnecting; nothing is lost.
web_away = I’m offline right now. Please try again in a moment.
web_unclear = That didn’t work, and I can’t tell why. Please try again.
web_progress = Progress
web_done = Your comic is ready.
web_try_again = Try again
web_dismiss = Dismiss
web_edit = Edit
web_again = Again
web_edit_redraw = Edit & redraw
web_continue = Continue
web_more = More
web_comic_gone = This comic has been deleted.
web_picture_lost = The picture can’t be shown right now. Please reload the page in a moment.
web_adults = For adults
web_adults_why = This comic was made in an age-restricted place, and may not be suitable for everyone.
web_adults_show = I’m an adult: show it

# what can be done with a comic

web_favorite = Favorite
web_favorite_is = Favorite
web_details = Details
web_read = Read as text
web_download = Download
web_share = Share
web_share_what = Anyone with the link can see this comic. You can withdraw it at any time.
web_share_make = Make a link
web_share_is = Anyone with this link can see the comic:
web_share_link = Link to this comic
web_share_end = Withdraw the link
web_copy = Copy link
web_copied = Copied
web_report = Report
web_report_why = What’s wrong with it?
web_report_send = Send report
web_reported = Thank you. A moderator will have a look.
web_delete = Delete
web_deleted = The comic has been deleted.

# the gallery

web_gallery_title = Your comics
web_a_comic = A comic
web_search = Search
web_search_hint = Words, or an emoji
web_all = All
web_made_in = Made in
web_everywhere = Everywhere
web_favorites_only = Favorites only
web_show_more = Show more
web_show_all = Show all
web_found = Comics found: { $count }
web_none_found = No matches. Try fewer words, or other filters.
web_gallery_empty = Your comics will hang here. There aren’t any yet.
web_make_first = Make your first one
web_make_your_own = Make your own
web_look_at = View “{ $title }”
web_previous = Previous
web_next = Next
web_retitle = Change title
web_title = Title
web_another = Make another like this
web_platform_discord = Discord
web_platform_telegram = Telegram
web_platform_web = This website
web_platform_terminal = Terminal

# the account

web_account_title = Your account
web_who_nobody = You’re a visitor here. Make a comic, or sign up.
web_who_visitor = You’re a visitor. Comics in this browser: { $count }
web_who_member = Signed in as { $name }. Comics: { $count }
web_sign_up = Sign up
web_sign_up_why = Keep your comics for good, see them on every device, and link Discord and Telegram. Everything you’ve made here so far comes with you.
web_log_in = Log in
web_log_out = Log out
web_email = E-mail
web_password = Password
web_new_password = New password
web_old_password = Current password
web_password_hint = At least { $least } characters; a few words work best.
web_name = Name (optional)
web_adopt = Keep the comics I made in this browser
web_welcome_member = Welcome! Your comics are now yours to keep.
web_logged_in = Welcome back!
web_logged_out = You’re logged out.
web_language = Language
web_language_which = Language of these pages
web_linked = Linked accounts
web_linked_why = Link your chats, and they all show the same gallery.
web_get_code = Get a code
web_enter_code = I have a code
web_code_what = Enter it with /link in the other chat.
web_code_until = It works once, until { $time }.
web_unlink = Unlink
web_unlinked = Unlinked. The comics stay here.
web_change_password = Change password
web_password_changed = Your password has been changed. All other sessions have ended.
web_leaving = Logging out
web_everywhere_out = Log out everywhere
web_recipients = Where your words go
web_forget = Delete everything
web_forget_what = This removes you and all your comics for good, in every linked chat. It can’t be undone.
web_forget_sure = Yes, delete everything I made
web_forgotten = Everything has been deleted.
web_link_title = Link another chat
web_link_what = Enter the code that another chat or browser showed you.
web_code = Code
web_link_look = What would be linked?
web_link_together = These would be combined
web_link_comics = Comics: { $count }
web_link_lasting = Only continue if the code is your own. Afterwards, both are one person with one gallery.
web_link_do = Yes, that’s me: link
web_link_not = No, leave it
