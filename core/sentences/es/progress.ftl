## Recibos, puestos en la cola, etapas y finales de un trabajo

accepted = ¡Manos a la obra!
accepted_ready_in = ¡Manos a la obra! Estará listo en { $eta }.
accepted_in_line = ¡Manos a la obra! Vas en el puesto { $position } de la cola
waiting = ¡Anotado! Empiezo en cuanto termine otro de tus cómics
queued = { $position ->
    [1] Eres el siguiente en la cola
   *[other] Vas en el puesto { $position } de la cola
}
already_finished = Este cómic ya está terminado.
canceled = Cancelado. No cuenta para tu límite.
expired = Tardó demasiado, así que paré. Inténtalo de nuevo; no cuenta para tu límite.
sketch_note = Dibujado por el dibujante de bocetos integrado. Para que pinte un modelo, configura artist.kind.

artist_away = El artista no responde en este momento; tu cómic sigue en la cola
gpu_waking = Despertando al artista
gpu_waking_usually = Despertando al artista; suele tardar { $eta }
gpu_stuck = Ahora mismo no se puede despertar al artista; tu cómic sigue en la cola
gpu_budget = El presupuesto del artista para hoy se ha agotado; tu cómic sigue en la cola
stage_waking = Despertando al dibujante; puede tardar uno o dos minutos
stage_submitting = Entregando tu historia al dibujante
stage_restarting = Empezando de nuevo
stage_remote_queue = Esperando a un dibujante libre
stage_planning = Planificando las viñetas
stage_rendering = Dibujando
stage_lettering = Rotulando
stage_uploading = Recogiendo la imagen
stage_verifying = Dando los últimos retoques
panel = Dibujando la viñeta { $panel } de { $panels }

eta_seconds = unos { $seconds } s
eta_minutes = unos { $minutes } min

queue_empty = No tienes nada en marcha. Empieza con /comic.
