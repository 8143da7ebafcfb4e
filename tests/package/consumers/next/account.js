// The account, which stays on the server. `ARRCONFIG` names its file.
import { readFile } from 'node:fs/promises';
import { readArrConfig } from 'remote-rendering';

export async function readAccount() {
  return readArrConfig(await readFile(process.env.ARRCONFIG, 'utf8'));
}
