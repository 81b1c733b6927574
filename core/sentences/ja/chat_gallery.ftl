## チャットのギャラリー

comic_removed = 削除しました。しばらくの間は元に戻せます。
message_removed = メッセージを消しました。コミックは作った人のギャラリーに残ります。
gallery_empty = ギャラリーはまだ空です。/comic で最初のコミックを作りましょう。
gallery_no_favorites = お気に入りはまだありません。コミックの下の星で追加できます。
gallery_nothing_found = ギャラリーにそのようなコミックは見つかりませんでした。
