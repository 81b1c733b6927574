## What moderators of a chat read: /comicadmin

banned_here = I won’t accept requests from them here anymore.
unbanned = They can make requests again.
admin_yes = on
admin_no = off
admin_nothing = nothing set
admin_is_paused = Paused: { $value }
admin_is_private = Answers are private: { $value }
admin_is_family = Family mode: { $value }
admin_has_channels = Channels: { $value }
admin_has_styles = Styles: { $value }
admin_has_words = Forbidden words: { $value }
admin_has_limit = Comics per day: { $value }
admin_has_log = Reports go to: { $value }
admin_usage =
    /comicadmin pause on, or off
    /comicadmin private on, or off: answers go to private chats
    /comicadmin family on, or off: pictures are checked strictly
    /comicadmin topic: allow or disallow comics in this topic
    /comicadmin style manga: allow or disallow a style
    /comicadmin words a, b: words that no story may contain
    /comicadmin limit 20: comics per day; 0 for the usual limit
    /comicadmin log on, or off: reports come here
    /comicadmin ban, or unban: as a reply to somebody
admin_in_group = That only works in groups. Please send it in a group you manage.
admin_reply_to = Please send this as a reply to a message from the person you mean.
