## What people can put right

empty_prompt = Tell me what to draw: a sentence is enough, like “a cat opens a bakery on the moon”.
prompt_too_long = Your story has { $length } characters, and I can take at most { $limit }. Please shorten it.
prompt_rejected = I can’t draw this one. Please try different words.
output_rejected = The drawing turned out as something I can’t show. Please try again, or try different words.
letters_missing = I have no letters for the script this is written in. Please write it in another one.
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
user_budget = You’ve used up today’s budget for pictures. You can make more from { $resets }.
chat_budget = This chat has used up today’s budget for pictures. You can make more here from { $resets }.
total_budget = Today’s budget for pictures is used up. Please come back at { $resets }.
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

## Commands and buttons that fail in chats

restarting = I’m restarting. Please try again in a minute.
command_outdated = This command has changed. Please type it again.
button_outdated = This button belongs to another version of me. Please use /mygallery instead.
telegram_refused = Telegram won’t let me do that right now. Please try again in a minute.

## What only programs and browsers meet

unforeseen = { crashed }
bad_json = The body is not valid JSON.
bad_request = I don’t understand this request.
body_too_large = The body is too large; at most { $limit } bytes are allowed.
wrong_media_type = Please send the body as application/json.
no_such_route = There is nothing at this address.
gone = This no longer exists.
wrong_method = This address only accepts { $allowed }.
foreign_origin = This came from another website, so I refused it. Please use our own page.
