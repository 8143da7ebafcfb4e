// What the types allow and what they forbid. Only compiled: a line that is to be an error and is none is an error itself.
import {
    type AccessToken,
    type ErrorKind,
    RemoteRenderingClient,
    type RenderingSession,
    RestError,
    init,
    nearestRegion,
    probeRegions,
    readArrConfig,
} from "remote-rendering";
import { type Sandbox, initSandbox, openSandbox } from "remote-rendering/sandbox";

declare const key: { key: string };
declare const token: AccessToken;
declare const session: RenderingSession;

const client = new RemoteRenderingClient("westeurope", "id", "westeurope", key, { apiVersion: "v1" });
new RemoteRenderingClient("westeurope", "id", token);
new RemoteRenderingClient("westeurope", "id", "domain", { getToken: async () => token });
// @ts-expect-error a key is not given as a text
new RemoteRenderingClient("westeurope", "id", "domain", "key");
// @ts-expect-error there is no such generation
new RemoteRenderingClient("westeurope", "id", token, { apiVersion: "2019-01-01" });
// @ts-expect-error a domain alone proves nothing
new RemoteRenderingClient("westeurope", "id", "domain");

export function hostOf(it: RenderingSession): string | undefined {
    switch (it.status) {
        case "Ready":
        case "Expired":
            return it.properties.host;
        case "Error":
            return it.error.message;
        case "Starting":
        case "Stopped": {
            // @ts-expect-error what is not known yet may be absent
            const host: string = it.partialProperties.host;
            return host;
        }
        default: {
            const none: never = it;
            return none;
        }
    }
}

// @ts-expect-error only some sessions have all of the properties
session.properties.host;

export async function calls(signal: AbortSignal) {
    const poller = await client.beginSession("id", { maxLeaseTimeInMinutes: 5, size: "Standard" }, { abortSignal: signal });
    const created: Date | undefined = poller.getOperationState().latestResponse.status === "Ready" ? new Date() : undefined;
    await client.beginSession({ resumeFrom: poller.toString(), intervalInMs: 100 });
    // @ts-expect-error there is no such size
    await client.beginSession("id", { maxLeaseTimeInMinutes: 5, size: "Large" });
    // @ts-expect-error a lease is a number
    await client.updateSession("id", { maxLeaseTimeInMinutes: "5" });
    for await (const one of client.listSessions({ abortSignal: signal })) hostOf(one);
    for await (const page of client.listSessions().byPage()) page.map(hostOf);
    const regions = await client.listRegions();
    const name: string = (await nearestRegion(regions)).name;
    const { verdict } = await probeRegions(regions, { abortSignal: signal, onProgress: ({ provisional }) => provisional });
    // @ts-expect-error where nobody answers there is no region
    verdict.region;
    if (verdict.kind === "nearest") verdict.region.length;
    const nearest = await client.createNearest("id", { maxLeaseTimeInMinutes: 5, size: "Premium" }, { regions });
    await nearest.client.endSession("id");
    const config = await readArrConfig("{}");
    // @ts-expect-error it may not be filled in
    config.accountId.length;
    await init(new URL("https://example.org/sessions.wasm"));
    return [created, name];
}

export async function inSandbox() {
    const sandbox: Sandbox = await openSandbox({ distances: true });
    const { accountDomain, accountId, accountKey, endpoint, fetch } = sandbox;
    const options = { fetch, apiVersion: "v1" } as const;
    const own = new RemoteRenderingClient(endpoint, accountId, accountDomain, { key: accountKey }, options);
    await probeRegions(await own.listRegions(), { fetch });
    const wrapped = async (request: Request): Promise<Response> => sandbox.fetch(request);
    new RemoteRenderingClient("westeurope", "id", token, { fetch: wrapped });
    new RemoteRenderingClient("westeurope", "id", token, { fetch: globalThis.fetch });
    const platform: typeof globalThis.fetch = sandbox.fetch;
    await platform(new URL(endpoint), { method: "HEAD" });
    // @ts-expect-error an answer is not a text
    new RemoteRenderingClient("westeurope", "id", token, { fetch: async () => "" });
    // @ts-expect-error the race goes by the client's own
    await own.createNearest("id", { maxLeaseTimeInMinutes: 5, size: "Premium" }, { fetch });
    // @ts-expect-error a time is a number
    sandbox.advance("1");
    // @ts-expect-error its account is given
    sandbox.accountKey = "";
    await initSandbox(new Uint8Array());
    sandbox.free();
}

export async function disposed() {
    using own = new RemoteRenderingClient("westeurope", "id", token);
    using poller = await own.beginSession("id", { maxLeaseTimeInMinutes: 5, size: "Standard" });
    using sandbox = await openSandbox();
    // @ts-expect-error plain data is not freed
    using session = poller.getOperationState();
    return [sandbox, session];
}

export function kindOf(error: unknown): ErrorKind | undefined {
    if (!(error instanceof RestError)) return undefined;
    // @ts-expect-error the kinds are a closed list
    if (error.kind === "no-such-kind") return undefined;
    return error.kind;
}
