# 日本語。一文一項目。短く、親しみやすく、次にどうすればよいかを必ず伝える。

## リクエストからコミックができるまで

accepted = 描きはじめます！
accepted_ready_in = 描きはじめます！あと{ $eta }で完成です。
accepted_in_line = 受け付けました！順番待ちは{ $position }番目です
waiting = 受け付けました。ほかのコミックが一つできしだい始めます
queued = { $position ->
    [1] 次があなたの番です
   *[other] 順番待ち：{ $position }番目
}
already_finished = このコミックはもう完成しています。
canceled = キャンセルしました。回数には数えません。
expired = 時間がかかりすぎたので中止しました。もう一度お試しください。回数には数えません。
sketch_note = 内蔵のスケッチ作家が描きました。GPUで描くには generator.url を設定してください。

stage_waking = 作家を起こしています。1〜2分かかることがあります
stage_submitting = 作家にお話を渡しています
stage_remote_queue = 手の空いた作家を待っています
stage_planning = コマ割りを考えています
stage_rendering = 描いています
stage_lettering = 文字を入れています
stage_uploading = 画像を運んでいます
stage_verifying = 仕上げています
panel = { $panels }コマ中{ $panel }コマ目を描いています

with_eta = { $text }（あと{ $eta }）
eta_seconds = 約{ $seconds }秒
eta_minutes = 約{ $minutes }分

## 合わせるために変えたところ

notice_default = { $option } の指定は使えないため、標準のままにしました。
notice_clamped = { $option } を、使える範囲でいちばん近い { $value } に変えました。
notice_cut = { $option } を上限の { $limit } まで短くしました。
notice_unsupported = { $option } はまだ使えないため、省きました。
notice_layout = { $panels }コマはレイアウト { $layout } に収まらないため、合うものを選びました。
notice_account = { $option } にはアカウントが必要なため、省きました。使うにはウェブでログインしてください。
notice_age_restricted = 年齢制限のあるチャンネルで作られたものなので、ここではあなただけに表示します。

## A comic in words

style_american_modern = 現代アメコミ
style_american_1950 = 1950年代アメコミ
style_manga = 漫画
style_franco_belgian = バンド・デシネ
style_newspaper_strip = 新聞漫画
style_noir = ノワール
style_watercolor = 水彩
style_pixel = ドット絵
style_webtoon = ウェブトゥーン
style_neutral = シンプル

read_panel = { $number }コマ目
read_speech = { $speaker }「{ $text }」
read_thought = { $speaker }（心の声）「{ $text }」
read_shout = { $speaker }（叫び）「{ $text }」
read_somebody = 誰か

detail_prompt = お話
detail_style = スタイル
detail_panels = コマ数
detail_seed = シード
detail_size = サイズ
detail_time = 描画時間
detail_seconds = { $seconds }秒
detail_made = 作成日時
detail_artist = 描き手

## 自分で直せること

