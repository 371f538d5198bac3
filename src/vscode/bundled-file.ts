import * as vscode from 'vscode';

/** The bytes of a file of `dist/`; rejects when it cannot be read. */
export async function readBundledBytes(
  extensionUri: vscode.Uri,
  ...segments: readonly string[]
): Promise<Uint8Array> {
  return vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', ...segments));
}

/** The text of a file of `dist/`; rejects when it cannot be read. */
export async function readBundledFile(
  extensionUri: vscode.Uri,
  ...segments: readonly string[]
): Promise<string> {
  return new TextDecoder().decode(await readBundledBytes(extensionUri, ...segments));
}
