import { atLine, type Rule } from '../rule.ts';
import { stopsOf } from '../stop.ts';

/** A choice offers at least two different values. */
export const choices: Rule = function* (file) {
  for (const { choices: values, line } of stopsOf(file)) {
    if (values.length === 0) continue;
    if (values.length < 2)
      yield atLine(file, line, 'a choice of one', 'separate values with " | ", or make it a plain stop');
    if (values.includes('')) yield atLine(file, line, 'an empty choice', 'write a value between the bars');
    if (new Set(values).size < values.length)
      yield atLine(file, line, 'a value stands twice', 'keep one of the two');
  }
};
