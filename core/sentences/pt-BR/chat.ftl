## Nos chats: mensagens

words_by = Palavras de { $author }
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
comic_removed = Excluído. Você ainda pode restaurá-lo por pouco tempo.
message_removed = Removi a mensagem. O quadrinho continua na galeria de quem o criou.
reported = Obrigado. A moderação vai dar uma olhada.
report_arrived = O quadrinho { $comic } foi denunciado por
original_too_large = O original é maior do que este chat aceita. A imagem acima é a maior possível aqui.
restarting = Estou reiniciando. Tente de novo em um minuto.
command_outdated = Este comando mudou. Digite-o de novo.
button_outdated = Este botão é de outra versão minha. Use /mygallery.
gallery_empty = Sua galeria está vazia. Crie seu primeiro quadrinho com /comic.
gallery_no_favorites = Nenhum favorito ainda. Use a estrela abaixo de um quadrinho para favoritá-lo.
gallery_nothing_found = Não encontrei nenhum quadrinho assim na sua galeria.
queue_empty = Você não tem nada em andamento. Comece com /comic.
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
privacy = Guardo seus pedidos, seus quadrinhos, suas configurações, suas buscas na galeria (até 30 dias depois do último uso) e o número pelo qual esta plataforma conhece você. Nenhum nome, nenhum endereço, nenhuma outra mensagem. Suas palavras vão para o artista que as desenha e para mais ninguém.
privacy_yours = Tenho { $comics ->
    [0] nenhum quadrinho seu
    [one] um quadrinho seu
   *[other] { $comics } quadrinhos seus
} e conheço você por { $identities }.
forget_confirm = Isto exclui todos os seus quadrinhos, configurações e vínculos, em todo lugar, imediatamente e para sempre. O que foi publicado em chats fica lá até alguém excluir a mensagem.
forgotten = Pronto. Não sei mais nada sobre você.
help =
    /comic desenha um quadrinho a partir de uma frase: “um gato abre uma padaria na lua”. O que estiver entre aspas vira fala.
    /mygallery mostra seus quadrinhos, /queue os que estão em andamento.
    /link junta Discord, Telegram e a web numa só galeria.
    /settings e /privacy são sobre você, /comicadmin é para quem modera um servidor.
    Abaixo de cada quadrinho: de novo, editar, continuar e mais.
platform_web = a web
platform_terminal = o terminal
setting_notify = Avisar quando um quadrinho demorado ficar pronto
setting_drawn_by_others = Outros podem desenhar minhas mensagens

## Nos chats: botões e formulários

button_again = De novo
button_edit = Editar e redesenhar
button_continue = Continuar
button_favorite = Favoritar
button_unfavorite = Tirar dos favoritos
button_details = Detalhes
button_read = Ler como texto
button_original = Arquivo original
button_share = Compartilhar aqui
button_share_elsewhere = Compartilhar numa conversa…
button_delete = Excluir
button_delete_now = Sim, excluir
button_keep = Manter
button_restore = Restaurar
button_report = Denunciar
button_retry = Tentar de novo
button_cancel = Cancelar
button_cancel_one = Cancelar { $number }
button_fetch = Buscar meu quadrinho
button_older = Mais antigo
button_newer = Mais recente
button_all = Todos os quadrinhos
button_favorites = Favoritos
button_like_this = Criar outro assim
button_resend = Publicar aqui
button_link = Juntar
button_on = Ativar: { $setting }
button_off = Desativar: { $setting }
button_forget = Excluir tudo sobre mim
button_forget_now = Sim, excluir tudo
form_draw = Sobre o que será o quadrinho?
form_edit = Editar e redesenhar este quadrinho
form_continue = Continuar esta história
form_report = Denunciar este quadrinho
form_story = Sua história
form_next = E depois, o que acontece?
form_reason = O que há de errado?
form_style = Estilo (opcional)
form_panels = Quadros, de 1 a 12 (opcional)
form_as_it_was = Como estava
