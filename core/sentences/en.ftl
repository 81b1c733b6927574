# English. One entry a sentence: short, friendly, and always with what to do next.

## A request's way to a comic

accepted = On it!
accepted_ready_in = On it! Ready in { $eta }.
accepted_in_line = On it! You’re number { $position } in line
waiting = Got it! I’ll start as soon as one of your other comics is done
queued = { $position ->
    [1] You’re next in line
   *[other] Number { $position } in line
}
already_finished = This comic is already finished.
canceled = Canceled. It doesn’t count against your limit.
expired = This took too long, so I stopped. Please try again; it doesn’t count against your limit.
sketch_note = Drawn by the built-in sketch artist. To draw on a GPU, set generator.url.

stage_waking = Waking the artist, which can take a minute or two
stage_submitting = Handing your story to the artist
stage_remote_queue = Waiting for a free artist
stage_planning = Planning the panels
stage_rendering = Drawing
stage_lettering = Lettering
stage_uploading = Fetching the picture
stage_verifying = Finishing up
panel = Drawing panel { $panel } of { $panels }

with_eta = { $text }, { $eta }
labelled = { $label }: { $value }
listed = { $first }, { $next }
eta_seconds = about { $seconds } s
eta_minutes = about { $minutes } min

## What was bent to make a request fit

notice_default = I couldn’t use your value for { $option }, so I kept the default.
notice_clamped = I changed { $option } to { $value }, the nearest value that works.
notice_cut = I shortened { $option } to { $limit }, the most I can use.
notice_unsupported = I can’t use { $option } yet, so I left it out.
notice_layout = { $panels ->
    [one] One panel doesn’t
   *[other] { $panels } panels don’t
} fit the layout { $layout }, so I picked one that does.
notice_account = { $option } needs an account, so I left it out. Sign in on the web to use it.
notice_age_restricted = This comes from an age-restricted channel, so only you can see it here.

## A comic in words

style_american_modern = Modern American
style_american_1950 = American, 1950s
style_manga = Manga
style_franco_belgian = Franco-Belgian
style_newspaper_strip = Newspaper strip
style_noir = Noir
style_watercolor = Watercolor
style_pixel = Pixel art
style_webtoon = Webtoon
style_neutral = Plain

read_panel = Panel { $number }
read_speech = { $speaker }: “{ $text }”
read_thought = { $speaker } thinks: “{ $text }”
read_shout = { $speaker } shouts: “{ $text }”
read_somebody = Somebody

detail_prompt = Story
detail_style = Style
detail_panels = Panels
detail_seed = Seed
detail_size = Size
detail_time = Drawing time
detail_seconds = { $seconds } s
detail_made = Made
detail_artist = Artist

## What people can put right

