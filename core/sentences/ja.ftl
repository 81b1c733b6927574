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
