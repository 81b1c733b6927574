## 受付、順番、進み具合、終わりかた

accepted = 描きはじめます！
accepted_ready_in = 描きはじめます！{ $eta }で完成します。
accepted_in_line = 受け付けました！順番待ちは{ $position }番目です
waiting = 受け付けました。ほかのコミックが一つできしだい始めます
queued = { $position ->
    [1] 次があなたの番です
   *[other] 順番待ち：{ $position }番目
}
already_finished = このコミックはもう完成しています。
canceled = キャンセルしました。回数には数えません。
expired = 時間がかかりすぎたので中止しました。もう一度お試しください。回数には数えません。
sketch_note = 内蔵のスケッチアーティストが描きました。モデルに描かせるには artist.kind を設定してください。

artist_away = いま作家から返事がありません。マンガは順番待ちのままです
gpu_waking = 作家を起こしています
gpu_waking_usually = 作家を起こしています（いつもは{ $eta }）
gpu_stuck = いまは作家を起こせません。マンガは順番待ちのままです
gpu_budget = 今日の作家の予算を使い切りました。マンガは順番待ちのままです
stage_waking = アーティストを起こしています。1〜2分かかることがあります
stage_submitting = アーティストにお話を渡しています
stage_restarting = もう一度描き始めています
stage_remote_queue = 手の空いたアーティストを待っています
stage_planning = コマ割りを考えています
stage_rendering = 描いています
stage_lettering = 文字を入れています
stage_uploading = 画像を受け取っています
stage_verifying = 仕上げています
panel = { $panels }コマ中{ $panel }コマ目を描いています

eta_seconds = あと約{ $seconds }秒
eta_minutes = あと約{ $minutes }分

queue_empty = 作成中のコミックはありません。/comic で始められます。
