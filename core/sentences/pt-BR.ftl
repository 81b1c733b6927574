# Português do Brasil. Uma entrada por frase: curta, simpática e sempre com o próximo passo.

## O caminho de um pedido até o quadrinho

accepted = Já estou nessa!
accepted_ready_in = Já estou nessa! Fica pronto em { $eta }.
accepted_in_line = Já estou nessa! Você é o número { $position } da fila
waiting = Anotado! Começo assim que um dos seus outros quadrinhos ficar pronto
queued = { $position ->
    [1] Você é o próximo da fila
   *[other] Você é o número { $position } da fila
}
already_finished = Este quadrinho já está pronto.
canceled = Cancelado, como você pediu. Não conta no seu limite.
expired = Demorou demais, então parei. Tente de novo; não conta no seu limite.
sketch_note = Desenhado pelo artista de esboços embutido. Para desenhar numa GPU, configure generator.url.

stage_waking = Acordando o artista, pode levar um ou dois minutos
stage_submitting = Entregando sua história ao artista
stage_remote_queue = Esperando um artista livre
stage_planning = Planejando os quadros
stage_rendering = Desenhando
stage_lettering = Escrevendo os balões
stage_uploading = Trazendo a imagem
stage_verifying = Dando os últimos retoques
panel = Desenhando o quadro { $panel } de { $panels }

with_eta = { $text }, { $eta }
eta_seconds = cerca de { $seconds } s
eta_minutes = cerca de { $minutes } min

## O que foi ajustado para o pedido caber

notice_default = Não pude usar o que você escolheu para { $option }, então deixei o padrão.
notice_clamped = Mudei { $option } para { $value }, o valor mais próximo que funciona.
notice_cut = Encurtei { $option } para { $limit }, que é o máximo que aceito.
notice_unsupported = Ainda não consigo usar { $option }, então deixei de fora.
notice_layout = { $panels } quadros não cabem no layout { $layout }, então escolhi um que combina.
notice_account = { $option } precisa de uma conta, então deixei de fora. Entre pela web para usar.
notice_age_restricted = Isto vem de um canal com restrição de idade, então aqui mostro só para você.

## A comic in words

style_american_modern = Americano moderno
style_american_1950 = Americano, anos 50
style_manga = Mangá
style_franco_belgian = Franco-belga
style_newspaper_strip = Tira de jornal
style_noir = Noir (preto e branco)
style_watercolor = Aquarela
style_pixel = Pixel art (quadradinhos)
style_webtoon = Webtoon (rolagem)
style_neutral = Simples

read_panel = Quadro { $number }
read_speech = { $speaker } diz: “{ $text }”
read_thought = { $speaker } pensa: “{ $text }”
read_shout = { $speaker } grita: “{ $text }”
read_somebody = Alguém

detail_prompt = História
detail_style = Estilo
detail_panels = Quadros
detail_seed = Semente
detail_size = Tamanho
detail_time = Tempo de desenho
detail_seconds = { $seconds } segundos
detail_made = Feito em
detail_artist = Desenhista

## O que a pessoa pode resolver

