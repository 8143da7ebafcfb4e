/**
 * Sessions of rendering servers: the API of `@azure/mixed-reality-remote-rendering`, for the successor of its service.
 *
 * @packageDocumentation
 */
/// <reference lib="esnext.disposable" />
import type { Fetch, Position, ProbeOptions, Region } from "./regions.js";

export * from "./regions.js";

/** Where a WebAssembly module comes from: an address, its bytes, an answer to a fetch, or a compiled module. */
export type ModuleSource =
    | string
    | URL
    | BufferSource
    | Response
    | WebAssembly.Module
    | Promise<BufferSource | Response | WebAssembly.Module>;

/**
 * Loads the WebAssembly module. Nobody has to call it: the first call of anything does, from the file beside this one.
 * It is for who keeps that file, `sessions.wasm`, elsewhere, or wants it loaded before it is needed.
 */
export function init(source?: ModuleSource): Promise<void>;

/** An `AbortSignal`, the platform's or another one like it. */
export interface AbortSignalLike {
    readonly aborted: boolean;
    readonly reason?: unknown;
    addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
}

/** What every call takes. An aborted call rejects with the signal's reason, and its request ends. */
export interface OperationOptions {
    abortSignal?: AbortSignalLike;
}

/** A token, and when it expires, in milliseconds since 1970. */
export interface AccessToken {
    token: string;
    expiresOnTimestamp: number;
}

/** The account's key. Never ship one inside an application that others use: hand out tokens instead. */
export interface KeyCredential {
    readonly key: string;
}

/** Fetches an identity provider's token, which the secure token service exchanges: Entra, or any other one it trusts. */
export interface TokenCredential {
    getToken(scopes: string | string[]): Promise<AccessToken | null>;
}

/** The generation of the session API that is spoken; `2021-01-01` if not given. */
export type ApiVersion = "2021-01-01" | "2021-01-01-preview" | "v1";

export interface RemoteRenderingClientOptions {
    /** The address of the secure token service, where it is not the account domain's. */
    authenticationEndpointUrl?: string;
    /** In v1 the service chooses the ids of sessions, and tells neither ports nor the time of a creation. */
    apiVersion?: ApiVersion;
    /** Called instead of the platform's, for everything that the client sends. */
    fetch?: Fetch;
}

export type RenderingServerSize = "Standard" | "Premium";

export type RenderingSessionStatus = RenderingSession["status"];

/** What is known of a server that is ready. */
export interface RenderingSessionProperties {
    /** The host name of the server. */
    host: string;
    /** The port of its inspector, a web page. */
    arrInspectorPort: number;
    /** The port on which it waits for a device. */
    handshakePort: number;
    /** When the session was created. */
    createdOn: Date;
    /** Whole minutes for which it has been ready. */
    elapsedTimeInMinutes: number;
    /** Its computing power. */
    teraflops: number;
}

interface SessionBase {
    /** Unique within the account and region. */
    sessionId: string;
    size: RenderingServerSize;
    /** The lease: the total since the session became ready. */
    maxLeaseTimeInMinutes: number;
}

/** The server is there and waits for a device, or serves one. */
export interface ReadyRenderingSession extends SessionBase {
    status: "Ready";
    properties: RenderingSessionProperties;
}

/** Its lease ended. */
export interface ExpiredRenderingSession extends SessionBase {
    status: "Expired";
    properties: RenderingSessionProperties;
}

/** A server is being found and booted. */
export interface StartingRenderingSession extends SessionBase {
    status: "Starting";
    partialProperties: Partial<RenderingSessionProperties>;
}

/** It was ended. */
export interface StoppedRenderingSession extends SessionBase {
    status: "Stopped";
    partialProperties: Partial<RenderingSessionProperties>;
}

/** It could not start, or failed. */
export interface ErrorRenderingSession extends SessionBase {
    status: "Error";
    partialProperties: Partial<RenderingSessionProperties>;
    error: RemoteRenderingServiceError;
}

/** A session, told apart by its `status`. */
export type RenderingSession =
    | ReadyRenderingSession
    | ExpiredRenderingSession
    | StartingRenderingSession
    | StoppedRenderingSession
    | ErrorRenderingSession;

/** What went wrong, in the service's words. */
export interface RemoteRenderingServiceError {
    code: string;
    message: string;
    details?: RemoteRenderingServiceError[];
    target?: string;
    innerError?: RemoteRenderingServiceError;
}

export interface RenderingSessionSettings {
    /** The lease, 0 to 1440 minutes, counted from when the session is ready. */
    maxLeaseTimeInMinutes: number;
    size: RenderingServerSize;
}

