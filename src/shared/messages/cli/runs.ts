/** What the user reads from the command `runs`. */
export const runs = {
  'cli.runs': { en: 'list the tracked runs, the newest first', es: 'lista las ejecuciones, la más reciente primero' },
  'cli.runs.show': {
    en: 'one run: parameters, metrics, artifacts and the runs below it',
    es: 'una ejecución: parámetros, métricas, artefactos y las ejecuciones que contiene',
  },
  'cli.runs.limit': { en: 'how many runs at most', es: 'cuántas ejecuciones como máximo' },
  'cli.runs.none': {
    en: 'No runs yet. `arrest-workbench demo` makes the first.',
    es: 'Aún no hay ejecuciones. `arrest-workbench demo` hace la primera.',
  },
  'cli.runs.params': { en: 'Parameters', es: 'Parámetros' },
  'cli.runs.metrics': { en: 'Metrics', es: 'Métricas' },
  'cli.runs.artifacts': { en: 'Artifacts', es: 'Artefactos' },
  'cli.runs.children': { en: 'Runs within it', es: 'Ejecuciones que contiene' },
} as const
