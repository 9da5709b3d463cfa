/** What the user reads from the room `sources`. */
export const sources = {
  'sources.file.missing': {
    en: 'There is no file {path}. Check the path; a relative one starts at the current folder.',
    es: 'No existe el archivo {path}. Compruebe la ruta; una relativa parte de la carpeta actual.',
  },
  'sources.file.folder': {
    en: '{path} is a folder. Name one CSV, JSON or Parquet file in it.',
    es: '{path} es una carpeta. Indique un archivo CSV, JSON o Parquet dentro de ella.',
  },
  'sources.file.forbidden': {
    en: '{path} may not be read by this user. Give yourself read permission on it, or copy it elsewhere.',
    es: 'Este usuario no puede leer {path}. Concédase permiso de lectura o cópielo a otro lugar.',
  },
  'sources.file.empty': { en: '{path} is empty. Download it again.', es: '{path} está vacío. Descárguelo de nuevo.' },
  'sources.file.html': {
    en: '{path} is a web page, not data: the download was answered with a page. Export it again as CSV, JSON or Parquet.',
    es: '{path} es una página web, no datos: la descarga respondió con una página. Expórtelo de nuevo como CSV, JSON o Parquet.',
  },
  'sources.file.archive': {
    en: '{path} is an archive or a spreadsheet (zip). Unpack it, or save the sheet as CSV.',
    es: '{path} es un archivo comprimido o una hoja de cálculo (zip). Descomprímalo o guarde la hoja como CSV.',
  },
  'sources.file.unknown': {
    en: '{path} is neither CSV, JSON nor Parquet (UTF-8 text, also gzipped). Export the crimes from the portal again, as CSV.',
    es: '{path} no es CSV, JSON ni Parquet (texto UTF-8, también con gzip). Exporte de nuevo los delitos del portal, como CSV.',
  },
  'sources.file.damaged': {
    en: '{path} is damaged or incomplete: {why}. Download it again.',
    es: '{path} está dañado o incompleto: {why}. Descárguelo de nuevo.',
  },
  'sources.file.missingColumns': {
    en: "{path} lacks columns of the portal's crimes: {columns}. Export the dataset Crimes (ijzp-q8t2) with all its columns.",
    es: 'A {path} le faltan columnas de los delitos del portal: {columns}. Exporte el conjunto Crimes (ijzp-q8t2) con todas sus columnas.',
  },
  'sources.file.noRows': {
    en: '{path} has a header but no incidents. Export it again without filters.',
    es: '{path} tiene encabezado pero ningún incidente. Expórtelo de nuevo sin filtros.',
  },
  'sources.file.noReadableRows': {
    en: 'None of the {rows} rows of {path} can be read; most often: {why}. Export it again from the portal.',
    es: 'Ninguna de las {rows} filas de {path} se puede leer; lo más frecuente: {why}. Expórtelo de nuevo del portal.',
  },
  'sources.file.emptyWindow': {
    en: '{path} has no incidents from {from} up to {to}; its incidents are from {first} to {last}. Choose another run date, or none for the day after the newest.',
    es: '{path} no tiene incidentes desde {from} hasta {to}; los suyos van de {first} a {last}. Elija otra fecha de ejecución, o ninguna para el día después del más reciente.',
  },
  'sources.file.unclosedQuote': {
    en: '{path} has a quotation mark at line {line} that is not closed, which hides the rows after it. Mend that line, or export the file again.',
    es: '{path} tiene comillas sin cerrar en la línea {line}, que ocultan las filas siguientes. Corrija esa línea o exporte el archivo de nuevo.',
  },
  'sources.diskFull': {
    en: 'The disk that holds {folder} is full. Free some space and run again; what was finished stays.',
    es: 'El disco que contiene {folder} está lleno. Libere espacio y ejecute de nuevo; lo terminado se conserva.',
  },
  'sources.why.truncated': { en: 'it ends too early', es: 'termina demasiado pronto' },
  'sources.why.notParquet': {
    en: 'its Parquet structure cannot be read',
    es: 'no se puede leer su estructura Parquet',
  },
  'sources.why.notJson': { en: 'its JSON cannot be read', es: 'no se puede leer su JSON' },
  'sources.why.notGzip': { en: 'its gzip compression cannot be read', es: 'no se puede leer su compresión gzip' },
  'sources.rejected.malformed': {
    en: 'the row is broken (too few or too many fields)',
    es: 'la fila está rota (faltan o sobran campos)',
  },
  'sources.rejected.missing': { en: 'no {column}', es: 'sin {column}' },
  'sources.rejected.unreadable': { en: '{column} cannot be read', es: '{column} no se puede leer' },
  'sources.stations.missingColumns': {
    en: '{path} is no list of police stations: it lacks {columns}. Export the dataset Police Stations (z8bn-74gv) as CSV or JSON.',
    es: '{path} no es una lista de comisarías: le falta {columns}. Exporte el conjunto Police Stations (z8bn-74gv) como CSV o JSON.',
  },
  'sources.stations.badRow': {
    en: 'Row {row} of {path} cannot be used: {column} is “{value}”. Mend it, or leave the file out to use the stations that the app ships.',
    es: 'La fila {row} de {path} no se puede usar: {column} es «{value}». Corríjala u omita el archivo para usar las comisarías incluidas.',
  },
  'sources.stations.duplicate': {
    en: '{path} lists district {district} twice. Keep one row a district.',
    es: '{path} contiene dos veces el distrito {district}. Deje una fila por distrito.',
  },
  'sources.stations.none': {
    en: '{path} lists no police station of a district.',
    es: '{path} no contiene ninguna comisaría de distrito.',
  },
  'sources.portal.badAddress': {
    en: "“{portal}” is no portal's address. Give scheme and host alone, like https://data.cityofchicago.org.",
    es: '«{portal}» no es la dirección de un portal. Indique solo el esquema y el servidor, como https://data.cityofchicago.org.',
  },
  'sources.portal.unreachable': {
    en: "{host} cannot be reached ({why}). Check the connection and the portal's address; months that are finished stay, so run again later.",
    es: 'No se puede contactar con {host} ({why}). Compruebe la conexión y la dirección del portal; los meses terminados se conservan, ejecute de nuevo más tarde.',
  },
  'sources.portal.unavailable': {
    en: '{host} keeps failing (HTTP {status}). Months that are finished stay; run again later.',
    es: '{host} sigue fallando (HTTP {status}). Los meses terminados se conservan; ejecute de nuevo más tarde.',
  },
  'sources.portal.throttled': {
    en: '{host} limits requests and asks to wait for longer than a run should. Set SOCRATA_APP_TOKEN (free, from the portal) or run again later; months that are finished stay.',
    es: '{host} limita las peticiones y pide esperar más de lo razonable. Defina SOCRATA_APP_TOKEN (gratuito, del portal) o ejecute más tarde; los meses terminados se conservan.',
  },
  'sources.portal.wrongToken': {
    en: '{host} refuses the app token. Correct SOCRATA_APP_TOKEN, or remove it to go without (slower).',
    es: '{host} rechaza el token de aplicación. Corrija SOCRATA_APP_TOKEN o elimínelo para continuar sin él (más lento).',
  },
  'sources.portal.forbidden': {
    en: '{host} refuses access (HTTP {status}). It may want an app token: set SOCRATA_APP_TOKEN.',
    es: '{host} deniega el acceso (HTTP {status}). Quizá exija un token de aplicación: defina SOCRATA_APP_TOKEN.',
  },
  'sources.portal.noDataset': {
    en: "{host} has no dataset {dataset}. Check the portal's address: the crimes are at https://data.cityofchicago.org.",
    es: '{host} no tiene el conjunto {dataset}. Compruebe la dirección del portal: los delitos están en https://data.cityofchicago.org.',
  },
  'sources.portal.html': {
    en: "{host} answers with a web page where data was asked for. Check the portal's address, and whether a network login or proxy stands in between.",
    es: '{host} responde con una página web en lugar de datos. Compruebe la dirección del portal y si hay un inicio de sesión de red o un proxy de por medio.',
  },
  'sources.portal.moved': {
    en: "{host} sends elsewhere, to {target}. If you trust it, give it as the portal's address.",
    es: '{host} redirige a {target}. Si confía en él, indíquelo como dirección del portal.',
  },
  'sources.portal.refused': {
    en: '{host} does not accept the question about {dataset} (HTTP {status}): {message}',
    es: '{host} no acepta la consulta sobre {dataset} (HTTP {status}): {message}',
  },
  'sources.portal.badShape': {
    en: "{host} answers with JSON that is not the rows of {dataset}. Check the portal's address.",
    es: '{host} responde con un JSON que no contiene las filas de {dataset}. Compruebe la dirección del portal.',
  },
  'sources.portal.incomplete': {
    en: '{host} counts {expected} incidents in {month} but delivers {rows}. The portal may be in the middle of an update: run again later. The other months stay.',
    es: '{host} cuenta {expected} incidentes en {month} pero entrega {rows}. El portal puede estar actualizándose: ejecute más tarde. Los demás meses se conservan.',
  },
  'sources.portal.emptyWindow': {
    en: '{host} has no incidents from {from} up to {to}. Choose another run date.',
    es: '{host} no tiene incidentes desde {from} hasta {to}. Elija otra fecha de ejecución.',
  },
  'sources.portal.shippedStations': {
    en: "The stations that the app ships were used, since the portal's (z8bn-74gv) could not be read. {why}",
    es: 'Se usaron las comisarías incluidas en la aplicación, pues no se pudieron leer las del portal (z8bn-74gv). {why}',
  },
} as const
