## 調整したオプション

notice_default = { $option } の指定は使えないため、標準のままにしました。
notice_clamped = { $option } を、使える範囲でいちばん近い { $value } に変えました。
notice_cut = { $option } を上限の { $limit } まで短くしました。
notice_unsupported = { $option } はまだ使えないため、省きました。
notice_layout = { $panels }コマはレイアウト { $layout } に収まらないため、合うものを選びました。
notice_account = { $option } にはアカウントが必要なため、省きました。使うにはウェブでログインしてください。
notice_age_restricted = 年齢制限のあるチャンネルで作られたものなので、ここではあなただけに表示します。
notice_sketch = 今日の作画の予算がなくなったため、スケッチで描きました。
notice_lowered_size = アーティストのメモリが足りなかったため、今回は小さめに描きました。
notice_lowered_quality = アーティストのメモリが足りなかったため、今回は下書きの品質で描きました。
notice_style_not_offered = ここでは{ $style }の画風を使えないため、使えるものを選びました。
