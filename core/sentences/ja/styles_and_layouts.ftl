## 画風とレイアウトの名前

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

layout_auto = おまかせ
layout_strip = 横一列
layout_grid = 格子
layout_page = ページ
layout_vertical = 縦読み
