## As páginas da web

web_description = Escreva uma frase e ganhe um quadrinho.
web_skip = Ir para o conteúdo
web_nav = Páginas
web_nav_chat = Chat
web_nav_gallery = Galeria
web_nav_account = Conta
web_noscript = Esta página precisa de JavaScript. Ative-o, ou crie quadrinhos pela API HTTP ou pelo terminal.
web_problem = Falta algo aqui
web_to_chat = Ir para o chat
web_close = Fechar
web_cancel = Cancelar
web_save = Salvar
web_undo = Desfazer

# o chat

web_chat_title = Criar um quadrinho
web_welcome = O que vamos desenhar?
web_welcome_more = Conte uma historinha em uma ou duas frases. O que estiver “entre aspas” vira fala.
web_ideas = Ideias para começar
web_idea_bakery = Um gato abre uma padaria na lua e pergunta “Quem quer um croissant?”
web_idea_samurai = Um samurai volta para casa na chuva e encontra um gatinho debaixo de um guarda-chuva
web_idea_robot = Um robô aprende a nadar na praia: “Será que eu sou à prova d’água?”
web_messages = Seus quadrinhos e o andamento deles
web_older = Mostrar mais antigos
web_story = Sua história
web_story_hint = O que acontece?
web_make = Criar
web_commands = Comandos
web_command_comic = cria um quadrinho com o texto que vem depois
web_command_mygallery = mostra seus quadrinhos ou busca neles
web_command_help = o que eu sei fazer
web_unknown_command = Não conheço { $command }. Tente /comic, /mygallery ou /help.
web_empty_story = Conte o que acontece: uma frase basta.
web_help =
    Escreva uma história e eu a desenho em quadrinhos. O que estiver “entre aspas” vira balão de fala.
    /comic cria um quadrinho, /mygallery mostra seus quadrinhos ou busca neles.
    Abaixo de um quadrinho você pode pedir outro desenho, mudá-lo, continuá-lo, favoritá-lo, compartilhá-lo ou excluí-lo.
    Com uma conta, seus quadrinhos acompanham você em qualquer aparelho, e dá para vincular Discord e Telegram.
web_style = Estilo
web_panels = Quadros
web_mode_edit = Mude o que quiser e eu desenho de novo.
web_mode_continue = E depois, o que acontece?
web_continue_hint = E então…
web_relation_again = Desenhado de novo
web_relation_retry = Nova tentativa
web_relation_edit = Outra versão
web_relation_continue = A continuação
web_sending = Enviando sua história
web_not_sent_yet = Estou sem conexão agora. Sua história está salva e será enviada assim que eu voltar.
web_reconnecting = A conexão caiu. Estou tentando de novo; nada se perdeu.
web_away = Estou sem conexão agora. Tente de novo em instantes.
web_unclear = Não funcionou, e não sei dizer por quê. Tente de novo.
web_progress = Andamento
web_done = Seu quadrinho está pronto.
web_try_again = Tentar de novo
web_dismiss = Dispensar
web_edit = Editar
web_again = De novo
web_edit_redraw = Editar e redesenhar
web_continue = Continuar
web_more = Mais
web_comic_gone = Este quadrinho foi excluído.
web_picture_lost = A imagem não pode ser mostrada agora. Recarregue a página em instantes.
web_adults = Para adultos
web_adults_why = Este quadrinho foi feito em um lugar com restrição de idade e pode não ser adequado para todos.
web_adults_show = Sou maior de idade: mostrar

# o que dá para fazer com um quadrinho

web_favorite = Favoritar
web_favorite_is = Favorito
web_details = Detalhes
web_read = Ler como texto
web_download = Baixar
web_share = Compartilhar
web_share_what = Quem tiver o link poderá ver este quadrinho. Você pode desativá-lo quando quiser.
web_share_make = Criar link
web_share_is = Quem tiver este link pode ver o quadrinho:
web_share_link = Link deste quadrinho
web_share_end = Desativar o link
web_copy = Copiar link
web_copied = Copiado
web_report = Denunciar
web_report_why = O que há de errado?
web_report_send = Enviar denúncia
web_reported = Obrigado. A moderação vai dar uma olhada.
web_delete = Excluir
web_deleted = O quadrinho foi excluído.

# a galeria

web_gallery_title = Seus quadrinhos
web_a_comic = Um quadrinho
web_search = Buscar
web_search_hint = Palavras ou um emoji
web_all = Todos
web_made_in = Feito em
web_everywhere = Qualquer lugar
web_favorites_only = Só favoritos
web_show_more = Mostrar mais
web_show_all = Mostrar todos
web_found = Quadrinhos encontrados: { $count }
web_none_found = Nenhum resultado. Tente menos palavras ou outros filtros.
web_gallery_empty = Seus quadrinhos ficarão aqui. Ainda não há nenhum.
web_make_first = Criar o primeiro
web_make_your_own = Crie o seu
web_look_at = Ver “{ $title }”
web_previous = Anterior
web_next = Próximo
web_retitle = Mudar título
web_title = Título
web_another = Criar outro assim
web_platform_discord = Discord
web_platform_telegram = Telegram
web_platform_web = Este site
web_platform_terminal = Terminal

# a conta

web_account_title = Sua conta
web_who_nobody = Você é visitante aqui. Crie um quadrinho ou uma conta.
web_who_visitor = Você é visitante. Quadrinhos neste navegador: { $count }
web_who_member = Conectado como { $name }. Quadrinhos: { $count }
web_sign_up = Criar conta
web_sign_up_why = Guarde seus quadrinhos, veja-os em qualquer aparelho e vincule Discord e Telegram. Tudo o que você já fez aqui vem junto.
web_log_in = Entrar
web_log_out = Sair
web_email = E-mail
web_password = Senha
web_new_password = Nova senha
web_old_password = Senha atual
web_password_hint = Pelo menos { $least } caracteres; o ideal são algumas palavras.
web_name = Nome (opcional)
web_adopt = Manter os quadrinhos que fiz neste navegador
web_welcome_member = Boas-vindas! Agora seus quadrinhos ficam guardados.
web_logged_in = Que bom ver você de novo!
web_logged_out = Você saiu.
web_language = Idioma
web_language_which = Idioma destas páginas
web_linked = Contas vinculadas
web_linked_why = Vincule seus chats e todos mostrarão a mesma galeria.
web_get_code = Obter um código
web_enter_code = Tenho um código
web_code_what = Digite-o com /link no outro chat.
web_code_until = Funciona uma vez, até { $time }.
web_unlink = Desvincular
web_unlinked = Desvinculado. Os quadrinhos ficam aqui.
web_change_password = Mudar senha
web_password_changed = A senha foi mudada. Todas as outras sessões foram encerradas.
web_leaving = Sair da conta
web_everywhere_out = Sair de todos os lugares
web_recipients = Para onde vão suas palavras
web_forget = Excluir tudo
web_forget_what = Isto remove você e todos os seus quadrinhos para sempre, em todos os chats vinculados. Não dá para desfazer.
web_forget_sure = Sim, excluir tudo o que fiz
web_forgotten = Tudo foi excluído.
web_link_title = Vincular outro chat
web_link_what = Digite o código que outro chat ou navegador mostrou.
web_code = Código
web_link_look = O que seria vinculado?
web_link_together = O que seria reunido
web_link_comics = Quadrinhos: { $count }
web_link_lasting = Só continue se o código for seu. Depois, os dois serão uma pessoa com uma só galeria.
web_link_do = Sim, sou eu: vincular
web_link_not = Não, deixar como está
