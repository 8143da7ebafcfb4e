/**
 * Sessions of rendering servers: the API of `@azure/mixed-reality-remote-rendering`, for the successor of its service.
 *
 * @packageDocumentation
 */
/// <reference lib="esnext.disposable" />
import type { AbortSignalLike, Fetch, ModuleSource } from "./platform.js";
import type { ProbeOptions, Region } from "./regions.js";
import type { RenderingServerSize, RenderingSession, RenderingSessionSettings, ServiceErrorDetail, UpdateSessionSettings } from "./sessions.js";

export * from "./platform.js";
export * from "./regions.js";
export * from "./sessions.js";

/**
 * Loads the WebAssembly module. Nobody has to call it: the first call of anything does, from the file beside this one.
 * It is for who keeps that file, `sessions.wasm`, elsewhere, or wants it loaded before it is needed.
 */
export function init(source?: ModuleSource): Promise<void>;

/** What every call takes. An aborted call rejects with the signal's reason, and its request ends. */
export interface OperationOptions {
    /** Ends the call. */
    abortSignal?: AbortSignalLike;
}

/** A token, and when it expires, in milliseconds since 1970. */
export interface AccessToken {
    /** The token itself. */
    token: string;
    /** When it expires, in milliseconds since 1970. */
    expiresOnTimestamp: number;
}

/** The account's key. Never ship one inside an application that others use: hand out tokens instead. */
export interface KeyCredential {
    /** One of the account's two keys, in base64. */
    readonly key: string;
}

/** Fetches an identity provider's token, which the secure token service exchanges: Entra, or any other one it trusts. */
export interface TokenCredential {
    /** The identity provider's token for these scopes; `null` where nobody is signed in. */
    getToken(scopes: string | string[]): Promise<AccessToken | null>;
}

/** The generation of the session API that is spoken; `2021-01-01` if not given. */
export type ApiVersion = "2021-01-01" | "2021-01-01-preview" | "v1";

/** What a client may be told beside its account. */
export interface RemoteRenderingClientOptions {
    /** The address of the secure token service, where it is not the account domain's. */
    authenticationEndpointUrl?: string;
    /** In v1 the service chooses the ids of sessions, and tells neither ports nor the time of a creation. */
    apiVersion?: ApiVersion;
    /** Called instead of the platform's, for everything that the client sends. */
    fetch?: Fetch;
}

/** How a session is waited for. */
export interface RenderingSessionPollerOptions {
    /** The time between two questions; 2 s for a Standard server and 10 s for a Premium one if not given. */
    intervalInMs?: number;
}

/** What `beginSession` takes. */
export type BeginSessionOptions = RenderingSessionPollerOptions & OperationOptions;
/** What `getSession` takes. */
export type GetSessionOptions = OperationOptions;
/** What `updateSession` takes. */
export type UpdateSessionOptions = OperationOptions;
/** What `endSession` takes. */
export type EndSessionOptions = OperationOptions;
/** Of `connectSession`. */
export type ConnectSessionOptions = OperationOptions;
/** What `listSessions` takes. */
export type ListSessionsOptions = OperationOptions;

/** What `beginSession` takes to go on with what another poller began. */
export type ResumeBeginSessionOptions = BeginSessionOptions & {
    /** What `toString()` of a poller gave. */
    resumeFrom: string;
};

/** How far a session's creation is. */
export interface RenderingSessionOperationState {
    /** The session as the service described it last. */
    latestResponse: RenderingSession;
    /** Always, since there is a session. */
    isStarted: boolean;
    /** Whether the session is ready or has ended. */
    isCompleted: boolean;
    /** Whether it was ended by somebody. */
    isCancelled: boolean;
    /** The session once it is ready or has ended. */
    result?: RenderingSession;
}

/** Waits for a session to become ready. */
export type RenderingSessionPollerLike = PollerLikeWithCancellation<RenderingSessionOperationState, RenderingSession>;

