## Ayuda y bienvenida en los chats

help =
    /comic dibuja un cómic a partir de una frase: «un gato abre una panadería en la luna». Lo que va entre comillas se convierte en diálogo.
    /mygallery muestra tus cómics, /queue los que están en marcha.
    /link une Discord, Telegram y la web en una sola galería.
    /settings y /privacy son sobre ti, /comicadmin es para quienes moderan un servidor.
    Bajo cada cómic: otra vez, editar, continuar y más.
help_telegram =
    Escríbeme una frase, como «un gato abre una panadería en la luna», y la dibujo como cómic. Lo que va entre comillas se convierte en diálogo. En grupos, escribe /comic delante, o responde a un mensaje con /comic.
    /options deja elegir estilo y viñetas con botones; o escríbelo: --style manga --panels 6
    /mygallery muestra tus cómics, /queue los que están en marcha, /cancel los cancela.
    /link une Discord, Telegram y la web en una sola galería.
    /settings y /privacy son sobre ti, /comicadmin es para quienes administran un grupo.
    Bajo cada cómic: otra vez, editar, continuar y más.
unknown_command = No conozco { $command }. Esto es lo que sé hacer:
welcome = ¡Hola! Escribe una frase y la dibujo como cómic, como este: «un gato abre una panadería en la luna». Lo que va entre comillas se convierte en diálogo. Aquí tienes algunas ideas para empezar:
idea_1 = Un gato abre una panadería en la luna
idea_2 = Una abuela gana una carrera de bicicletas. «¡Demasiado lentos!», se ríe
idea_3 = Dos robots intentan cocinar espaguetis por primera vez
