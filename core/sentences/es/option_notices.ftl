## Opciones que se ajustaron

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
notice_sketch = El presupuesto de imágenes pintadas de hoy se ha agotado, así que este salió como boceto.
notice_lowered_size = Al dibujante le faltó memoria, así que este salió más pequeño.
notice_lowered_quality = Al dibujante le faltó memoria, así que este salió como borrador.
notice_style_not_offered = El estilo { $style } no se usa aquí, así que elegí uno de los que sí.
