## 生成側からのお知らせ

generator_planner_unavailable = 文章モデルからうまく返事がなかったため、お話は自分のルールで作りました。
generator_language_not_known = { $language }はまだよく読めないため、文字はそのまま入れ、わかったものだけを描きました。
generator_drawn_as_label = まだ描けないものは文字で示しました：{ $words }
generator_letters_missing = フォントにない文字があるため、表示できませんでした：{ $letters }
generator_panels_merged = { $panels }コマ分の内容があったため、最後のほうは同じコマにまとめました。
generator_panels_added = { $asked }コマでは文字が多すぎるため、{ $panels }コマに分けました。

## プロンプトの中の指定

understood = 指定：{ $what }
left_out = 使わなかったもの：{ $what }
order_panels = { $value }コマ
order_monochrome = 白黒
order_grayscale = グレースケール
order_color = カラー
order_no_text = 文字なし
order_no_speech = 吹き出しなし
order_no_captions = ナレーションなし
order_full_text = ナレーションと吹き出し
order_layout = レイアウト「{ $value }」
order_language = 文字は{ $value }
order_right_to_left = 右から左へ読む
order_left_to_right = 左から右へ読む
order_draft = 下書きの画質
order_standard = 標準の画質
order_high = 高画質
order_seed = シード{ $value }
order_unwanted = { $value }を入れない
