## 文章で伝えるコミック

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
detail_style = 画風
detail_panels = コマ数
detail_seed = シード
detail_size = サイズ
detail_time = 描画時間
detail_seconds = { $seconds }秒
detail_made = 作成日時
detail_artist = アーティスト
