/** The package's folder, which holds `src/`, `dist/` and `schemas/`; the program's files all lie right below `dist/`. */
export const PACKAGE_ROOT = new URL('../', import.meta.url);
