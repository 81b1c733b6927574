## ターミナル向け

terminal_no_folder = フォルダー { $folder } がありません。
terminal_closed_folder = フォルダー { $folder } に書き込めません。--out で別の場所を指定してください。
terminal_is_folder = { $path } はフォルダーです。その中のファイル名を指定してください。
terminal_no_plain_file = { $path } は通常のファイルではありません。別の名前を指定してください。
terminal_file_exists = { $path } はすでにあります。上書きするには --force を付けてください。
terminal_not_written = コミック { $uuid } は完成してギャラリーにありますが、ファイルに保存できませんでした：{ $reason }
terminal_not_fetched = コミック { $uuid } は完成してギャラリーにありますが（comicai gallery）、画像を取得できませんでした。
terminal_server_away = { $url } の ComicAI が応答しません。少ししてからもう一度お試しください。
terminal_busy = 別のコマンドがこのデータフォルダーで長い間描いています。終わるまで待つか、止めてください。
terminal_job_gone = リクエスト { $uuid } はもうありません。もう一度お願いしてください。
terminal_database_away = データベースを使えません（{ $reason }）。直し方：comicai doctor
terminal_no_comics = コミックはまだありません。作るには：comicai comic "猫がパン屋を開く"
terminal_more = 続き：comicai gallery --cursor { $cursor }
terminal_not_planned = お話の構成を作れませんでした。{ $reason }
