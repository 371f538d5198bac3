import type { Rule } from '../rule.ts';
import { choices } from './choices.ts';
import { keys } from './keys.ts';
import { languages } from './languages.ts';
import { layout } from './layout.ts';
import { overlaps } from './overlaps.ts';
import { packages } from './packages.ts';
import { prefixes } from './prefixes.ts';
import { stops } from './stops.ts';
import { terms } from './terms.ts';

/** Every rule a snippet is held to. */
export const RULES: readonly Rule[] = [
  keys,
  languages,
  prefixes,
  terms,
  packages,
  layout,
  stops,
  choices,
  overlaps,
];
