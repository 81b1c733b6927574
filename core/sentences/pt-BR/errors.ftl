## O que a pessoa pode resolver

empty_prompt = Conte o que devo desenhar: basta uma frase, como “um gato abre uma padaria na lua”.
prompt_too_long = Sua história tem { $length } caracteres, e eu aceito no máximo { $limit }. Encurte um pouco, por favor.
prompt_rejected = Este eu não posso desenhar. Tente com outras palavras.
output_rejected = O desenho saiu de um jeito que não posso mostrar. Tente de novo ou com outras palavras.
letters_missing = Não tenho letras para a escrita deste texto. Tente escrever em outra.
invalid_request = Algumas opções não funcionam. { $fields }
queue_full = { $limit ->
    [one] Você já tem um quadrinho em andamento, e não dou conta de mais. Espere ficar pronto ou cancele.
   *[other] Você já tem { $limit } quadrinhos em andamento, e não dou conta de mais. Espere um ficar pronto ou cancele um.
}
daily_limit = Você chegou ao limite de { $limit ->
    [one] um quadrinho
   *[other] { $limit } quadrinhos
} por hoje. Dá para continuar às { $resets }.
chat_limit = { $limit ->
    [one] Este chat já fez seu único quadrinho de hoje.
   *[other] Este chat já fez seus { $limit } quadrinhos de hoje.
} Dá para continuar às { $resets }.
total_limit = { $limit ->
    [one] O único quadrinho de hoje já foi desenhado.
   *[other] Todos os { $limit } quadrinhos de hoje já foram desenhados.
} Volte às { $resets }, por favor.
user_budget = Você já usou o orçamento de imagens de hoje. Dá para continuar às { $resets }.
chat_budget = Este chat já usou o orçamento de imagens de hoje. Dá para continuar às { $resets }.
total_budget = O orçamento de imagens de hoje acabou. Volte às { $resets }, por favor.
register_limit = Foram criadas contas demais a partir da sua rede. Tente de novo às { $resets }.
banned = Você não pode fazer quadrinhos aqui. Se acha que é um engano, fale com a administração.
chat_paused = A moderação pausou os quadrinhos aqui por enquanto. Você pode criá-los numa conversa privada comigo.
elsewhere = Não dá para fazer quadrinhos neste canal. Use outro, ou uma conversa privada comigo.
style_off = Este estilo está desativado aqui. Escolha outro.
private_only = Isso é só para você, e aqui outras pessoas veriam.
age_restricted = Este quadrinho vem de um canal com restrição de idade. Só o publico em canais assim; em qualquer outro lugar, só você pode ver.
author_objects = Quem escreveu isso não quer que outros desenhem suas palavras.
not_moderator = Aqui, só a moderação pode fazer isso.
not_found = Não encontrei isso. Pode ter sido apagado ou não ser seu.
forbidden = Você só pode fazer isso em seu próprio nome. Deixe userId de fora ou use o seu.
conflict = Esta Idempotency-Key já foi usada em outro pedido. Use uma nova, por favor.
unauthorized = Entre na sua conta primeiro.
wrong_login = E-mail ou senha incorretos. Confira os dois, por favor.
too_many_tries = Foram tentativas demais. Espere { $seconds ->
    [one] um segundo
   *[other] { $seconds } segundos
}, por favor.
email_taken = Já existe uma conta com este e-mail. Entre com ela, por favor.
link_code_invalid = Este código não funciona: talvez tenha sido digitado errado, já tenha sido usado ou tenha mais de dez minutos. Peça um novo, por favor.
link_same_person = Este código é seu mesmo. Digite-o no outro chat que você quer vincular.
last_identity = Este é o único acesso à sua galeria, por isso não posso desvincular. Para remover tudo, use “Excluir tudo”.

## O que ninguém no chat pode resolver

storage_unavailable = Não consigo aceitar pedidos agora, e nada foi salvo. Tente de novo daqui a um minuto.
unconfirmed = Não consegui confirmar se deu certo. Confira antes de tentar de novo.
disk_full = Não há mais espaço para novos quadrinhos. Avise a administração, por favor.
engine_unavailable = Ninguém está desenhando agora. Tente de novo daqui a um minuto.
image_store_unavailable = Não consigo acessar as imagens agora. Tente de novo daqui a um minuto.
image_missing = Esta imagem não existe mais. Você pode pedir o desenho de novo.
bad_image = Esta imagem está danificada. Você pode pedir o desenho de novo.
bad_response = A imagem se perdeu no caminho. Tente de novo, por favor.
gpu_oom = Isto foi grande demais para o artista. Tente de novo com menos quadros, ou quadros menores.
generator_failed = O desenho deu errado. Tente de novo; isso não conta para o seu limite.
generator_unavailable = O artista não está disponível agora. Tente de novo daqui a alguns minutos.
crashed = Algo deu errado do meu lado. Tente de novo; se continuar, informe { $reference }.

## Comandos e botões que falham nos chats

restarting = Estou reiniciando. Tente de novo em um minuto.
command_outdated = Este comando mudou. Digite-o de novo.
button_outdated = Este botão é de outra versão minha. Use /mygallery.
telegram_refused = O Telegram não me deixa fazer isso agora. Tente de novo em um minuto.

## O que só programas e navegadores encontram

unforeseen = { crashed }
bad_json = O corpo não é um JSON válido.
bad_request = Não entendi esta requisição.
body_too_large = O corpo é grande demais; são permitidos no máximo { $limit } bytes.
wrong_media_type = Envie o corpo como application/json, por favor.
no_such_route = Não há nada neste endereço.
gone = Isto não existe mais.
wrong_method = Este endereço só aceita { $allowed }.
foreign_origin = Isto veio de outro site, por isso recusei. Use a nossa página, por favor.
