## Os detalhes de um quadrinho e o seu texto

words_by = Palavras de { $author }
original_too_large = O original é maior do que este chat aceita. A imagem acima é a maior possível aqui.
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
