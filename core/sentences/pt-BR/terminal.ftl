## O que o terminal diz

terminal_no_folder = A pasta { $folder } não existe.
terminal_closed_folder = Não é possível gravar na pasta { $folder }. Escolha outra com --out.
terminal_is_folder = { $path } é uma pasta; indique um arquivo dentro dela.
terminal_no_plain_file = { $path } não é um arquivo comum. Escolha outro.
terminal_file_exists = { $path } já existe; use --force para substituí-lo.
terminal_not_written = O quadrinho { $uuid } está pronto e na sua galeria, mas não pôde ser salvo: { $reason }
terminal_not_fetched = O quadrinho { $uuid } está pronto e na sua galeria (comicai gallery), mas não consegui buscar a imagem.
terminal_server_away = O ComicAI em { $url } não responde. Tente de novo daqui a pouco.
terminal_busy = Outro comando está desenhando nesta pasta de dados há muito tempo. Espere por ele ou interrompa-o.
terminal_job_gone = O pedido { $uuid } não existe mais. Peça o quadrinho de novo.
terminal_database_away = Não é possível usar o banco de dados ({ $reason }). Para ver como resolver: comicai doctor
terminal_no_comics = Nenhum quadrinho aqui. Faça um: comicai comic "um gato abre uma padaria"
terminal_more = Mais: comicai gallery --cursor { $cursor }
terminal_not_planned = Não foi possível planejar a história. { $reason }
