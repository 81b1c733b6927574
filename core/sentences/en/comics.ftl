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
