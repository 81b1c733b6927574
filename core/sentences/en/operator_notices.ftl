## What operators are told

ops_old_job = ⚠️ ComicAI: a comic has been waiting in line for { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.
ops_old_job_over = ✅ ComicAI: the line is moving again. Comics waited too long for about { $minutes } min.
ops_undeliverable = ⚠️ ComicAI: comics are not arriving. Failed deliveries in the last hour: { $lost } of { $total }.
ops_undeliverable_over = ✅ ComicAI: comics are arriving again. The trouble lasted about { $minutes } min.
ops_generator = ⚠️ ComicAI: the generator is not answering. Requests are kept, and drawn once it is back.
ops_generator_over = ✅ ComicAI: the generator is answering again. It was away for about { $minutes } min.
ops_unauthorized = ⚠️ ComicAI: the service that paints rejects the token. Requests are kept, and painted once artist.token is right.
ops_no_credit = ⚠️ ComicAI: the account at the service that paints has no credit left. Requests are kept, and painted once it has.
ops_generator_blocked = ⚠️ ComicAI: the generator can’t draw at the moment; its log says why. Requests are kept, and drawn once it can.
ops_generator_ready = ✅ ComicAI: the generator can draw again. It couldn’t for about { $minutes } min.
ops_sweep = ⚠️ ComicAI: no sweep has run for { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}. Is a worker running?
ops_sweep_over = ✅ ComicAI: sweeps are running again. The trouble lasted about { $minutes } min.
ops_generator_refuses = ⚠️ ComicAI: the generator refuses our requests, so comics wait. Its token, its credit or generator.buckets is wrong; `comicai doctor` says more.
ops_generator_refuses_over = ✅ ComicAI: the generator takes our requests again. It refused them for about { $minutes } min.
ops_failures = ⚠️ ComicAI: { $failed } of the last { $total } comics failed, most often with { $reason }.
ops_failures_over = ✅ ComicAI: comics succeed again. The trouble lasted about { $minutes } min.
ops_gpu_stuck = ⚠️ ComicAI: the rented GPU cannot be used, and comics wait. `comicai gpu status` says why.
ops_gpu_stuck_over = ✅ ComicAI: the rented GPU can be used again. The trouble lasted about { $minutes } min.
ops_gpu_balance = ⚠️ ComicAI: the money at Jarvis Labs lasts for less than two hours of GPU time.
ops_gpu_balance_over = ✅ ComicAI: the money at Jarvis Labs lasts for more than two hours again.
ops_database = ⚠️ ComicAI: the database is not answering. New requests are refused until it does.
ops_database_over = ✅ ComicAI: the database is answering again. It was away for about { $minutes } min.
ops_daily = 📊 ComicAI, the last 24 hours. Requests: { $asked }, comics: { $drawn }, failures: { $failed }. Longest wait: { $seconds } s.
ops_daily_paid = 📊 ComicAI, the last 24 hours. Requests: { $asked }, comics: { $drawn }, failures: { $failed }. Longest wait: { $seconds } s. Paid pictures: { $images }, US$ { $usd }.