empty_prompt = Conte o que devo desenhar: basta uma frase, como “um gato abre uma padaria na lua”.
prompt_too_long = Sua história tem { $length } caracteres e eu aceito { $limit }. Encurte um pouco, por favor.
prompt_rejected = Este eu não posso desenhar. Tente com outras palavras.
output_rejected = O desenho saiu de um jeito que não posso mostrar. Tente de novo ou com outras palavras.
invalid_request = Algumas opções não funcionam. { $fields }
queue_full = Você tem { $limit } quadrinhos em andamento, e mais do que isso não consigo guardar. Espere um ficar pronto ou cancele um.
daily_limit = Você chegou ao limite de { $limit } quadrinhos por hoje. Dá para continuar às { $resets }.
chat_limit = Este chat já fez seus { $limit } quadrinhos de hoje. Continua às { $resets }.
total_limit = Todos os { $limit } quadrinhos de hoje já foram desenhados. Volte às { $resets }, por favor.
register_limit = Foram criadas contas demais a partir da sua rede. Tente de novo às { $resets }.
banned = Você não pode fazer quadrinhos aqui. Se acha que é um engano, fale com quem administra este lugar.
chat_paused = A moderação pausou os quadrinhos aqui por enquanto. Você pode criá-los numa conversa privada comigo.
elsewhere = Aqui os quadrinhos são feitos em outros canais. Peça lá ou numa conversa privada comigo.
style_off = Este estilo está desativado aqui. Escolha outro.
private_only = Isso é só para os seus olhos, e aqui outras pessoas veriam.
age_restricted = Este quadrinho vem de um canal com restrição de idade. Só o publico em canais assim; em qualquer outro lugar, mostro só para você.
author_objects = Quem escreveu isso não quer que outros desenhem suas palavras.
not_moderator = Isto é para quem administra este lugar.
not_found = Não encontrei isso. Pode ter sido apagado ou não ser seu.
forbidden = Você só pode fazer isso em seu próprio nome. Deixe userId de fora ou use o seu.
conflict = Esta Idempotency-Key já foi usada em outro pedido. Use uma nova, por favor.
unauthorized = Entre na sua conta primeiro.
wrong_login = E-mail ou senha incorretos. Confira os dois, por favor.
too_many_tries = Foram tentativas demais. Espere { $seconds ->
    [one] { $seconds } segundo
   *[other] { $seconds } segundos
}, por favor.
email_taken = Já existe uma conta com este e-mail. Entre com ela, por favor.
link_code_invalid = Este código não funciona: foi digitado errado, já foi usado ou tem mais de dez minutos. Peça um novo, por favor.
link_same_person = Este código é seu mesmo. Digite-o no outro chat que você quer vincular.
last_identity = Este é o único acesso à sua galeria, por isso não posso desvincular. Para remover tudo, peça para ser esquecido.

## O que ninguém no chat pode resolver

storage_unavailable = Não consigo aceitar o pedido agora, e nada foi guardado. Tente de novo daqui a um minuto.
unconfirmed = Não consegui confirmar se deu certo. Dê uma olhada antes de tentar de novo.
disk_full = Não há mais espaço para novos quadrinhos. Avise quem administra este lugar, por favor.
engine_unavailable = Ninguém está desenhando agora. Tente de novo daqui a um minuto.
image_store_unavailable = Não consigo acessar as imagens agora. Tente de novo daqui a um minuto.
image_missing = Esta imagem não existe mais. Você pode pedir o desenho de novo.
bad_image = Esta imagem está danificada. Você pode pedir o desenho de novo.
bad_response = A imagem se perdeu no caminho. Tente de novo, por favor.
gpu_oom = Isto foi grande demais para o artista. Tente de novo com menos quadros, ou quadros menores.
generator_failed = O desenho deu errado. Tente de novo; não conta no seu limite.
generator_unavailable = O artista não está disponível agora. Tente de novo daqui a alguns minutos.
crashed = Algo deu errado do meu lado. Tente de novo; se continuar, mencione { $reference }.

## O que o terminal diz

terminal_no_folder = A pasta { $folder } não existe.
terminal_closed_folder = Não é possível gravar na pasta { $folder }. Escolha outra com --out.
terminal_is_folder = { $path } é uma pasta; dê o nome de um arquivo dentro dela.
terminal_no_plain_file = { $path } não é um arquivo comum. Escolha outro.
terminal_file_exists = { $path } já existe; --force o substitui.
terminal_not_written = O quadrinho { $uuid } está pronto e na sua galeria, mas não pôde ser gravado: { $reason }
terminal_not_fetched = O quadrinho { $uuid } está pronto e na sua galeria (comicai gallery), mas não consegui buscar a imagem.
terminal_server_away = O ComicAI em { $url } não responde. Tente de novo daqui a pouco.
terminal_busy = Outro comando está desenhando nesta pasta de dados há muito tempo. Espere por ele ou interrompa-o.
terminal_job_gone = O pedido { $uuid } não existe mais. Peça o quadrinho de novo.
terminal_database_away = Não é possível usar o banco de dados ({ $reason }). Para ver como resolver: comicai doctor
terminal_no_comics = Nenhum quadrinho aqui. Faça um: comicai comic "um gato abre uma padaria"
terminal_more = Mais: comicai gallery --cursor { $cursor }

