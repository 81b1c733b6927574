## O caminho de um pedido até o quadrinho

accepted = Deixa comigo!
accepted_ready_in = Deixa comigo! Fica pronto em { $eta }.
accepted_in_line = Deixa comigo! Você é o número { $position } da fila
waiting = Anotado! Começo assim que um dos seus outros quadrinhos ficar pronto
queued = { $position ->
    [1] Você é o próximo da fila
   *[other] Você é o número { $position } da fila
}
already_finished = Este quadrinho já está pronto.
canceled = Cancelado. Isso não conta para o seu limite.
expired = Demorou demais, então parei. Tente de novo; isso não conta para o seu limite.
sketch_note = Desenhado pelo artista de esboços integrado. Para desenhar numa GPU, configure generator.url.

stage_waking = Acordando o artista; isso pode levar um ou dois minutos
stage_submitting = Entregando sua história ao artista
stage_remote_queue = Esperando um artista livre
stage_planning = Planejando os quadros
stage_rendering = Desenhando
stage_lettering = Escrevendo os balões
stage_uploading = Buscando a imagem
stage_verifying = Dando os últimos retoques
panel = Desenhando o quadro { $panel } de { $panels }

with_eta = { $text }, { $eta }
labelled = { $label }: { $value }
listed = { $first }, { $next }
eta_seconds = cerca de { $seconds } s
eta_minutes = cerca de { $minutes } min

## O que foi ajustado para o pedido caber

notice_default = Não consegui usar o que você escolheu para { $option }, então mantive o padrão.
notice_clamped = Mudei { $option } para { $value }, o valor mais próximo que funciona.
notice_cut = Encurtei { $option } para { $limit }, que é o máximo que aceito.
notice_unsupported = Ainda não consigo usar { $option }, então deixei de fora.
notice_layout = { $panels ->
    [one] Um quadro não cabe
   *[other] { $panels } quadros não cabem
} na disposição { $layout }, então escolhi uma que serve.
notice_account = { $option } precisa de uma conta, então deixei de fora. Entre pela web para usar.
notice_age_restricted = Isto vem de um canal com restrição de idade, então aqui só você pode ver.
