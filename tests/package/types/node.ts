// What only Node's types have.
import { readFile } from "node:fs/promises";
import { type RemoteRenderingClient, init, initRegions } from "remote-rendering";

export async function load() {
    await init(new URL("sessions.wasm", "file:///"));
    await init(await readFile("sessions.wasm"));
    await initRegions(readFile("regions.wasm"));
    await init(fetch("https://example.org/sessions.wasm"));
    // @ts-expect-error a date is none of what a module may be
    await init(new Date());
}

export const get = (client: RemoteRenderingClient, abortSignal: AbortSignal) => client.getSession("id", { abortSignal });
