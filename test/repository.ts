import path from 'node:path';

/** The absolute path of the repository. */
export const repository = path.resolve(import.meta.dirname, '..');