empty_prompt = 何を描くか教えてください。「猫が月でパン屋を開く」のような一文で大丈夫です。
prompt_too_long = お話が{ $length }文字あります。{ $limit }文字までに縮めてください。
prompt_rejected = これは描けません。別の言い方でお試しください。
output_rejected = お見せできない絵になってしまいました。もう一度、または別の言い方でお試しください。
invalid_request = 使えない指定があります。{ $fields }
queue_full = 進行中のコミックが上限の{ $limit }件に達しています。完成を待つか、どれかをキャンセルしてください。
daily_limit = 今日の上限の{ $limit }件に達しました。{ $resets } からまた作れます。
chat_limit = このチャットは今日の上限の{ $limit }件に達しました。{ $resets } からまた作れます。
total_limit = 今日の{ $limit }件はすべて描き終わりました。{ $resets } 以降にまたお越しください。
register_limit = お使いのネットワークからの新規登録が多すぎます。{ $resets } 以降にもう一度お試しください。
banned = ここではコミックを作れません。間違いだと思われる場合は、管理者にご連絡ください。
chat_paused = ここでは今、モデレーターがコミックの作成を止めています。私との個人チャットでは作れます。
elsewhere = ここではコミックは別のチャンネルで作ります。そちらか、私との個人チャットでお願いします。
style_off = このスタイルはここでは使えません。別のスタイルを選んでください。
private_only = これはあなただけのものです。ここではほかの人にも見えてしまいます。
age_restricted = このコミックは年齢制限のあるチャンネルで作られました。投稿できるのは年齢制限のあるチャンネルだけで、それ以外ではあなただけに表示します。
author_objects = その文を書いた人は、ほかの人に絵にされることを望んでいません。
not_moderator = これはこの場所を管理している人だけが使えます。
not_found = 見つかりません。もう存在しないか、あなたのものではないようです。
forbidden = これは自分の分しかできません。userId を省くか、自分のものを指定してください。
conflict = この Idempotency-Key は別のリクエストで使われています。新しいものを使ってください。
unauthorized = 先にログインしてください。
wrong_login = メールアドレスかパスワードが違います。両方ご確認ください。
too_many_tries = 試行回数が多すぎます。{ $seconds }秒ほどお待ちください。
email_taken = このメールアドレスのアカウントはすでにあります。ログインしてください。
link_code_invalid = このコードは使えません。入力間違いか、使用済みか、10分を過ぎています。新しいコードを取得してください。
link_same_person = これはあなた自身のコードです。連携したいもう一方のチャットで入力してください。
last_identity = ギャラリーに入る唯一の方法なので、連携を解除できません。すべて消すには、データの削除を依頼してください。

## こちら側の問題

storage_unavailable = 今は受け付けられません。何も保存されていません。1分ほどしてからもう一度お試しください。
unconfirmed = 受け付けられたか確認できませんでした。もう一度試す前にご確認ください。
disk_full = 新しいコミックを保存する空きがありません。管理者にお知らせください。
engine_unavailable = 今は描ける作家がいません。1分ほどしてからもう一度お試しください。
image_store_unavailable = 今は画像を取り出せません。1分ほどしてからもう一度お試しください。
image_missing = この画像はもうありません。もう一度描くことができます。
bad_image = この画像は壊れています。もう一度描くことができます。
bad_response = 画像が途中で失われました。もう一度お試しください。
gpu_oom = 作家には大きすぎました。コマを減らすか小さくして、もう一度お試しください。
generator_failed = うまく描けませんでした。もう一度お試しください。回数には数えません。
generator_unavailable = 作家は今お休みです。数分してからもう一度お試しください。
crashed = こちらで問題が起きました。もう一度お試しください。続く場合は { $reference } をお伝えください。

## ターミナル向け

terminal_no_folder = フォルダー { $folder } がありません。
terminal_closed_folder = フォルダー { $folder } に書き込めません。--out で別の場所を指定してください。
terminal_is_folder = { $path } はフォルダーです。その中のファイル名を指定してください。
terminal_no_plain_file = { $path } は通常のファイルではありません。別の名前を指定してください。
terminal_file_exists = { $path } はもうあります。--force で上書きします。
terminal_not_written = コミック { $uuid } は完成してギャラリーにありますが、ファイルに書けませんでした: { $reason }
terminal_not_fetched = コミック { $uuid } は完成してギャラリーにありますが(comicai gallery)、画像を取得できませんでした。
terminal_server_away = { $url } の ComicAI が応答しません。少ししてからもう一度お試しください。
terminal_busy = 別のコマンドがこのデータフォルダーで長い間描いています。終わるまで待つか、止めてください。
terminal_job_gone = 依頼 { $uuid } はもうありません。もう一度お願いしてください。
terminal_database_away = データベースを使えません({ $reason })。直し方: comicai doctor
terminal_no_comics = コミックはまだありません。作るには: comicai comic "猫がパン屋を開く"
terminal_more = 続き: comicai gallery --cursor { $cursor }

## プログラムとブラウザー向け

unforeseen = { crashed }
bad_json = 本文が正しい JSON ではありません。
bad_request = リクエストを理解できません。
body_too_large = 本文が大きすぎます。{ $limit }バイトまでです。
wrong_media_type = 本文は application/json で送ってください。
no_such_route = このアドレスには何もありません。
wrong_method = このアドレスで使えるのは { $allowed } だけです。
foreign_origin = 別のサイトから送られたため、お断りしました。このサイトのページから操作してください。

## ウェブページ