/** Waits for something that takes long, and can end it. */
export interface PollerLikeWithCancellation<TState, TResult> {
    /** Asks once, at once. */
    poll(options?: OperationOptions): Promise<void>;
    /** Asks until the session is ready or has ended: look at its `status`. */
    pollUntilDone(options?: OperationOptions): Promise<TResult>;
    /** Calls back after each answer, until the function that it gives is called. */
    onProgress(callback: (state: TState) => void): () => void;
    /** Whether the session is ready or has ended. */
    isDone(): boolean;
    /** Whether `stopPolling` was called. */
    isStopped(): boolean;
    /** Ends `pollUntilDone`, which rejects, and leaves the session alone. */
    stopPolling(): void;
    /** Ends the session. `pollUntilDone` resolves with it. */
    cancelOperation(options?: OperationOptions): Promise<void>;
    /** What the last answer said. */
    getOperationState(): TState;
    /** The session once it is ready or has ended. */
    getResult(): TResult | undefined;
    /** A text for `resumeFrom`. It holds no secret. */
    toString(): string;
    /**
     * Lets go of its memory, and stops its polling. What it has seen stays; what would call the service rejects from then on
     * with a `RestError` of the kind `freed`. A poller that nobody holds any more is freed some time later, too.
     */
    free(): void;
    /** Does the same, for `using`. */
    [Symbol.dispose](): void;
}

/** What lets a device connect to a session's server. */
export interface ConnectionGrant {
    /** Where the server waits: a WebSocket's address, without any secret. */
    address: string;
    /** What lets the device in, once. */
    token: string;
    /** For how long the token is good. */
    expiresInSeconds: number;
}

/** Sessions one by one, or page by page. */
export interface PagedAsyncIterableIterator<T> extends AsyncIterableIterator<T> {
    /** The same, a page at a time as the service sends them. */
    byPage(): AsyncIterableIterator<T[]>;
}

/** How the nearest region is found, by the client's own `fetch`, and who hears of what is tried. */
export interface CreateNearestOptions extends Omit<ProbeOptions, "fetch"> {
    /** The regions to choose from; the service's own if not given. */
    regions?: readonly Region[];
    /** As for `beginSession`. */
    intervalInMs?: number;
    /**
     * How long a new session is watched for the news that there is no server for it, in milliseconds, before it is taken for begun;
     * at most an hour; 10,000 if not given. A real service tells within a few seconds, a sandbox at once.
     */
    watchMs?: number;
    /** Hears what is tried. When the call is aborted, the session of the last `trying` may be there: read it or end it. */
    onEvent?: (event: CreateNearestEvent) => void;
}

/** A step of `createNearest`: a region and a size that are tried, and how that went. */
export type CreateNearestEvent = {
    /** The region's name. */
    region: string;
    /** The size of server that is asked for. */
    size: RenderingServerSize;
    /** Not known before the session is created in v1, where the service chooses it. */
    sessionId?: string;
} & (
    | {
          /** It is asked for; the session was created; nothing speaks against it, and it is the one. */
          kind: "trying" | "created" | "began";
      }
    | {
          /** It could not be had. */
          kind: "failed";
          /** Why, in words. */
          reason: string;
      }
);

/** What `createNearest` has begun. */
export interface NearestSession {
    /** The region's name. */
    region: string;
    /** The size of the server, which may be Premium where Standard was asked for. */
    size: RenderingServerSize;
    /** A client in that region. */
    client: RemoteRenderingClient;
    /** Waits for the session. */
    poller: RenderingSessionPollerLike;
}

/** The sessions of one account in one region. */
export class RemoteRenderingClient {
    /**
     * @param endpoint - the address of the region's service, or a region's short name
     * @param accountId - the account's id
     * @param accountDomain - the account's domain, a region's short name, or the address of a secure token service
     * @param credential - the account's key, or who fetches an identity provider's token
     */
    constructor(
        endpoint: string,
        accountId: string,
        accountDomain: string,
        credential: KeyCredential | TokenCredential | AccessToken,
        options?: RemoteRenderingClientOptions,
    );
    /** With a token of the secure token service, which somebody else got. It cannot be renewed. */
    constructor(
        endpoint: string,
        accountId: string,
        accessToken: AccessToken,
        options?: RemoteRenderingClientOptions,
    );

    /** Creates a session under an id of your choice: letters, digits, `-` and `_`, at most 256. */
    beginSession(
        sessionId: string,
        settings: RenderingSessionSettings,
        options?: BeginSessionOptions,
    ): Promise<RenderingSessionPollerLike>;
    /** Goes on with what another poller began. */
    beginSession(options: ResumeBeginSessionOptions): Promise<RenderingSessionPollerLike>;

    /** A session as it is now. */
    getSession(sessionId: string, options?: GetSessionOptions): Promise<RenderingSession>;

    /** Gives a session a longer lease. */
    updateSession(
        sessionId: string,
        settings: UpdateSessionSettings,
        options?: UpdateSessionOptions,
    ): Promise<RenderingSession>;

