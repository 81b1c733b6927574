## ほかの文をつなぐ書式

with_eta = { $text }（{ $eta }）
labelled = { $label }：{ $value }
listed = { $first }、{ $next }
sentences = { $first }　{ $next }
