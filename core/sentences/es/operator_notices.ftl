## Lo que se dice a quienes operan

ops_old_job = ⚠️ ComicAI: hay un cómic esperando en la cola desde hace { $minutes ->
    [one] un minuto
   *[other] { $minutes } minutos
}.
ops_old_job_over = ✅ ComicAI: la cola vuelve a avanzar. La espera fue demasiado larga durante unos { $minutes } min.
ops_undeliverable = ⚠️ ComicAI: los cómics no están llegando. Entregas fallidas en la última hora: { $lost } de { $total }.
ops_undeliverable_over = ✅ ComicAI: los cómics vuelven a llegar. El fallo duró unos { $minutes } min.
ops_generator = ⚠️ ComicAI: el generador no responde. Las peticiones se guardan y se dibujarán cuando vuelva.
ops_generator_over = ✅ ComicAI: el generador vuelve a responder. Estuvo caído unos { $minutes } min.
ops_unauthorized = ⚠️ ComicAI: el servicio que pinta rechaza el token. Las peticiones se guardan y se pintarán cuando artist.token sea correcto.
ops_no_credit = ⚠️ ComicAI: la cuenta del servicio que pinta se ha quedado sin saldo. Las peticiones se guardan y se pintarán cuando lo tenga.
ops_generator_blocked = ⚠️ ComicAI: el generador no puede dibujar en este momento; su registro dice por qué. Las peticiones se guardan y se dibujarán cuando pueda.
ops_generator_ready = ✅ ComicAI: el generador vuelve a dibujar. No pudo durante unos { $minutes } min.
ops_sweep = ⚠️ ComicAI: nadie ha hecho el barrido desde hace { $minutes ->
    [one] un minuto
   *[other] { $minutes } minutos
}. ¿Hay algún worker en marcha?
ops_sweep_over = ✅ ComicAI: el barrido vuelve a hacerse. El fallo duró unos { $minutes } min.
ops_generator_refuses = ⚠️ ComicAI: el generador rechaza nuestras peticiones y los cómics esperan. Fallan el token, el crédito o generator.buckets; `comicai doctor` dice más.
ops_generator_refuses_over = ✅ ComicAI: el generador vuelve a aceptar nuestras peticiones. Las rechazó unos { $minutes } min.
ops_failures = ⚠️ ComicAI: { $failed } de los últimos { $total } cómics fallaron, casi siempre por { $reason }.
ops_failures_over = ✅ ComicAI: los cómics vuelven a salir bien. El fallo duró unos { $minutes } min.
ops_gpu_stuck = ⚠️ ComicAI: la GPU alquilada no se puede usar y los cómics esperan. `comicai gpu status` dice por qué.
ops_gpu_stuck_over = ✅ ComicAI: la GPU alquilada vuelve a estar disponible. El fallo duró unos { $minutes } min.
ops_gpu_balance = ⚠️ ComicAI: el saldo en Jarvis Labs alcanza para menos de dos horas de GPU.
ops_gpu_balance_over = ✅ ComicAI: el saldo en Jarvis Labs vuelve a alcanzar para más de dos horas.
ops_database = ⚠️ ComicAI: la base de datos no responde. Hasta que vuelva se rechazan las peticiones nuevas.
ops_database_over = ✅ ComicAI: la base de datos vuelve a responder. Estuvo caída unos { $minutes } min.
ops_daily = 📊 ComicAI, últimas 24 horas. Peticiones: { $asked }, cómics: { $drawn }, fallos: { $failed }. Espera más larga: { $seconds } s.
ops_daily_paid = 📊 ComicAI, últimas 24 horas. Peticiones: { $asked }, cómics: { $drawn }, fallos: { $failed }. Espera más larga: { $seconds } s. Imágenes pagadas: { $images }, US$ { $usd }.
