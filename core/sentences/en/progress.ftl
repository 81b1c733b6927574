## Receipts, positions in the queue, stages, and the ends of a job

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
sketch_note = Drawn by the built-in sketch artist. To have a model paint, set artist.kind.

artist_away = The artist doesn’t answer at the moment; your comic stays in line
gpu_waking = Waking the artist
gpu_waking_usually = Waking the artist, usually { $eta }
gpu_stuck = The artist can’t be woken at the moment; your comic stays in line
gpu_budget = The artist’s budget for today is used up; your comic stays in line
stage_waking = Waking the artist, which can take a minute or two
stage_submitting = Handing your story to the artist
stage_restarting = Starting again
stage_remote_queue = Waiting for a free artist
stage_planning = Planning the panels
stage_rendering = Drawing
stage_lettering = Lettering
stage_uploading = Fetching the picture
stage_verifying = Finishing up
panel = Drawing panel { $panel } of { $panels }

eta_seconds = about { $seconds } s
eta_minutes = about { $minutes } min

queue_empty = You have nothing in progress. Start with /comic.
