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
canceled = Canceled, as you wished. It doesn’t count against your limit.
expired = This took too long, so I stopped. Please try again; it doesn’t count against your limit.
sketch_note = Drawn by the built-in sketch artist. To draw on a GPU, set generator.url.

stage_waking = Waking the artist, which can take a minute or two
stage_submitting = Handing your story to the artist
stage_remote_queue = Waiting for a free artist
stage_planning = Planning the panels
stage_rendering = Drawing
stage_lettering = Lettering
stage_uploading = Bringing the picture over
stage_verifying = Finishing up
panel = Drawing panel { $panel } of { $panels }

with_eta = { $text }, { $eta }
eta_seconds = about { $seconds } s
eta_minutes = about { $minutes } min

## What was bent to make a request fit

notice_default = I couldn’t use what you set for { $option }, so I left it at its default.
notice_clamped = I changed { $option } to { $value }, the nearest value that works.
notice_cut = I shortened { $option } to { $limit }, which is the most I can take.
notice_unsupported = I can’t use { $option } yet, so I left it out.
notice_layout = { $panels } panels don’t fit the layout { $layout }, so I picked one that suits them.
notice_account = { $option } needs an account, so I left it out. Sign in on the web to use it.
notice_age_restricted = This is from an age-restricted channel, so here I show it to you alone.

## A comic in words

style_american_modern = Modern American
style_american_1950 = American, 1950s
style_manga = Manga
style_franco_belgian = Franco-Belgian
style_newspaper_strip = Newspaper strip
style_noir = Noir
style_watercolor = Watercolour
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
prompt_too_long = Your story has { $length } characters; I can take { $limit }. Please shorten it.
prompt_rejected = I can’t draw this one. Please try it in other words.
output_rejected = The drawing turned out as something I can’t show. Please try again, or in other words.
invalid_request = Some options don’t work. { $fields }
queue_full = You have { $limit } comics under way, which is the most I can keep in mind. Wait for one, or cancel one.
daily_limit = That was your limit of { $limit } comics for today. You can go on at { $resets }.
chat_limit = This chat has had its { $limit } comics for today. It goes on at { $resets }.
total_limit = All comics for today are drawn: { $limit } of them. Please come back at { $resets }.
register_limit = There have been too many new accounts from your network. Please try again at { $resets }.
banned = You can’t make comics here. If you think that’s a mistake, ask whoever runs this place.
chat_paused = The moderators here have paused comics for now. You can make them in a private chat with me.
elsewhere = Comics are made in other channels here. Please ask there, or in a private chat with me.
style_off = This style is switched off here. Please pick another one.
private_only = That’s for your eyes only, and here others would see it.
age_restricted = This comic is from an age-restricted channel. I post it in age-restricted channels only; anywhere else I show it to you alone.
author_objects = Whoever wrote that doesn’t want their words drawn by others.
not_moderator = This is for those who manage this place.
not_found = I can’t find that. It may be gone, or it isn’t yours.
forbidden = You can only do this for yourself. Leave userId out, or use your own.
conflict = This Idempotency-Key was used for another request. Please use a new one.
unauthorized = Please sign in first.
wrong_login = E-mail or password is wrong. Please check both.
too_many_tries = That’s too many tries. Please wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
}.
email_taken = There is an account with this e-mail address already. Please sign in instead.
link_code_invalid = This code doesn’t work: it is mistyped, used, or older than ten minutes. Please get a new one.
link_same_person = That’s your own code. Enter it in the other chat that you want to link.
last_identity = This is the only way into your gallery, so I can’t unlink it. To remove everything, ask to be forgotten.

## What nobody in the chat can help

storage_unavailable = I can’t take this on right now, and nothing was kept. Please try again in a minute.
unconfirmed = I could not confirm whether this went through. Have a look before you try again.
disk_full = There is no room left for new comics. Please tell whoever runs this place.
engine_unavailable = Nobody is drawing right now. Please try again in a minute.
image_store_unavailable = I can’t get at the pictures right now. Please try again in a minute.
image_missing = This picture is gone. You can have the comic drawn again.
bad_image = This picture is damaged. You can have the comic drawn again.
bad_response = The picture got lost on its way from the artist. Please try again.
gpu_oom = This was too big for the artist. Please try again with fewer or smaller panels.
generator_failed = The drawing went wrong. Please try again; it doesn’t count against your limit.
generator_unavailable = The artist is not available right now. Please try again in a few minutes.
crashed = Something went wrong on my side. Please try again; if it keeps happening, mention { $reference }.

