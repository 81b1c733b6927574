## Telegram

help_telegram =
    「猫が月でパン屋を開く」のように一文を書いて送ると、コミックに描きます。かぎかっこの中はセリフになります。グループでは文の前に /comic を付けるか、メッセージに /comic と返信してください。
    /options では画風やコマ数をボタンで選べます。--style manga --panels 6 のように書いても指定できます。
    /mygallery はあなたのコミック、/queue は作成中のものを表示し、/cancel は作成を取り消します。
    /link は Discord、Telegram、ウェブを一つのギャラリーにまとめます。
    /settings と /privacy はあなた自身について、/comicadmin はグループを管理する人のためのものです。
    コミックの下のボタンで、もう一度、編集、続きなどができます。
privacy_inline = ほかのチャットで私の名前に続けて入力された言葉は、ボタンが使えるように1年間保管します。
unknown_command = { $command } は分かりません。できることはこちらです。
heard = 了解です！少々お待ちください…
kept_for_later = リクエストを控えました。データベースが戻りしだい取りかかります。もう一度送る必要はありません。
answered_in_private = 個別チャットでお答えします。
group_closed = あのグループには書き込めないので、こちらでお答えします。
no_pictures_here = ここには画像を表示できません。リクエストした人は、私との個別チャットを開いて /mygallery と送ると見られます。
start_first = あなただけへのお返事なので、個別チャットでお答えします。そのためには先にそちらで話しかけてください。ボタンを押してから、もう一度お試しください。
button_start = 個別チャットを開く
option_unknown = { $option } は分かりません。使えるのは --style、--panels、--layout、--aspect、--seed、--private です。もう一度送るか、このまま描きましょうか？
button_draw_without = このまま描く
style_unknown = どの画風にしましょうか？
options_ask = どのように描きますか？
button_options = オプション
draw_this = これを描きましょうか？
draw_caption = 画像は読めませんが、文章なら読めます。添えられた文章を描きましょうか？
button_draw = これを描く
only_text = 書いてくださったことをコミックにします。「猫が月でパン屋を開く」のような一文で十分です。写真、スタンプ、音声メッセージ、アンケート、チェックリストなどは読めません。
anonymous = グループやチャンネルの名前で書かれると、どなたか分かりません。ご自身の名前で書いてください。
message_gone = 元のメッセージがもうありません。もう一度送ってください。
telegram_refused = 今は Telegram でそれができません。1分ほどしてからもう一度お試しください。
form_reply = このメッセージに返信する形で書いてください。--style manga のような指定も使えます。
welcome = こんにちは！一文を書いてくだされば、コミックに描きます。たとえば「猫が月でパン屋を開く」なら、このコミックのようになります。かぎかっこの中はセリフになります。まずはこんなアイデアはいかがですか？
idea_1 = 猫が月でパン屋を開く
idea_2 = おばあさんが自転車レースで優勝する。「遅い遅い！」と笑う
idea_3 = 2台のロボットが初めてスパゲッティ作りに挑戦する
command_cancel = 作成中のコミックを取り消す
admin_usage =
    /comicadmin pause on または off
    /comicadmin private on または off：返事は個別チャットへ
    /comicadmin topic：このトピックでのコミックを許可・解除
    /comicadmin style manga：画風を許可・解除
    /comicadmin words a, b：お話に使えない言葉
    /comicadmin limit 20：1日のコミックの数、0で通常の上限
    /comicadmin log on または off：通報をここで受け取る
    /comicadmin ban または unban：相手への返信として
report_in_group = コミック「{ $title }」が通報されました。このグループの管理者は、画像の下のボタンで削除できます。
report_in_group_private = 非公開のコミック { $comic } が通報されました。このグループの管理者は、画像の下のボタンで削除できます。
admin_in_group = これはグループ用です。管理しているグループで送ってください。
admin_reply_to = 対象の人のメッセージへの返信として送ってください。
inline_draw = 描く：{ $story }
inline_placeholder = ここにコミックが表示されます。何も起こらないときは、リクエストした人がボタンを押してください。
inline_bring = このコミックをチャットに表示します
button_bring = ここに表示
inline_start_first = コミックができました。ここに絵を載せるには、リクエストした人との個別チャットが必要です。チャットを開いて「開始」を押してから、コミックを受け取ってください。
