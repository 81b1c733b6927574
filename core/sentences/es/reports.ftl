## Denuncias de cómics y sus motivos

reported = Gracias. La moderación le echará un vistazo.
report_arrived = El cómic { $comic } fue denunciado por
reason_sexual = Contenido sexual
reason_hate = Discurso de odio
reason_violence = Cruel o violento
reason_person = Muestra a una persona real
reason_stolen = Es obra de otra persona
reason_other = Otra cosa
report_in_group = El cómic «{ $title }» fue denunciado. Quienes administran este grupo pueden eliminarlo con el botón bajo la imagen.
report_in_group_private = El cómic privado { $comic } fue denunciado. Quienes administran este grupo pueden eliminarlo con el botón bajo la imagen.