## What the terminal says

terminal_no_folder = There is no folder { $folder }.
terminal_closed_folder = The folder { $folder } cannot be written to. Please name another with --out.
terminal_is_folder = { $path } is a folder; name a file in it.
terminal_no_plain_file = { $path } is no ordinary file. Please name another.
terminal_file_exists = { $path } exists; --force overwrites it.
terminal_not_written = The comic { $uuid } is drawn and in your gallery, but could not be written: { $reason }
terminal_not_fetched = The comic { $uuid } is drawn and in your gallery (comicai gallery), but its picture could not be fetched.
terminal_server_away = ComicAI at { $url } does not answer. Please try again in a moment.
terminal_busy = Another command has been drawing on this data folder for long. Wait for it, or stop it.
terminal_job_gone = The job { $uuid } is gone. Please ask for the comic again.
terminal_database_away = The database cannot be used ({ $reason }). How to mend it: comicai doctor
terminal_no_comics = No comics here. Make one: comicai comic "a cat opens a bakery"
terminal_more = More: comicai gallery --cursor { $cursor }

## What only programs and browsers meet

unforeseen = { crashed }
bad_json = The body is not valid JSON.
bad_request = I don’t understand this request.
body_too_large = The body is too large; at most { $limit } bytes.
wrong_media_type = Please send the body as application/json.
no_such_route = There is nothing at this address.
wrong_method = This address takes { $allowed } only.
foreign_origin = This came from another website, so I refused it. Please use our own page.

## The web pages

web_description = Type a sentence, get a comic.
web_skip = Skip to the page
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
web_welcome_more = Tell me a little story in a sentence or two. What stands “in quotes” is spoken.
web_ideas = Ideas to begin with
web_idea_bakery = A cat opens a bakery on the moon and asks “Who wants a croissant?”
web_idea_samurai = A samurai walks home in the rain and finds a kitten under an umbrella
web_idea_robot = A robot learns to swim at the beach: “Am I waterproof?”
web_messages = Your comics and how they get on
web_older = Show older ones
web_story = Your story
web_story_hint = What happens?
web_make = Draw
web_commands = Commands
web_command_comic = make a comic of what follows
web_command_mygallery = look at your comics, or search them
web_command_help = what I can do
web_unknown_command = I don’t know { $command }. There are /comic, /mygallery and /help.
web_empty_story = Tell me what happens: a sentence is enough.
web_help =
    Write a story and I draw it as a comic. “Quotes” become speech balloons.
    /comic makes a comic, /mygallery shows or searches your comics.
    Below a comic you can have it drawn again, changed or continued, keep it as a favourite, share it or delete it.
    With an account your comics stay yours on every device, and you can link Discord and Telegram.
web_style = Style
web_panels = Panels
web_mode_edit = Change what you like, and I’ll draw it anew.
web_mode_continue = What happens next?
web_continue_hint = And then …
web_relation_again = Drawn once more
web_relation_retry = Another try
web_relation_edit = Another version
web_relation_continue = What happens next
web_sending = Sending your story
web_not_sent_yet = I can’t be reached right now. Your story is kept, and sent as soon as that changes.
web_reconnecting = The connection is gone. I’m trying again; nothing is lost.
web_away = I can’t be reached right now. Please try again in a moment.
web_unclear = That didn’t work, and I can’t tell why. Please try again.
web_progress = How far it is
web_done = Your comic is ready.
web_try_again = Try again
web_dismiss = Dismiss
web_edit = Edit
web_again = Again
web_edit_redraw = Edit & redraw
web_continue = Continue
web_more = More
web_comic_gone = This comic is deleted.
web_picture_lost = The picture can’t be shown right now. Please reload the page in a moment.
web_adults = For adults
web_adults_why = This comic was made in an age-restricted place, and may not be for everybody.
web_adults_show = I’m of age: show it

# what can be done with a comic

web_favorite = Favourite
web_favorite_is = Favourite
web_details = Details
web_read = Read as text
web_download = Download
web_share = Share
web_share_what = Whoever has the link can see this comic. You can withdraw it whenever you like.
web_share_make = Make a link
web_share_is = Whoever has this link can see the comic:
web_share_link = Link to this comic
web_share_end = Withdraw the link
web_copy = Copy link
web_copied = Copied
web_report = Report
web_report_why = What is wrong with it?
web_report_send = Send report
web_reported = Thank you. Whoever runs this place will have a look.
web_delete = Delete
web_deleted = The comic is deleted.