## O que só programas e navegadores encontram

unforeseen = { crashed }
bad_json = O corpo não é um JSON válido.
bad_request = Não entendi esta requisição.
body_too_large = O corpo é grande demais; no máximo { $limit } bytes.
wrong_media_type = Envie o corpo como application/json, por favor.
no_such_route = Não há nada neste endereço.
wrong_method = Este endereço só aceita { $allowed }.
foreign_origin = Isto veio de outro site, por isso recusei. Use a nossa página, por favor.

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
web_idea_bakery = Um gato abre uma padaria na Lua e pergunta “Quem quer um croissant?”
web_idea_samurai = Um samurai volta para casa na chuva e encontra um gatinho debaixo de um guarda-chuva
web_idea_robot = Um robô aprende a nadar na praia: “Será que eu sou à prova d’água?”
web_messages = Seus quadrinhos e como estão indo
web_older = Mostrar mais antigos
web_story = Sua história
web_story_hint = O que acontece?
web_make = Criar
web_commands = Comandos
web_command_comic = cria um quadrinho com o que vem depois
web_command_mygallery = mostra seus quadrinhos ou busca neles
web_command_help = o que eu sei fazer
web_unknown_command = Não conheço { $command }. Existem /comic, /mygallery e /help.
web_empty_story = Conte o que acontece: uma frase basta.
web_help =
    Escreva uma história e eu a desenho em quadrinhos. O que estiver “entre aspas” vira balão de fala.
    /comic cria um quadrinho, /mygallery mostra seus quadrinhos ou busca neles.
    Abaixo de um quadrinho você pode pedir outro desenho, mudá-lo, continuá-lo, favoritar, compartilhar ou excluir.
    Com uma conta, seus quadrinhos são seus em qualquer aparelho, e você pode vincular Discord e Telegram.
web_style = Estilo
web_panels = Quadros
web_mode_edit = Mude o que quiser e eu desenho de novo.
web_mode_continue = E depois, o que acontece?
web_continue_hint = E então…
web_relation_again = Desenhado mais uma vez
web_relation_retry = Nova tentativa
web_relation_edit = Outra versão
web_relation_continue = A continuação
web_sending = Enviando sua história
web_not_sent_yet = Não estou acessível agora. Sua história está guardada e será enviada assim que der.
web_reconnecting = A conexão caiu. Estou tentando de novo; nada se perdeu.
web_away = Não estou acessível agora. Tente de novo em instantes.
web_unclear = Não funcionou e não sei dizer por quê. Tente de novo.
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
web_adults_why = Este quadrinho foi feito em um lugar com restrição de idade e pode não ser para todo mundo.
web_adults_show = Sou maior de idade: mostrar

# o que dá para fazer com um quadrinho