    /** Ends a session, and the cost of its server. */
    endSession(sessionId: string, options?: EndSessionOptions): Promise<void>;

    /**
     * What lets a device connect to a ready session's server, once and for a short while. `connect` of `remote-rendering/viewer` asks
     * for it by itself; a page that is given no account's credentials is given this. Azure's had no such call.
     */
    connectSession(sessionId: string, options?: ConnectSessionOptions): Promise<ConnectionGrant>;

    /** Those that are starting or ready. */
    listSessions(options?: ListSessionsOptions): PagedAsyncIterableIterator<RenderingSession>;

    /** The service's regions. Azure's had no such call. */
    listRegions(options?: OperationOptions): Promise<Region[]>;

    /**
     * Finds the nearest region and begins a session there; in Premium, and then in the next nearest regions, where no
     * server is free. Never leaves a second server behind.
     */
    createNearest(
        sessionId: string,
        settings: RenderingSessionSettings,
        options?: CreateNearestOptions,
    ): Promise<NearestSession>;

    /**
     * Forgets the key and the token, and lets go of its memory. A request under way ends as it would have; what was not sent yet
     * rejects with a `RestError` of the kind `freed`. Pollers go on, with what they need. A client that nobody holds any more is
     * freed some time later, too.
     */
    free(): void;
    /** Does the same, for `using`. */
    [Symbol.dispose](): void;
}

/** Every kind of failure. */
export type ErrorKind =
    // No answer came.
    | "offline"
    | "unreachable"
    | "cors-refused"
    | "insecure"
    | "interrupted"
    | "timeout"
    // The service refused, or failed.
    | "bad-request"
    | "unauthorized"
    | "forbidden"
    | "not-found"
    | "conflict"
    | "lease-refused"
    | "throttled"
    | "service-failed"
    | "unexpected-status"
    | "invalid-answer"
    // There is no token to call with.
    | "token-expired"
    | "invalid-token"
    | "credential-failed"
    /** A page's link leads to another host: it was not followed, since the token would have gone there. */
    | "foreign-link"
    // Of `createNearest` and `nearestRegion`.
    | "no-region"
    | "no-server"
    | "in-doubt"
    // Of a viewer: there is no grant, the host lets nobody in, has ended the connection, or does not come back.
    | "not-granted"
    | "connection-refused"
    | "connection-ended"
    | "connection-lost"
    /** The browser can show no H.264. */
    | "no-video"
    | "no-picture"
    /** The `code` says why: `notFound`, `notAllowed`, `tooLarge`, `broken`, `unsupported`, `unreachable`, `memory`, `cancelled`, `busy`. */
    | "load-failed"
    /** There is no page to show anything in. */
    | "no-page"
    // Of this package.
    | "invalid-argument"
    | "not-loaded"
    | "freed"
    | "stopped";

/** The one class of failures. Its texts hold no key and no token. */
export class RestError extends Error {
    /** The `code` of a call to which no answer came. */
    static readonly REQUEST_SEND_ERROR: string;
    /** The `code` of a call whose answer could not be read. */
    static readonly PARSE_ERROR: string;

    /** Tells it from other errors, across copies of this package too. */
    name: "RestError";
    /** What failed. */
    readonly kind: ErrorKind;
    /** The service's code, such as `Unauthorized`, or one of the two above. */
    readonly code?: string;
    /** The answer's status. */
    readonly statusCode?: number;
    /** What the service said in detail. */
    readonly details?: ServiceErrorDetail[];
    /** By it an operator finds the call in the service's log. */
    readonly msCv?: string;
    /** How long the service asks to wait before the next call. */
    readonly retryAfterInMs?: number;

    constructor(message: string, members: { kind: ErrorKind; cause?: unknown });
}

/** What an `arrconfig.json` says, in the words of the client's constructor. What is not filled in is absent. */
export interface ArrConfig {
    /** The account's id. */
    accountId?: string;
    /** The account's key. */
    accountKey?: string;
    /** Where its tokens come from. */
    accountDomain?: string;
    /** The address of a region's service. */
    endpoint?: string;
    /** The size for new sessions. */
    size?: RenderingServerSize;
    /** The lease for new sessions. */
    maxLeaseTimeInMinutes?: number;
}

/** Reads the text of an `arrconfig.json`, or what was parsed of it. A wrong setting is named, and not repeated. */
export function readArrConfig(config: string | object): Promise<ArrConfig>;

