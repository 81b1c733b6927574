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
