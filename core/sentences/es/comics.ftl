## Un cómic en palabras

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

read_panel = Viñeta { $number }
read_speech = { $speaker } dice: «{ $text }»
read_thought = { $speaker } piensa: «{ $text }»
read_shout = { $speaker } grita: «{ $text }»
read_somebody = Alguien

detail_prompt = Historia
detail_style = Estilo
detail_panels = Viñetas
detail_seed = Semilla
detail_size = Tamaño
detail_time = Tiempo de dibujo
detail_seconds = { $seconds ->
    [one] un segundo
   *[other] { $seconds } segundos
}
detail_made = Hecho el
detail_artist = Dibujante
