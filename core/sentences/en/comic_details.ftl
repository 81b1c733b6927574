## The details of a comic, and its text

words_by = Words by { $author }
original_too_large = The original is larger than this chat allows. The picture above is as large as it gets here.
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
