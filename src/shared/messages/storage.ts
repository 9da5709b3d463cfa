/** What the user reads from the room `storage`. */
export const storage = {
  'storage.disk_full': {
    en: 'The disk is full: {path} could not be written. Nothing is half-written. Free some space, or choose another disk with --workspace or --store, then run the same command again.',
    es: 'El disco está lleno: no se pudo escribir {path}. Nada quedó a medias. Libere espacio o elija otro disco con --workspace o --store y ejecute de nuevo la misma orden.',
  },
  'storage.read_only': {
    en: '{path} could not be written: its disk is read-only. Mount it writable, or choose another folder with --workspace or --store.',
    es: 'No se pudo escribir {path}: su disco es de solo lectura. Móntelo con escritura o elija otra carpeta con --workspace o --store.',
  },
  'storage.no_permission': {
    en: '{path} could not be used: you have no permission for it. Give your user read and write access, or choose another folder with --workspace or --store.',
    es: 'No se pudo usar {path}: no tiene permiso. Dé a su usuario acceso de lectura y escritura, o elija otra carpeta con --workspace o --store.',
  },
  'storage.not_a_folder': {
    en: '{path} could not be used: there is a file where a folder is needed, or a folder where a file is. Move it away, or choose another folder with --workspace or --store.',
    es: 'No se pudo usar {path}: hay un archivo donde se necesita una carpeta, o una carpeta donde va un archivo. Muévalo o elija otra carpeta con --workspace o --store.',
  },
  'storage.disk_fault': {
    en: 'The disk reported a fault at {path}. Check the disk and its cable or network share, then run the same command again.',
    es: 'El disco informó de un fallo en {path}. Compruebe el disco y su cable o recurso de red y ejecute de nuevo la misma orden.',
  },
  'storage.bad_rules': {
    en: '{path} is damaged: it does not hold the list of expiry rules that the app writes. Delete it; the next run writes it anew.',
    es: '{path} está dañado: no contiene la lista de reglas de caducidad que escribe la aplicación. Bórrelo; la próxima ejecución lo escribirá de nuevo.',
  },
} as const