web_description = ひとこと書くと、コミックになります。
web_skip = 本文へ移動
web_nav = ページ
web_nav_chat = チャット
web_nav_gallery = ギャラリー
web_nav_account = アカウント
web_noscript = このページには JavaScript が必要です。有効にするか、HTTP API またはターミナルでコミックを作ってください。
web_problem = ここには何かが足りません
web_to_chat = チャットへ
web_close = 閉じる
web_cancel = キャンセル
web_save = 保存
web_undo = 元に戻す

# チャット

web_chat_title = コミックを作る
web_welcome = 何を描きましょうか？
web_welcome_more = 短いお話を一、二文で教えてください。「かぎかっこ」の中はセリフになります。
web_ideas = はじめのアイデア
web_idea_bakery = 猫が月でパン屋を開いて「クロワッサンはいかが？」と聞く
web_idea_samurai = 雨の中を帰る侍が、傘の下で子猫を見つける
web_idea_robot = ロボットが海辺で泳ぎを習う「ぼくって防水だっけ？」
web_messages = あなたのコミックとその進みぐあい
web_older = もっと前を表示
web_story = お話
web_story_hint = どんなお話？
web_make = 描く
web_commands = コマンド
web_command_comic = 続く文からコミックを作る
web_command_mygallery = 自分のコミックを見る・探す
web_command_help = できることを見る
web_unknown_command = { $command } は知りません。使えるのは /comic、/mygallery、/help です。
web_empty_story = 何が起きるか教えてください。一文で十分です。
web_help =
    お話を書くと、コミックに描きます。「かぎかっこ」の中は吹き出しになります。
    /comic でコミックを作り、/mygallery で自分のコミックを見たり探したりできます。
    コミックの下では、描き直し、変更、続き、お気に入り、共有、削除ができます。
    アカウントがあれば、どの端末でも自分のコミックを見られ、Discord や Telegram ともつなげます。
web_style = 画風
web_panels = コマ数
web_mode_edit = 好きなところを変えると、描き直します。
web_mode_continue = それから、どうなりますか？
web_continue_hint = そして……
web_relation_again = もう一度
web_relation_retry = 再挑戦
web_relation_edit = 別のバージョン
web_relation_continue = 続き
web_sending = お話を送っています
web_not_sent_yet = 今はつながりません。お話は保存してあり、つながりしだい送ります。
web_reconnecting = 接続が切れました。再接続しています。何も失われていません。
web_away = 今はつながりません。少ししてからもう一度お試しください。
web_unclear = うまくいきませんでした。理由は分かりません。もう一度お試しください。
web_progress = 進みぐあい
web_done = コミックができました。
web_try_again = もう一度
web_dismiss = 閉じる
web_edit = 編集
web_again = もう一度
web_edit_redraw = 編集して描き直す
web_continue = 続きを描く
web_more = その他
web_comic_gone = このコミックは削除されました。
web_picture_lost = 今は画像を表示できません。少ししてからページを再読み込みしてください。
web_adults = 成人向け
web_adults_why = このコミックは年齢制限のある場所で作られました。すべての人に向いているとは限りません。
web_adults_show = 成人です。表示する

# コミックにできること

web_favorite = お気に入り
web_favorite_is = お気に入り済み
web_details = 詳細
web_read = 文章で読む
web_download = ダウンロード
web_share = 共有
web_share_what = リンクを知っている人はこのコミックを見られます。いつでも取り消せます。
web_share_make = リンクを作る
web_share_is = このリンクを知っている人はコミックを見られます。
web_share_link = このコミックへのリンク
web_share_end = リンクを取り消す
web_copy = リンクをコピー
web_copied = コピーしました
web_report = 報告
web_report_why = どんな問題がありますか？
web_report_send = 報告を送る
web_reported = ありがとうございます。管理者が確認します。
web_delete = 削除
web_deleted = コミックを削除しました。

# ギャラリー

