## Forms and questions in chats

form_draw = What is the comic about?
form_edit = Edit & redraw this comic
form_continue = Continue the story
form_report = Report this comic
form_story = Your story
form_next = What happens next?
form_reason = What’s wrong with it?
form_style = Style (optional)
form_panels = Panels, 1 to 12 (optional)
form_as_it_was = As it was
form_more = Anything to add?
form_reply_reason = Reply to this message in your own words.
form_reply = Reply to this message in your own words. Options like --style manga work, too.
