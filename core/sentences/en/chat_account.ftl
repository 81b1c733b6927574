## In chats: links, settings, privacy and forgetting a user

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
privacy = I keep your requests, your comics, your settings, your gallery searches (for 30 days after their last use), and the ID this platform knows you by. No name, no address, no other messages.
recipient_none = Your words go to the artist on this server that draws them, and nowhere else.
recipient_generator = Your words go to { $host }, which draws the comics.
recipient_painter = Your words go to { $host }, which paints the pictures.
recipient_planner = Your words go to { $host }, which writes the stories.
recipient_moderation = Your words go to { $host }, which checks whether they may be drawn.
recipient_moderation_of_pictures = Your words and the painted pictures go to { $host }, which checks whether they may be shown.
recipient_no_other = Nobody else gets them from me, and nobody learns who you are.
privacy_yours = I have { $comics ->
    [0] no comics
    [one] one comic
   *[other] { $comics } comics
} of yours, and I know you from { $identities }.
forget_confirm = This deletes all your comics, your settings and your links, everywhere, immediately and for good. Anything posted in chats stays there until somebody deletes the message.
forgotten = Done. I no longer know anything about you.
platform_web = the web
platform_terminal = the terminal
setting_notify = Tell me when a slow comic is ready
setting_drawn_by_others = Others may draw my messages
privacy_inline = What you type after my name in other chats, I keep for a year, so that its button works.
