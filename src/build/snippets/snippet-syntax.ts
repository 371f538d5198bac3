import { findStop, type Stop } from './stop.ts';

/**
 * Writes `region` in VS Code's snippet syntax: the first occurrence of each stop as `${n:text}` or `${n|a,b|}`,
 * the later ones as `${n}`, everything else escaped, indented with tabs.
 * @param indent how many blanks one step of the region's indentation has
 */
export function writeBody(region: string, stops: readonly Stop[], indent = 2): string {
  const occurrences = stops.flatMap((stop) => findStop(region, stop).whole).sort((a, b) => a.start - b.start);
  const seen = new Set<number>();
  let body = '';
  let offset = 0;
  for (const { stop, start, end } of occurrences) {
    body += escapeText(region.slice(offset, start));
    body += seen.has(stop.number) ? `\${${stop.number}}` : writeStop(stop);
    seen.add(stop.number);
    offset = end;
  }
  return indentWithTabs(body + escapeText(region.slice(offset)), indent);
}

function writeStop({ number, text, choices }: Stop): string {
  return choices.length > 0
    ? `\${${number}|${choices.map(escapeChoice).join(',')}|}`
    : `\${${number}:${escapeText(text)}}`;
}

function escapeText(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** Inside a list of choices VS Code knows only these three escapes: `\$` would keep its backslash. */
function escapeChoice(text: string): string {
  return text.replace(/[\\,|]/g, '\\$&');
}

function indentWithTabs(text: string, indent: number): string {
  const steps = new RegExp(`^(?: {${indent}})+`, 'gm');
  return text.replace(steps, (spaces) => '\t'.repeat(spaces.length / indent));
}