web_gallery_title = あなたのコミック
web_a_comic = コミック
web_search = 検索
web_search_hint = ことば、または絵文字
web_all = すべて
web_made_in = 作った場所
web_everywhere = すべて
web_favorites_only = お気に入りだけ
web_show_more = もっと見る
web_show_all = すべて表示
web_found = 見つかったコミック：{ $count }
web_none_found = 見つかりませんでした。ことばを減らすか、条件を変えてみてください。
web_gallery_empty = コミックはここに並びます。まだ一つもありません。
web_make_first = 最初の一つを作る
web_make_your_own = 自分でも作る
web_look_at = 「{ $title }」を見る
web_previous = 前へ
web_next = 次へ
web_retitle = 題名を変える
web_title = 題名
web_another = 似たものを作る
web_platform_discord = Discord
web_platform_telegram = Telegram
web_platform_web = このサイト
web_platform_terminal = ターミナル

# アカウント

web_account_title = アカウント
web_who_nobody = 今はゲストです。コミックを作るか、登録してください。
web_who_visitor = 今はゲストです。このブラウザーが覚えているコミック：{ $count }
web_who_member = { $name } としてログイン中。コミック：{ $count }
web_sign_up = 登録
web_sign_up_why = コミックを残し、どの端末でも見て、Discord や Telegram とつなげます。ここで作ったものも引き継がれます。
web_log_in = ログイン
web_log_out = ログアウト
web_email = メールアドレス
web_password = パスワード
web_new_password = 新しいパスワード
web_old_password = 今のパスワード
web_password_hint = { $least } 文字以上。いくつかの単語を並べるのがおすすめです。
web_name = 名前（任意）
web_adopt = このブラウザーで作ったコミックも引き継ぐ
web_welcome_member = ようこそ！コミックはこれでずっと残ります。
web_logged_in = おかえりなさい！
web_logged_out = ログアウトしました。
web_language = 言語
web_language_which = ページの言語
web_linked = つながっている場所
web_linked_why = チャットをつなぐと、どこでも同じギャラリーが見られます。
web_get_code = コードを取得
web_enter_code = コードを持っています
web_code_what = もう一方のチャットで /link に続けて入力してください。
web_code_until = 一度だけ、{ $time } まで使えます。
web_unlink = 連携を外す
web_unlinked = 連携を外しました。コミックはここに残ります。
web_change_password = パスワードを変える
web_password_changed = パスワードを変えました。ほかのログインはすべて終わりました。
web_leaving = ログアウトする
web_everywhere_out = すべての端末からログアウト
web_forget = すべて削除
web_forget_what = あなたの情報とすべてのコミックを、つながったチャットも含めて完全に消します。元には戻せません。
web_forget_sure = はい、作ったものをすべて削除します
web_forgotten = すべて削除しました。
web_link_title = 別のチャットとつなぐ
web_link_what = 別のチャットやブラウザーに表示されたコードを入力してください。
web_code = コード
web_link_look = 何がつながるか見る
web_link_together = 次のものが一つになります
web_link_comics = コミック：{ $count }
web_link_lasting = 自分のコードのときだけ進んでください。そのあとは一人の、一つのギャラリーになります。
web_link_do = はい、自分です。つなぐ
web_link_not = いいえ、やめる

## チャット:メッセージ

words_by = 文:{ $author }
one_moment_for = まもなくコミックが届きます…
one_moment = 少しお待ちください。コミックがまもなく届きます…
fetch_later = いつもより時間がかかっていて、私からはこのメッセージに戻れません。しばらくしてからボタンを押すと、ここにコミックをお届けします。/mygallery でも見られます。
place_closed = ご依頼のあった場所にはお返事できません。スレッドやチャンネルがロックまたはアーカイブされているか、もうありません。別の場所か、ここでお試しください。
kept_in_gallery = コミックは完成しましたが、ここには表示できません。/mygallery で見られます。
perhaps_there = コミックが完成しました。お願いされた場所に見当たらないときは、ボタンを押すとここにお届けします。
notice_ready = コミックができました。
notice_ended = コミックについてお知らせがあります。
blocked_here = このサーバーのルールではこの言葉が許可されていないため、ここではコミックを表示しません。依頼した人には個別にお届けします。
blocked_reason = サーバーのルールでその言葉が許可されていないため、あなただけにコミックをお届けします。
adults_only_here = このチャンネルの年齢制限が解除されたため、ここではコミックを表示しません。依頼した人には個別にお届けします。/mygallery でもご覧になれます。
comic_removed = 削除しました。しばらくの間は元に戻せます。
message_removed = メッセージを消しました。コミックは作った人のギャラリーに残ります。
reported = ありがとうございます。モデレーターが確認します。
report_arrived = コミック { $comic } が通報されました。通報者:
original_too_large = 元の画像はこのチャットで送れる大きさを超えています。上の画像がここで送れる最大の大きさです。
restarting = 再起動しています。1分ほどしてからもう一度お試しください。
command_outdated = このコマンドは変更されました。もう一度入力してください。
button_outdated = このボタンは別のバージョンのものです。代わりに /mygallery を使ってください。
gallery_empty = ギャラリーはまだ空です。/comic で最初のコミックを作りましょう。
gallery_no_favorites = お気に入りはありません。コミックの下の星を押すと追加されます。
gallery_nothing_found = ギャラリーにそのようなコミックは見つかりませんでした。
queue_empty = 作成中のものはありません。/comic で始められます。
link_code =
    コード:{ $code }
    { $minutes }分以内に、ほかにお使いの場所(Discord や Telegram の /link、または Web)で入力してください。誰にも見せないでください。入力した人はあなたのギャラリーを共有します。
