## Ajuda e boas-vindas nos chats

help =
    /comic desenha um quadrinho a partir de uma frase: “um gato abre uma padaria na lua”. O que estiver entre aspas vira fala.
    /mygallery mostra seus quadrinhos, /queue os que estão em andamento.
    /link junta Discord, Telegram e a web numa só galeria.
    /settings e /privacy são sobre você, /comicadmin é para quem modera um servidor.
    Abaixo de cada quadrinho: de novo, editar, continuar e mais.
help_telegram =
    É só me escrever uma frase, como “um gato abre uma padaria na lua”, e eu a desenho em quadrinhos. O que estiver entre aspas vira fala. Em grupos, escreva /comic antes, ou responda a uma mensagem com /comic.
    /options deixa escolher estilo e quadros em botões; ou digite: --style manga --panels 6
    /mygallery mostra seus quadrinhos, /queue os que estão em andamento, /cancel os cancela.
    /link junta Discord, Telegram e a web numa só galeria.
    /settings e /privacy são sobre você, /comicadmin é para quem administra um grupo.
    Abaixo de cada quadrinho: de novo, editar, continuar e mais.
unknown_command = Não conheço { $command }. Veja o que sei fazer:
welcome = Olá! Escreva uma frase e eu a desenho em quadrinhos, como aqui: “um gato abre uma padaria na lua”. O que estiver entre aspas vira fala. Aqui vão algumas ideias para começar:
idea_1 = Um gato abre uma padaria na lua
idea_2 = Uma avó vence uma corrida de bicicleta. “Devagar demais!”, ri ela
idea_3 = Dois robôs tentam cozinhar macarrão pela primeira vez
