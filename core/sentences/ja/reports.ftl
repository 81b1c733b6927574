## コミックの報告とその理由

reported = ありがとうございます。モデレーターが確認します。
report_arrived = コミック { $comic } が通報されました。通報者：
reason_sexual = 性的な内容
reason_hate = 差別・憎悪
reason_violence = 残酷・暴力的
reason_person = 実在の人物が描かれている
reason_stolen = 他人の作品である
reason_other = その他
report_in_group = コミック「{ $title }」が通報されました。このグループの管理者は、画像の下のボタンで削除できます。
report_in_group_private = 非公開のコミック { $comic } が通報されました。このグループの管理者は、画像の下のボタンで削除できます。
