## Reports of comics, and their reasons

reported = Thank you. The moderators will have a look.
report_arrived = Comic { $comic } was reported by
reason_sexual = Sexual
reason_hate = Hateful
reason_violence = Cruel or violent
reason_person = It shows a real person
reason_stolen = It’s somebody else’s work
reason_other = Something else
report_in_group = The comic “{ $title }” was reported. Group admins can delete it with the button below the picture.
report_in_group_private = Private comic { $comic } was reported. Group admins can delete it with the button below the picture.
