/** What the user reads in the view Monitoring. */
export const monitoring = {
  'monitoring_view.title': { en: 'Monitoring', es: 'Vigilancia' },
  'monitoring_view.description': {
    en: 'Whether incidents, or what the endpoint is asked, still are what the champion was trained on, and what its answers are worth.',
    es: 'Si los incidentes, o lo que se pregunta al servicio, siguen siendo aquello con lo que se entrenó el campeón, y cuánto valen sus respuestas.',
  },
  'monitoring_view.no_champion': { en: 'No champion to watch yet', es: 'Aún no hay campeón que vigilar' },
  'monitoring_view.no_champion.why': {
    en: 'Run the pipeline once: its best learner becomes the champion, and what it was trained on is kept to compare with.',
    es: 'Ejecute el proceso una vez: su mejor modelo será el campeón, y se guarda con qué se entrenó para comparar.',
  },
  'monitoring_view.none': { en: 'Nothing checked yet', es: 'Aún no se ha comprobado nada' },
  'monitoring_view.none.why': {
    en: 'Choose newer incidents above and check them: a run, a file, or what the endpoint was asked.',
    es: 'Elija arriba incidentes más recientes y compruébelos: una ejecución, un archivo o lo que se preguntó al servicio.',
  },
  'monitoring_view.check': { en: 'Check now', es: 'Comprobar ahora' },
  'monitoring_view.check.of': {
    en: 'Check of {model}, version {version}',
    es: 'Comprobación de {model}, versión {version}',
  },
  'monitoring_view.checking': { en: 'Comparing…', es: 'Comparando…' },
  'monitoring_view.compare': { en: 'Compare with', es: 'Comparar con' },
  'monitoring_view.since': { en: 'From this day on', es: 'Desde este día' },
  'monitoring_view.source.newest': { en: 'Newest run', es: 'Última ejecución' },
  'monitoring_view.source.run': { en: 'Run {name}', es: 'Ejecución {name}' },
  'monitoring_view.source.file': { en: 'A file of incidents', es: 'Un archivo de incidentes' },
  'monitoring_view.source.predictions': {
    en: 'What the endpoint was asked',
    es: 'Lo que se preguntó al servicio',
  },
  'monitoring_view.save.html': { en: 'Save the report', es: 'Guardar el informe' },
  'monitoring_view.farthest': { en: 'Farthest, in limits', es: 'Lo más lejano, en límites' },
  'monitoring_view.mean': { en: 'Mean probability', es: 'Probabilidad media' },
  'monitoring_view.verdict': { en: 'Verdict', es: 'Veredicto' },
  'monitoring_view.past': { en: 'Checks so far', es: 'Comprobaciones hasta ahora' },
  'monitoring_view.when': { en: 'When', es: 'Cuándo' },
  'monitoring_view.compared': { en: 'Compared', es: 'Comparado' },
  'monitoring_view.version': { en: 'Version', es: 'Versión' },
  'monitoring_view.close': { en: 'Close this column', es: 'Cerrar esta columna' },
  'monitoring_view.limit': {
    en: 'The limit is {limit}. Between parts of the training data, and by chance, the distance is at most {normal}.',
    es: 'El límite es {limit}. Entre partes de los datos de entrenamiento, y por azar, la distancia es como mucho {normal}.',
  },
} as const
