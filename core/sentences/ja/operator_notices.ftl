## 運用者へのお知らせ

ops_old_job = ⚠️ ComicAI：{ $minutes }分間、順番待ちのままのコミックがあります。
ops_old_job_over = ✅ ComicAI：順番待ちが動き出しました。長い待ち時間は約{ $minutes }分間続きました。
ops_undeliverable = ⚠️ ComicAI：コミックが届いていません。直近1時間の配信{ $total }件のうち{ $lost }件が失敗しました。
ops_undeliverable_over = ✅ ComicAI：コミックがまた届くようになりました。問題は約{ $minutes }分間続きました。
ops_generator = ⚠️ ComicAI：ジェネレーターが応答しません。リクエストは保存され、復旧後に描かれます。
ops_generator_over = ✅ ComicAI：ジェネレーターが復旧しました。停止していたのは約{ $minutes }分間です。
ops_unauthorized = ⚠️ ComicAI：描画サービスがトークンを拒否しています。リクエストは保存され、artist.token が正しくなると描かれます。
ops_no_credit = ⚠️ ComicAI：描画サービスのアカウントの残高がありません。リクエストは保存され、残高が補充されると描かれます。
ops_generator_blocked = ⚠️ ComicAI：ジェネレーターが現在描けません。理由はログにあります。リクエストは保存され、描けるようになると描かれます。
ops_generator_ready = ✅ ComicAI：ジェネレーターがまた描けるようになりました。描けなかったのは約{ $minutes }分間です。
ops_sweep = ⚠️ ComicAI：{ $minutes }分間、スイープが行われていません。ワーカーは動いていますか？
ops_sweep_over = ✅ ComicAI：スイープが再開されました。問題は約{ $minutes }分間続きました。
ops_generator_refuses = ⚠️ ComicAI：ジェネレーターがリクエストを拒否しているため、マンガが待っています。トークン、残高、generator.buckets のどれかに問題があります。詳しくは `comicai doctor` で。
ops_generator_refuses_over = ✅ ComicAI：ジェネレーターがまたリクエストを受け付けています。拒否されていたのは約{ $minutes }分間です。
ops_failures = ⚠️ ComicAI：直近{ $total }件のうち{ $failed }件のマンガが失敗しました。多い理由は { $reason } です。
ops_failures_over = ✅ ComicAI：マンガがまた描けるようになりました。問題は約{ $minutes }分間続きました。
ops_gpu_stuck = ⚠️ ComicAI：レンタル GPU が使えず、マンガが待っています。理由は `comicai gpu status` でわかります。
ops_gpu_stuck_over = ✅ ComicAI：レンタル GPU がまた使えるようになりました。問題は約{ $minutes }分間続きました。
ops_gpu_balance = ⚠️ ComicAI：Jarvis Labs の残高が GPU 2時間分を下回りました。
ops_gpu_balance_over = ✅ ComicAI：Jarvis Labs の残高がまた2時間分を超えました。
ops_database = ⚠️ ComicAI：データベースが応答しません。復旧するまで新しいリクエストは受け付けられません。
ops_database_over = ✅ ComicAI：データベースが復旧しました。停止していたのは約{ $minutes }分間です。
ops_daily = 📊 ComicAI、過去24時間。リクエスト{ $asked }件、コミック{ $drawn }件、失敗{ $failed }件。最長の待ち時間：{ $seconds }秒。
ops_daily_paid = 📊 ComicAI、過去24時間。リクエスト{ $asked }件、コミック{ $drawn }件、失敗{ $failed }件。最長の待ち時間：{ $seconds }秒。有料の画像{ $images }枚、{ $usd }米ドル。
