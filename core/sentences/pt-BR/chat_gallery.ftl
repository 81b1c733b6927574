## A galeria nos chats

comic_removed = Excluído. Você ainda pode restaurá-lo por pouco tempo.
message_removed = Removi a mensagem. O quadrinho continua na galeria de quem o criou.
gallery_empty = Sua galeria está vazia. Crie seu primeiro quadrinho com /comic.
gallery_no_favorites = Nenhum favorito ainda. Use a estrela abaixo de um quadrinho para favoritá-lo.
gallery_nothing_found = Não encontrei nenhum quadrinho assim na sua galeria.
