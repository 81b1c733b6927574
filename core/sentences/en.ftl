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
