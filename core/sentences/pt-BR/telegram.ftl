## No Telegram

help_telegram =
    É só me escrever uma frase, como “um gato abre uma padaria na lua”, e eu a desenho em quadrinhos. O que estiver entre aspas vira fala. Em grupos, escreva /comic antes, ou responda a uma mensagem com /comic.
    /options deixa escolher estilo e quadros em botões; ou digite: --style manga --panels 6
    /mygallery mostra seus quadrinhos, /queue os que estão em andamento, /cancel os cancela.
    /link junta Discord, Telegram e a web numa só galeria.
    /settings e /privacy são sobre você, /comicadmin é para quem administra um grupo.
    Abaixo de cada quadrinho: de novo, editar, continuar e mais.
privacy_inline = O que você digita depois do meu nome em outras conversas eu guardo por um ano, para que o botão funcione.
unknown_command = Não conheço { $command }. Veja o que sei fazer:
heard = Entendi! Um momento…
kept_for_later = Anotei seu pedido e começo assim que meu banco de dados voltar. Não precisa pedir de novo.
answered_in_private = Respondo na nossa conversa privada.
group_closed = Não posso escrever naquele grupo, por isso respondo aqui.
no_pictures_here = Não posso mostrar imagens aqui. Quem pediu encontra o quadrinho numa conversa privada comigo: abra-a e envie /mygallery.
start_first = Isso é só para você, então vou responder numa conversa privada, mas antes você precisa me escrever lá. Toque no botão e tente de novo.
button_start = Abrir a conversa privada
option_unknown = Não conheço { $option }. Conheço --style, --panels, --layout, --aspect, --seed e --private. Envie de novo, ou desenho do jeito que está?
button_draw_without = Desenhar assim mesmo
style_unknown = Que estilo você quer?
options_ask = Como devo desenhar?
button_options = Opções
draw_this = Quer que eu desenhe isto?
draw_caption = Não sei ler imagens, mas palavras sim. Quer que eu desenhe o que diz a sua legenda?
button_draw = Desenhar
only_text = Eu desenho o que você escreve: basta uma frase, como “um gato abre uma padaria na lua”. Não sei ler fotos, figurinhas, mensagens de voz, enquetes, listas de tarefas nem coisas do tipo.
anonymous = Não sei quem você é quando escreve em nome de um grupo ou canal. Escreva em seu próprio nome.
message_gone = Essa mensagem não existe mais. Envie de novo, por favor.
telegram_refused = O Telegram não me deixa fazer isso agora. Tente de novo em um minuto.
form_reply = Responda a esta mensagem com as suas palavras. Opções como --style manga também funcionam.
welcome = Olá! Escreva uma frase e eu a desenho em quadrinhos, como aqui: “um gato abre uma padaria na lua”. O que estiver entre aspas vira fala. Aqui vão algumas ideias para começar:
idea_1 = Um gato abre uma padaria na lua
idea_2 = Uma avó vence uma corrida de bicicleta. “Devagar demais!”, ri ela
idea_3 = Dois robôs tentam cozinhar macarrão pela primeira vez
command_cancel = Cancela seus quadrinhos em andamento
admin_usage =
    /comicadmin pause on, ou off
    /comicadmin private on, ou off: as respostas vão para conversas privadas
    /comicadmin topic: permite ou proíbe quadrinhos neste tópico
    /comicadmin style manga: permite ou proíbe um estilo
    /comicadmin words a, b: palavras que nenhuma história pode conter
    /comicadmin limit 20: quadrinhos por dia; 0 para o limite normal
    /comicadmin log on, ou off: as denúncias chegam aqui
    /comicadmin ban, ou unban: como resposta a alguém
report_in_group = O quadrinho “{ $title }” foi denunciado. Quem administra este grupo pode excluí-lo com o botão abaixo da imagem.
report_in_group_private = O quadrinho privado { $comic } foi denunciado. Quem administra este grupo pode excluí-lo com o botão abaixo da imagem.
admin_in_group = Isso só funciona em grupos. Envie num grupo que você administra, por favor.
admin_reply_to = Envie isto como resposta a uma mensagem da pessoa em questão.
inline_draw = Desenhar: { $story }
inline_placeholder = Um quadrinho vai aparecer aqui. Se nada acontecer, quem o pediu pode apertar o botão:
inline_bring = Mostra este quadrinho na conversa
button_bring = Mostrar aqui
inline_start_first = Este quadrinho está pronto. Para pôr a imagem aqui, preciso de uma conversa privada com quem o pediu: abra-a, toque em Iniciar e depois busque o quadrinho.
