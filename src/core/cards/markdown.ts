import type { Formula } from '../glossary/entry.ts';

/** Escapes text so that Markdown shows it as it is. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&');
}

/** A link that runs an editor command; `label` is Markdown. */
export function commandLink(
  label: string,
  command: string,
  args: readonly unknown[],
  tooltip: string,
): string {
  const title = tooltip.replace(/["\\\n]/g, ' ');
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify(args))} "${title}")`;
}

/** A link to a web page; parentheses in the address would end it. */
export function webLink(label: string, url: string): string {
  return `[${label}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** Pixels for one ex: a little over the hover's own text, so that indices stay legible. */
const PIXELS_PER_EX = 7.5;

/** A formula as a picture: an image does not inherit the text's colour, so it is given. */
export function formulaImage(formula: Formula, colour: string, label: string): string {
  const pixels = (ex: number) => `${(ex * PIXELS_PER_EX).toFixed(1)}px`;
  const svg = formula.svg
    .replace(/ width="[^"]*"/, ` width="${pixels(formula.width)}"`)
    .replace(/ height="[^"]*"/, ` height="${pixels(formula.height)}"`)
    .replaceAll('currentColor', colour);
  return `![${escapeMarkdown(label)}](data:image/svg+xml,${encodeURIComponent(svg).replace(/[()']/g, percentEncode)})`;
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}
