import { languageOf } from '../language.ts';
import { readPackage } from '../package-list.ts';
import { atLine, type Rule } from '../rule.ts';
import { headerLine, headerList, lineOfOffset } from '../snippet-file.ts';

const IMPORT =
  /^(?:import\s+|(?:import|export)\b[^'";]*?\bfrom\s+)['"]([^'"]+)['"];?$|\b(?:import|require)\(['"]([^'"]+)['"]\)/gm;

/**
 * The header names exactly the packages the program imports, in the versions the tests install. A Python package
 * may have another name than the module it is imported as (`opencv-python` is `cv2`), and the tests install none.
 */
export const packages: Rule = function* (file, collection) {
  const { registry } = languageOf(file.language);
  const line = headerLine(file, 'packages')?.line ?? 1;
  const listed = new Map<string, boolean>();
  for (const text of headerList(file, 'packages')) {
    const item = readPackage(text);
    if (!item || (registry === 'npm' && !item.version)) {
      yield atLine(
        file,
        line,
        `"${text}" is no package with an exact version`,
        'write name@1.2.3 or name@1.2.3 (dev)',
      );
      continue;
    }
    listed.set(item.name, item.dev ?? false);
    if (registry === 'pypi') continue;
    const tested = collection.packages.get(item.name);
    if (tested !== item.version) {
      yield atLine(
        file,
        line,
        `${item.name}@${item.version} is not what the tests install (${tested ?? 'nothing'})`,
        'use one version here and in snippets/package.json',
      );
    }
  }
  if (registry === 'pypi') return;
  const imported = new Set<string>();
  for (const match of file.region.matchAll(IMPORT)) {
    const specifier = match[1] ?? match[2] ?? '';
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
    const needed = specifier.startsWith('node:') ? '@types/node' : name;
    imported.add(needed);
    if (specifier.startsWith('.')) {
      yield atLine(
        file,
        lineOfOffset(file, match.index),
        `imports the file ${specifier}`,
        'a snippet is one file: move the code here',
      );
    } else if (!listed.has(needed)) {
      yield atLine(
        file,
        lineOfOffset(file, match.index),
        `imports ${specifier} without naming ${needed}`,
        `add ${needed}@<version> to "packages"`,
      );
    }
  }
  for (const [name, dev] of listed) {
    if (!dev && !imported.has(name))
      yield atLine(file, line, `names ${name} but does not import it`, 'remove it, or mark it (dev)');
  }
};
