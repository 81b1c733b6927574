## Observaciones del generador

generator_planner_unavailable = El modelo que escribe no respondió como debía, así que armé la historia con mis propias reglas.
