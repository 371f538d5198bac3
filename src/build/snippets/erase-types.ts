import { format, resolveConfig } from 'prettier';
import tsBlankSpace from 'ts-blank-space';
import ts from 'typescript';

/**
 * The JavaScript of a program in erasable TypeScript: the same statements and comments without the types, laid out anew.
 * A type's declaration takes its comment along.
 * @param file a path in the repository, for the style its programs are laid out in
 */
export async function eraseTypes(program: string, file: string): Promise<string> {
  const source = ts.createSourceFile('snippet.ts', program, ts.ScriptTarget.ES2022);
  const declarations = source.statements.filter(
    (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
  );
  const values = declarations.reduceRight(
    (text, node) => text.slice(0, beginOf(node, text)) + text.slice(node.end),
    program,
  );
  const javascript = tsBlankSpace(values, (node) => {
    const text = values.slice(node.pos, node.end).trim();
    throw new Error(`${file}: "${text}" is no erasable TypeScript`);
  });
  return (await format(javascript, { ...(await resolveConfig(file)), parser: 'babel' })).trimEnd();
}

/** Where a declaration begins with the comment that belongs to it: the one right above. */
function beginOf(node: ts.Node, text: string): number {
  const comment = ts.getLeadingCommentRanges(text, node.pos)?.at(-1);
  const start = node.pos + (text.slice(node.pos).match(/^\s*/)?.[0].length ?? 0);
  if (!comment) return start;
  const apart = /\n\s*\n/.test(text.slice(comment.end, node.end).match(/^\s*/)?.[0] ?? '');
  return apart ? comment.end : comment.pos;
}
