/** What the user reads from the room `registry`: models, versions and who is champion. */
export const registry = {
  model_not_found: {
    en: 'There is no registered model {model} in this workspace. Choose one that is, or train one.',
    es: 'No hay ningún modelo registrado {model} en este espacio de trabajo. Elija uno que lo esté o entrene uno.',
  },
  model_version_not_found: {
    en: 'The model {model} has no version {version}. Choose one that it has.',
    es: 'El modelo {model} no tiene la versión {version}. Elija una que tenga.',
  },
  model_generated_mismatch: {
    en: 'The model {model} is kept for one kind of data: real incidents and generated ones do not share a model. Register this version under another name.',
    es: 'El modelo {model} se reserva para un solo tipo de datos: los incidentes reales y los generados no comparten modelo. Registre esta versión con otro nombre.',
  },
  already_champion: {
    en: 'Version {version} of {model} is the champion already. Nothing was changed.',
    es: 'La versión {version} de {model} ya es la campeona. No se ha cambiado nada.',
  },
  promotion_changes_features: {
    en: 'Version {version} of {model} takes other inputs than the champion (missing: {missing}; new: {added}), so programs that send features would break. Allow the change if they are ready for it.',
    es: 'La versión {version} de {model} usa entradas distintas de las de la campeona (faltan: {missing}; nuevas: {added}), así que fallarían los programas que envían variables. Permita el cambio si están preparados.',
  },
  nothing_to_roll_back: {
    en: 'The model {model} has no previous champion to go back to. Promote the version that you want instead.',
    es: 'El modelo {model} no tiene una campeona anterior a la que volver. Promueva la versión que desee.',
  },
  alias_reserved: {
    en: 'The alias {alias} changes only by promoting and rolling back, so that its history is kept. Do one of them.',
    es: 'El alias {alias} cambia solo al promover y al revertir, para conservar su historia. Haga una de las dos cosas.',
  },
  threshold_invalid: {
    en: 'A threshold is a probability from 0 to 1, not {threshold}.',
    es: 'Un umbral es una probabilidad de 0 a 1, no {threshold}.',
  },
  alias_invalid: {
    en: '{alias} cannot be an alias: use up to 50 small letters, digits, - and _, beginning with a letter.',
    es: '{alias} no puede ser un alias: use hasta 50 letras minúsculas, cifras, - y _, empezando por una letra.',
  },
  champion_cannot_challenge: {
    en: 'Version {version} of {model} is the champion, so it cannot be its own challenger. Choose another version.',
    es: 'La versión {version} de {model} es la campeona, así que no puede ser su propia aspirante. Elija otra versión.',
  },
  model_folder_damaged: {
    en: 'The model in {folder} is damaged: {file} is missing or differs from what was stored. Restore that folder from a backup, roll back to another version, or train again.',
    es: 'El modelo en {folder} está dañado: {file} falta o difiere de lo que se guardó. Restaure esa carpeta desde una copia de seguridad, vuelva a otra versión o entrene de nuevo.',
  },
  verdict_first_champion: {
    en: 'Promoted: it is the first champion of {model}.',
    es: 'Promovida: es la primera campeona de {model}.',
  },
  verdict_better: {
    en: 'Promoted: its MCC is {gain} above the champion’s ({challenger} against {champion}) on {rows} test rows that neither was trained on; {threshold} is enough.',
    es: 'Promovida: su MCC supera en {gain} al de la campeona ({challenger} frente a {champion}) en {rows} filas de prueba con las que no se entrenó ninguna; basta {threshold}.',
  },
  verdict_not_better: {
    en: 'Not promoted: its MCC is {challenger} against the champion’s {champion} on {rows} test rows that neither was trained on; {threshold} more is needed. Promote it by hand if you want it.',
    es: 'No promovida: su MCC es {challenger} frente a {champion} de la campeona en {rows} filas de prueba con las que no se entrenó ninguna; se necesita {threshold} más. Promuévala a mano si la desea.',
  },
  verdict_other_features: {
    en: 'Not promoted: it takes other inputs than the champion (missing: {missing}; new: {added}). Promote it by hand, allowing the change, when the programs that send features are ready.',
    es: 'No promovida: usa entradas distintas de las de la campeona (faltan: {missing}; nuevas: {added}). Promuévala a mano, permitiendo el cambio, cuando estén preparados los programas que envían variables.',
  },
  verdict_no_unseen_rows: {
    en: 'Not promoted: there are no test rows that neither it nor the champion was trained on, so they cannot be compared fairly. Run it on newer incidents, or promote it by hand.',
    es: 'No promovida: no hay filas de prueba con las que no se haya entrenado ni ella ni la campeona, así que no se pueden comparar con justicia. Ejecútela con incidentes más nuevos o promuévala a mano.',
  },
  verdict_to_be_tried: {
    en: 'Kept as the challenger: it is tried beside the champion on the traffic of the endpoint before one of them is chosen.',
    es: 'Se guarda como aspirante: se prueba junto a la campeona con el tráfico del servicio antes de elegir una.',
  },
  'registry.best_of_run': {
    en: 'best of its run by cross-validated MCC',
    es: 'el mejor de su ejecución por MCC en validación cruzada',
  },
  contest_running: {
    en: 'Version {version} of {model} is on trial already. End that with `models contest stop`, or change it with `models contest share`.',
    es: 'La versión {version} de {model} ya está a prueba. Termínela con `models contest stop` o cámbiela con `models contest share`.',
  },
  contest_none: {
    en: 'No version of {model} is on trial. Start one with `models contest start`.',
    es: 'Ninguna versión de {model} está a prueba. Empiece una con `models contest start`.',
  },
  contest_no_champion: {
    en: '{model} has no champion to try a challenger against. Promote a version with `models promote`.',
    es: '{model} no tiene campeón contra el que probar. Promueva una versión con `models promote`.',
  },
  contest_no_challenger: {
    en: '{model} has no challenger to try. Name one with `models alias challenger VERSION`.',
    es: '{model} no tiene aspirante que probar. Nombre uno con `models alias challenger VERSIÓN`.',
  },
  contest_share: {
    en: 'The share of the challenger must lie between 0 and 1, not be {share}.',
    es: 'La parte del aspirante debe estar entre 0 y 1, no ser {share}.',
  },
  contest_replaced: { en: 'replaced by another trial', es: 'sustituida por otra prueba' },
  contest_promoted: { en: 'another version became champion', es: 'otra versión pasó a ser la campeona' },
  contest_rolled_back: { en: 'the champion was rolled back', es: 'se volvió a la campeona anterior' },
  contest_other_challenger: { en: 'the challenger changed', es: 'cambió el aspirante' },
  contest_by_hand: { en: 'stopped by hand', es: 'detenida a mano' },
} as const
