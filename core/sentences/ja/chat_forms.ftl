## チャットのフォームと質問

form_draw = どんなコミックにしますか？
form_edit = このコミックを編集して描き直す
form_continue = お話の続き
form_report = このコミックを通報
form_story = お話
form_next = それから、どうなりますか？
form_reason = どんな問題がありますか？
form_style = 画風（任意）
form_panels = コマ数 1〜12（任意）
form_as_it_was = そのまま
form_more = 補足があればどうぞ
form_reply_reason = このメッセージに返信する形で書いてください。
form_reply = このメッセージに返信する形で書いてください。--style manga のような指定も使えます。
