// The sandbox, whose `fetch` is of the platform's type: in a page and in Node.
import { type AccessToken, RemoteRenderingClient, probeRegions } from "remote-rendering";
import { type Sandbox, initSandbox, openSandbox } from "remote-rendering/sandbox";

declare const token: AccessToken;

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
