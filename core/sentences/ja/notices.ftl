## 生成側からのお知らせ

generator_planner_unavailable = 文章モデルからうまく返事がなかったため、お話は自分のルールで作りました。
