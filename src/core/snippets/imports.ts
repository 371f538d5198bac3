/** One name that a statement brings into a file. */
interface Binding {
  readonly module: string;
  /** As it stands in the statement, without `type`: `readFile`, `setTimeout as sleep`, `* as path`, `sharp`. */
  readonly text: string;
  readonly kind: 'default' | 'namespace' | 'named';
  readonly isType: boolean;
}

// A body in VS Code's snippet syntax has a backslash before the closing brace.
const IMPORT = /^import\s+(type\s+)?([\w$*\s{},\\]+?)\s+from\s+(['"])([^'"\n]+)\3;?(?:\r?\n|$)/gm;

/** The names that a TypeScript or JavaScript text imports, as its own code calls them. */
export function importedNames(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].flatMap(bindingsOf).map(({ text: binding }) => localName(binding));
}

/**
 * A snippet's body without what `document` imports already: a name imported twice does not compile.
 * @param body in VS Code's snippet syntax
 */
export function withoutImportsOf(document: string, body: string): string {
  const present = [...document.matchAll(IMPORT)].flatMap(bindingsOf);
  const isMissing = (needed: Binding) =>
    !present.some(
      ({ module, text, isType }) =>
        module === needed.module && text === needed.text && (!isType || needed.isType),
    );
  const rest = body.replace(IMPORT, (statement, ...groups) => {
    const bindings = bindingsOf([statement, ...(groups as string[])]);
    const missing = bindings.filter(isMissing);
    return missing.length === bindings.length ? statement : writeImport(missing, !!groups[0]);
  });
  return rest.replace(/^\n+/, '');
}

function bindingsOf([, typeOnly, clause = '', , module = '']: readonly string[]): readonly Binding[] {
  const [, named = ''] = /\{([\s\S]*)\}/.exec(clause.replaceAll('\\', '')) ?? [];
  const outside = clause.replaceAll('\\', '').replace(/\{[\s\S]*\}/, '');
  const binding = (kind: Binding['kind']) => (item: string) => ({
    module,
    kind,
    text: item.trim().replace(/^type\s+/, ''),
    isType: typeOnly !== undefined || /^\s*type\s/.test(item),
  });
  const items = (list: string) => list.split(',').filter((item) => item.trim());
  return [
    ...items(outside).map((item) => binding(item.includes('*') ? 'namespace' : 'default')(item)),
    ...items(named).map(binding('named')),
  ];
}

/** In snippet syntax; empty where there is nothing to import. */
function writeImport(bindings: readonly Binding[], typeOnly: boolean): string {
  const [first] = bindings;
  if (!first) return '';
  const named = bindings
    .filter(({ kind }) => kind === 'named')
    .map(({ text, isType }) => (isType && !typeOnly ? `type ${text}` : text));
  const clauses = [
    ...bindings.filter(({ kind }) => kind !== 'named').map(({ text }) => text),
    ...(named.length > 0 ? [`{ ${named.join(', ')} \\}`] : []),
  ];
  return `import ${typeOnly ? 'type ' : ''}${clauses.join(', ')} from '${first.module}';\n`;
}

function localName(binding: string): string {
  return binding.split(/\s+as\s+/).at(-1) ?? binding;
}
