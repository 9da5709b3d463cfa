/** What the user reads from the commands `schedule`, `daemon` and `audit`. */
export const schedule = {
  'cli.schedule': { en: 'what runs by itself, and when', es: 'qué se ejecuta por sí solo, y cuándo' },
  'cli.schedule.examples': {
    en: `Examples:
  arrest-workbench schedule                                  the schedules and their next times
  arrest-workbench schedule resume                           start the one that ships: monthly, from the portal
  arrest-workbench schedule set --source crimes.csv --cron '0 3 1 * *'
  arrest-workbench schedule set weekly --cron @weekly --retrain when_needed
  arrest-workbench schedule run-now                          at once, here
  arrest-workbench schedule policy --set comparison=ab       how new models are compared
The runs are done by an open window, or by \`arrest-workbench daemon\`. Of the times that were missed, the last one of each
month is caught up, oldest first.`,
    es: `Ejemplos:
  arrest-workbench schedule                                  las programaciones y sus próximas horas
  arrest-workbench schedule resume                           inicia la incluida: mensual, del portal
  arrest-workbench schedule set --source crimes.csv --cron '0 3 1 * *'
  arrest-workbench schedule set weekly --cron @weekly --retrain when_needed
  arrest-workbench schedule run-now                          ahora mismo, aquí
  arrest-workbench schedule policy --set comparison=ab       cómo se comparan los modelos nuevos
Las ejecuciones las hace una ventana abierta o \`arrest-workbench daemon\`. De las horas perdidas se recupera la última de
cada mes, de la más antigua a la más nueva.`,
  },
  'cli.schedule.name': { en: 'name of the schedule', es: 'nombre de la programación' },
  'cli.schedule.name_or_all': {
    en: 'name of the schedule; all without it',
    es: 'nombre de la programación; todas sin él',
  },
  'cli.schedule.list': { en: 'the schedules and their next runs', es: 'las programaciones y sus próximas ejecuciones' },
  'cli.schedule.show': {
    en: 'one schedule with its next three runs',
    es: 'una programación con sus próximas tres ejecuciones',
  },
  'cli.schedule.set': {
    en: 'change a schedule, or make one, and start it',
    es: 'cambia o crea una programación y la inicia',
  },
  'cli.schedule.cron': {
    en: 'when: minute, hour, day of the month, month, weekday; or @monthly, @weekly, @daily, @hourly',
    es: 'cuándo: minuto, hora, día del mes, mes, día de la semana; o @monthly, @weekly, @daily, @hourly',
  },
  'cli.schedule.zone': {
    en: 'time zone of these fields, e.g. America/Chicago',
    es: 'zona horaria de esos campos, p. ej. America/Chicago',
  },
  'cli.schedule.retrain': {
    en: 'train each time, or only when the champion has drifted or decayed',
    es: 'entrena cada vez, o solo si la campeona ha derivado o empeorado',
  },
  'cli.schedule.retries': {
    en: 'how often a failed run is tried again',
    es: 'cuántas veces se reintenta una ejecución fallida',
  },
  'cli.schedule.pause': {
    en: 'stop a schedule; nothing becomes due until it is resumed',
    es: 'detiene una programación; nada vence hasta reanudarla',
  },
  'cli.schedule.resume': { en: 'start a schedule, from now on', es: 'inicia una programación, desde ahora' },
  'cli.schedule.remove': {
    en: 'remove a schedule; its history stays',
    es: 'elimina una programación; su historial queda',
  },
  'cli.schedule.removed': { en: 'The schedule {name} is removed.', es: 'La programación {name} se ha eliminado.' },
  'cli.schedule.next': { en: 'the next times of a schedule', es: 'las próximas horas de una programación' },
  'cli.schedule.count': { en: 'how many', es: 'cuántas' },
  'cli.schedule.history': {
    en: 'what ran, what came of it, what waits',
    es: 'qué se ejecutó, con qué resultado, y qué espera',
  },
  'cli.schedule.limit': { en: 'how many lines at most', es: 'cuántas líneas como máximo' },
  'cli.schedule.run_now': { en: 'run a schedule at once', es: 'ejecuta una programación ahora' },
  'cli.schedule.policy': {
    en: 'when a model is trained anew, and how it is compared',
    es: 'cuándo se reentrena un modelo y cómo se compara',
  },
  'cli.schedule.policy.set': { en: 'change one value; may be repeated', es: 'cambia un valor; se puede repetir' },
  'cli.schedule.paused': {
    en: 'Paused. `arrest-workbench schedule resume {name}` starts it.',
    es: 'En pausa. `arrest-workbench schedule resume {name}` la inicia.',
  },
  'cli.schedule.nobody': {
    en: 'Nobody does the scheduled runs now: open the window, or start `arrest-workbench daemon`. What is due meanwhile is caught up.',
    es: 'Nadie hace ahora las ejecuciones programadas: abra la ventana o inicie `arrest-workbench daemon`. Lo que venza entretanto se recupera.',
  },
  'cli.schedule.done_by': { en: 'The runs are done by {executor}.', es: 'Las ejecuciones las hace {executor}.' },
  'cli.schedule.left_to': { en: 'It is left to {executor}.', es: 'Queda para {executor}.' },
  'schedule.paused': { en: 'paused', es: 'en pausa' },
  'cli.not_a_count': {
    en: '"{value}" is not a whole number of 0 or more.',
    es: '«{value}» no es un número entero de 0 o más.',
  },
  'cli.not_a_setting': {
    en: '"{value}" is not of the form name=value.',
    es: '«{value}» no tiene la forma nombre=valor.',
  },
  'cli.daemon': { en: 'do the scheduled runs without a window', es: 'hace las ejecuciones programadas sin ventana' },
  'cli.daemon.examples': {
    en: `Examples:
  arrest-workbench daemon                      in the foreground, until Ctrl-C or SIGTERM
  arrest-workbench daemon --serve              with the champion on http://127.0.0.1:8800
  arrest-workbench daemon install --user       as a systemd service of yours
  arrest-workbench daemon install --print      the unit, without writing it
  arrest-workbench daemon status               who does the runs now
macOS and Windows: see docs/schedule.md.`,
    es: `Ejemplos:
  arrest-workbench daemon                      en primer plano, hasta Ctrl-C o SIGTERM
  arrest-workbench daemon --serve              con el campeón en http://127.0.0.1:8800
  arrest-workbench daemon install --user       como servicio systemd suyo
  arrest-workbench daemon install --print      la unidad, sin escribirla
  arrest-workbench daemon status               quién hace ahora las ejecuciones
macOS y Windows: véase docs/schedule.md.`,
  },
  'cli.daemon.run': {
    en: 'in the foreground, with a line for each event',
    es: 'en primer plano, con una línea por suceso',
  },
  'cli.daemon.serve': { en: 'serve the champion, too', es: 'sirve también el campeón' },
  'cli.daemon.install': { en: 'write a systemd unit', es: 'escribe una unidad de systemd' },
  'cli.daemon.user': { en: 'as a service of yours, without root', es: 'como servicio suyo, sin root' },
  'cli.daemon.print': { en: 'print the unit instead of writing it', es: 'muestra la unidad en vez de escribirla' },
  'cli.daemon.status': { en: 'who does the scheduled runs now', es: 'quién hace ahora las ejecuciones programadas' },
  'cli.daemon.since': { en: 'Since {since}; {waiting} waiting.', es: 'Desde {since}; {waiting} en espera.' },
  'cli.daemon.started': { en: 'Workspace {folder}, process {pid}', es: 'Espacio de trabajo {folder}, proceso {pid}' },
  'cli.daemon.executing': { en: 'The scheduled runs are done here.', es: 'Las ejecuciones programadas se hacen aquí.' },
  'cli.daemon.standby': {
    en: 'The scheduled runs are done by {executor}; this one stands by until that ends.',
    es: 'Las ejecuciones programadas las hace {executor}; este espera a que termine.',
  },
  'cli.daemon.again': { en: 'again at {time}', es: 'de nuevo a las {time}' },
  'cli.daemon.ended': { en: 'Ended.', es: 'Terminado.' },
  'cli.daemon.written': { en: 'Written: {file}', es: 'Escrito: {file}' },
  'cli.daemon.start_user': {
    en: `Start it:
  systemctl --user daemon-reload
  systemctl --user enable --now arrest-workbench
To keep it running while you are logged out: loginctl enable-linger`,
    es: `Inícielo:
  systemctl --user daemon-reload
  systemctl --user enable --now arrest-workbench
Para que siga sin sesión iniciada: loginctl enable-linger`,
  },
  'cli.daemon.start_system': {
    en: `Start it:
  systemctl daemon-reload
  systemctl enable --now arrest-workbench`,
    es: `Inícielo:
  systemctl daemon-reload
  systemctl enable --now arrest-workbench`,
  },
  'daemon.not_linux': {
    en: 'systemd is Linux’s own. On macOS and Windows follow docs/schedule.md, or print the unit with --print.',
    es: 'systemd es propio de Linux. En macOS y Windows siga docs/schedule.md, o muestre la unidad con --print.',
  },
  'daemon.not_root': {
    en: '{file} cannot be written. Run this as root, or give --user for a service of your own.',
    es: 'No se puede escribir {file}. Ejecútelo como root o indique --user para un servicio propio.',
  },
  'cli.audit': {
    en: 'what changed what is served, who did it, and why',
    es: 'qué cambió lo que se sirve, quién lo hizo y por qué',
  },
  'cli.audit.examples': {
    en: `Examples:
  arrest-workbench audit                       the newest events
  arrest-workbench audit list --export log.csv all of them, with their hashes
  arrest-workbench audit verify                whether none was changed or taken away`,
    es: `Ejemplos:
  arrest-workbench audit                       los sucesos más nuevos
  arrest-workbench audit list --export log.csv todos, con sus hashes
  arrest-workbench audit verify                si ninguno fue cambiado o quitado`,
  },
  'cli.audit.list': { en: 'the events, newest first', es: 'los sucesos, primero los más nuevos' },
  'cli.audit.since': { en: 'only from that day on (UTC)', es: 'solo desde ese día (UTC)' },
  'cli.audit.export': {
    en: 'write all of them to a file, .csv or .json',
    es: 'los escribe todos en un archivo .csv o .json',
  },
  'cli.audit.exported': {
    en: '{events} [event is|events are] in {file}.',
    es: '{events} [suceso está|sucesos están] en {file}.',
  },
  'cli.audit.verify': {
    en: 'check the chain of hashes; exit code 1 where it is broken',
    es: 'comprueba la cadena de hashes; código 1 si está rota',
  },
  'audit.intact': {
    en: '{events} [event|events], each as it was written. Last hash: {head}',
    es: '{events} [suceso, como se escribió|sucesos, todos como se escribieron]. Último hash: {head}',
  },
  'table.when': { en: 'when', es: 'cuándo' },
  'table.source': { en: 'source', es: 'origen' },
  'table.retraining': { en: 'retraining', es: 'reentrenamiento' },
  'table.next_run': { en: 'next run', es: 'próxima ejecución' },
  'table.due_utc': { en: 'due (UTC)', es: 'prevista (UTC)' },
  'table.run_date': { en: 'run date', es: 'fecha' },
  'table.cause': { en: 'cause', es: 'causa' },
  'table.attempts': { en: 'attempts', es: 'intentos' },
  'table.outcome': { en: 'outcome', es: 'resultado' },
  'table.value': { en: 'value', es: 'valor' },
  'table.time_utc': { en: 'time (UTC)', es: 'hora (UTC)' },
  'table.event': { en: 'event', es: 'suceso' },
  'table.actor': { en: 'by', es: 'por' },
  'table.reason': { en: 'reason', es: 'motivo' },
} as const
