## Nombres de los estilos y las disposiciones

style_american_modern = Americano moderno
style_american_1950 = Americano, años 50
style_manga = Manga japonés
style_franco_belgian = Franco-belga
style_newspaper_strip = Tira de periódico
style_noir = Cine negro
style_watercolor = Acuarela
style_pixel = Arte de píxeles
style_webtoon = Webtoon vertical
style_neutral = Sencillo

layout_auto = Automático
layout_strip = Tira
layout_grid = Cuadrícula
layout_page = Página
layout_vertical = Vertical
