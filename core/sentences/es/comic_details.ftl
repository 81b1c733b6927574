## Los detalles de un cómic y su texto

words_by = Palabras de { $author }
original_too_large = El original es más grande de lo que admite este chat. La imagen de arriba es lo más grande posible aquí.
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
