## Um quadrinho em palavras

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

read_panel = Quadro { $number }
read_speech = { $speaker } diz: “{ $text }”
read_thought = { $speaker } pensa: “{ $text }”
read_shout = { $speaker } grita: “{ $text }”
read_somebody = Alguém

detail_prompt = História
detail_style = Estilo
detail_panels = Quadros
detail_seed = Semente
detail_size = Tamanho
detail_time = Tempo de desenho
detail_seconds = { $seconds ->
    [one] um segundo
   *[other] { $seconds } segundos
}
detail_made = Feito em
detail_artist = Artista