link_preview = 次のギャラリーを一つにまとめます:{ $identities }。コミックの数:{ $comics }。元には戻せません。
link_done = 完了しました。一つのギャラリー:{ $identities }
privacy = 保存するのは、依頼の内容、コミック、設定、そしてこのプラットフォームでのあなたの番号です。名前も住所もほかのメッセージも保存しません。あなたの言葉は描くアーティストに渡され、ほかには渡りません。Telegramのほかのチャットで私の名前に続けて入力された言葉は、ボタンが使えるように1年間保管します。
privacy_yours = あなたについて:コミック { $comics } 件、登録先:{ $identities }
forget_confirm = すべてのコミック、設定、リンクをどこからも直ちに、永久に削除します。チャットに投稿されたものは、誰かがメッセージを消すまで残ります。
forgotten = 完了しました。あなたについての情報はもうありません。
help =
    /comic は一文からコミックを描きます。例:「ネコが月でパン屋を開く」。かぎかっこの中はセリフになります。
    /mygallery はあなたのコミック、/queue は作成中のものを表示します。
    /link は Discord、Telegram、Web を一つのギャラリーにまとめます。
    /settings と /privacy はあなた自身について、/comicadmin はサーバーを管理する人のためのものです。
    コミックの下のボタンで、もう一度、編集、続きなどができます。
platform_web = Web
platform_terminal = ターミナル
setting_notify = 時間のかかったコミックができたら知らせる
setting_drawn_by_others = ほかの人が私のメッセージを絵にしてもよい

## チャット:ボタンとフォーム

button_again = もう一度
button_edit = 編集して描き直す
button_continue = 続きを描く
button_favorite = お気に入り
button_unfavorite = お気に入りから外す
button_details = 詳細
button_read = 文章で読む
button_original = 元のファイル
button_share = ここで共有
button_share_elsewhere = チャットで共有 …
button_delete = 削除
button_delete_now = はい、削除します
button_keep = 残す
button_restore = 元に戻す
button_report = 通報
button_retry = もう一度試す
button_cancel = キャンセル
button_cancel_one = { $number } をキャンセル
button_fetch = コミックを受け取る
button_older = 前の作品
button_newer = 新しい作品
button_all = すべてのコミック
button_favorites = お気に入り一覧
button_like_this = 似たものを作る
button_resend = ここに投稿
button_link = まとめる
button_on = オンにする:{ $setting }
button_off = オフにする:{ $setting }
button_forget = 私に関するすべてを削除
button_forget_now = はい、すべて削除します
form_draw = どんなコミックにしますか?
form_edit = このコミックを編集して描き直す
form_continue = 物語の続き
form_report = このコミックを通報
form_story = ストーリー
form_next = 次に何が起こりますか?
form_reason = どこに問題がありますか?
form_style = スタイル(任意)
form_panels = コマ数 1〜12(任意)
form_as_it_was = そのまま

## チャット:Discord に表示されるコマンド