# the gallery

web_gallery_title = Your comics
web_a_comic = A comic
web_search = Search
web_search_hint = Words, or an emoji
web_all = All
web_made_in = Made in
web_everywhere = Everywhere
web_favorites_only = Favourites only
web_show_more = Show more
web_show_all = Show all
web_found = Comics found: { $count }
web_none_found = Nothing here matches. Try fewer words, or other filters.
web_gallery_empty = Your comics will hang here. There are none yet.
web_make_first = Make your first one
web_make_your_own = Make your own
web_look_at = Look at “{ $title }”
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
web_who_nobody = You are a visitor here. Make a comic, or sign up.
web_who_visitor = You are a visitor; this browser knows your comics: { $count }
web_who_member = Signed in as { $name }. Comics: { $count }
web_sign_up = Sign up
web_sign_up_why = Keep your comics for good, see them on every device, and link Discord and Telegram. What you made here so far comes along.
web_log_in = Log in
web_log_out = Log out
web_email = E-mail
web_password = Password
web_new_password = New password
web_old_password = Current password
web_password_hint = At least { $least } characters; a few words are best.
web_name = Name (optional)
web_adopt = Take along the comics that I made in this browser
web_welcome_member = Welcome! Your comics are yours to keep now.
web_logged_in = Welcome back!
web_logged_out = You are logged out.
web_language = Language
web_language_which = Language of these pages
web_linked = Where you are known
web_linked_why = Link your chats, and every one of them shows the same gallery.
web_get_code = Get a code
web_enter_code = I have a code
web_code_what = Enter it with /link in the other chat.
web_code_until = It works once, until { $time }.
web_unlink = Unlink
web_unlinked = Unlinked. The comics stay here.
web_change_password = Change password
web_password_changed = The password is changed. Every other login has ended.
web_leaving = Logging out
web_everywhere_out = Log out everywhere
web_forget = Delete everything
web_forget_what = This removes you and all your comics for good, in every chat that is linked. It cannot be undone.
web_forget_sure = Yes, delete everything I made
web_forgotten = Everything is deleted.
web_link_title = Link another chat
web_link_what = Enter the code that another chat or browser has shown you.
web_code = Code
web_link_look = What would be linked?
web_link_together = This would be put together
web_link_comics = Comics: { $count }
web_link_lasting = Only go on if the code comes from yourself. Afterwards both are one person with one gallery.
web_link_do = Yes, that’s me: link
web_link_not = No, leave it

## In chats: messages

words_by = Words by { $author }
one_moment_for = one moment, your comic is on its way …
one_moment = One moment, your comic is on its way …
fetch_later = This takes longer than usual, and I can’t come back to this message by myself. Press the button in a while, and I’ll bring your comic here. You’ll find it in /mygallery too.
place_closed = I can’t answer where you asked: that thread or channel is locked, archived or gone. Please ask somewhere else, or right here.
kept_in_gallery = Your comic is done, but I can’t show it here. You’ll find it with /mygallery.
perhaps_there = Your comic is done. If it isn’t where you asked for it, press the button and I’ll bring it here.
notice_ready = your comic is ready.
notice_ended = there is news about your comic.
blocked_here = The rules of this server don’t allow these words, so I don’t show this comic here. Whoever asked for it gets it privately.
blocked_reason = The rules of the server don’t allow these words there, so here is your comic for you alone.
adults_only_here = This channel is no longer age-restricted, so I don’t show this comic here. Whoever asked for it gets it privately, or finds it in /mygallery.
comic_removed = Deleted. For a short while you can still bring it back.
message_removed = I removed the message. The comic stays in its owner’s gallery.
reported = Thank you. The moderators will have a look.
report_arrived = Comic { $comic } was reported by
original_too_large = The original is larger than this chat takes. What you see above is as large as it gets here.
restarting = I’m restarting. Please try again in a minute.
command_outdated = This command has changed. Please type it anew.
button_outdated = This button is from another version of me. Please use /mygallery instead.
gallery_empty = Your gallery is empty. Make your first comic with /comic.
gallery_no_favorites = No favourites here. The star below a comic makes it one.
gallery_nothing_found = I found no comic like that in your gallery.
queue_empty = Nothing of yours is under way. Start with /comic.
link_code =
    Your code: { $code }
    Enter it within { $minutes } min where else you use me: /link in Discord or Telegram, or on the web. Show it to nobody: whoever enters it shares your gallery.
