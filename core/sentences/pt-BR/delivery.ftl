## Como um quadrinho chega a um chat

one_moment_for = um momento, seu quadrinho está a caminho…
one_moment = Um momento, seu quadrinho está a caminho…
fetch_later = Está demorando mais que o normal, e não consigo atualizar esta mensagem sozinho. Aperte o botão daqui a pouco e trago seu quadrinho para cá. Ele também estará em /mygallery.
perhaps_there = Seu quadrinho está pronto. Se ele não estiver onde você pediu, aperte o botão e eu o trago para cá.
kept_in_gallery = Seu quadrinho está pronto, mas não consigo mostrá-lo aqui. Você o encontra com /mygallery.
notice_ready = seu quadrinho está pronto.
notice_ended = há novidades sobre seu quadrinho.
blocked_here = As regras deste servidor não permitem essas palavras, então não mostro este quadrinho aqui. Quem pediu o recebe em particular.
blocked_reason = As regras do servidor não permitem essas palavras lá, então aqui está seu quadrinho, só para você.
adults_only_here = Este canal não tem mais restrição de idade, então não mostro este quadrinho aqui. Quem pediu o recebe em particular, ou o encontra em /mygallery.
place_closed = Não consigo responder onde você pediu: o tópico ou canal está trancado, arquivado ou não existe mais. Peça em outro lugar, ou aqui mesmo.
group_closed = Não posso escrever naquele grupo, por isso respondo aqui.
no_pictures_here = Não posso mostrar imagens aqui. Quem pediu encontra o quadrinho numa conversa privada comigo: abra-a e envie /mygallery.
