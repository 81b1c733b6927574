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
