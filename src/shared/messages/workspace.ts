/** What the user reads from the room `workspace`, and what every room may say. */
export const workspace = {
  cancelled: {
    en: 'Cancelled. What was finished is kept; run the same command again to go on from there.',
    es: 'Cancelado. Lo terminado se conserva; ejecute la misma orden para continuar desde ahí.',
  },
  unexpected_error: {
    en: 'Something went wrong that should not: {message}. The details are in {log}.',
    es: 'Ha ocurrido un error inesperado: {message}. Los detalles están en {log}.',
  },
  'workspace.newer': {
    en: 'The workspace {folder} is of version {found}; this app knows versions up to {known} and leaves it as it is. Update the app, or choose another folder.',
    es: 'El espacio de trabajo {folder} es de la versión {found}; esta aplicación conoce hasta la {known} y lo deja como está. Actualice la aplicación o elija otra carpeta.',
  },
  'workspace.damaged_version': {
    en: '{path} is damaged: it does not hold the version of the workspace. If this workspace was last used with this app, write {example} into it.',
    es: '{path} está dañado: no contiene la versión del espacio de trabajo. Si este espacio se usó por última vez con esta aplicación, escriba en él {example}.',
  },
  'workspace.run_in_progress': {
    en: 'Run {run} is still going in this workspace (process {pid}), and only one can at a time. Wait until it ends or cancel it, or choose another folder.',
    es: 'La ejecución {run} sigue en curso en este espacio de trabajo (proceso {pid}) y solo puede haber una a la vez. Espere a que termine o cancélela, o elija otra carpeta.',
  },
  'workspace.too_little_space': {
    en: 'Only {free} MB are free on the disk of {folder}, and about {needed} MB are needed. Free some space, or choose another disk.',
    es: 'Solo quedan {free} MB libres en el disco de {folder} y se necesitan unos {needed} MB. Libere espacio o elija otro disco.',
  },
  'workspace.settings_not_json': {
    en: '{path} could not be read: it is not valid JSON. Mend it, or delete it to go back to the defaults.',
    es: 'No se pudo leer {path}: no es JSON válido. Corríjalo o bórrelo para volver a los valores por defecto.',
  },
  'workspace.settings_secret': {
    en: '{path} holds “{name}”, and settings must never hold a secret. Delete it there and set it as an environment variable or in the .env file of the workspace instead.',
    es: '{path} contiene «{name}», y los ajustes nunca deben guardar un secreto. Bórrelo de ahí y defínalo como variable de entorno o en el archivo .env del espacio de trabajo.',
  },
  'workspace.settings_unknown': {
    en: '{path} holds “{name}”, which is no setting. Known settings: {known}. Correct the name or delete it.',
    es: '{path} contiene «{name}», que no es un ajuste. Ajustes conocidos: {known}. Corrija el nombre o bórrelo.',
  },
  'workspace.settings_invalid': {
    en: 'The setting “{name}” in {path} is not valid: {problem}. Correct it or delete it.',
    es: 'El ajuste «{name}» de {path} no es válido: {problem}. Corríjalo o bórrelo.',
  },
} as const
