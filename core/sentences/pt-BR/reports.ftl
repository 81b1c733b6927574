## Denúncias de quadrinhos e os seus motivos

reported = Obrigado. A moderação vai dar uma olhada.
report_arrived = O quadrinho { $comic } foi denunciado por
reason_sexual = Conteúdo sexual
reason_hate = Discurso de ódio
reason_violence = Cruel ou violento
reason_person = Mostra uma pessoa real
reason_stolen = É obra de outra pessoa
reason_other = Outra coisa
report_in_group = O quadrinho “{ $title }” foi denunciado. Quem administra este grupo pode excluí-lo com o botão abaixo da imagem.
report_in_group_private = O quadrinho privado { $comic } foi denunciado. Quem administra este grupo pode excluí-lo com o botão abaixo da imagem.
