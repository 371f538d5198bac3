import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../repository.ts';

/** Texts to measure with, file by file: no third-party text is kept for it. */
export const CORPORA: Readonly<Record<string, readonly string[]>> = {
  code: texts(/\.(ts|py)$/, 'src', 'test', 'snippets/typescript', 'node_modules/@mathjax/src/ts'),
  'English and Chinese prose': texts(/\.md$/, 'glossary'),
  'Chinese prose': texts(/\.md$/, 'glossary').map((text) => text.slice(text.indexOf('## zh-CN'))),
};

function texts(ending: RegExp, ...folders: readonly string[]): readonly string[] {
  return folders
    .map((folder) => path.join(repository, folder))
    .flatMap((folder) => {
      try {
        return readdirSync(folder, { recursive: true, withFileTypes: true });
      } catch {
        return [];
      }
    })
    .filter((item) => item.isFile() && ending.test(item.name))
    .map((item) => readFileSync(path.join(item.parentPath, item.name), 'utf8'));
}