web_favorite = Favoritar
web_favorite_is = Favorito
web_details = Detalhes
web_read = Ler como texto
web_download = Baixar
web_share = Compartilhar
web_share_what = Quem tiver o link poderá ver este quadrinho. Você pode desfazê-lo quando quiser.
web_share_make = Criar link
web_share_is = Quem tiver este link pode ver o quadrinho:
web_share_link = Link deste quadrinho
web_share_end = Desfazer o link
web_copy = Copiar link
web_copied = Copiado
web_report = Denunciar
web_report_why = O que há de errado?
web_report_send = Enviar denúncia
web_reported = Obrigado. Quem administra este lugar vai verificar.
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
web_none_found = Nada corresponde. Tente menos palavras ou outros filtros.
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
web_who_visitor = Você é visitante; este navegador conhece seus quadrinhos: { $count }
web_who_member = Conectado como { $name }. Quadrinhos: { $count }
web_sign_up = Criar conta
web_sign_up_why = Guarde seus quadrinhos, veja-os em qualquer aparelho e vincule Discord e Telegram. O que você já fez aqui vem junto.
web_log_in = Entrar
web_log_out = Sair
web_email = E-mail
web_password = Senha
web_new_password = Nova senha
web_old_password = Senha atual
web_password_hint = Pelo menos { $least } caracteres; algumas palavras é o ideal.
web_name = Nome (opcional)
web_adopt = Levar os quadrinhos que fiz neste navegador
web_welcome_member = Boas-vindas! Agora seus quadrinhos ficam guardados.
web_logged_in = Que bom ver você de novo!
web_logged_out = Você saiu.
web_language = Idioma
web_language_which = Idioma destas páginas
web_linked = Onde você é conhecido
web_linked_why = Vincule seus chats e todos mostrarão a mesma galeria.
web_get_code = Obter um código
web_enter_code = Tenho um código
web_code_what = Digite-o com /link no outro chat.
web_code_until = Funciona uma vez, até { $time }.
web_unlink = Desvincular
web_unlinked = Desvinculado. Os quadrinhos ficam aqui.
web_change_password = Mudar senha
web_password_changed = A senha foi mudada. Todos os outros acessos terminaram.
web_leaving = Saída
web_everywhere_out = Sair de todos os lugares
web_forget = Excluir tudo
web_forget_what = Isto remove você e todos os seus quadrinhos para sempre, em todos os chats vinculados. Não dá para desfazer.
web_forget_sure = Sim, excluir tudo o que fiz
web_forgotten = Tudo foi excluído.
web_link_title = Vincular outro chat
web_link_what = Digite o código que outro chat ou navegador mostrou.
web_code = Código
web_link_look = O que seria vinculado?
web_link_together = Isto seria reunido
web_link_comics = Quadrinhos: { $count }
web_link_lasting = Só continue se o código for seu. Depois, os dois serão uma pessoa com uma só galeria.
web_link_do = Sim, sou eu: vincular
web_link_not = Não, deixar assim

## Nos chats: mensagens

words_by = Palavras de { $author }
one_moment_for = um momento, seu quadrinho está a caminho …
one_moment = Um momento, seu quadrinho está a caminho …
fetch_later = Está demorando mais que o normal, e não consigo voltar sozinho a esta mensagem. Aperte o botão daqui a pouco e trago seu quadrinho para cá. Ele também estará em /mygallery.
place_closed = Não consigo responder onde você pediu: o tópico ou canal está trancado, arquivado ou não existe mais. Peça em outro lugar, ou aqui mesmo.
kept_in_gallery = Seu quadrinho está pronto, mas não consigo mostrá-lo aqui. Você o encontra com /mygallery.
perhaps_there = Seu quadrinho está pronto. Se ele não estiver onde você pediu, aperte o botão e eu trago para cá.
notice_ready = seu quadrinho está pronto.
notice_ended = há novidades sobre seu quadrinho.
blocked_here = As regras deste servidor não permitem essas palavras, então não mostro este quadrinho aqui. Quem pediu o recebe em particular.
blocked_reason = As regras do servidor não permitem essas palavras lá, então aqui está seu quadrinho, só para você.
adults_only_here = Este canal não tem mais restrição de idade, então não mostro este quadrinho aqui. Quem pediu o recebe em particular, ou o encontra em /mygallery.
comic_removed = Excluído. Por pouco tempo você ainda pode trazê-lo de volta.
message_removed = Removi a mensagem. O quadrinho continua na galeria de quem o criou.
reported = Obrigado. A moderação vai dar uma olhada.
report_arrived = O quadrinho { $comic } foi denunciado por
original_too_large = O original é maior do que este chat aceita. O que você vê acima é o maior tamanho possível aqui.
restarting = Estou reiniciando. Tente de novo em um minuto.
command_outdated = Este comando mudou. Digite-o de novo.
button_outdated = Este botão é de outra versão minha. Use /mygallery.
gallery_empty = Sua galeria está vazia. Crie seu primeiro quadrinho com /comic.
gallery_no_favorites = Nenhum favorito aqui. A estrela abaixo de um quadrinho o torna um.
gallery_nothing_found = Não encontrei nenhum quadrinho assim na sua galeria.
queue_empty = Nada seu está em andamento. Comece com /comic.
link_code =
    Seu código: { $code }
    Digite-o em até { $minutes } min onde mais você me usa: /link no Discord ou Telegram, ou na web. Não mostre a ninguém: quem o digitar compartilha sua galeria.
