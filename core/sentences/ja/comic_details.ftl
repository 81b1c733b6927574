## コミックの詳細と文章

words_by = 文：{ $author }
original_too_large = 元の画像はこのチャットで送れる大きさを超えています。上の画像がここで送れる最大の大きさです。
read_panel = { $number }コマ目
read_speech = { $speaker }「{ $text }」
read_thought = { $speaker }（心の声）「{ $text }」
read_shout = { $speaker }（叫び）「{ $text }」
read_somebody = 誰か

detail_prompt = お話
detail_style = 画風
detail_panels = コマ数
detail_seed = シード
detail_size = サイズ
detail_time = 描画時間
detail_seconds = { $seconds }秒
detail_made = 作成日時
detail_artist = アーティスト
