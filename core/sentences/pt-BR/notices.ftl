## Observações do gerador

generator_planner_unavailable = O modelo que escreve não respondeu como devia, então montei a história com minhas próprias regras.
generator_language_not_known = Não conheço o idioma { $language } bem o bastante para ler, então coloquei suas palavras e desenhei o que deu para entender.
generator_drawn_as_label = Ainda não sei desenhar isto, então aparece escrito: { $words }.
generator_letters_missing = Minhas fontes não têm letras para { $letters }, então elas ficaram de fora.
generator_panels_merged = Você descreveu { $panels ->
    [one] um quadro
   *[other] { $panels } quadros
}; os últimos dividem o espaço que havia.
generator_panels_added = Havia texto demais para { $asked ->
    [one] um quadro
   *[other] { $asked } quadros
}, então distribuí em { $panels }.

## Pedidos no texto

understood = Entendido: { $what }.
left_out = Deixei de fora: { $what }.
order_panels = { $value ->
    [one] um quadro
   *[other] { $value } quadros
}
order_monochrome = preto e branco
order_grayscale = tons de cinza
order_color = colorido
order_no_text = sem texto
order_no_speech = sem balões de fala
order_no_captions = sem legendas
order_full_text = legendas e balões de fala
order_layout = layout { $value }
order_language = texto em { $value }
order_right_to_left = leitura da direita para a esquerda
order_left_to_right = leitura da esquerda para a direita
order_draft = qualidade de rascunho
order_standard = qualidade padrão
order_high = alta qualidade
order_seed = semente { $value }
order_unwanted = sem { $value }