link_preview = This puts together one gallery for: { $identities }. It will hold this many comics: { $comics }. It cannot be undone.
link_done = Done. One gallery for: { $identities }
privacy = I keep what you asked for, the comics, your settings, and the number by which this platform knows you. No name, no address, no other messages. Your words go to the artist that draws, and nowhere else. What you type behind my name in other Telegram chats I keep for a year, so that its button works.
privacy_yours = Of you I have: { $comics } comics, and these ways to know you: { $identities }
forget_confirm = This removes all your comics, your settings and your links, everywhere, at once and for ever. What was posted in chats stays there until somebody deletes the message.
forgotten = Done. I know nothing of you any more.
help =
    /comic draws a comic from a sentence: “a cat opens a bakery on the moon”. What stands in quotes is spoken.
    /mygallery shows your comics, /queue what is under way.
    /link puts Discord, Telegram and the web together as one gallery.
    /settings and /privacy are about you, /comicadmin is for those who manage a server.
    Below each comic: again, edit, continue, and more.
platform_web = the web
platform_terminal = the terminal
setting_notify = Tell me when a comic that took long is ready
setting_drawn_by_others = Others may draw my messages

## In chats: buttons and forms

button_again = Again
button_edit = Edit & redraw
button_continue = Continue
button_favorite = Favourite
button_unfavorite = Unfavourite
button_details = Details
button_read = Read as text
button_original = Original file
button_share = Share here
button_share_elsewhere = Share in a chat …
button_delete = Delete
button_delete_now = Yes, delete
button_keep = Keep
button_restore = Bring back
button_report = Report
button_retry = Try again
button_cancel = Cancel
button_cancel_one = Cancel { $number }
button_fetch = Fetch my comic
button_older = Older
button_newer = Newer
button_all = All comics
button_favorites = Favourites
button_like_this = Make another like this
button_resend = Post here
button_link = Put together
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
form_reason = What is wrong with it?
form_style = Style (optional)
form_panels = Panels, 1 to 12 (optional)
form_as_it_was = As it was

## In chats: commands, as Discord lists them

command_comic = Draw a comic from a sentence
command_mygallery = Show your comics
command_link = Use one gallery in Discord, Telegram and on the web
command_queue = Show what is under way
command_options = Draw a comic, and choose its style, panels and layout by buttons
command_settings = Change how I treat you
command_help = What I can do
command_privacy = What I keep of you, and how to delete it
command_comicadmin = Rules for comics here
menu_comic = Make a comic
reason_sexual = Sexual
reason_hate = Hateful
reason_violence = Cruel or violent
reason_person = It shows a real person
reason_stolen = It is somebody else’s work
reason_other = Something else
form_more = Anything to add?
form_reply_reason = Answer this message with your words.
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
about_prompt = What happens? What stands in quotes is spoken.
about_style = How it is drawn
about_panels = How many panels, 1 to 12
about_layout = How the panels are arranged
about_aspect = Shape of a panel
about_seed = The same number draws the same comic
about_private = Only you see it
about_search = Words of the story
about_gallery_style = Of this style only
about_favorites = Favourites only
about_code = A code from /link elsewhere; empty: make one
layout_auto = As it suits
layout_strip = Strip
layout_grid = Grid
layout_page = Page
layout_vertical = Vertical scroll
admin_show = Show what is set
admin_pause = Pause comics here, or go on
admin_about_paused = Whether comics are paused
admin_private = Show comics to who asked for them only
admin_about_private = Whether answers are private
admin_channel = Allow comics in a channel, or no longer; without any, everywhere
admin_about_channel = The channel
admin_style = Allow a style, or no longer; without any, all
admin_about_style = The style
admin_words = Set the words that no story may contain
admin_about_words = With commas between; empty: none
admin_limit = Set how many comics a day this server may make
admin_about_limit = Comics a day; 0: no limit of your own
admin_log = Choose where I tell moderators of reports
admin_about_log = The channel; empty: none
admin_ban = Take no requests from somebody on this server
admin_about_user = Who
admin_unban = Take requests from somebody again
admin_about_unban = Who may ask again
banned_here = I take no requests from them here any more.
unbanned = They can ask again.
admin_yes = on
admin_no = off
admin_nothing = nothing set
admin_is_paused = Paused: { $value }
admin_is_private = Answers are private: { $value }
admin_has_channels = Channels: { $value }
admin_has_styles = Styles: { $value }
admin_has_words = Forbidden words: { $value }
admin_has_limit = Comics a day: { $value }
admin_has_log = Reports go to: { $value }

## In Telegram

