## Formularios y preguntas en los chats

form_draw = ¿De qué trata el cómic?
form_edit = Editar y redibujar este cómic
form_continue = Continuar esta historia
form_report = Denunciar este cómic
form_story = Tu historia
form_next = ¿Qué pasa después?
form_reason = ¿Qué problema tiene?
form_style = Estilo (opcional)
form_panels = Viñetas, de 1 a 12 (opcional)
form_as_it_was = Como estaba
form_more = ¿Algo que añadir?
form_reply_reason = Responde a este mensaje con tus palabras.
form_reply = Responde a este mensaje con tus palabras. También valen opciones como --style manga.