link_preview = Isto junta uma única galeria para: { $identities }. Quadrinhos nela: { $comics }. Não pode ser desfeito.
link_done = Pronto. Uma galeria para: { $identities }
privacy = Guardo o que você pediu, os quadrinhos, suas configurações e o número pelo qual esta plataforma conhece você. Nenhum nome, nenhum endereço, nenhuma outra mensagem. Suas palavras vão para o artista que desenha e para mais ninguém. O que você digita depois do meu nome em outras conversas do Telegram eu guardo por um ano, para que o botão funcione.
privacy_yours = De você tenho: { $comics } quadrinhos, e conheço você por: { $identities }
forget_confirm = Isto remove todos os seus quadrinhos, configurações e vínculos, em todo lugar, de uma vez e para sempre. O que foi publicado em chats fica lá até alguém excluir a mensagem.
forgotten = Pronto. Não sei mais nada sobre você.
help =
    /comic desenha um quadrinho a partir de uma frase: “um gato abre uma padaria na lua”. O que está entre aspas é falado.
    /mygallery mostra seus quadrinhos, /queue o que está em andamento.
    /link junta Discord, Telegram e a web numa só galeria.
    /settings e /privacy são sobre você, /comicadmin é para quem administra um servidor.
    Abaixo de cada quadrinho: de novo, editar, continuar e mais.
platform_web = a web
platform_terminal = o terminal
setting_notify = Avisar quando um quadrinho demorado estiver pronto
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
button_share_elsewhere = Compartilhar numa conversa …
button_delete = Excluir
button_delete_now = Sim, excluir
button_keep = Manter
button_restore = Trazer de volta
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
form_next = O que acontece depois?
form_reason = O que há de errado?
form_style = Estilo (opcional)
form_panels = Quadros, de 1 a 12 (opcional)
form_as_it_was = Como estava

## Nos chats: comandos, como o Discord os lista

