## O que a moderação de um chat lê: /comicadmin

banned_here = Não aceito mais pedidos dessa pessoa aqui.
unbanned = Essa pessoa pode voltar a pedir.
admin_yes = ativado
admin_no = desativado
admin_nothing = nada definido
admin_is_paused = Pausado: { $value }
admin_is_private = Respostas privadas: { $value }
admin_is_family = Modo família: { $value }
admin_has_channels = Canais: { $value }
admin_has_styles = Estilos: { $value }
admin_has_words = Palavras proibidas: { $value }
admin_has_limit = Quadrinhos por dia: { $value }
admin_has_log = Denúncias vão para: { $value }
admin_usage =
    /comicadmin pause on, ou off
    /comicadmin private on, ou off: as respostas vão para conversas privadas
    /comicadmin family on, ou off: as imagens são verificadas com rigor
    /comicadmin topic: permite ou proíbe quadrinhos neste tópico
    /comicadmin style manga: permite ou proíbe um estilo
    /comicadmin words a, b: palavras que nenhuma história pode conter
    /comicadmin limit 20: quadrinhos por dia; 0 para o limite normal
    /comicadmin log on, ou off: as denúncias chegam aqui
    /comicadmin ban, ou unban: como resposta a alguém
admin_in_group = Isso só funciona em grupos. Envie num grupo que você administra, por favor.
admin_reply_to = Envie isto como resposta a uma mensagem da pessoa em questão.
