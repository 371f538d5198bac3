import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };

/** The extension under test; throws when the editor did not load it. */
export function extension(): vscode.Extension<unknown> {
  const id = `${manifest.publisher}.${manifest.name}`;
  const found = vscode.extensions.getExtension(id);
  if (!found) throw new Error(`${id} is not among the editor's extensions`);
  return found;
}
