/** What the user reads where a run is started, and in an empty workspace. */
export const newRun = {
  'new_run.title': { en: 'New run', es: 'Nueva ejecución' },
  'new_run.start': { en: 'Run', es: 'Ejecutar' },
  'new_run.demonstration': { en: 'Run the demonstration year', es: 'Ejecutar el año de demostración' },
  'new_run.source': { en: 'Where the incidents come from', es: 'De dónde vienen los incidentes' },
  'new_run.source.demo': { en: 'Demonstration', es: 'Demostración' },
  'new_run.source.demo.what': {
    en: 'A generated year that looks like Chicago’s: no network, no token. What comes out of it says nothing about Chicago, and is marked so everywhere.',
    es: 'Un año generado que se parece al de Chicago: sin red ni token. Lo que sale de él no dice nada de Chicago, y así se marca en todas partes.',
  },
  'new_run.source.socrata': { en: 'Chicago’s portal', es: 'Portal de Chicago' },
  'new_run.source.socrata.what': {
    en: 'The City’s own incidents (dataset ijzp-q8t2), downloaded by month. The first year takes a few minutes; later runs fetch only what changed.',
    es: 'Los incidentes de la propia ciudad (conjunto ijzp-q8t2), descargados por meses. El primer año tarda unos minutos; después solo se baja lo que cambió.',
  },
  'new_run.source.file': { en: 'A file', es: 'Un archivo' },
  'new_run.source.file.what': {
    en: 'The portal’s export as CSV, Parquet or JSON. It is read where it lies and never changed.',
    es: 'La exportación del portal en CSV, Parquet o JSON. Se lee donde está y nunca se modifica.',
  },
  'new_run.token': {
    en: 'Without an app token the portal answers slowly and at times refuses. One is free at data.cityofchicago.org; set it as SOCRATA_APP_TOKEN in the environment, in a .env file of the workspace, or in Settings.',
    es: 'Sin token de aplicación el portal responde despacio y a veces rechaza peticiones. Se obtiene gratis en data.cityofchicago.org; póngalo como SOCRATA_APP_TOKEN en el entorno, en un archivo .env del espacio de trabajo o en Ajustes.',
  },
  'new_run.recipe': { en: 'Recipe', es: 'Receta' },
  'new_run.recipe.classic': {
    en: 'The steps of the stack that many know: balanced with synthetic rows, seven features. Programs that send features by name work with it.',
    es: 'Los pasos de la canalización conocida: equilibrada con filas sintéticas, siete variables. Los programas que envían variables por nombre funcionan con ella.',
  },
  'new_run.recipe.recommended': {
    en: 'Arrest rates of offence, place and clock, no synthetic rows: ranks and calibrates better (average precision 0.80 against 0.77 on 2017), with other inputs and more time. Programs that send incidents need not change.',
    es: 'Tasas de arresto por delito, lugar y hora, sin filas sintéticas: ordena y calibra mejor (precisión media 0,80 frente a 0,77 en 2017), con otras entradas y más tiempo. Los programas que envían incidentes no cambian.',
  },
  'new_run.date': { en: 'Run date', es: 'Fecha de ejecución' },
  'new_run.date.demo': {
    en: 'The year before this day. Empty: the whole demonstration year.',
    es: 'El año anterior a este día. Vacío: todo el año de demostración.',
  },
  'new_run.date.socrata': {
    en: 'The year before this day. Empty: up to seven days ago, the newest that the portal has.',
    es: 'El año anterior a este día. Vacío: hasta hace siete días, lo más reciente del portal.',
  },
  'new_run.date.file': {
    en: 'The year before this day. Empty: the day after the newest incident.',
    es: 'El año anterior a este día. Vacío: el día después del último incidente.',
  },
  'new_run.file.drop': {
    en: 'Drop a CSV, Parquet or JSON file here',
    es: 'Suelte aquí un archivo CSV, Parquet o JSON',
  },
  'new_run.file.choose': { en: 'Choose a file', es: 'Elegir archivo' },
  'new_run.elsewhere': {
    en: 'Process {pid} runs this, so it cannot be cancelled here. If a terminal runs it, press Ctrl-C there.',
    es: 'Lo ejecuta el proceso {pid}, así que no se puede cancelar aquí. Si es un terminal, pulse Ctrl-C allí.',
  },
  'onboarding.title': {
    en: 'Which reported incidents end in an arrest, and why?',
    es: '¿Qué incidentes denunciados acaban en arresto, y por qué?',
  },
  'onboarding.what': {
    en: 'This workbench takes a year of Chicago’s reported incidents, prepares them in eleven steps, lets four learners compete, keeps the best as champion and serves it. Everything is shown as it happens and can be looked into.',
    es: 'Este banco de trabajo toma un año de incidentes denunciados en Chicago, los prepara en once pasos, hace competir a cuatro algoritmos, guarda el mejor como campeón y lo sirve. Todo se muestra según ocurre y se puede examinar.',
  },
  'onboarding.demonstration': {
    en: 'See it all on generated data, in about a minute, to a champion that answers.',
    es: 'Véalo todo con datos generados, en un minuto aproximadamente, hasta un campeón que responde.',
  },
  'onboarding.own': { en: 'Or with real incidents', es: 'O con incidentes reales' },
  'onboarding.steps': { en: 'What will happen', es: 'Qué va a ocurrir' },
  'onboarding.disclaimer': {
    en: 'Models learn from what was reported and recorded, with its gaps and its biases. They describe records, not people.',
    es: 'Los modelos aprenden de lo denunciado y registrado, con sus lagunas y sesgos. Describen registros, no personas.',
  },
} as const
