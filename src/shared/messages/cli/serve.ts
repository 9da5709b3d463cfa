/** What the user reads from the command `serve`. */
export const serve = {
  'cli.serve.examples': {
    en: `Examples:
  arrest-workbench serve                       on http://127.0.0.1:8800, docs on /docs
  arrest-workbench serve --port 0              on any free port, which is printed`,
    es: `Ejemplos:
  arrest-workbench serve                       en http://127.0.0.1:8800, documentación en /docs
  arrest-workbench serve --port 0              en un puerto libre, que se muestra`,
  },
  'cli.serve': { en: 'serve the champion over HTTP', es: 'sirve el campeón por HTTP' },
  'cli.serve.port': { en: 'port to listen on (0: any free one)', es: 'puerto en el que escuchar (0: uno libre)' },
  'cli.serve.host': {
    en: 'address to listen on; beyond this machine it needs ARREST_WORKBENCH_API_KEY',
    es: 'dirección en la que escuchar; fuera de este equipo requiere ARREST_WORKBENCH_API_KEY',
  },
  'cli.serve.listening': {
    en: 'Serving {model} version {version} on {address} (Ctrl-C ends, docs on {address}/docs)',
    es: 'Sirviendo {model} versión {version} en {address} (Ctrl-C termina, documentación en {address}/docs)',
  },
  'cli.serve.empty': {
    en: 'Serving on {address}, but there is no champion yet: requests are answered with 503 until a run makes one.',
    es: 'Sirviendo en {address}, pero aún no hay campeón: se responde 503 hasta que una ejecución cree uno.',
  },
  'cli.serve.try': { en: 'Try it:', es: 'Pruébelo:' },
  'cli.serve.ended': { en: 'The endpoint is closed.', es: 'El servicio se ha cerrado.' },
} as const
