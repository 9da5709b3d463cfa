/** What the user reads from the room `doctor`. */
export const doctor = {
  'doctor.name.node': { en: 'Node', es: 'Node' },
  'doctor.name.duckdb': { en: 'DuckDB', es: 'DuckDB' },
  'doctor.name.workers': { en: 'Worker threads', es: 'Hilos de trabajo' },
  'doctor.name.workspace': { en: 'Workspace', es: 'Espacio de trabajo' },
  'doctor.name.space': { en: 'Free space', es: 'Espacio libre' },
  'doctor.name.database': { en: 'Database', es: 'Base de datos' },
  'doctor.name.store': { en: 'Object store', es: 'Almacén de objetos' },
  'doctor.name.audit': { en: 'audit log', es: 'auditoría' },
  'doctor.audit.ok': {
    en: '{events} [event|events], each as it was written',
    es: '{events} [suceso, como se escribió|sucesos, todos como se escribieron]',
  },
  'doctor.name.champion': { en: 'Champion', es: 'Campeón' },
  'doctor.name.port': { en: 'Port', es: 'Puerto' },
  'doctor.name.portal': { en: 'Portal', es: 'Portal' },
  'doctor.name.electron': { en: 'Electron', es: 'Electron' },
  'doctor.node.old': {
    en: 'Install Node {oldest} or newer.',
    es: 'Instale Node {oldest} o posterior.',
  },
  'doctor.workers.ok': { en: '{threads} threads, kernels run', es: '{threads} hilos, los núcleos funcionan' },
  'doctor.workers.not_built': { en: '{file} is missing', es: 'falta {file}' },
  'doctor.workers.build': {
    en: 'Run `npm run build`, or install the package again.',
    es: 'Ejecute `npm run build` o instale de nuevo el paquete.',
  },
  'doctor.workspace.busy': {
    en: '{folder} (run {run} is going on)',
    es: '{folder} (la ejecución {run} está en curso)',
  },
  'doctor.space': { en: '{free} MB free', es: '{free} MB libres' },
  'doctor.space.remedy': {
    en: 'A year takes about 500 MB: free some space, or choose another disk with --workspace.',
    es: 'Un año ocupa unos 500 MB: libere espacio o elija otro disco con --workspace.',
  },
  'doctor.database.ok': { en: '{file}, {runs} [run|runs]', es: '{file}, {runs} [ejecución|ejecuciones]' },
  'doctor.database.damaged': { en: '{file} is damaged: {said}', es: '{file} está dañada: {said}' },
  'doctor.database.restore': {
    en: 'Put back a copy (look in {folder}), or move the file away to begin anew.',
    es: 'Restaure una copia (busque en {folder}) o aparte el archivo para empezar de nuevo.',
  },
  'doctor.champion.none': {
    en: 'none yet; `arrest-workbench demo` makes the first',
    es: 'aún ninguno; `arrest-workbench demo` crea el primero',
  },
  'doctor.generated': { en: 'generated data', es: 'datos generados' },
  'doctor.port.free': { en: '{address} is free', es: '{address} está libre' },
  'doctor.port.serving': {
    en: 'the endpoint serves {model} on {address}',
    es: 'el servicio ofrece {model} en {address}',
  },
  'doctor.port.taken': { en: 'another program listens on {address}', es: 'otro programa escucha en {address}' },
  'doctor.port.other': {
    en: 'Serve on another port: `serve --port 8801`.',
    es: 'Sirva en otro puerto: `serve --port 8801`.',
  },
  'doctor.portal.ok': {
    en: '{host} answers, and takes the app token',
    es: '{host} responde y acepta el token de aplicación',
  },
  'doctor.portal.no_token': {
    en: '{host} answers (without SOCRATA_APP_TOKEN requests are throttled)',
    es: '{host} responde (sin SOCRATA_APP_TOKEN las peticiones se limitan)',
  },
  'doctor.electron.absent': {
    en: 'the desktop window’s runtime is not there; everything else works without it',
    es: 'falta el entorno de la ventana de escritorio; todo lo demás funciona sin él',
  },
  'doctor.electron.install': { en: 'Run `npx install-electron`.', es: 'Ejecute `npx install-electron`.' },
  'doctor.not_looked': {
    en: 'not looked at, since the workspace cannot be opened',
    es: 'no comprobado, pues no se puede abrir el espacio de trabajo',
  },
  'doctor.no_answer': { en: 'no answer within {seconds} s', es: 'sin respuesta en {seconds} s' },
  'doctor.no_answer.remedy': {
    en: 'Look at the server or the disk behind it, then run `doctor` again.',
    es: 'Revise el servidor o el disco correspondiente y ejecute `doctor` de nuevo.',
  },
  'doctor.unexpected': {
    en: 'This should not happen; please report it.',
    es: 'Esto no debería ocurrir; comuníquelo.',
  },
  'doctor.found': {
    en: '{failed} of {checks} checks failed. Mend them from the top: later ones may follow from earlier ones.',
    es: 'Fallaron {failed} de {checks} comprobaciones. Arréglelas desde arriba: unas pueden seguirse de otras.',
  },
  'doctor.healthy': { en: 'Nothing stands in the way of a run.', es: 'Nada impide una ejecución.' },
} as const
