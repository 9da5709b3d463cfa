/** What the user reads of schedules, retraining and the audit log, from every door. */
export const schedule = {
  'schedule.unknown': {
    en: 'There is no schedule {name} in this workspace (there are: {known}). List them with `schedule`, or make it with `schedule set {name}`.',
    es: 'No hay ninguna programación {name} en este espacio de trabajo (hay: {known}). Enumérelas con `schedule` o créela con `schedule set {name}`.',
  },
  'schedule.invalid_name': {
    en: '{name} cannot be the name of a schedule: use up to 50 small letters, digits, - and _.',
    es: '{name} no puede ser el nombre de una programación: use hasta 50 letras minúsculas, cifras, - y _.',
  },
  'schedule.invalid_cron': {
    en: '“{cron}” is no time that the schedule knows ({problem}). Use five fields — minute, hour, day of the month, month, weekday — such as `0 3 1 * *`, or one of {presets}.',
    es: '«{cron}» no es una hora que la programación conozca ({problem}). Use cinco campos (minuto, hora, día del mes, mes, día de la semana), como `0 3 1 * *`, o uno de {presets}.',
  },
  'schedule.invalid_zone': {
    en: '“{zone}” is no time zone. Use a name such as America/Chicago or Europe/Madrid.',
    es: '«{zone}» no es una zona horaria. Use un nombre como America/Chicago o Europe/Madrid.',
  },
  'schedule.never': {
    en: '“{cron}” never comes: no such day exists. Change the day or the month.',
    es: '«{cron}» no llega nunca: ese día no existe. Cambie el día o el mes.',
  },
  'schedule.sentence.monthly': {
    en: 'on day {day} of each month at {time}',
    es: 'el día {day} de cada mes a las {time}',
  },
  'schedule.sentence.yearly': {
    en: 'each year on {day} {month} at {time}',
    es: 'cada año el {day} de {month} a las {time}',
  },
  'schedule.sentence.weekly': { en: 'each {weekdays} at {time}', es: 'cada {weekdays} a las {time}' },
  'schedule.sentence.daily': { en: 'every day at {time}', es: 'todos los días a las {time}' },
  'schedule.sentence.hourly': { en: 'every hour at minute {minute}', es: 'cada hora en el minuto {minute}' },
  'schedule.sentence.minute': { en: 'every minute', es: 'cada minuto' },
  'schedule.sentence.minutes': { en: 'every {minutes} minutes', es: 'cada {minutes} minutos' },
  'schedule.sentence.cron': { en: 'at the times of “{cron}”', es: 'a las horas de «{cron}»' },
  'schedule.sentence.zoned': { en: '{when}, {zone} time', es: '{when}, hora de {zone}' },
  'schedule.cause.schedule': { en: 'at its time', es: 'a su hora' },
  'schedule.cause.catch_up': { en: 'caught up', es: 'recuperada' },
  'schedule.cause.manual': { en: 'by hand', es: 'a mano' },
  'schedule.status.waiting': { en: 'waiting', es: 'en espera' },
  'schedule.status.running': { en: 'running', es: 'en marcha' },
  'schedule.status.done': { en: 'done', es: 'terminada' },
  'schedule.status.failed': { en: 'failed', es: 'fallida' },
  'schedule.status.cancelled': { en: 'cancelled', es: 'cancelada' },
  'schedule.status.skipped': { en: 'passed over', es: 'omitida' },
  'schedule.retrain.always': { en: 'trains each time', es: 'entrena cada vez' },
  'schedule.retrain.when_needed': { en: 'trains on drift or decay', es: 'entrena si hay deriva o declive' },
  'schedule.executor.window': { en: 'the window (process {pid})', es: 'la ventana (proceso {pid})' },
  'schedule.executor.daemon': { en: 'the daemon (process {pid})', es: 'el daemon (proceso {pid})' },
  'schedule.executor.cli': { en: 'a command (process {pid})', es: 'una orden (proceso {pid})' },
  'retraining.invalid_policy': {
    en: 'The retraining policy cannot have {name} so: {problem}. See `schedule policy` for what is allowed.',
    es: 'La política de reentrenamiento no admite {name} así: {problem}. Vea con `schedule policy` lo permitido.',
  },
  'retraining.why.first': {
    en: 'There is no champion yet (schedule {schedule}, run date {date}).',
    es: 'Aún no hay campeona (programación {schedule}, fecha {date}).',
  },
  'retraining.why.schedule': {
    en: 'It was time by the schedule {schedule}, run date {date}.',
    es: 'Era la hora según la programación {schedule}, fecha {date}.',
  },
  'retraining.why.manual': {
    en: 'It was asked for by hand (schedule {schedule}, run date {date}).',
    es: 'Se pidió a mano (programación {schedule}, fecha {date}).',
  },
  'retraining.why.drift': {
    en: 'The incidents have drifted: {drift}, the limit is {limit}.',
    es: 'Los incidentes han derivado: {drift}, el límite es {limit}.',
  },
  'retraining.why.decay': {
    en: 'The champion does worse: MCC {now} on {rows} newer incidents, {before} on its test rows; it may lose less than {limit}.',
    es: 'La campeona empeora: MCC {now} en {rows} incidentes más nuevos, {before} en sus filas de prueba; puede perder menos de {limit}.',
  },
  'retraining.nothing_moved': { en: 'Nothing has moved past its limit.', es: 'Nada ha pasado de su límite.' },
  'retraining.same_model': {
    en: 'The same model was registered before.',
    es: 'El mismo modelo ya estaba registrado.',
  },
  'retraining.not_needed': {
    en: 'Checked; there was no need to train anew.',
    es: 'Comprobado; no hizo falta reentrenar.',
  },
  'retraining.on_trial': {
    en: 'Checked; version {version} is on trial, and no other model is trained until that is decided.',
    es: 'Comprobado; la versión {version} está a prueba y no se entrena otro modelo hasta que se decida.',
  },
  'retraining.outcome.champion': {
    en: 'Version {version} is the champion now.',
    es: 'La versión {version} es ahora la campeona.',
  },
  'retraining.outcome.challenger': {
    en: 'Version {version} is the challenger; {champion} stays the champion.',
    es: 'La versión {version} es la aspirante; {champion} sigue de campeona.',
  },
  'retraining.outcome.unchanged': {
    en: 'Trained to the same model, version {version}.',
    es: 'El entrenamiento dio el mismo modelo, la versión {version}.',
  },
  'policy.onDrift': { en: 'train anew on drift', es: 'reentrenar si hay deriva' },
  'policy.driftLimit': {
    en: 'drift from which on: the largest statistic divided by its threshold, 1 is drift',
    es: 'deriva desde la que: el mayor estadístico dividido por su umbral, 1 es deriva',
  },
  'policy.onDecay': { en: 'train anew when the champion does worse', es: 'reentrenar si la campeona empeora' },
  'policy.decayLimit': { en: 'MCC that the champion may lose', es: 'MCC que la campeona puede perder' },
  'policy.decayRows': {
    en: 'incidents with complete labels below which a loss is not judged',
    es: 'incidentes con etiquetas completas por debajo de los que no se juzga',
  },
  'policy.comparison': {
    en: 'direct: on test rows that neither was trained on; shadow: on traffic, in silence; ab: on a share of traffic',
    es: 'direct: en filas de prueba ajenas a ambas; shadow: en el tráfico, en silencio; ab: en una parte del tráfico',
  },
  'policy.challengerShare': {
    en: 'share of the incidents that the challenger answers with ab',
    es: 'parte de los incidentes que responde la aspirante con ab',
  },
  'policy.contest.threshold': {
    en: 'Brier score by which a challenger on trial must be better',
    es: 'puntuación de Brier en que debe mejorar una aspirante a prueba',
  },
  'policy.contest.alpha': {
    en: 'chance that a trial sees a difference where there is none',
    es: 'probabilidad de que una prueba vea una diferencia que no existe',
  },
  'policy.contest.maturityDays': {
    en: 'days from the prediction until its label counts',
    es: 'días desde la predicción hasta que cuenta su etiqueta',
  },
  'policy.contest.minimumRows': {
    en: 'settled incidents below which nothing is promoted',
    es: 'incidentes definitivos por debajo de los que no se promueve nada',
  },
  'audit.kind.registered': { en: 'Version registered', es: 'Versión registrada' },
  'audit.kind.promoted': { en: 'Made champion', es: 'Hecha campeona' },
  'audit.kind.rolled_back': { en: 'Rolled back', es: 'Vuelta atrás' },
  'audit.kind.alias_set': { en: 'Alias set', es: 'Alias puesto' },
  'audit.kind.alias_removed': { en: 'Alias removed', es: 'Alias quitado' },
  'audit.kind.threshold_set': { en: 'Threshold set', es: 'Umbral fijado' },
  'audit.kind.contest_started': { en: 'Trial started', es: 'Prueba iniciada' },
  'audit.kind.contest_changed': { en: 'Trial changed', es: 'Prueba cambiada' },
  'audit.kind.contest_ended': { en: 'Trial ended', es: 'Prueba terminada' },
  'audit.kind.schedule_changed': { en: 'Schedule changed', es: 'Programación cambiada' },
  'audit.kind.schedule_paused': { en: 'Schedule paused', es: 'Programación en pausa' },
  'audit.kind.schedule_resumed': { en: 'Schedule resumed', es: 'Programación reanudada' },
  'audit.kind.policy_changed': { en: 'Policy changed', es: 'Política cambiada' },
  'audit.kind.model_checked': { en: 'Champion checked', es: 'Campeona comprobada' },
  'audit.kind.retraining_started': { en: 'Retraining started', es: 'Reentrenamiento iniciado' },
  'audit.kind.retraining_finished': { en: 'Retraining finished', es: 'Reentrenamiento terminado' },
  'audit.kind.retraining_failed': { en: 'Retraining failed', es: 'Reentrenamiento fallido' },
  'audit.damaged.changed': {
    en: 'Event {event} of the audit log is not as it was written: the database was changed by another program. Compare it with a backup or an earlier export.',
    es: 'El suceso {event} del registro de auditoría no es como se escribió: otro programa cambió la base de datos. Compárela con una copia o una exportación anterior.',
  },
  'audit.damaged.missing': {
    en: 'Event {event} of the audit log is missing: the database was changed by another program. Compare it with a backup or an earlier export.',
    es: 'Falta el suceso {event} del registro de auditoría: otro programa cambió la base de datos. Compárela con una copia o una exportación anterior.',
  },
} as const