help_telegram =
    Just write me a sentence, like “a cat opens a bakery on the moon”, and I draw it as a comic. What stands in quotes is spoken. In groups, write /comic before it, or answer a message with /comic.
    /options lets you choose style and panels by buttons, or type them: --style manga --panels 6
    /mygallery shows your comics, /queue what is under way, /cancel stops it.
    /link puts Discord, Telegram and the web together as one gallery.
    /settings and /privacy are about you, /comicadmin is for those who manage a group.
    Below each comic: again, edit, continue, and more.
unknown_command = I don’t know { $command }. Here is what I can do:
heard = Heard you! One moment …
kept_for_later = I’ve written your request down and take it up as soon as my database is back. No need to ask again.
answered_in_private = I’ll answer in our private chat.
group_closed = I may not write in that group, so I answer you here.
no_pictures_here = I may not show pictures here. Whoever asked finds the comic in a private chat with me: open it and send /mygallery.
start_first = That’s for you alone, so I answer in a private chat, and there you have to write to me first. Press the button, then try again.
button_start = Open the private chat
option_unknown = I don’t know { $option }. I know --style, --panels, --layout, --aspect, --seed and --private. Send it again, or shall I draw it as it is?
button_draw_without = Draw it as it is
style_unknown = Which style shall it be?
options_ask = How shall I draw it?
button_options = Options
draw_this = Shall I draw this?
draw_caption = Pictures I can’t read, but words I can. Shall I draw what you wrote below it?
button_draw = Draw this
only_text = I draw what you write: a sentence is enough, like “a cat opens a bakery on the moon”. Pictures, stickers and voice messages I can’t read.
anonymous = I can’t tell who you are while you write in the name of a group or channel. Please write as yourself.
message_gone = The message that this was about is gone. Please send it again.
telegram_refused = Telegram doesn’t let me do that right now. Please try again in a minute.
form_reply = Answer this message with your words. Options like --style manga work too.
welcome = Hello! Write a sentence, and I draw it as a comic, like this one: “a cat opens a bakery on the moon”. What stands in quotes is spoken. Here are some ideas to start with:
idea_1 = A cat opens a bakery on the moon
idea_2 = A grandma wins a bicycle race. “Too slow!” she laughs
idea_3 = Two robots try to cook spaghetti for the first time
command_cancel = Cancel what is under way
admin_usage =
    /comicadmin pause on, or off
    /comicadmin private on, or off: answers go to private chats
    /comicadmin topic: comics in this topic only, or no longer
    /comicadmin style manga: allow a style, or no longer
    /comicadmin words a, b: words that no story may contain
    /comicadmin limit 20: comics a day; 0 for no limit
    /comicadmin log on, or off: reports come here
    /comicadmin ban, or unban: as a reply to somebody
report_in_group = The comic { $comic } was reported. Those who manage this group can delete it below its picture.
admin_in_group = That is for groups. Please write it in the group that you manage.
admin_reply_to = Please send this as a reply to a message of whom you mean.
inline_draw = Draw: { $story }
inline_placeholder = A comic will appear here. If nothing happens, whoever asked for it presses the button:
inline_bring = Shows this comic in the chat
button_bring = Show it here
inline_start_first = This comic is ready. To put a picture here I need a private chat with whoever asked for it: open it, press Start, then fetch the comic.

## What operators are told

ops_old_job = ⚠️ ComicAI: a comic has been in the line for { $minutes } minutes.
ops_old_job_over = ✅ ComicAI: the line moves again. Comics waited too long for about { $minutes } min.
ops_undeliverable = ⚠️ ComicAI: { $lost } of the last hour’s { $total } deliveries reached nobody.
ops_undeliverable_over = ✅ ComicAI: comics arrive again. That took about { $minutes } min.
ops_generator = ⚠️ ComicAI: the generator does not answer. Requests are kept, and drawn once it is back.
ops_generator_over = ✅ ComicAI: the generator answers again. It was away for about { $minutes } min.
ops_sweep = ⚠️ ComicAI: nobody has swept for { $minutes } minutes. Does a worker run?
ops_sweep_over = ✅ ComicAI: somebody sweeps again. That took about { $minutes } min.
ops_database = ⚠️ ComicAI: the database does not answer. New requests are refused until it does.
ops_database_over = ✅ ComicAI: the database answers again. It was away for about { $minutes } min.
ops_daily = 📊 ComicAI, the last 24 hours: { $asked } requests, { $drawn } comics, { $failed } failures. Longest wait: { $seconds } s.
