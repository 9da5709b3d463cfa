/** What the user reads in the view Data. */
export const data = {
  'data_view.title': { en: 'Data', es: 'Datos' },
  'data_view.description': {
    en: 'The tables of a run as each step left them, their overview, and questions to them in SQL.',
    es: 'Las tablas de una ejecución tal como las dejó cada paso, su panorama y consultas en SQL.',
  },
  'data_view.run': { en: 'Run', es: 'Ejecución' },
  'data_view.empty': { en: 'No data yet', es: 'Aún no hay datos' },
  'data_view.empty.why': {
    en: 'A run of the pipeline fetches the incidents and keeps a table after each step. Run it once to look into them.',
    es: 'Una ejecución del proceso obtiene los incidentes y guarda una tabla tras cada paso. Ejecútelo una vez para verlas.',
  },
  'data_view.no_tables': { en: 'This run has no tables any more', es: 'Esta ejecución ya no tiene tablas' },
  'data_view.no_tables.why': {
    en: 'Tables of steps expire after 60 days. Run the pipeline again to make them anew, or choose another run.',
    es: 'Las tablas de los pasos caducan a los 60 días. Ejecute de nuevo el proceso o elija otra ejecución.',
  },
  'data_view.tab.tables': { en: 'Tables', es: 'Tablas' },
  'data_view.tab.overview': { en: 'Overview', es: 'Panorama' },
  'data_view.tab.query': { en: 'Query', es: 'Consulta' },
  'data_view.step': { en: 'After step', es: 'Tras el paso' },
  'data_view.query.sql': { en: 'SQL', es: 'SQL' },
  'data_view.query.run': { en: 'Run', es: 'Ejecutar' },
  'data_view.query.key': { en: 'Ctrl+Enter', es: 'Ctrl+Intro' },
  'data_view.query.views': {
    en: 'Each table of the run is a view; choose one to query it. Only reading is possible.',
    es: 'Cada tabla de la ejecución es una vista; elija una para consultarla. Solo se puede leer.',
  },
  'data_view.query.result': { en: 'Result', es: 'Resultado' },
  'data_view.query.rows': { en: '{rows} [row|rows] in {time}', es: '{rows} [fila|filas] en {time}' },
  'data_view.query.more': { en: 'The first {rows} rows, in {time}', es: 'Las primeras {rows} filas, en {time}' },
  'data_view.query.running': { en: 'Running…', es: 'Ejecutando…' },
  'data_view.query.cancelled': { en: 'The query was cancelled.', es: 'La consulta se canceló.' },
} as const
