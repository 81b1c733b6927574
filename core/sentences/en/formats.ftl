## Formats that combine other sentences

with_eta = { $text }, { $eta }
labelled = { $label }: { $value }
listed = { $first }, { $next }
sentences = { $first } { $next }
