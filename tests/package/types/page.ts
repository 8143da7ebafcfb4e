// What only a page's types have.
import { type RemoteRenderingClient, init, initRegions } from "remote-rendering";

export async function load(module: WebAssembly.Module) {
    await init(new URL("https://example.org/sessions.wasm"));
    await init(fetch("sessions.wasm"));
    await initRegions(await fetch("regions.wasm"));
    await init(module);
    // @ts-expect-error a blob is none of what a module may be
    await init(new Blob());
}

export const get = (client: RemoteRenderingClient, abortSignal: AbortSignal) => client.getSession("id", { abortSignal });
