/** What the user reads from the window's API: jobs, tables, queries, search and the shells around it. */
export const api = {
  'api.invalid': {
    en: 'The input is not allowed: {problems}. Correct it and try again.',
    es: 'Los datos introducidos no son válidos: {problems}. Corríjalos e inténtelo de nuevo.',
  },
  'jobs.not_here': {
    en: 'The run {run} is not going on in this program, so it cannot be cancelled here. If a terminal runs it, press Ctrl-C there.',
    es: 'La ejecución {run} no está en curso en este programa, así que no se puede cancelar aquí. Si la ejecuta un terminal, pulse Ctrl-C allí.',
  },
  'serving.already': {
    en: 'The endpoint is running already, on {address}. Stop it first to start it elsewhere.',
    es: 'El servicio ya está en marcha en {address}. Deténgalo primero para iniciarlo en otro lugar.',
  },
  'data.no_run': {
    en: 'No run has made tables yet. Run the pipeline first.',
    es: 'Ninguna ejecución ha creado tablas todavía. Ejecute primero el proceso.',
  },
  'data.no_table': {
    en: 'The step {step} of this run has no table {table} in the store: it did not get so far, or the table has expired. Run the step again to make it anew.',
    es: 'El paso {step} de esta ejecución no tiene la tabla {table} en el almacén: no llegó hasta ahí o la tabla ha caducado. Ejecute de nuevo el paso para volver a crearla.',
  },
  'data.no_column': {
    en: 'The table has no column {column}. Its columns are {columns}.',
    es: 'La tabla no tiene la columna {column}. Sus columnas son {columns}.',
  },
  'data.bad_value': {
    en: '"{value}" is no value that the column {column} ({type}) can be compared with. Write a value of that type.',
    es: '«{value}» no es un valor con el que se pueda comparar la columna {column} ({type}). Escriba un valor de ese tipo.',
  },
  'data.only_select': {
    en: 'Only one SELECT (also with WITH, or DESCRIBE and EXPLAIN) can be run here: the tables of a run never change.',
    es: 'Aquí solo se puede ejecutar un SELECT (también con WITH, o DESCRIBE y EXPLAIN): las tablas de una ejecución nunca cambian.',
  },
  'data.query_failed': {
    en: 'The query could not be run: {problem}',
    es: 'No se pudo ejecutar la consulta: {problem}',
  },
  'data.query_too_long': {
    en: 'The query was stopped after {seconds} seconds. Ask for fewer rows, or aggregate them.',
    es: 'La consulta se detuvo tras {seconds} segundos. Pida menos filas o agréguelas.',
  },
  'settings.no_key_store': {
    en: 'Secrets cannot be kept here, since they would lie on the disk as plain text. Set the environment variable {name}, or write it into the .env file of the workspace, and start again.',
    es: 'Aquí no se pueden guardar secretos, pues quedarían en el disco como texto legible. Defina la variable de entorno {name}, o escríbala en el archivo .env del espacio de trabajo, y reinicie.',
  },
  'settings.test_too_long': {
    en: 'No answer within {seconds} seconds. Check the address, and that this machine can reach it.',
    es: 'Sin respuesta en {seconds} segundos. Compruebe la dirección y que este equipo puede alcanzarla.',
  },
  'settings.store_differs': {
    en: 'The store {location} took a small object and gave back another one, so it cannot be trusted with data. Choose another store.',
    es: 'El almacén {location} recibió un objeto pequeño y devolvió otro distinto, así que no se le pueden confiar datos. Elija otro almacén.',
  },
  'search.unexpected': {
    en: 'The search cannot be read at character {position}: found {found}, expected {expected}. Example: {example}',
    es: 'La búsqueda no se entiende en el carácter {position}: hay {found}, se esperaba {expected}. Ejemplo: {example}',
  },
} as const
