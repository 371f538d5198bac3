import { atLine, type Rule } from '../rule.ts';
import { lineOfOffset } from '../snippet-file.ts';
import { findStop, stopsOf } from '../stop.ts';

/** No two stops share a character of the program. */
export const overlaps: Rule = function* (file) {
  const occurrences = stopsOf(file)
    .flatMap((stop) => findStop(file.region, stop).whole)
    .sort((a, b) => a.start - b.start);
  for (const [i, occurrence] of occurrences.entries()) {
    const next = occurrences[i + 1];
    if (next && next.start < occurrence.end) {
      const line = lineOfOffset(file, next.start);
      yield atLine(
        file,
        Math.max(occurrence.stop.line, next.stop.line),
        `"${occurrence.stop.text}" and "${next.stop.text}" overlap on line ${line}`,
        'make them one stop, or choose texts that lie apart',
      );
    }
  }
};