empty_prompt = Tell me what to draw: a sentence is enough, like “a cat opens a bakery on the moon”.
prompt_too_long = Your story has { $length } characters, and I can take at most { $limit }. Please shorten it.
prompt_rejected = I can’t draw this one. Please try different words.
output_rejected = The drawing turned out as something I can’t show. Please try again, or try different words.
invalid_request = Some options don’t work. { $fields }
queue_full = { $limit ->
    [one] You already have a comic in progress, and I can’t handle more at once. Wait for it to finish, or cancel it.
   *[other] You already have { $limit } comics in progress, and I can’t handle more at once. Wait for one to finish, or cancel one.
}
daily_limit = You’ve reached your limit of { $limit ->
    [one] one comic
   *[other] { $limit } comics
} for today. You can make more from { $resets }.
chat_limit = This chat has used up its { $limit ->
    [one] one comic
   *[other] { $limit } comics
} for today. You can make more here from { $resets }.
total_limit = { $limit ->
    [one] Today’s only comic has been drawn.
   *[other] All { $limit } comics for today have been drawn.
} Please come back at { $resets }.
register_limit = There have been too many new accounts from your network. Please try again at { $resets }.
banned = You can’t make comics here. If you think that’s a mistake, please ask an administrator.
chat_paused = The moderators have paused comics here for now. You can make them in a private chat with me.
elsewhere = You can’t make comics in this channel. Please use another one, or a private chat with me.
style_off = This style is switched off here. Please pick another one.
private_only = That’s for your eyes only, and others would see it here.
age_restricted = This comic comes from an age-restricted channel. I only post it in age-restricted channels; anywhere else, only you can see it.
author_objects = The person who wrote that doesn’t want others to draw their words.
not_moderator = Only moderators can do that here.
not_found = I can’t find that. It may be gone, or it isn’t yours.
forbidden = You can only do this for yourself. Leave userId out, or use your own.
conflict = This Idempotency-Key was used for another request. Please use a new one.
unauthorized = Please sign in first.
wrong_login = That e-mail address or password is wrong. Please check both.
too_many_tries = Too many attempts. Please wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
}.
email_taken = There is already an account with this e-mail address. Please sign in instead.
link_code_invalid = This code doesn’t work: it may be mistyped, already used, or more than ten minutes old. Please get a new one.
link_same_person = That’s your own code. Enter it in the other chat that you want to link.
last_identity = This is the only way into your gallery, so I can’t unlink it. To remove everything, use “Delete everything”.

## What nobody in the chat can help

storage_unavailable = I can’t accept requests right now, and nothing was saved. Please try again in a minute.
unconfirmed = I couldn’t confirm whether that went through. Please check before you try again.
disk_full = There is no room left for new comics. Please tell an administrator.
engine_unavailable = Nobody is drawing right now. Please try again in a minute.
image_store_unavailable = I can’t reach the pictures right now. Please try again in a minute.
image_missing = This picture is gone. You can have the comic drawn again.
bad_image = This picture is damaged. You can have the comic drawn again.
bad_response = The picture got lost on its way from the artist. Please try again.
gpu_oom = This was too big for the artist. Please try again with fewer or smaller panels.
generator_failed = Something went wrong while drawing. Please try again; it doesn’t count against your limit.
generator_unavailable = The artist is not available right now. Please try again in a few minutes.
crashed = Something went wrong on my side. Please try again; if it keeps happening, mention { $reference }.

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

## What only programs and browsers meet

unforeseen = { crashed }
bad_json = The body is not valid JSON.
bad_request = I don’t understand this request.
body_too_large = The body is too large; at most { $limit } bytes are allowed.
wrong_media_type = Please send the body as application/json.
no_such_route = There is nothing at this address.
wrong_method = This address only accepts { $allowed }.
foreign_origin = This came from another website, so I refused it. Please use our own page.

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

## In chats: messages

words_by = Words by { $author }
one_moment_for = one moment, your comic is on its way…
one_moment = One moment, your comic is on its way…
fetch_later = This is taking longer than usual, and I can’t update this message on my own. Press the button in a while, and I’ll bring your comic here. It will be in /mygallery, too.
perhaps_there = Your comic is done. If it isn’t where you asked for it, press the button and I’ll bring it here.
notice_ready = your comic is ready.
notice_ended = there’s news about your comic.
blocked_here = The rules of this server don’t allow these words, so I won’t show this comic here. The person who asked for it gets it privately.
blocked_reason = The rules of the server don’t allow these words there, so here is your comic, for you alone.
adults_only_here = This channel is no longer age-restricted, so I won’t show this comic here. The person who asked for it gets it privately, or finds it in /mygallery.
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
privacy = I keep your requests, your comics, your settings, and the ID this platform knows you by. No name, no address, no other messages. Your words go to the artist that draws them, and nowhere else.
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

## In chats: commands, as Discord lists them

