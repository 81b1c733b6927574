## Formulários e perguntas nos chats

form_draw = Sobre o que será o quadrinho?
form_edit = Editar e redesenhar este quadrinho
form_continue = Continuar esta história
form_report = Denunciar este quadrinho
form_story = Sua história
form_next = E depois, o que acontece?
form_reason = O que há de errado?
form_style = Estilo (opcional)
form_panels = Quadros, de 1 a 12 (opcional)
form_as_it_was = Como estava
form_more = Algo a acrescentar?
form_reply_reason = Responda a esta mensagem com as suas palavras.
form_reply = Responda a esta mensagem com as suas palavras. Opções como --style manga também funcionam.
