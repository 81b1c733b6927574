## Nos chats: vínculos, configurações, privacidade e esquecimento

link_code =
    Seu código: { $code }
    Digite-o em até { $minutes ->
        [one] um minuto
       *[other] { $minutes } minutos
    } no outro lugar: com /link no Discord ou no Telegram, ou no site. Não mostre a ninguém: quem digitar o código passa a compartilhar sua galeria.
link_preview = Isto cria uma só galeria para { $identities }, com { $comics ->
    [0] nenhum quadrinho ainda
    [one] um quadrinho
   *[other] { $comics } quadrinhos
}. Não dá para desfazer.
link_done = Pronto. Uma galeria para: { $identities }
privacy = Guardo seus pedidos, seus quadrinhos, suas configurações, suas buscas na galeria (até 30 dias depois do último uso) e o número pelo qual esta plataforma conhece você. Nenhum nome, nenhum endereço, nenhuma outra mensagem.
recipient_none = Suas palavras vão para o artista deste servidor, que as desenha, e para mais ninguém.
recipient_generator = Suas palavras vão para { $host }, que desenha os quadrinhos.
recipient_painter = Suas palavras vão para { $host }, que pinta as imagens.
recipient_planner = Suas palavras vão para { $host }, que escreve as histórias.
recipient_moderation = Suas palavras vão para { $host }, que verifica se podem ser desenhadas.
recipient_moderation_of_pictures = Suas palavras e as imagens pintadas vão para { $host }, que verifica se podem ser mostradas.
recipient_no_other = Mais ninguém as recebe de mim, e ninguém fica sabendo quem você é.
privacy_yours = Tenho { $comics ->
    [0] nenhum quadrinho seu
    [one] um quadrinho seu
   *[other] { $comics } quadrinhos seus
} e conheço você por { $identities }.
forget_confirm = Isto exclui todos os seus quadrinhos, configurações e vínculos, em todo lugar, imediatamente e para sempre. O que foi publicado em chats fica lá até alguém excluir a mensagem.
forgotten = Pronto. Não sei mais nada sobre você.
platform_web = a web
platform_terminal = o terminal
setting_notify = Avisar quando um quadrinho demorado ficar pronto
setting_drawn_by_others = Outros podem desenhar minhas mensagens
privacy_inline = O que você digita depois do meu nome em outras conversas eu guardo por um ano, para que o botão funcione.
