// The program that puts regions at a distance, spoken to by lines of JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export class Distances {
  #program;
  #lines;
  /** Each answer waits for the one before it: they come in the order of the commands. */
  #last = Promise.resolve();
  /** The ports of the lanes' proxies. */
  ports;

  static async start([command, ...parameters], lanes) {
    const distances = new Distances();
    const program = spawn(command, [...parameters, '--lanes', String(lanes)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(program, 'spawn');
    distances.#program = program;
    distances.#lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
    distances.ports = (await distances.#answer()).ready.ports;
    return distances;
  }

  async #answer() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the program of the distances ended');
    return JSON.parse(value);
  }

  #say(command) {
    this.#program.stdin.write(`${JSON.stringify(command)}\n`);
    this.#last = this.#last.then(() => this.#answer());
    return this.#last;
  }

  /** New distances for a race on a lane, in the order of the hosts, in milliseconds. */
  async start(lane, race, noise, hosts) {
    return (await this.#say({ start: { lane, race, noise, hosts } })).started.bases;
  }

  /** How many connections each host had in the lane's race, and by how much its delays were too long. */
  async end(lane) {
    return (await this.#say({ end: { lane } })).ended;
  }

  close() {
    this.#program.stdin.end();
  }
}
