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
web_messages = あなたのコミックとその進み具合
web_older = もっと前を表示
web_story = お話
web_story_hint = どんなお話？
web_make = 描く
web_commands = コマンド
web_command_comic = 続けて書いた文からコミックを作る
web_command_mygallery = 自分のコミックを見る・探す
web_command_help = できることを見る
web_unknown_command = { $command } は分かりません。使えるのは /comic、/mygallery、/help です。
web_empty_story = 何が起きるか教えてください。一文で十分です。
web_help =
    お話を書くと、コミックに描きます。「かぎかっこ」の中は吹き出しになります。
    /comic でコミックを作り、/mygallery で自分のコミックを見たり探したりできます。
    コミックの下では、描き直し、変更、続き、お気に入り、共有、削除ができます。
    アカウントがあれば、どの端末でも自分のコミックを見られ、Discord や Telegram とも連携できます。
web_style = 画風
web_panels = コマ数
web_mode_edit = 好きなところを変えてください。描き直します。
web_mode_continue = それから、どうなりますか？
web_continue_hint = そして……
web_relation_again = もう一度描いたもの
web_relation_retry = 再挑戦
web_relation_edit = 別のバージョン
web_relation_continue = 続き
web_sending = お話を送っています
web_not_sent_yet = 今は接続できません。お話は保存してあり、つながりしだい送ります。
web_reconnecting = 接続が切れました。再接続しています。何も失われていません。
web_away = 今は接続できません。少ししてからもう一度お試しください。
web_unclear = うまくいきませんでした。理由は分かりません。もう一度お試しください。
web_progress = 進み具合
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
web_report = 通報
web_report_why = どんな問題がありますか？
web_report_send = 通報を送る
web_reported = ありがとうございます。モデレーターが確認します。
web_delete = 削除
web_deleted = コミックを削除しました。

# ギャラリー

web_gallery_title = あなたのコミック
web_a_comic = コミック
web_search = 検索
web_search_hint = 言葉、または絵文字
web_all = すべて
web_made_in = 作った場所
web_everywhere = すべて
web_favorites_only = お気に入りだけ
web_show_more = もっと見る
web_show_all = すべて表示
web_found = 見つかったコミック：{ $count }
web_none_found = 見つかりませんでした。言葉を減らすか、条件を変えてみてください。
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
web_who_visitor = 今はゲストです。このブラウザーのコミック：{ $count }
web_who_member = { $name } としてログイン中。コミック：{ $count }
web_sign_up = 登録
web_sign_up_why = コミックをずっと残し、どの端末でも見られ、Discord や Telegram とも連携できます。ここで作ったものも引き継がれます。
web_log_in = ログイン
web_log_out = ログアウト
web_email = メールアドレス
web_password = パスワード
web_new_password = 新しいパスワード
web_old_password = 今のパスワード
web_password_hint = { $least }文字以上。いくつかの単語を並べるのがおすすめです。
web_name = 名前（任意）
web_adopt = このブラウザーで作ったコミックも引き継ぐ
web_welcome_member = ようこそ！コミックはこれでずっと残ります。
web_logged_in = おかえりなさい！
web_logged_out = ログアウトしました。
web_language = 言語
web_language_which = ページの言語
web_linked = 連携したアカウント
web_linked_why = チャットを連携すると、どこでも同じギャラリーが見られます。
web_get_code = コードを取得
web_enter_code = コードを持っています
web_code_what = もう一方のチャットで /link に続けて入力してください。
web_code_until = 一度だけ、{ $time } まで使えます。
web_unlink = 連携を解除
web_unlinked = 連携を解除しました。コミックはここに残ります。
web_change_password = パスワードを変える
web_password_changed = パスワードを変えました。ほかのセッションはすべて終了しました。
web_leaving = ログアウトする
web_everywhere_out = すべての端末からログアウト
web_recipients = あなたの言葉の送り先
web_forget = すべて削除
web_forget_what = あなたの情報とすべてのコミックを、連携したチャットも含めて完全に消します。元には戻せません。
web_forget_sure = はい、作ったものをすべて削除します
web_forgotten = すべて削除しました。
web_link_title = 別のチャットと連携
web_link_what = 別のチャットやブラウザーに表示されたコードを入力してください。
web_code = コード
web_link_look = 連携されるものを見る
web_link_together = 次のものが一つになります
web_link_comics = コミック：{ $count }
web_link_lasting = 自分のコードのときだけ進んでください。連携すると、一人の利用者、一つのギャラリーになります。
web_link_do = はい、自分です。連携する
web_link_not = いいえ、やめる
