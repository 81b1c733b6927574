## Observaciones del generador

generator_planner_unavailable = El modelo que escribe no respondió como debía, así que armé la historia con mis propias reglas.
generator_language_not_known = No conozco el idioma { $language } lo bastante para leerlo, así que puse tus palabras y dibujé lo que pude entender.
generator_drawn_as_label = Todavía no sé dibujar esto, así que aparece escrito: { $words }.
generator_letters_missing = Mis fuentes no tienen letras para { $letters }, así que faltan.
generator_panels_merged = Describiste { $panels ->
    [one] una viñeta
   *[other] { $panels } viñetas
}; las últimas comparten el espacio que había.
generator_panels_added = Había demasiado texto para { $asked ->
    [one] una viñeta
   *[other] { $asked } viñetas
}, así que lo repartí en { $panels }.

## Indicaciones en el texto

understood = Entendido: { $what }.
left_out = Dejé fuera: { $what }.
order_panels = { $value ->
    [one] una viñeta
   *[other] { $value } viñetas
}
order_monochrome = blanco y negro
order_grayscale = escala de grises
order_color = a color
order_no_text = sin texto
order_no_speech = sin bocadillos
order_no_captions = sin cartelas
order_full_text = cartelas y bocadillos
order_layout = disposición { $value }
order_language = texto en { $value }
order_right_to_left = lectura de derecha a izquierda
order_left_to_right = lectura de izquierda a derecha
order_draft = calidad de borrador
order_standard = calidad estándar
order_high = calidad alta
order_seed = semilla { $value }
order_unwanted = sin { $value }
