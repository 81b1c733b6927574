## チャットのモデレーター向け：/comicadmin

banned_here = ここではその人のリクエストを受け付けません。
unbanned = その人はまたリクエストできます。
admin_yes = オン
admin_no = オフ
admin_nothing = 未設定
admin_is_paused = 停止中：{ $value }
admin_is_private = 非公開の返答：{ $value }
admin_is_family = ファミリーモード：{ $value }
admin_has_channels = チャンネル：{ $value }
admin_has_styles = 画風：{ $value }
admin_has_words = 使えない言葉：{ $value }
admin_has_limit = 1日のコミック数：{ $value }
admin_has_log = 通報の送り先：{ $value }
admin_usage =
    /comicadmin pause on または off
    /comicadmin private on または off：返事は個別チャットへ
    /comicadmin family on または off：絵を厳しく確認
    /comicadmin topic：このトピックでのコミックを許可・解除
    /comicadmin style manga：画風を許可・解除
    /comicadmin words a, b：お話に使えない言葉
    /comicadmin limit 20：1日のコミックの数、0で通常の上限
    /comicadmin log on または off：通報をここで受け取る
    /comicadmin ban または unban：相手への返信として
admin_in_group = これはグループ用です。管理しているグループで送ってください。
admin_reply_to = 対象の人のメッセージへの返信として送ってください。