command_comic = 一文からコミックを描く
command_mygallery = あなたのコミックを表示
command_link = Discord・Telegram・Web で一つのギャラリーを使う
command_queue = 作成中のものを表示
command_options = ボタンでスタイル・コマ数・レイアウトを選んで描く
command_settings = あなたの設定を変更
command_help = できること
command_privacy = 保存している情報と、その削除方法
command_comicadmin = ここでのコミックのルール
menu_comic = コミックにする
reason_sexual = 性的な内容
reason_hate = 差別・憎悪
reason_violence = 残酷・暴力的
reason_person = 実在の人物が描かれている
reason_stolen = 他人の作品である
reason_other = その他
form_more = 補足があればどうぞ
form_reply_reason = このメッセージに返信する形で書いてください。
option_prompt = ストーリー
option_style = スタイル
option_panels = コマ数
option_layout = レイアウト
option_aspect = 縦横比
option_seed = シード
option_private = 非公開
option_search = 検索
option_favorites = お気に入り
option_code = コード
about_prompt = 何が起こりますか?かぎかっこの中はセリフになります。
about_style = 絵のスタイル
about_panels = コマの数(1〜12)
about_layout = コマの並べ方
about_aspect = コマの形
about_seed = 同じ数字なら同じコミックになります
about_private = あなただけに表示
about_search = ストーリーの言葉
about_gallery_style = このスタイルだけ
about_favorites = お気に入りだけ
about_code = 別の場所の /link のコード。空なら新しく作ります
layout_auto = おまかせ
layout_strip = 横一列
layout_grid = 格子
layout_page = ページ
layout_vertical = 縦読み
admin_show = 現在の設定を表示
admin_pause = コミックの作成を止める・再開する
admin_about_paused = 止めるかどうか
admin_private = 依頼した人だけにコミックを表示
admin_about_private = 非公開にするかどうか
admin_channel = チャンネルを許可・解除(なければ全チャンネル)
admin_about_channel = チャンネル
admin_style = スタイルを許可・解除(なければすべて)
admin_about_style = スタイル名
admin_words = 使えない言葉を設定
admin_about_words = カンマ区切り。空ならなし
admin_limit = 1日に作れるコミックの数を設定
admin_about_limit = 1日の数。0なら独自の上限なし
admin_log = 通報を知らせるチャンネルを選ぶ
admin_about_log = チャンネル。空ならなし
admin_ban = このサーバーである人の依頼を受けない
admin_about_user = 対象の人
admin_unban = 依頼の受付を再開する
admin_about_unban = 再び依頼できる人
banned_here = ここではその人の依頼を受けません。
unbanned = その人は再び依頼できます。
admin_yes = オン
admin_no = オフ
admin_nothing = 未設定
admin_is_paused = 停止中:{ $value }
admin_is_private = 非公開の返答:{ $value }
admin_has_channels = チャンネル:{ $value }
admin_has_styles = スタイル:{ $value }
admin_has_words = 使えない言葉:{ $value }
admin_has_limit = 1日のコミック数:{ $value }
admin_has_log = 通報の送り先:{ $value }

## In Telegram

help_telegram =
    「ネコが月でパン屋を開く」のように一文を書いて送ると、コミックに描きます。かぎかっこの中はセリフになります。グループでは文の前に /comic を付けるか、メッセージに /comic と返信してください。
    /options では画風やコマ数をボタンで選べます。--style manga --panels 6 のように書いても指定できます。
    /mygallery はあなたのコミック、/queue は作成中のものを表示し、/cancel は作成を取り消します。
    /link は Discord、Telegram、Web を一つのギャラリーにまとめます。
    /settings と /privacy はあなた自身について、/comicadmin はグループを管理する人のためのものです。
    コミックの下のボタンで、もう一度、編集、続きなどができます。
