import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Gives a server a language pack without a word in it: the workbench stays English, but the editor's language,
 * and with it the extension's own translations, become the locale's. Answers the locale as the server knows it.
 */
export async function writeLanguagePack(dataFolder: string, locale: string): Promise<string> {
  const language = locale.toLowerCase();
  const words = path.join(dataFolder, 'words.json');
  const pack = {
    hash: language,
    label: language,
    extensions: [{ extensionIdentifier: { id: 'tests.language-pack' }, version: '1.0.0' }],
    translations: { vscode: words },
  };
  await writeFile(words, JSON.stringify({ contents: {} }));
  await writeFile(path.join(dataFolder, 'data/languagepacks.json'), JSON.stringify({ [language]: pack }));
  return language;
}
