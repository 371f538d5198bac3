import { cp } from 'node:fs/promises';
import path from 'node:path';
import { repository } from '../repository.ts';

/** Copies the sample workspace into a folder, so that nothing done to it touches the repository; answers where. */
export async function copySampleWorkspace(into: string): Promise<string> {
  const copy = path.join(into, 'sample-workspace');
  await cp(path.join(repository, 'test/fixtures/sample-workspace'), copy, { recursive: true });
  return copy;
}
