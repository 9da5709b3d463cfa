/** What the user reads of trials of a challenger beside the champion, and of the log of predictions. */
export const contest = {
  contest_collecting: {
    en: '{rows} of {needed} incidents with settled labels: too few to say',
    es: '{rows} de {needed} incidentes con resultado firme: demasiado pocos para decidir',
  },
  contest_undecided: {
    en: 'No sure difference yet: Brier gain {gain} ({low} to {high}) on {rows} incidents',
    es: 'Aún sin diferencia segura: mejora de Brier {gain} ({low} a {high}) en {rows} incidentes',
  },
  contest_better: {
    en: 'Better: Brier gain {gain} ({low} to {high}) on {rows} incidents, past the threshold {threshold}',
    es: 'Mejor: mejora de Brier {gain} ({low} a {high}) en {rows} incidentes, sobre el umbral {threshold}',
  },
  contest_worse: {
    en: 'Worse than the champion: Brier gain {gain} ({low} to {high}) on {rows} incidents',
    es: 'Peor que la campeona: mejora de Brier {gain} ({low} a {high}) en {rows} incidentes',
  },
  contest_no_gain: {
    en: 'No gain of {threshold} or more: Brier gain {gain} ({low} to {high}) on {rows} incidents',
    es: 'Sin mejora de {threshold} o más: mejora de Brier {gain} ({low} a {high}) en {rows} incidentes',
  },
  contest_other_features: {
    en: 'Better (Brier gain {gain} on {rows} incidents), but with other features: promote it by hand with --allow-schema-change',
    es: 'Mejor (mejora de Brier {gain} en {rows} incidentes), pero con otras variables: promuévala a mano con --allow-schema-change',
  },
  succession_none: {
    en: '{model} has no champion that replaced another',
    es: '{model} no tiene campeona que haya sustituido a otra',
  },
  succession_collecting: {
    en: '{rows} incidents with settled labels of the new champion, {before} of the one before: {needed} of each are needed',
    es: '{rows} incidentes con resultado firme de la nueva campeona, {before} de la anterior: hacen falta {needed} de cada una',
  },
  succession_fine: {
    en: 'The new champion is not clearly worse than the one before, on {rows} incidents',
    es: 'La nueva campeona no es claramente peor que la anterior, en {rows} incidentes',
  },
  succession_worse: {
    en: 'The new champion is worse than the one before: {measure} by {worse} (surely {surely}) on {rows} incidents',
    es: 'La nueva campeona es peor que la anterior: {measure} en {worse} (seguro {surely}) sobre {rows} incidentes',
  },
  'cli.contest': {
    en: 'Try the challenger beside the champion: in silence, or on a share of the incidents',
    es: 'Probar el aspirante junto al campeón: en silencio o con una parte de los incidentes',
  },
  'cli.contest.start': { en: 'Start a trial of the challenger', es: 'Empezar una prueba del aspirante' },
  'cli.contest.stop': { en: 'End the trial; the champion stays', es: 'Terminar la prueba; el campeón se queda' },
  'cli.contest.share': {
    en: 'Change the share, or take `shadow`; the trial begins anew',
    es: 'Cambiar la parte o tomar `shadow`; la prueba empieza de nuevo',
  },
  'cli.contest.plan': {
    en: 'Share of the incidents that the challenger answers (0.2), or `shadow`: it is asked in silence',
    es: 'Parte de los incidentes que responde el aspirante (0.2) o `shadow`: se le pregunta en silencio',
  },
  'cli.contest.judge': {
    en: 'Judge the trial and act on it: promote, keep, or roll back',
    es: 'Juzgar la prueba y actuar: promover, mantener o volver atrás',
  },
  'cli.contest.needed': {
    en: 'Needs {rows} incidents with settled labels (older than {days} days)',
    es: 'Hacen falta {rows} incidentes con resultado firme (de más de {days} días)',
  },
  'cli.contest.running': {
    en: 'Version {challenger} is on trial beside {champion} of {model} ({mode})',
    es: 'La versión {challenger} está a prueba junto a la {champion} de {model} ({mode})',
  },
  'cli.contest.stopped': {
    en: 'The trial of version {challenger} has ended',
    es: 'La prueba de la versión {challenger} ha terminado',
  },
  'cli.contest.none': { en: 'No version of {model} is on trial', es: 'Ninguna versión de {model} está a prueba' },
  'cli.contest.did.none': { en: 'Nothing was changed', es: 'No se ha cambiado nada' },
  'cli.contest.did.promoted': {
    en: 'Version {version} is the champion now',
    es: 'La versión {version} es ahora la campeona',
  },
  'cli.contest.did.kept': {
    en: 'The champion stays; the trial has ended',
    es: 'La campeona se queda; la prueba ha terminado',
  },
  'cli.contest.did.rolled_back': { en: 'Rolled back to version {version}', es: 'Se ha vuelto a la versión {version}' },
  'cli.contest.bad_plan': {
    en: 'The plan must be `shadow` or a share between 0 and 1, not {plan}',
    es: 'El plan debe ser `shadow` o una parte entre 0 y 1, no {plan}',
  },
  'cli.predictions': {
    en: 'Predictions of the endpoint and what really happened; to a CSV or Parquet file with --out',
    es: 'Predicciones del servicio y lo que pasó; a un fichero CSV o Parquet con --out',
  },
  'cli.predictions.since': { en: 'From this day on, YYYY-MM-DD', es: 'Desde este día, AAAA-MM-DD' },
  'cli.predictions.until': { en: 'Before this day, YYYY-MM-DD', es: 'Antes de este día, AAAA-MM-DD' },
  'cli.predictions.labelled': { en: 'Only those whose outcome is known', es: 'Solo aquellas cuyo resultado se conoce' },
  'cli.predictions.out': {
    en: 'Write them to this .csv or .parquet file',
    es: 'Escribirlas en este fichero .csv o .parquet',
  },
  'cli.predictions.written': { en: '{rows} predictions in {path}', es: '{rows} predicciones en {path}' },
  'cli.predictions.none': {
    en: 'No predictions are kept yet: `serve` keeps every answer',
    es: 'Aún no se guarda ninguna predicción: `serve` guarda cada respuesta',
  },
  'cli.predictions.format': {
    en: '{path} ends in neither .csv nor .parquet',
    es: '{path} no termina en .csv ni en .parquet',
  },
  'table.arm': { en: 'arm', es: 'brazo' },
  'table.predictions': { en: 'predictions', es: 'predicciones' },
  'table.predicted_arrests': { en: 'arrests predicted', es: 'arrestos previstos' },
  'table.labelled': { en: 'outcome known', es: 'resultado conocido' },
  'table.arrests': { en: 'arrests', es: 'arrestos' },
  'table.model': { en: 'model', es: 'modelo' },
  'table.incidents': { en: 'incidents', es: 'incidentes' },
  'table.error_rate': { en: 'error rate', es: 'tasa de error' },
  'cli.keys': { en: 'API keys of the endpoint', es: 'Claves de API del servicio' },
  'cli.keys.add': {
    en: 'Make a key; it is shown once and kept as a hash',
    es: 'Crear una clave; se muestra una vez y se guarda su hash',
  },
  'cli.keys.revoke': { en: 'Take a key back', es: 'Revocar una clave' },
  'cli.keys.name': { en: 'Name of the key: who uses it', es: 'Nombre de la clave: quién la usa' },
  'cli.keys.none': {
    en: 'No keys yet: `keys add NAME` makes one',
    es: 'Aún no hay claves: `keys add NOMBRE` crea una',
  },
  'cli.keys.added': {
    en: 'Key {name}, shown this once. The endpoint takes it from its next start on.',
    es: 'Clave {name}, mostrada solo esta vez. El servicio la admite desde su próximo arranque.',
  },
  'cli.keys.revoked': {
    en: 'Key {name} is revoked, from the next start of the endpoint on',
    es: 'La clave {name} queda revocada desde el próximo arranque del servicio',
  },
  'cli.keys.bad_name': {
    en: 'the name of a key has at most 40 letters, digits, - and _',
    es: 'el nombre de una clave tiene como máximo 40 letras, cifras, - y _',
  },
} as const