command_comic = Desenha um quadrinho a partir de uma frase
command_mygallery = Mostra seus quadrinhos
command_link = Uma só galeria no Discord, no Telegram e na web
command_queue = Mostra o que está em andamento
command_options = Desenha um quadrinho e escolhe estilo, quadros e layout por botões
command_settings = Muda como trato você
command_help = O que eu sei fazer
command_privacy = O que guardo sobre você e como excluir
command_comicadmin = Regras para quadrinhos aqui
menu_comic = Criar quadrinho
reason_sexual = Conteúdo sexual
reason_hate = Ofensivo ou de ódio
reason_violence = Cruel ou violento
reason_person = Mostra uma pessoa real
reason_stolen = É obra de outra pessoa
reason_other = Outra coisa
form_more = Algo a acrescentar?
form_reply_reason = Responda a esta mensagem com as suas palavras.
option_prompt = historia
option_style = estilo
option_panels = quadros
option_layout = disposicao
option_aspect = proporcao
option_seed = semente
option_private = privado
option_search = busca
option_favorites = favoritos
option_code = codigo
about_prompt = O que acontece? O que está entre aspas é falado.
about_style = Como é desenhado
about_panels = Quantos quadros, de 1 a 12
about_layout = Como os quadros são dispostos
about_aspect = Formato de um quadro
about_seed = O mesmo número desenha o mesmo quadrinho
about_private = Só você vê
about_search = Palavras da história
about_gallery_style = Só deste estilo
about_favorites = Só favoritos
about_code = Um código de /link de outro lugar; vazio: criar um
layout_auto = Como ficar melhor
layout_strip = Tira
layout_grid = Grade
layout_page = Página
layout_vertical = Vertical
admin_show = Mostra o que está definido
admin_pause = Pausa os quadrinhos aqui ou continua
admin_about_paused = Se os quadrinhos estão pausados
admin_private = Mostra quadrinhos só a quem pediu
admin_about_private = Se as respostas são privadas
admin_channel = Permite quadrinhos num canal, ou não mais; sem nenhum, em todos
admin_about_channel = O canal
admin_style = Permite um estilo, ou não mais; sem nenhum, todos
admin_about_style = O estilo
admin_words = Define as palavras que nenhuma história pode conter
admin_about_words = Separadas por vírgulas; vazio: nenhuma
admin_limit = Define quantos quadrinhos por dia este servidor pode criar
admin_about_limit = Quadrinhos por dia; 0: sem limite próprio
admin_log = Escolhe onde aviso a moderação sobre denúncias
admin_about_log = O canal; vazio: nenhum
admin_ban = Não aceita pedidos de alguém neste servidor
admin_about_user = Quem
admin_unban = Volta a aceitar pedidos de alguém
admin_about_unban = Quem pode pedir de novo
banned_here = Não aceito mais pedidos dessa pessoa aqui.
unbanned = Essa pessoa pode pedir de novo.
admin_yes = ativado
admin_no = desativado
admin_nothing = nada definido
admin_is_paused = Pausado: { $value }
admin_is_private = Respostas privadas: { $value }
admin_has_channels = Canais: { $value }
admin_has_styles = Estilos: { $value }
admin_has_words = Palavras proibidas: { $value }
admin_has_limit = Quadrinhos por dia: { $value }
admin_has_log = Denúncias vão para: { $value }

## In Telegram

help_telegram =
    É só me escrever uma frase, como “um gato abre uma padaria na lua”, e eu a desenho como quadrinho. O que está entre aspas é falado. Em grupos, escreva /comic antes, ou responda a uma mensagem com /comic.
    /options deixa escolher estilo e quadros por botões; ou digite: --style manga --panels 6
    /mygallery mostra seus quadrinhos, /queue o que está em andamento, /cancel cancela.
    /link junta Discord, Telegram e a web numa só galeria.
    /settings e /privacy são sobre você, /comicadmin é para quem administra um grupo.
    Abaixo de cada quadrinho: de novo, editar, continuar e mais.
