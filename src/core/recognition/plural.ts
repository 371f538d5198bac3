/** The singulars an English plural may have, with the number of letters the plural adds at the end. */
export function singulars(key: string): readonly [singular: string, plural: number][] {
  const found: [string, number][] = [[key.slice(0, -1), 1]];
  if (key.endsWith('es')) found.push([key.slice(0, -2), 2]);
  if (key.endsWith('ies')) found.push([`${key.slice(0, -3)}y`, 3]);
  return found;
}
