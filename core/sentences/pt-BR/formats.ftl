## Formatos que combinam outras frases

with_eta = { $text }, { $eta }
labelled = { $label }: { $value }
listed = { $first }, { $next }
sentences = { $first } { $next }
