## Só no Telegram: o que se lê das mensagens, e o modo inline

heard = Entendi! Um momento…
kept_for_later = Anotei seu pedido e começo assim que meu banco de dados voltar. Não precisa pedir de novo.
answered_in_private = Respondo na nossa conversa privada.
start_first = Isso é só para você, então vou responder numa conversa privada, mas antes você precisa me escrever lá. Toque no botão e tente de novo.
option_unknown = Não conheço { $option }. Conheço --style, --panels, --layout, --aspect, --seed e --private. Envie de novo, ou desenho do jeito que está?
style_unknown = Que estilo você quer?
options_ask = Como devo desenhar?
draw_this = Quer que eu desenhe isto?
draw_caption = Não sei ler imagens, mas palavras sim. Quer que eu desenhe o que diz a sua legenda?
only_text = Eu desenho o que você escreve: basta uma frase, como “um gato abre uma padaria na lua”. Não sei ler fotos, figurinhas, mensagens de voz, enquetes, listas de tarefas nem coisas do tipo.
anonymous = Não sei quem você é quando escreve em nome de um grupo ou canal. Escreva em seu próprio nome.
message_gone = Essa mensagem não existe mais. Envie de novo, por favor.
inline_draw = Desenhar: { $story }
inline_placeholder = Um quadrinho vai aparecer aqui. Se nada acontecer, quem o pediu pode apertar o botão:
inline_bring = Mostra este quadrinho na conversa
inline_start_first = Este quadrinho está pronto. Para pôr a imagem aqui, preciso de uma conversa privada com quem o pediu: abra-a, toque em Iniciar e depois busque o quadrinho.
