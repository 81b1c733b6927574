## Names of styles and layouts

style_american_modern = Modern American
style_american_1950 = American, 1950s
style_manga = Manga
style_franco_belgian = Franco-Belgian
style_newspaper_strip = Newspaper strip
style_noir = Noir
style_watercolor = Watercolor
style_pixel = Pixel art
style_webtoon = Webtoon
style_neutral = Plain

layout_auto = Automatic
layout_strip = Strip
layout_grid = Grid
layout_page = Page
layout_vertical = Vertical scroll
