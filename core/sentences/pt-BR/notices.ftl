## Observações do gerador

generator_planner_unavailable = O modelo que escreve não respondeu como devia, então montei a história com minhas próprias regras.
