import type { AbortSignalLike, ModuleSource } from "./index.js";

/** A region of the catalogue, as `GET /regions` gives it. */
export interface Region {
    name: string;
    displayName: string;
    endpoint: string;
    /** A URL that answers `HEAD` at once. */
    probeUrl: string;
    coordinates: Position;
}

/** A place, in degrees. */
export interface Position {
    latitude: number;
    longitude: number;
}

/**
 * What is called instead of the platform's `fetch`: a sandbox's, or one of your own for tests. What it throws is a request to
 * which no answer came.
 */
export type Fetch = (request: Request) => Promise<Response>;

export interface ProbeOptions {
    /** Ends the race: every request is aborted, and the promise rejects with the signal's reason. */
    abortSignal?: AbortSignalLike;
    /** Called whenever something has changed. What it throws ends the race and rejects the promise. */
    onProgress?: (progress: ProbeProgress) => void;
    /** Where the device is: of many regions, the near ones are probed first. */
    position?: Position;
    /** How long late answers are waited for after the verdict, in milliseconds, at most an hour; 1500 if not given. */
    settleMs?: number;
    /** Called instead of the platform's; times are then those until it answers. */
    fetch?: Fetch;
}

/** The race as it stands. */
export interface ProbeProgress {
    /** Who would be taken if the race had to end now. */
    provisional?: string;
    /** There from the moment on when it is decided. */
    verdict?: ProbeVerdict;
    /** Every region, in the order of the argument. */
    regions: ProbedRegion[];
}

export interface ProbeResult {
    verdict: ProbeVerdict;
    /** How long the verdict took, in milliseconds. */
    tookMs: number;
    /** Every region, in the order in which to take them. */
    regions: ProbedRegion[];
    /** How many requests were sent. */
    requests: number;
    /** Every request, in the order of sending. */
    samples: ProbeSample[];
}

export type ProbeVerdict =
    | {
          /**
           * - `nearest`: choosing another region would not be better.
           * - `close`: several regions are equally near, as far as can be measured; `region` is one of them.
           * - `unsure`: the time was up before that was known.
           */
          kind: "nearest" | "close" | "unsure";
          region: string;
          /** The probability that it is the nearest, 0 to 1, from below. */
          certainty: number;
          /** How much longer than the nearest region's its round trip is expected to be. */
          expectedLossMs: number;
          /** The region after it, and how much longer its round trip is. */
          runnerUp?: { region: string; behindMs: number };
          /** Regions that may as well be the nearest, the likeliest first. */
          rivals: string[];
      }
    | {
          kind: "no-answer";
          /** Why: there was no region, none answered in time, or every one failed, one of them so. */
          reason: "no-regions" | "silent" | ProbeFailure;
      };

export type ProbeFailure =
    | "unreachable"
    | "lost"
    | "offline"
    | "insecure"
    | "redirected"
    | "cached"
    | "status";

export interface ProbedRegion {
    name: string;
    state: "waiting" | "racing" | "ruled-out" | "unreachable";
    /** Why it is ruled out or unreachable. */
    reason?: "silent" | "slow-start" | "slower" | "too-far" | ProbeFailure;
    /** The round trip without the noise that was added to it; not there where it was not measured. */
    roundTripMs?: number;
    /** It is not shorter than this, with 95 % certainty. */
    lowMs?: number;
    /** It is not longer than this. */
    highMs?: number;
    /** What a packet typically takes, noise included. */
    typicalMs?: number;
    /** How much one sample differs from the next, on average. */
    jitterMs?: number;
    /** What the documents say of such a round trip. */
    class?: "recommended" | "acceptable" | "poor";
    /** Between which times the round trip lies by the first answer, where only that is known. */
    roughMs?: [number, number];
    /** How far away it is from the given position, in kilometres. */
    distanceKm?: number;
    /** The round trips that count, in milliseconds. */
    samples: number[];
    /** How many requests were sent to it. */
    requests: number;
    /** The share of them that failed, 0 to 1. */
    loss: number;
    /** Whether times are from the page's own clock, which is too slow in a busy page. */
    coarse: boolean;
}

export interface ProbeSample {
    region: string;
    /** `own` for a second one beside an unanswered first. */
    connection: "shared" | "own";
    /** Whether it may have had to open its connection. */
    cold: boolean;
    /** When it was sent, counted from the race's begin. */
    sentAtMs: number;
    outcome: "answered" | "failed" | "abandoned" | "pending";
    /** The whole request, with the opening of its connection. */
    totalMs?: number;
    /** From the request's first byte to the answer's, where the region permits to see it. */
    exchangeMs?: number;
    /** The opening of the connection (TCP), where it was opened for this request and can be seen. */
    handshakeMs?: number;
    /** Whether the times are the browser's record or from the page's own clock. */
    clock?: "recorded" | "observed";
    /** Why it failed. */
    failure?: ProbeFailure;
    /** The answer's status, where that is why it failed. */
    status?: number;
}

/**
 * Finds the nearest of the regions, by few small requests to each. Resolves with the verdict, the regions in the order in
 * which to take them, and everything that was measured; that no region answers is a verdict, too.
 */
export function probeRegions(regions: readonly Region[], options?: ProbeOptions): Promise<ProbeResult>;

/** The nearest of the regions. Rejects with a {@link RestError} of the kind `no-region` where none answers. */
export function nearestRegion<R extends Region>(regions: readonly R[], options?: ProbeOptions): Promise<R>;

/** As `init`, for the second module, `regions.wasm`, which only the race needs. */
export function initRegions(source?: ModuleSource): Promise<void>;
