## Nomes dos estilos e layouts

style_american_modern = Americano moderno
style_american_1950 = Americano, anos 50
style_manga = Mangá
style_franco_belgian = Franco-belga
style_newspaper_strip = Tira de jornal
style_noir = Noir (preto e branco)
style_watercolor = Aquarela
style_pixel = Pixel art (quadradinhos)
style_webtoon = Webtoon (rolagem)
style_neutral = Simples

layout_auto = Automático
layout_strip = Tira
layout_grid = Grade
layout_page = Página
layout_vertical = Vertical
