import type { Rule } from '../rule.ts';
import { card } from './card.ts';
import { forms } from './forms.ts';
import { formulas } from './formulas.ts';
import { keys } from './keys.ts';
import { markup } from './markup.ts';
import { pitfalls } from './pitfalls.ts';
import { place } from './place.ts';
import { relations } from './relations.ts';
import { sections } from './sections.ts';
import { sources } from './sources.ts';

/** Every rule an entry is held to. */
export const RULES: readonly Rule[] = [
  place,
  keys,
  sources,
  sections,
  card,
  pitfalls,
  markup,
  formulas,
  relations,
  forms,
];
