// The viewer, in a page.
import type { RemoteRenderingClient } from "remote-rendering";
import { type Model, type Viewer, type ViewerState, connect, initViewer } from "remote-rendering/viewer";

declare const client: RemoteRenderingClient;
declare const target: HTMLElement;

export async function inPage(file: File): Promise<string> {
    using own: Viewer = connect({ client, sessionId: "id" }, target);
    connect(() => client.connectSession("id"), target, { label: "Scene", transport: "websocket", smallestScale: 1 });
    connect(async () => ({ address: "wss://host/connect", token: "t", expiresInSeconds: 60 }), target);
    // @ts-expect-error a session's id alone is nobody who may connect
    connect({ sessionId: "id" }, target);
    // @ts-expect-error there are two ways
    connect({ client, sessionId: "id" }, target, { transport: "quic" });
    const viewer: Viewer = await own.ready;
    const model: Model = await viewer.load("sample:gears", { onProgress: ({ stage, done }) => console.log(stage, done) });
    await viewer.upload(file, { abortSignal: AbortSignal.timeout(1000) });
    viewer.unload(model);
    viewer.navigation = "walk";
    // @ts-expect-error nobody flies
    viewer.navigation = "fly";
    viewer.addEventListener("statechange", ({ detail }) => words(detail));
    const image: Blob = await viewer.screenshot();
    await initViewer(new URL("https://example.org/viewer.wasm"));
    const { cameraToPixelsP50Ms: middle, cameraToPixelsP95Ms: most } = viewer.statistics() ?? {};
    return `${image.size} ${middle} ${most}`;
}

function words(state: ViewerState): string {
    if (state.status === "connected") return state.transport;
    return state.status === "failed" ? state.kind : state.status;
}
