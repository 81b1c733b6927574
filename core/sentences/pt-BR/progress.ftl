## Recibos, posições na fila, etapas e finais de um trabalho

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
sketch_note = Desenhado pelo artista de esboços integrado. Para que um modelo pinte, configure artist.kind.

artist_away = O artista não está respondendo no momento; seu quadrinho continua na fila
gpu_waking = Acordando o artista
gpu_waking_usually = Acordando o artista; costuma levar { $eta }
gpu_stuck = No momento não dá para acordar o artista; seu quadrinho continua na fila
gpu_budget = O orçamento do artista para hoje acabou; seu quadrinho continua na fila
stage_waking = Acordando o artista; isso pode levar um ou dois minutos
stage_submitting = Entregando sua história ao artista
stage_restarting = Começando de novo
stage_remote_queue = Esperando um artista livre
stage_planning = Planejando os quadros
stage_rendering = Desenhando
stage_lettering = Escrevendo os balões
stage_uploading = Buscando a imagem
stage_verifying = Dando os últimos retoques
panel = Desenhando o quadro { $panel } de { $panels }

eta_seconds = cerca de { $seconds } s
eta_minutes = cerca de { $minutes } min

queue_empty = Você não tem nada em andamento. Comece com /comic.