unknown_command = { $command } は知りません。できることはこちらです。
heard = 了解です！少々お待ちください…
kept_for_later = ご依頼は控えました。データベースが戻りしだい取りかかります。もう一度送る必要はありません。
answered_in_private = 個別チャットでお答えします。
group_closed = あのグループには書き込めないので、こちらでお答えします。
no_pictures_here = ここには画像を表示できません。頼んだ方は、私との個人チャットを開いて /mygallery と送ると見られます。
start_first = あなただけへのお返事なので、個別チャットでお答えします。そのためには先にそちらで話しかけてください。ボタンを押してから、もう一度お試しください。
button_start = 個別チャットを開く
option_unknown = { $option } は知りません。使えるのは --style、--panels、--layout、--aspect、--seed、--private です。もう一度送るか、このまま描きましょうか？
button_draw_without = このまま描く
style_unknown = どの画風にしましょうか？
options_ask = どのように描きますか?
button_options = オプション
draw_this = これを描きましょうか？
draw_caption = 画像は読めませんが、文章なら読めます。添えられた文章を描きましょうか？
button_draw = これを描く
only_text = 書いてくださったことを漫画にします。「猫が月でパン屋を開く」のような一文で十分です。写真、スタンプ、音声メッセージは読めません。
anonymous = グループやチャンネルの名前で書かれると、どなたか分かりません。ご自身の名前で書いてください。
message_gone = 元のメッセージがもうありません。もう一度送ってください。
telegram_refused = 今は Telegram がそれを許してくれません。1分後にもう一度お試しください。
form_reply = このメッセージに返信する形で書いてください。--style manga のような指定も使えます。
welcome = こんにちは！一文を書いてくだされば、コミックに描きます。このコミックのように：「猫が月でパン屋を開く」。「」の中はセリフになります。まずはこんなのはいかがですか：
idea_1 = 猫が月でパン屋を開く
idea_2 = おばあさんが自転車レースで優勝する。「遅い遅い！」と笑う
idea_3 = 2台のロボットが初めてスパゲッティ作りに挑戦する
command_cancel = 進行中のものをやめる
admin_usage =
    /comicadmin pause on または off
    /comicadmin private on または off：返事は個別チャットへ
    /comicadmin topic：このトピックだけで漫画を作る、またはやめる
    /comicadmin style manga：画風を許可する、またはやめる
    /comicadmin words a, b：物語に使えない言葉
    /comicadmin limit 20：1日の漫画の数、0で制限なし
    /comicadmin log on または off：報告をここで受け取る
    /comicadmin ban または unban：相手への返信として
report_in_group = コミック { $comic } が通報されました。このグループの管理者は、画像の下のボタンで削除できます。
admin_in_group = これはグループ用です。管理しているグループで送ってください。
admin_reply_to = 対象の人のメッセージへの返信として送ってください。
inline_draw = 描く：{ $story }
inline_placeholder = ここにコミックが表示されます。何も起こらないときは、頼んだ人がボタンを押してください。
inline_bring = このコミックをチャットに表示します
button_bring = ここに表示
inline_start_first = 漫画ができました。ここに絵を載せるには、依頼した方との個別チャットが必要です。チャットを開いて「開始」を押してから、漫画を受け取ってください。

## 運用者へのお知らせ

ops_old_job = ⚠️ ComicAI: { $minutes }分間、順番待ちのままのコミックがあります。
ops_old_job_over = ✅ ComicAI: 順番待ちが動き出しました。長い待ち時間は約{ $minutes }分間続きました。
ops_undeliverable = ⚠️ ComicAI: 直近1時間の配信{ $total }件のうち{ $lost }件が届きませんでした。
ops_undeliverable_over = ✅ ComicAI: コミックがまた届くようになりました。約{ $minutes }分間続きました。
ops_generator = ⚠️ ComicAI: ジェネレーターが応答しません。リクエストは保存され、復旧後に描かれます。
ops_generator_over = ✅ ComicAI: ジェネレーターが復旧しました。停止していたのは約{ $minutes }分間です。
ops_sweep = ⚠️ ComicAI: { $minutes }分間、スイープが行われていません。ワーカーは動いていますか?
ops_sweep_over = ✅ ComicAI: スイープが再開されました。約{ $minutes }分間続きました。
ops_database = ⚠️ ComicAI: データベースが応答しません。復旧するまで新しいリクエストは受け付けられません。
ops_database_over = ✅ ComicAI: データベースが復旧しました。停止していたのは約{ $minutes }分間です。
ops_daily = 📊 ComicAI 過去24時間: リクエスト{ $asked }件、コミック{ $drawn }件、失敗{ $failed }件。最長の待ち時間: { $seconds }秒。
