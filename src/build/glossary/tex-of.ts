/** A formula in Markdown: `$…$` in a line, `$$…$$` on its own. Lines count from 0. */
export interface TexInText {
  readonly tex: string;
  readonly display: boolean;
  readonly line: number;
}

// Code comes first so that a dollar sign in it is passed over.
const FORMULA = /```[\s\S]*?```|`[^`\n]*`|\$\$([\s\S]+?)\$\$|\$([^$\n]+)\$/g;

/** The formulas of a Markdown text, in order. */
export function texOf(markdown: string): readonly TexInText[] {
  const found: TexInText[] = [];
  for (const match of markdown.matchAll(FORMULA)) {
    const tex = match[1] ?? match[2];
    if (tex === undefined) continue;
    found.push({
      tex: tex.trim(),
      display: match[1] !== undefined,
      line: markdown.slice(0, match.index).split('\n').length - 1,
    });
  }
  return found;
}
