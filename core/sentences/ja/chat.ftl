## チャット：メッセージ

words_by = 文：{ $author }
one_moment_for = まもなくコミックが届きます…
one_moment = 少しお待ちください。コミックがまもなく届きます…
fetch_later = いつもより時間がかかっていて、私からはこのメッセージを更新できません。しばらくしてからボタンを押すと、ここにコミックをお届けします。/mygallery でも見られます。
perhaps_there = コミックが完成しました。お願いされた場所に見当たらないときは、ボタンを押すとここにお届けします。
kept_in_gallery = コミックは完成しましたが、ここには表示できません。/mygallery で見られます。
notice_ready = コミックができました。
notice_ended = コミックについてお知らせがあります。
blocked_here = このサーバーのルールではこの言葉が許可されていないため、ここではコミックを表示しません。リクエストした人には個別にお届けします。
blocked_reason = サーバーのルールでその言葉が許可されていないため、あなただけにコミックをお届けします。
adults_only_here = このチャンネルの年齢制限が解除されたため、ここではコミックを表示しません。リクエストした人には個別にお届けします。/mygallery でもご覧になれます。
place_closed = ご依頼のあった場所にはお返事できません。スレッドやチャンネルがロックまたはアーカイブされているか、もうありません。別の場所か、ここでお試しください。
comic_removed = 削除しました。しばらくの間は元に戻せます。
message_removed = メッセージを消しました。コミックは作った人のギャラリーに残ります。
reported = ありがとうございます。モデレーターが確認します。
report_arrived = コミック { $comic } が通報されました。通報者：
original_too_large = 元の画像はこのチャットで送れる大きさを超えています。上の画像がここで送れる最大の大きさです。
restarting = 再起動しています。1分ほどしてからもう一度お試しください。
command_outdated = このコマンドは変更されました。もう一度入力してください。
button_outdated = このボタンは別のバージョンのものです。代わりに /mygallery を使ってください。
gallery_empty = ギャラリーはまだ空です。/comic で最初のコミックを作りましょう。
gallery_no_favorites = お気に入りはまだありません。コミックの下の星で追加できます。
gallery_nothing_found = ギャラリーにそのようなコミックは見つかりませんでした。
queue_empty = 作成中のコミックはありません。/comic で始められます。
link_code =
    コード：{ $code }
    { $minutes }分以内に、もう一方の場所（Discord や Telegram の /link、またはウェブ）で入力してください。誰にも見せないでください。入力した人はあなたのギャラリーを共有します。
link_preview = { $identities } のギャラリーを一つにまとめます。コミックは{ $comics }件になります。元には戻せません。
link_done = 完了しました。{ $identities } のギャラリーが一つになりました。
privacy = 保存するのは、リクエストの内容、コミック、設定、ギャラリーでの検索内容（最後の使用から30日間）、そしてこのプラットフォームでのあなたの番号です。名前も住所もほかのメッセージも保存しません。あなたの言葉は、絵を描くアーティストに渡されるだけで、ほかには渡りません。
privacy_yours = あなたのコミックが{ $comics }件あり、{ $identities } であなたを識別しています。
forget_confirm = すべてのコミック、設定、連携を、どこからも直ちに、永久に削除します。チャットに投稿されたものは、誰かがメッセージを消すまで残ります。
forgotten = 完了しました。あなたについての情報はもうありません。
help =
    /comic は一文からコミックを描きます。例：「猫が月でパン屋を開く」。かぎかっこの中はセリフになります。
    /mygallery はあなたのコミック、/queue は作成中のものを表示します。
    /link は Discord、Telegram、ウェブを一つのギャラリーにまとめます。
    /settings と /privacy はあなた自身について、/comicadmin はサーバーを管理する人のためのものです。
    コミックの下のボタンで、もう一度、編集、続きなどができます。
platform_web = ウェブ
platform_terminal = ターミナル
setting_notify = 時間のかかったコミックができたら知らせる
setting_drawn_by_others = ほかの人が私のメッセージを絵にしてもよい

## チャット：ボタンとフォーム

button_again = もう一度
button_edit = 編集して描き直す
button_continue = 続きを描く
button_favorite = お気に入り
button_unfavorite = お気に入りから外す
button_details = 詳細
button_read = 文章で読む
button_original = 元のファイル
button_share = ここで共有
button_share_elsewhere = チャットで共有…
button_delete = 削除
button_delete_now = はい、削除します
button_keep = 残す
button_restore = 元に戻す
button_report = 通報
button_retry = もう一度試す
button_cancel = キャンセル
button_cancel_one = { $number } をキャンセル
button_fetch = コミックを受け取る
button_older = 前のコミック
button_newer = 新しいコミック
button_all = すべてのコミック
button_favorites = お気に入り一覧
button_like_this = 似たものを作る
button_resend = ここに投稿
button_link = まとめる
button_on = オンにする：{ $setting }
button_off = オフにする：{ $setting }
button_forget = 私に関するすべてを削除
button_forget_now = はい、すべて削除します
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
