/** What the user reads from the command `predict`. */
export const predict = {
  'cli.predict': {
    en: 'score a file of incidents with the champion',
    es: 'puntúa un archivo de incidentes con el campeón',
  },
  'cli.predict.file': {
    en: 'incidents as the portal exports them (CSV, Parquet, JSON), or the champion’s features by name',
    es: 'incidentes tal como los exporta el portal (CSV, Parquet, JSON), o las características del campeón por nombre',
  },
  'cli.predict.output': {
    en: 'scored CSV or Parquet to write (default: CSV on standard output)',
    es: 'CSV o Parquet puntuado que escribir (por defecto: CSV en la salida estándar)',
  },
  'cli.predict.output_kind': {
    en: '"{path}" is no file that can be written here: its name ends in .csv, .csv.gz or .parquet.',
    es: '«{path}» no es un archivo que se pueda escribir aquí: su nombre termina en .csv, .csv.gz o .parquet.',
  },
  'cli.predict.json_needs_output': {
    en: 'With --json the summary goes to standard output, so the scored rows need a file: add --output scored.csv.',
    es: 'Con --json el resumen va a la salida estándar, así que las filas puntuadas necesitan un archivo: añada --output puntuado.csv.',
  },
  'cli.predict.same_file': {
    en: '{file} is the file to be scored; it would be overwritten. Name another --output.',
    es: '{file} es el archivo que se puntúa; se sobrescribiría. Indique otra --output.',
  },
  'cli.predict.bar': { en: 'Predict', es: 'Predecir' },
  'cli.predict.done': {
    en: '{scored} of {rows} rows scored by {model} version {version}: {arrests} arrests predicted, mean probability {mean}.',
    es: '{scored} de {rows} filas puntuadas por {model} versión {version}: {arrests} arrestos previstos, probabilidad media {mean}.',
  },
  'cli.predict.unscored': {
    en: '{rows} [row has|rows have] no probability: {reason}.',
    es: '{rows} [fila no tiene|filas no tienen] probabilidad: {reason}.',
  },
  'cli.predict.written': { en: 'Written to {file}', es: 'Escrito en {file}' },
  'cli.predict.examples': {
    en: `Examples:
  arrest-workbench predict march_2018.csv --output scored.csv     a file with two more columns
  arrest-workbench predict march_2018.csv.gz > scored.csv         to standard output
  arrest-workbench predict features.parquet --output s.parquet    the champion's features by name`,
    es: `Ejemplos:
  arrest-workbench predict marzo_2018.csv --output puntuado.csv   un archivo con dos columnas más
  arrest-workbench predict marzo_2018.csv.gz > puntuado.csv       a la salida estándar
  arrest-workbench predict variables.parquet --output p.parquet   las variables del campeón por nombre`,
  },
  'cli.predict.explain': {
    en: 'add a column effect_<field> for each field: by how much it moves the probability',
    es: 'añade una columna effect_<campo> por campo: cuánto mueve la probabilidad',
  },
} as const
