/**
 * A session's picture in a page: rendered by the session's server, streamed as video, moved by mouse, touch, pen and keys. For
 * pages only.
 *
 * @packageDocumentation
 */
/// <reference lib="dom" />
/// <reference lib="esnext.disposable" />
import type { ConnectionGrant, ErrorKind, ModuleSource, RemoteRenderingClient } from "./index.js";

/** A session to connect to, by a client that may. */
export interface ViewerSession {
    /** Asks for grants. */
    client: Pick<RemoteRenderingClient, "connectSession">;
    /** The session's id. */
    sessionId: string;
}

/** What a viewer is to be like. */
export interface ConnectOptions {
    /** The picture's accessible name, in the page's language. `Rendered scene` if not given. */
    label?: string;
    /** How it is worked, for who cannot see it, in the page's language. In English if not given. */
    description?: string;
    /** Use this way alone. If not given, WebRTC, and the WebSocket where UDP is blocked. */
    transport?: Transport;
    /**
     * How small pictures may become while something moves, as a share of width and height: from 1, never smaller than what is
     * shown, though they come less often then, to 0. As small as the host thinks best if not given. What stands still is never
     * smaller.
     */
    smallestScale?: number;
    /** Whether what moves by itself does. If not given it does, unless the person prefers less motion. */
    playing?: boolean;
    /** Closes the viewer. */
    abortSignal?: AbortSignal;
}

/** Which way pictures come. */
export type Transport = "webrtc" | "websocket";

/** How a person moves: around what they look at, or through the scene. */
export type Navigation = "orbit" | "walk";

/** How a viewer's connection stands, told apart by its `status`. */
export type ViewerState =
    | {
          /** On the way to the first picture. */
          status: "connecting";
          /** What is waited for. */
          step: "granting" | "signalling" | "negotiating" | "first-frame";
      }
    | {
          /** Pictures come. */
          status: "connected";
          /** Which way. */
          transport: Transport;
      }
    | {
          /** The connection was lost; the viewer is on its way back, and shows the last picture. */
          status: "reconnecting";
          /** Counts up from 1. */
          attempt: number;
      }
    | {
          /** The host does not let this device in. `retry` asks again. */
          status: "refused";
          /** `busy` where another device is connected. */
          reason: "busy" | "token" | "resume" | "hello" | (string & {});
      }
    | {
          /** The host has ended the connection. */
          status: "ended";
          /** Why. */
          reason: "stopped" | "expired" | "replaced" | "protocol" | "failed" | (string & {});
      }
    | {
          /** The viewer has given up. `retry` begins anew. */
          status: "failed";
          /** For programs. */
          kind: ErrorKind;
          /** For people, in English. */
          message: string;
      }
    | {
          /** By `close`. */
          status: "closed";
      };

/** A model in the scene. */
export interface Model {
    /** Its number in the scene. */
    model: number;
    /** What a person calls it. */
    name: string;
    /** Where it came from. */
    source: string;
    /** How many triangles it draws. */
    triangles: number;
    /** The lowest corner of the box around it, in metres; absent if there is nothing to see. */
    low?: [number, number, number];
    /** The highest corner. */
    high?: [number, number, number];
    /** What of the file was passed over, in English. */
    notes: string[];
    /** Whether it moves by itself: it has an animation. */
    animated: boolean;
}

/** A model that the host offers. */
export interface AvailableModel {
    /** What `load` takes. */
    source: string;
    /** Its size, where that is known. */
    bytes?: number;
}

/** How far a load is. */
export interface LoadProgress {
    /** What is being done. */
    stage: "uploading" | "fetching" | "reading" | "preparing";
    /** How many bytes have been moved, while any are. */
    done?: number;
    /** How many there are, where that is known. */
    total?: number;
}

/** Of a load. */
export interface LoadOptions {
    /** Gives the load up: it rejects with the signal's reason. */
    abortSignal?: AbortSignal;
    /** Hears how far it is. */
    onProgress?: (progress: LoadProgress) => void;
}

/** What was measured. A figure is absent while nothing is known of it. */
export interface Statistics {
    /** From a camera's leaving to its picture's submission to the screen, of the newest picture, in milliseconds. */
    cameraToPixelsMs?: number;
    /** Half of the newest 120 pictures took less. */
    cameraToPixelsP50Ms?: number;
    /** All but a twentieth of them did. */
    cameraToPixelsP95Ms?: number;
    /** Pictures that were shown in the last second. */
    framesPerSecond: number;
    /** Bits of video that came in the last second. */
    bitRate: number;
    /** The share of packets that was lost, from 0 to 1. */
    loss?: number;
    /** The way to the host and back, in milliseconds. */
    roundTripMs?: number;
    /** How long the newest picture took to render, in milliseconds. */
    renderMs?: number;
    /** How long it took to encode. */
    encodeMs?: number;
    /** How long it took to decode. */
    decodeMs?: number;
    /** The encoding of the video. */
    codec?: string;
    /** Which way pictures come. */
    transport?: Transport;
    /** The newest picture's width in pixels. */
    width: number;
    /** Its height. */
    height: number;
    /** Pictures that came and were not shown. */
    dropped: number;
    /** Triangles in view. */
    triangles: number;
    /** The session's size does not show as many polygons: the picture is a checkerboard. */
    checkerboard: boolean;
    /** Nothing moves, and the picture will not become any better. */
    sharp: boolean;
    /** The graphics device that renders, in its maker's words. */
    renderer: string;
    /** The last minute, a sample for each second; the newest is the last. */
    history: StatisticsSample[];
}

