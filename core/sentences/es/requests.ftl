## El camino de una petición hasta el cómic

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
sketch_note = Dibujado por el dibujante de bocetos integrado. Para dibujar en una GPU, configura generator.url.

stage_waking = Despertando al dibujante; puede tardar uno o dos minutos
stage_submitting = Entregando tu historia al dibujante
stage_remote_queue = Esperando a un dibujante libre
stage_planning = Planificando las viñetas
stage_rendering = Dibujando
stage_lettering = Rotulando
stage_uploading = Recogiendo la imagen
stage_verifying = Dando los últimos retoques
panel = Dibujando la viñeta { $panel } de { $panels }

with_eta = { $text }, { $eta }
labelled = { $label }: { $value }
listed = { $first }, { $next }
eta_seconds = unos { $seconds } s
eta_minutes = unos { $minutes } min

## Lo que se ajustó para que la petición encajara

notice_default = No pude usar lo que elegiste para { $option }, así que dejé el valor predeterminado.
notice_clamped = Cambié { $option } a { $value }, el valor más cercano que funciona.
notice_cut = Acorté { $option } a { $limit }, que es lo máximo que admito.
notice_unsupported = Todavía no puedo usar { $option }, así que lo dejé fuera.
notice_layout = { $panels ->
    [one] Una viñeta no cabe
   *[other] { $panels } viñetas no caben
} en la disposición { $layout }, así que elegí una adecuada.
notice_account = { $option } necesita una cuenta, así que lo dejé fuera. Entra por la web para usarlo.
notice_age_restricted = Esto viene de un canal con restricción de edad, así que aquí solo lo ves tú.
