import * as vscode from 'vscode';

/** The text of a file of `dist/`; rejects when it cannot be read. */
export async function readBundledFile(
  extensionUri: vscode.Uri,
  ...segments: readonly string[]
): Promise<string> {
  const file = vscode.Uri.joinPath(extensionUri, 'dist', ...segments);
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}