/** One second. */
export interface StatisticsSample {
    /** Half of the second's pictures took less; absent where no picture followed a camera. */
    cameraToPixelsMs?: number;
    /** Pictures that were shown. */
    framesPerSecond: number;
    /** Bits of video that came. */
    bitRate: number;
    /** How long the last picture took to render. */
    renderMs?: number;
}

/** What a viewer tells, by name. */
export interface ViewerEventMap {
    /** The state is another. */
    statechange: CustomEvent<ViewerState>;
    /** The scene has other models. */
    modelschange: Event;
    /** The host offers other models. */
    availablechange: Event;
    /** There are new figures: once a second while connected. */
    statistics: Event;
    /** The person moves in another way. */
    navigationchange: CustomEvent<Navigation>;
    /** What moves by itself does, or holds still. */
    playingchange: CustomEvent<boolean>;
    /** A load has gone on, also one of the host's own. */
    load: CustomEvent<LoadEvent>;
}

/** What is told of a load, told apart by its `stage`. */
export type LoadEvent = {
    /** The viewer's number of it; absent for a model that the host has loaded by itself and that failed. */
    request?: number;
} & (
    | LoadProgress
    | {
          /** The model is in the scene. */
          stage: "done";
          /** Which. */
          model: Model;
      }
    | {
          /** It is not. */
          stage: "failed";
          /** For programs. */
          code: string;
          /** For people, in English. */
          message: string;
      }
);

/**
 * Connects to a session's server and shows its picture in an element, as large as the element is. The picture takes pointers,
 * the wheel and keys; the page scrolls elsewhere.
 *
 * `session` may be a function that gives grants, for a page that has no account's credentials: it is called whenever a grant is
 * needed, since each is good for one connection.
 *
 * Wrong arguments throw a `RestError` of the kind `invalid-argument`; in Node it throws one of the kind `no-page`.
 */
export function connect(
    session: ViewerSession | (() => Promise<ConnectionGrant> | ConnectionGrant),
    target: HTMLElement,
    options?: ConnectOptions,
): Viewer;

/**
 * Loads the viewer's WebAssembly module. Nobody has to call it: `connect` does, from the file beside this one. It is for who keeps
 * that file, `viewer.wasm`, elsewhere.
 */
export function initViewer(source?: ModuleSource): Promise<void>;

/** A session's picture in a page. */
export interface Viewer extends EventTarget {
    /** Resolves with the first picture; rejects with a `RestError` where none comes, or with the signal's reason. */
    readonly ready: Promise<Viewer>;
    /** How the connection stands. */
    readonly state: ViewerState;
    /** The models in the scene. */
    readonly models: Model[];
    /** The models that the host offers. */
    readonly available: AvailableModel[];
    /** The largest file that can be uploaded, in bytes; 0 before the first connection. */
    readonly maxUploadBytes: number;
    /** How the person moves. Changing it changes no view. */
    navigation: Navigation;
    /** Whether what moves by itself does, if there is anything; false before the module is loaded and after `close`. */
    readonly playing: boolean;

    /**
     * Loads a model beside those that are there: `sample:NAME`, `file:FOLDER/PATH`, or an `https://` address that the host's operator
     * allows. Rejects with a `RestError` of the kind `load-failed`.
     */
    load(source: string, options?: LoadOptions): Promise<Model>;
    /** Uploads a file, a GLB, and loads it. */
    upload(file: File, options?: LoadOptions): Promise<Model>;
    /** Takes a model out of the scene. */
    unload(model: Model | number): void;

    /** Lets what moves by itself do so. Animations are repeated. */
    play(): void;
    /** Holds it still. */
    pause(): void;

    /** Brings everything into the picture, from the same side. */
    fit(): void;
    /** Goes back to the first view. */
    reset(): void;
    /** What is shown, as a PNG. Rejects with a `RestError` of the kind `no-picture`. */
    screenshot(): Promise<Blob>;
    /** What was measured; `undefined` before the module is loaded and after `close`. */
    statistics(): Statistics | undefined;
    /** Gives the keyboard to the picture. */
    focus(): void;
    /** Tries again: at once while it reconnects, anew after it failed, was refused, or was ended by a failure. */
    retry(): void;

    /** Ends the connection, and takes the picture out of the page. The host drops the scene. */
    close(): void;
    /** Does the same, for `using`. */
    [Symbol.dispose](): void;

    /** Listens, as to any `EventTarget`. */
    addEventListener<K extends keyof ViewerEventMap>(
        type: K,
        listener: (this: Viewer, event: ViewerEventMap[K]) => void,
        options?: boolean | AddEventListenerOptions,
    ): void;
    /** Listens. */
    addEventListener(
        type: string,
        listener: EventListenerOrEventListenerObject | null,
        options?: boolean | AddEventListenerOptions,
    ): void;
    /** Listens no more. */
    removeEventListener<K extends keyof ViewerEventMap>(
        type: K,
        listener: (this: Viewer, event: ViewerEventMap[K]) => void,
        options?: boolean | EventListenerOptions,
    ): void;
    /** Listens no more. */
    removeEventListener(
        type: string,
        listener: EventListenerOrEventListenerObject | null,
        options?: boolean | EventListenerOptions,
    ): void;
}
