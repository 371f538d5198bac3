import { atLine, type Rule } from '../rule.ts';
import { lineOfOffset } from '../snippet-file.ts';
import { findStop, stopsOf } from '../stop.ts';

/** Stops are numbered 1, 2, 3 … and each text stands in the program as often as the header says, never inside a word. */
export const stops: Rule = function* (file) {
  const all = stopsOf(file);
  for (const [i, stop] of all.entries()) {
    if (stop.number !== i + 1)
      yield atLine(
        file,
        stop.line,
        `stop ${stop.number} comes where stop ${i + 1} should`,
        'number the stops 1, 2, 3 … in the order of the header',
      );
    const { whole, inside } = findStop(file.region, stop);
    const [part] = inside;
    if (part) {
      yield atLine(
        file,
        stop.line,
        `"${stop.text}" also stands inside a longer word, on line ${lineOfOffset(file, part.start)}`,
        `rename one of the two, or say where it is meant: "stop ${stop.number} after …"`,
      );
    } else if (whole.length === 0) {
      yield atLine(
        file,
        stop.line,
        `"${stop.text}" is not in the program${stop.after && ` after "${stop.after}"`}`,
        stop.choices.length > 0 ? "put the program's value first" : 'copy it from the program',
      );
    } else if (whole.length !== stop.count) {
      yield atLine(
        file,
        stop.line,
        `"${stop.text}" occurs ${whole.length} times, not ${stop.count}`,
        `write "stop ${stop.number} x${whole.length}" if all of them change together`,
      );
    }
  }
};
