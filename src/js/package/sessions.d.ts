// Sessions as the service describes them.

/** Standard servers draw up to 20 million polygons, Premium ones any number. A text, since the service may come to know more. */
export type RenderingServerSize = "Standard" | "Premium" | (string & {});

/** The sizes by name. */
export enum KnownRenderingServerSize {
    /** For any number of polygons. */
    Premium = "Premium",
    /** For up to 20 million polygons. */
    Standard = "Standard",
}

/** What a session is doing. */
export type RenderingSessionStatus = RenderingSession["status"];

/** The statuses by name. */
export enum KnownRenderingSessionStatus {
    /** It could not start, or failed. */
    Error = "Error",
    /** Its lease ended. */
    Expired = "Expired",
    /** The server is there and waits for a device, or serves one. */
    Ready = "Ready",
    /** A server is being found and booted. */
    Starting = "Starting",
    /** It was ended. */
    Stopped = "Stopped",
}

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

/** What may not be known of a server yet. */
export type PartialRenderingSessionProperties = Partial<RenderingSessionProperties>;

/** What every session has. */
export interface RenderingSessionBase {
    /** Unique within the account and region. */
    sessionId: string;
    /** The size of its server. */
    size: RenderingServerSize;
    /** The lease: the total since the session became ready. */
    maxLeaseTimeInMinutes: number;
}

/** The server is there and waits for a device, or serves one. */
export interface ReadyRenderingSession extends RenderingSessionBase {
    /** Tells it from the others. */
    status: "Ready";
    /** All of them. */
    properties: RenderingSessionProperties;
}

/** Its lease ended. */
export interface ExpiredRenderingSession extends RenderingSessionBase {
    /** Tells it from the others. */
    status: "Expired";
    /** All of them, as they were. */
    properties: RenderingSessionProperties;
}

/** A server is being found and booted. */
export interface StartingRenderingSession extends RenderingSessionBase {
    /** Tells it from the others. */
    status: "Starting";
    /** Those that are known by now. */
    partialProperties: PartialRenderingSessionProperties;
}

/** It was ended. */
export interface StoppedRenderingSession extends RenderingSessionBase {
    /** Tells it from the others. */
    status: "Stopped";
    /** Those that were known when it ended. */
    partialProperties: PartialRenderingSessionProperties;
}

/** It could not start, or failed. */
export interface ErrorRenderingSession extends RenderingSessionBase {
    /** Tells it from the others. */
    status: "Error";
    /** Those that were known when it failed. */
    partialProperties: PartialRenderingSessionProperties;
    /** Why it failed. */
    error: RemoteRenderingServiceError;
}

/** A session, told apart by its `status`. */
export type RenderingSession =
    | ReadyRenderingSession
    | ExpiredRenderingSession
    | StartingRenderingSession
    | StoppedRenderingSession
    | ErrorRenderingSession;

/** What ended a session, in the service's words. */
export class RemoteRenderingServiceError extends Error {
    constructor(message: string, code: string);
    /** For programs. */
    code: string;
    /** What went wrong in detail. */
    details?: RemoteRenderingServiceError[];
    /** What it is about, such as a member of the request. */
    target?: string;
    /** What it comes of. */
    innerError?: RemoteRenderingServiceError;
}

/** More about what went wrong with a call, in the service's words. */
export interface ServiceErrorDetail {
    /** For programs. */
    code: string;
    /** For people. */
    message: string;
    /** What went wrong in detail. */
    details?: ServiceErrorDetail[];
    /** What it is about, such as a member of the request. */
    target?: string;
    /** What it comes of. */
    innerError?: ServiceErrorDetail;
}

/** What is asked of a new session. */
export interface RenderingSessionSettings {
    /** The lease, 0 to 1440 minutes, counted from when the session is ready. */
    maxLeaseTimeInMinutes: number;
    /** The size of the server. */
    size: RenderingServerSize;
}

/** What can be changed of a session. */
export interface UpdateSessionSettings {
    /** The new lease: the total since the session became ready, longer than now. */
    maxLeaseTimeInMinutes: number;
}
