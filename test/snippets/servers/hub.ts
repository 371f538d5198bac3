import { startServer, type TestServer } from './server.ts';

/** The Hugging Face Hub with one repository: `GET /<repository>/resolve/main/<file>`; 404 for what it does not have. */
export function startHub(repository: string, files: ReadonlyMap<string, Buffer>): Promise<TestServer> {
  const folder = `/${repository}/resolve/main/`;
  return startServer(({ method, path }, response) => {
    const file = path.startsWith(folder) ? files.get(path.slice(folder.length)) : undefined;
    if (method !== 'GET' || !file) return void response.writeHead(404).end('Entry not found');
    response.writeHead(200, { 'Content-Length': file.length }).end(file);
  });
}
