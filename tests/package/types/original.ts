// What programs say that were written for the original: every name of its sessions. Only compiled.
import {
    type BeginSessionOptions,
    type EndSessionOptions,
    type ErrorRenderingSession,
    type ExpiredRenderingSession,
    type GetSessionOptions,
    KnownRenderingServerSize,
    KnownRenderingSessionStatus,
    type ListSessionsOptions,
    type PartialRenderingSessionProperties,
    type PollerLikeWithCancellation,
    type ReadyRenderingSession,
    RemoteRenderingClient,
    type RemoteRenderingClientOptions,
    RemoteRenderingServiceError,
    type RenderingServerSize,
    type RenderingSession,
    type RenderingSessionBase,
    type RenderingSessionOperationState,
    type RenderingSessionPollerLike,
    type RenderingSessionPollerOptions,
    type RenderingSessionProperties,
    type RenderingSessionSettings,
    type ResumeBeginSessionOptions,
    type StartingRenderingSession,
    type StoppedRenderingSession,
    type UpdateSessionOptions,
    type UpdateSessionSettings,
} from "remote-rendering";

/** As `AzureKeyCredential` of `@azure/core-auth`. */
declare class KeyCredential {
    get key(): string;
    update(newKey: string): void;
}
/** As the signals of `@azure/abort-controller`. */
declare const abortSignal: {
    readonly aborted: boolean;
    addEventListener(type: "abort", listener: (this: typeof abortSignal, event: unknown) => unknown, options?: unknown): void;
    removeEventListener(type: "abort", listener: (this: typeof abortSignal, event: unknown) => unknown, options?: unknown): void;
};
declare const size: string;

export async function lease(): Promise<string> {
    const clientOptions: RemoteRenderingClientOptions = { authenticationEndpointUrl: "https://sts.example.org" };
    const client = new RemoteRenderingClient("https://example.org", "id", "example.org", new KeyCredential(), clientOptions);
    const settings: RenderingSessionSettings = { maxLeaseTimeInMinutes: 4, size: KnownRenderingServerSize.Standard };
    const pollerOptions: RenderingSessionPollerOptions = { intervalInMs: 2000 };
    const options: BeginSessionOptions = { ...pollerOptions, abortSignal };
    const poller: RenderingSessionPollerLike = await client.beginSession("id", settings, options);
    const anyPoller: PollerLikeWithCancellation<RenderingSessionOperationState, RenderingSession> = poller;
    const resume: ResumeBeginSessionOptions = { resumeFrom: anyPoller.toString() };
    const { latestResponse, result }: RenderingSessionOperationState = (await client.beginSession(resume)).getOperationState();
    const session: RenderingSession = result ?? latestResponse;
    await client.beginSession("other", { maxLeaseTimeInMinutes: 4, size });

    const update: UpdateSessionSettings = { maxLeaseTimeInMinutes: 5 };
    const [get, set, end, list]: [GetSessionOptions, UpdateSessionOptions, EndSessionOptions, ListSessionsOptions] = [{}, {}, {}, {}];
    await client.updateSession(session.sessionId, update, set);
    for await (const one of client.listSessions(list)) describe(one);
    await client.endSession(session.sessionId, end);
    return describe(await client.getSession(session.sessionId, get));
}

export function describe(session: RenderingSession): string {
    const base: RenderingSessionBase = session;
    const known: RenderingServerSize = base.size;
    if (session.status === KnownRenderingSessionStatus.Error) {
        const failed: ErrorRenderingSession = session;
        const error: RemoteRenderingServiceError = failed.error;
        if (error.innerError) throw error.innerError;
        return error.message;
    }
    if (session.status === "Ready" || session.status === "Expired") {
        const whole: ReadyRenderingSession | ExpiredRenderingSession = session;
        const properties: RenderingSessionProperties = whole.properties;
        return properties.host;
    }
    const partial: StartingRenderingSession | StoppedRenderingSession = session;
    const properties: PartialRenderingSessionProperties = partial.partialProperties;
    return properties.host ?? known;
}
