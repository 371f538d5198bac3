import type { Rule } from '../rule.ts';
import { card } from './card.ts';
import { chinese } from './chinese.ts';
import { exclusions, forms } from './forms.ts';
import { formulas } from './formulas.ts';
import { keys } from './keys.ts';
import { markup } from './markup.ts';
import { pitfalls } from './pitfalls.ts';
import { place } from './place.ts';
import { relations } from './relations.ts';
import { sections } from './sections.ts';
import { sources } from './sources.ts';

/** Whether an entry has the shape that the other rules and the compiler expect. */
export const SHAPE_RULES: readonly Rule[] = [place, keys, sources, sections];

/** What an entry of that shape is held to besides. */
export const CONTENT_RULES: readonly Rule[] = [
  card,
  pitfalls,
  markup,
  chinese,
  formulas,
  relations,
  forms,
  exclusions,
];