unknown_command = Não conheço { $command }. O que sei fazer:
heard = Entendi! Um momento …
kept_for_later = Anotei o seu pedido e começo assim que o meu banco de dados voltar. Não precisa pedir de novo.
answered_in_private = Respondo na nossa conversa privada.
group_closed = Não posso escrever naquele grupo, por isso respondo aqui.
no_pictures_here = Não posso mostrar imagens aqui. Quem pediu encontra o quadrinho numa conversa privada comigo: abra-a e envie /mygallery.
start_first = Isso é só para você, então respondo em uma conversa privada, e lá você precisa me escrever primeiro. Toque no botão e tente de novo.
button_start = Abrir a conversa privada
option_unknown = Não conheço { $option }. Conheço --style, --panels, --layout, --aspect, --seed e --private. Envie de novo, ou desenho do jeito que está?
button_draw_without = Desenhar assim mesmo
style_unknown = Que estilo você quer?
options_ask = Como devo desenhar?
button_options = Opções
draw_this = Quer que eu desenhe isto?
draw_caption = Imagens não sei ler, mas palavras sim. Quer que eu desenhe o que você escreveu na legenda?
button_draw = Desenhar
only_text = Eu desenho o que você escreve: basta uma frase, como “um gato abre uma padaria na lua”. Fotos, figurinhas e mensagens de voz eu não sei ler.
anonymous = Não sei quem você é enquanto escreve em nome de um grupo ou canal. Escreva com o seu próprio nome.
message_gone = A mensagem de que se tratava não existe mais. Envie de novo, por favor.
telegram_refused = O Telegram não me deixa fazer isso agora. Tente de novo em um minuto.
form_reply = Responda a esta mensagem com as suas palavras. Opções como --style manga também funcionam.
welcome = Olá! Escreva uma frase e eu a desenho como quadrinho, como este: “um gato abre uma padaria na lua”. O que está entre aspas é falado. Aqui vão algumas ideias para começar:
idea_1 = Um gato abre uma padaria na lua
idea_2 = Uma avó vence uma corrida de bicicleta. “Devagar demais!”, ri ela
idea_3 = Dois robôs tentam cozinhar macarrão pela primeira vez
command_cancel = Cancelar o que está em andamento
admin_usage =
    /comicadmin pause on, ou off
    /comicadmin private on, ou off: as respostas vão para conversas privadas
    /comicadmin topic: quadrinhos só neste tópico, ou não mais
    /comicadmin style manga: permite um estilo, ou não mais
    /comicadmin words a, b: palavras que nenhuma história pode conter
    /comicadmin limit 20: quadrinhos por dia; 0 para não ter limite
    /comicadmin log on, ou off: as denúncias chegam aqui
    /comicadmin ban, ou unban: como resposta a alguém
report_in_group = O quadrinho { $comic } foi denunciado. Quem administra este grupo pode excluí-lo pelo botão abaixo da imagem.
admin_in_group = Isso é para grupos. Escreva no grupo que você administra, por favor.
admin_reply_to = Envie isto como resposta a uma mensagem da pessoa de quem se trata.
inline_draw = Desenhar: { $story }
inline_placeholder = Um quadrinho vai aparecer aqui. Se nada acontecer, quem o pediu aperta o botão:
inline_bring = Mostra este quadrinho na conversa
button_bring = Mostrar aqui
inline_start_first = Este quadrinho está pronto. Para pôr a imagem aqui, preciso de uma conversa privada com quem o pediu: abra-a, toque em Iniciar e depois busque o quadrinho.

## O que se diz a quem opera

ops_old_job = ⚠️ ComicAI: há um quadrinho na fila há { $minutes } minutos.
ops_old_job_over = ✅ ComicAI: a fila voltou a andar. A espera foi longa demais por cerca de { $minutes } min.
ops_undeliverable = ⚠️ ComicAI: { $lost } das { $total } entregas da última hora não chegaram a ninguém.
ops_undeliverable_over = ✅ ComicAI: os quadrinhos voltaram a chegar. Isso durou cerca de { $minutes } min.
ops_generator = ⚠️ ComicAI: o gerador não responde. Os pedidos ficam guardados e serão desenhados quando ele voltar.
ops_generator_over = ✅ ComicAI: o gerador voltou a responder. Ficou fora do ar por cerca de { $minutes } min.
ops_sweep = ⚠️ ComicAI: faz { $minutes } minutos que ninguém faz a varredura. Há algum worker rodando?
ops_sweep_over = ✅ ComicAI: a varredura voltou a ser feita. Isso durou cerca de { $minutes } min.
ops_database = ⚠️ ComicAI: o banco de dados não responde. Até que volte, novos pedidos são recusados.
ops_database_over = ✅ ComicAI: o banco de dados voltou a responder. Ficou fora do ar por cerca de { $minutes } min.
ops_daily = 📊 ComicAI, últimas 24 horas: { $asked } pedidos, { $drawn } quadrinhos, { $failed } falhas. Maior espera: { $seconds } s.