command_comic = Draw a comic from a sentence
command_mygallery = Show your comics
command_link = Use one gallery in Discord, Telegram and on the web
command_queue = Show your comics in progress
command_options = Draw a comic, and choose its style, panels and layout with buttons
command_settings = Change your settings
command_help = What I can do
command_privacy = What I keep about you, and how to delete it
command_comicadmin = Rules for comics here
menu_comic = Make a comic
reason_sexual = Sexual
reason_hate = Hateful
reason_violence = Cruel or violent
reason_person = It shows a real person
reason_stolen = It’s somebody else’s work
reason_other = Something else
form_more = Anything to add?
form_reply_reason = Reply to this message in your own words.
option_prompt = prompt
option_style = style
option_panels = panels
option_layout = layout
option_aspect = aspect
option_seed = seed
option_private = private
option_search = search
option_favorites = favorites
option_code = code
about_prompt = What happens? Anything in quotes is spoken.
about_style = How it is drawn
about_panels = How many panels, 1 to 12
about_layout = How the panels are arranged
about_aspect = Shape of a panel
about_seed = The same number draws the same comic again
about_private = Only you can see it
about_search = Words in the story
about_gallery_style = Only this style
about_favorites = Only favorites
about_code = A code from /link elsewhere; leave empty to get one
layout_auto = Automatic
layout_strip = Strip
layout_grid = Grid
layout_page = Page
layout_vertical = Vertical scroll
admin_show = Show the current settings
admin_pause = Pause or resume comics here
admin_about_paused = Whether comics are paused
admin_private = Show comics only to the person who asked
admin_about_private = Whether answers are private
admin_channel = Allow or disallow a channel; if none is allowed, comics work everywhere
admin_about_channel = The channel
admin_style = Allow or disallow a style; if none is allowed, all styles work
admin_about_style = The style
admin_words = Set the words that no story may contain
admin_about_words = Separated by commas; leave empty for none
admin_limit = Set how many comics this server may make per day
admin_about_limit = Comics per day; 0 for the usual limit
admin_log = Choose the channel for reports to moderators
admin_about_log = The channel; leave empty for none
admin_ban = Refuse requests from somebody on this server
admin_about_user = Who
admin_unban = Accept requests from somebody again
admin_about_unban = Who may make requests again
banned_here = I won’t accept requests from them here anymore.
unbanned = They can make requests again.
admin_yes = on
admin_no = off
admin_nothing = nothing set
admin_is_paused = Paused: { $value }
admin_is_private = Answers are private: { $value }
admin_has_channels = Channels: { $value }
admin_has_styles = Styles: { $value }
admin_has_words = Forbidden words: { $value }
admin_has_limit = Comics per day: { $value }
admin_has_log = Reports go to: { $value }

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
only_text = I draw what you write: a sentence is enough, like “a cat opens a bakery on the moon”. I can’t read pictures, stickers or voice messages.
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

## What operators are told

ops_old_job = ⚠️ ComicAI: a comic has been waiting in line for { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.
ops_old_job_over = ✅ ComicAI: the line is moving again. Comics waited too long for about { $minutes } min.
ops_undeliverable = ⚠️ ComicAI: comics are not arriving. Failed deliveries in the last hour: { $lost } of { $total }.
ops_undeliverable_over = ✅ ComicAI: comics are arriving again. The trouble lasted about { $minutes } min.
ops_generator = ⚠️ ComicAI: the generator is not answering. Requests are kept, and drawn once it is back.
ops_generator_over = ✅ ComicAI: the generator is answering again. It was away for about { $minutes } min.
ops_sweep = ⚠️ ComicAI: no sweep has run for { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}. Is a worker running?
ops_sweep_over = ✅ ComicAI: sweeps are running again. The trouble lasted about { $minutes } min.
ops_database = ⚠️ ComicAI: the database is not answering. New requests are refused until it does.
ops_database_over = ✅ ComicAI: the database is answering again. It was away for about { $minutes } min.
ops_daily = 📊 ComicAI, the last 24 hours. Requests: { $asked }, comics: { $drawn }, failures: { $failed }. Longest wait: { $seconds } s.
