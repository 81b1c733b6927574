## Options that were adjusted

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
notice_sketch = Today’s budget for painted pictures is used up, so this one is a sketch.
notice_lowered_size = The artist ran short of memory, so this one is drawn smaller.
notice_lowered_quality = The artist ran short of memory, so this one is drawn as a draft.
notice_style_not_offered = The style { $style } isn’t used here, so I chose one that is.