export interface UpdateSessionSettings {
    /** The new lease: the total since the session became ready, longer than now. */
    maxLeaseTimeInMinutes: number;
}

export interface BeginSessionOptions extends OperationOptions {
    /** The time between two questions; 2 s for a Standard server and 10 s for a Premium one if not given. */
    intervalInMs?: number;
}

export interface ResumeBeginSessionOptions extends BeginSessionOptions {
    /** What `toString()` of a poller gave. */
    resumeFrom: string;
}

export interface RenderingSessionOperationState {
    /** The session as the service described it last. */
    latestResponse: RenderingSession;
    isStarted: boolean;
    isCompleted: boolean;
    isCancelled: boolean;
}

/** Waits for a session to become ready. */
export interface RenderingSessionPollerLike {
    /** Asks once, at once. */
    poll(options?: OperationOptions): Promise<void>;
    /** Asks until the session is ready or has ended: look at its `status`. */
    pollUntilDone(options?: OperationOptions): Promise<RenderingSession>;
    /** Calls back after each answer, until the function that it gives is called. */
    onProgress(callback: (state: RenderingSessionOperationState) => void): () => void;
    /** Whether the session is ready or has ended. */
    isDone(): boolean;
    isStopped(): boolean;
    /** Ends `pollUntilDone`, which rejects, and leaves the session alone. */
    stopPolling(): void;
    /** Ends the session. `pollUntilDone` resolves with it. */
    cancelOperation(options?: OperationOptions): Promise<void>;
    getOperationState(): RenderingSessionOperationState;
    /** The session once it is ready or has ended. */
    getResult(): RenderingSession | undefined;
    /** A text for `resumeFrom`. It holds no secret. */
    toString(): string;
    /**
     * Lets go of its memory, and stops its polling. What it has seen stays; what would call the service rejects from then on
     * with a `RestError` of the kind `freed`. A poller that nobody holds any more is freed some time later, too.
     */
    free(): void;
    [Symbol.dispose](): void;
}

/** Sessions one by one, or page by page. */
export interface PagedAsyncIterableIterator<T> extends AsyncIterableIterator<T> {
    byPage(): AsyncIterableIterator<T[]>;
}

/** The race goes by the client's own `fetch`. */
export interface CreateNearestOptions extends Omit<ProbeOptions, "fetch"> {
    /** The regions to choose from; the service's own if not given. */
    regions?: readonly Region[];
    intervalInMs?: number;
    /** Hears what is tried. When the call is aborted, the session of the last `trying` may be there: read it or end it. */
    onEvent?: (event: CreateNearestEvent) => void;
}

export type CreateNearestEvent = {
    region: string;
    size: RenderingServerSize;
    /** Not known before the session is created in v1, where the service chooses it. */
    sessionId?: string;
} & ({ kind: "trying" | "created" | "began" } | { kind: "failed"; reason: string });

export interface NearestSession {
    /** The region's name. */
    region: string;
    size: RenderingServerSize;
    /** A client in that region. */
    client: RemoteRenderingClient;
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

    getSession(sessionId: string, options?: OperationOptions): Promise<RenderingSession>;

    updateSession(
        sessionId: string,
        settings: UpdateSessionSettings,
        options?: OperationOptions,
    ): Promise<RenderingSession>;

    /** Ends a session, and the cost of its server. */
    endSession(sessionId: string, options?: OperationOptions): Promise<void>;

    /** Those that are starting or ready. */
    listSessions(options?: OperationOptions): PagedAsyncIterableIterator<RenderingSession>;

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

    name: "RestError";
    readonly kind: ErrorKind;
    /** The service's code, such as `Unauthorized`, or one of the two above. */
    readonly code?: string;
    /** The answer's status. */
    readonly statusCode?: number;
    readonly details?: RemoteRenderingServiceError[];
    /** By it an operator finds the call in the service's log. */
    readonly msCv?: string;
    /** How long the service asks to wait before the next call. */
    readonly retryAfterInMs?: number;

    constructor(message: string, members: { kind: ErrorKind; cause?: unknown });
}

/** What an `arrconfig.json` says, in the words of the client's constructor. What is not filled in is absent. */
export interface ArrConfig {
    accountId?: string;
    accountKey?: string;
    accountDomain?: string;
    endpoint?: string;
    size?: RenderingServerSize;
    maxLeaseTimeInMinutes?: number;
}

/** Reads the text of an `arrconfig.json`, or what was parsed of it. A wrong setting is named, and not repeated. */
export function readArrConfig(config: string | object): Promise<ArrConfig>;

