## Opções que foram ajustadas

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
notice_sketch = O orçamento de imagens pintadas de hoje acabou, então este saiu como esboço.
notice_lowered_size = Faltou memória ao artista, então este saiu menor.
notice_lowered_quality = Faltou memória ao artista, então este saiu como rascunho.
notice_style_not_offered = O estilo { $style } não é usado aqui, então escolhi um dos que são.
