## Remarks of the generator

generator_planner_unavailable = The writing model didn’t answer as it should, so I made up the story with my own rules.
generator_language_not_known = I don’t know { $language } well enough to read it, so I lettered your words and drew what I could make out.
generator_drawn_as_label = I can’t draw these yet, so they stand there as labels: { $words }.
generator_letters_missing = My fonts have no letters for { $letters }, so those are missing.
generator_panels_merged = You described { $panels ->
    [one] one panel
   *[other] { $panels } panels
}; the last ones share the space I had.
generator_panels_added = There was too much to read for { $asked ->
    [one] one panel
   *[other] { $asked } panels
}, so I spread it over { $panels }.

## Orders in a prompt

understood = Understood: { $what }.
left_out = Left out: { $what }.
order_panels = { $value ->
    [one] one panel
   *[other] { $value } panels
}
order_monochrome = black and white
order_grayscale = grayscale
order_color = color
order_no_text = no text
order_no_speech = no speech bubbles
order_no_captions = no captions
order_full_text = captions and speech bubbles
order_layout = layout { $value }
order_language = text in { $value }
order_right_to_left = read from right to left
order_left_to_right = read from left to right
order_draft = draft quality
order_standard = standard quality
order_high = high quality
order_seed = seed { $value }
order_unwanted = without { $value }
