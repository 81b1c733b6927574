## チャット：連携、設定、プライバシー、削除

link_code =
    コード：{ $code }
    { $minutes }分以内に、もう一方の場所（Discord や Telegram の /link、またはウェブ）で入力してください。誰にも見せないでください。入力した人はあなたのギャラリーを共有します。
link_preview = { $identities } のギャラリーを一つにまとめます。コミックは{ $comics }件になります。元には戻せません。
link_done = 完了しました。{ $identities } のギャラリーが一つになりました。
privacy = 保存するのは、リクエストの内容、コミック、設定、ギャラリーでの検索内容（最後の使用から30日間）、そしてこのプラットフォームでのあなたの番号です。名前も住所もほかのメッセージも保存しません。
recipient_none = あなたの言葉は、絵を描くこのサーバーのアーティストに渡されるだけで、ほかには渡りません。
recipient_generator = あなたの言葉は、コミックを描く { $host } に送られます。
recipient_painter = あなたの言葉は、絵を描く { $host } に送られます。
recipient_planner = あなたの言葉は、お話を考える { $host } に送られます。
recipient_moderation = あなたの言葉は、描いてよいかを確認する { $host } に送られます。
recipient_moderation_of_pictures = あなたの言葉と描かれた絵は、公開してよいかを確認する { $host } に送られます。
recipient_no_other = ほかには渡りません。あなたが誰かは、どこにも伝わりません。
privacy_yours = あなたのコミックが{ $comics }件あり、{ $identities } であなたを識別しています。
forget_confirm = すべてのコミック、設定、連携を、どこからも直ちに、永久に削除します。チャットに投稿されたものは、誰かがメッセージを消すまで残ります。
forgotten = 完了しました。あなたについての情報はもうありません。
platform_web = ウェブ
platform_terminal = ターミナル
setting_notify = 時間のかかったコミックができたら知らせる
setting_drawn_by_others = ほかの人が私のメッセージを絵にしてもよい
privacy_inline = ほかのチャットで私の名前に続けて入力された言葉は、ボタンが使えるように1年間保管します。
