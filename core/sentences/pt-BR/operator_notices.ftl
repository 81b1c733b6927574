## O que se diz a quem opera

ops_old_job = ⚠️ ComicAI: há um quadrinho esperando na fila há { $minutes ->
    [one] um minuto
   *[other] { $minutes } minutos
}.
ops_old_job_over = ✅ ComicAI: a fila voltou a andar. A espera foi longa demais por cerca de { $minutes } min.
ops_undeliverable = ⚠️ ComicAI: os quadrinhos não estão chegando. Entregas que falharam na última hora: { $lost } de { $total }.
ops_undeliverable_over = ✅ ComicAI: os quadrinhos voltaram a chegar. Isso durou cerca de { $minutes } min.
ops_generator = ⚠️ ComicAI: o gerador não responde. Os pedidos ficam guardados e serão desenhados quando ele voltar.
ops_generator_over = ✅ ComicAI: o gerador voltou a responder. Ficou fora do ar por cerca de { $minutes } min.
ops_unauthorized = ⚠️ ComicAI: o serviço que pinta recusa o token. Os pedidos ficam guardados e serão pintados quando artist.token estiver certo.
ops_no_credit = ⚠️ ComicAI: a conta no serviço que pinta está sem crédito. Os pedidos ficam guardados e serão pintados quando houver crédito.
ops_generator_blocked = ⚠️ ComicAI: o gerador não consegue desenhar no momento; o log dele diz por quê. Os pedidos ficam guardados e serão desenhados quando ele conseguir.
ops_generator_ready = ✅ ComicAI: o gerador voltou a desenhar. Ficou sem conseguir por cerca de { $minutes } min.
ops_sweep = ⚠️ ComicAI: ninguém faz a varredura há { $minutes ->
    [one] um minuto
   *[other] { $minutes } minutos
}. Há algum worker rodando?
ops_sweep_over = ✅ ComicAI: a varredura voltou a ser feita. Isso durou cerca de { $minutes } min.
ops_generator_refuses = ⚠️ ComicAI: o gerador recusa nossos pedidos, e os quadrinhos esperam. O token, o crédito ou generator.buckets está errado; `comicai doctor` diz mais.
ops_generator_refuses_over = ✅ ComicAI: o gerador voltou a aceitar nossos pedidos. Ele os recusou por cerca de { $minutes } min.
ops_failures = ⚠️ ComicAI: { $failed } dos últimos { $total } quadrinhos falharam, quase sempre por { $reason }.
ops_failures_over = ✅ ComicAI: os quadrinhos voltaram a dar certo. Isso durou cerca de { $minutes } min.
ops_gpu_stuck = ⚠️ ComicAI: a GPU alugada não pode ser usada, e os quadrinhos esperam. `comicai gpu status` diz por quê.
ops_gpu_stuck_over = ✅ ComicAI: a GPU alugada voltou a funcionar. Isso durou cerca de { $minutes } min.
ops_gpu_balance = ⚠️ ComicAI: o saldo na Jarvis Labs dá para menos de duas horas de GPU.
ops_gpu_balance_over = ✅ ComicAI: o saldo na Jarvis Labs voltou a dar para mais de duas horas.
ops_database = ⚠️ ComicAI: o banco de dados não responde. Até que volte, novos pedidos são recusados.
ops_database_over = ✅ ComicAI: o banco de dados voltou a responder. Ficou fora do ar por cerca de { $minutes } min.
ops_daily = 📊 ComicAI, últimas 24 horas. Pedidos: { $asked }, quadrinhos: { $drawn }, falhas: { $failed }. Maior espera: { $seconds } s.
ops_daily_paid = 📊 ComicAI, últimas 24 horas. Pedidos: { $asked }, quadrinhos: { $drawn }, falhas: { $failed }. Maior espera: { $seconds } s. Imagens pagas: { $images }, US$ { $usd }.
