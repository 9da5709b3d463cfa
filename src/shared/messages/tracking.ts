/** What the user reads from the room `tracking`: the workspace's database, runs and artifacts. */
export const tracking = {
  database_newer: {
    en: 'The workspace database {file} was written by a newer version of Arrest Workbench (it has step {step}, which this version does not know). Update the app, or choose another workspace. Nothing was changed.',
    es: 'La base de datos {file} del espacio de trabajo la escribió una versión más nueva de Arrest Workbench (contiene el paso {step}, que esta versión no conoce). Actualice la aplicación o elija otro espacio de trabajo. No se ha cambiado nada.',
  },
  database_damaged: {
    en: 'The workspace database {file} cannot be read: it is damaged, or not a database ({reason}). Put back a copy of it (an earlier version is kept beside it as *.bak), or choose another workspace.',
    es: 'No se puede leer la base de datos {file} del espacio de trabajo: está dañada o no es una base de datos ({reason}). Restaure una copia (junto a ella se guarda una versión anterior como *.bak) o elija otro espacio de trabajo.',
  },
  database_not_writable: {
    en: 'The workspace database {file} cannot be written ({reason}). Give yourself write permission to that folder, or choose another workspace.',
    es: 'No se puede escribir en la base de datos {file} del espacio de trabajo ({reason}). Concédase permiso de escritura en esa carpeta o elija otro espacio de trabajo.',
  },
  database_disk_full: {
    en: 'The disk that holds {file} is full, so this step was not saved; everything saved before is intact. Free some space and run the same command again.',
    es: 'El disco que contiene {file} está lleno, así que este paso no se guardó; todo lo guardado antes está intacto. Libere espacio y ejecute de nuevo la misma orden.',
  },
  database_busy: {
    en: 'The workspace database {file} stayed locked by another program for too long. Close the programs that hold it (a database browser, a backup), then run the same command again.',
    es: 'Otro programa mantuvo bloqueada la base de datos {file} del espacio de trabajo durante demasiado tiempo. Cierre los programas que la usan (un explorador de bases de datos, una copia de seguridad) y ejecute de nuevo la misma orden.',
  },
  artifact_not_writable: {
    en: 'The file {file} cannot be written ({reason}). Give yourself write permission to that folder, or choose another workspace.',
    es: 'No se puede escribir el archivo {file} ({reason}). Concédase permiso de escritura en esa carpeta o elija otro espacio de trabajo.',
  },
  artifact_missing: {
    en: 'The run {run} has no artifact {path}, or its file was deleted by hand. Run the same command again to make it anew.',
    es: 'La ejecución {run} no tiene el artefacto {path}, o su archivo se borró a mano. Ejecute de nuevo la misma orden para volver a crearlo.',
  },
  run_in_progress: {
    en: 'The run {run} ({name}, process {pid}) is still going on in this workspace, and one runs at a time. Wait until it ends or cancel it, or choose another workspace.',
    es: 'La ejecución {run} ({name}, proceso {pid}) sigue en curso en este espacio de trabajo, y solo se ejecuta una a la vez. Espere a que termine o cancélela, o elija otro espacio de trabajo.',
  },
  run_not_found: {
    en: 'There is no run {run} in this workspace. Give the id of one that there is, or the start of it.',
    es: 'No hay ninguna ejecución {run} en este espacio de trabajo. Indique el identificador de una que exista, o su comienzo.',
  },
  run_id_ambiguous: {
    en: '{count} runs have an id that starts with {run}. Give more of its letters.',
    es: '{count} ejecuciones tienen un identificador que empieza por {run}. Indique más letras.',
  },
  run_still_running: {
    en: 'The run {run} is still going on, so it cannot be deleted. Cancel it first.',
    es: 'La ejecución {run} sigue en curso, así que no se puede borrar. Cancélela primero.',
  },
  run_interrupted: {
    en: 'Interrupted: the program ended before the run did. Run the same command again to go on from the last finished step.',
    es: 'Interrumpida: el programa terminó antes que la ejecución. Ejecute de nuevo la misma orden para continuar desde el último paso terminado.',
  },
  run_failed: {
    en: 'Something went wrong that should not: {message}.',
    es: 'Ha ocurrido un error inesperado: {message}.',
  },
} as const
