// What stands for the platform's own classes and functions.

/** The platform's class of that name, by the DOM's types or by Node's: a program need not have both, and these types need none. */
export type Platform<Name extends "URL" | "Request" | "Response"> =
    typeof globalThis extends Record<Name, Record<"prototype", infer Instance>> ? Instance : never;

/** A `WebAssembly.Module`: the platform's types give it no members. */
export interface CompiledModule {
    /** Tells it from bytes. */
    readonly byteLength?: never;
}

/** What a WebAssembly module is made of: its bytes, an answer to a fetch, or a compiled module. */
export type ModuleContent = ArrayBuffer | ArrayBufferView | Platform<"Response"> | CompiledModule;

/** Where a WebAssembly module comes from: an address, or its content. */
export type ModuleSource = string | Platform<"URL"> | ModuleContent | Promise<ModuleContent>;

/**
 * What is called instead of the platform's `fetch`: a sandbox's, or one of your own for tests. What it throws is a request to
 * which no answer came.
 */
export type Fetch = (request: Platform<"Request">) => Promise<Platform<"Response">>;

/** The platform's own `fetch`, by the DOM's types or by Node's. */
export type PlatformFetch = typeof globalThis extends Record<"fetch", infer Own> ? Own : Fetch;

/** An `AbortSignal`, the platform's or another one like it. */
export interface AbortSignalLike {
    /** Whether the call is to end. */
    readonly aborted: boolean;
    /** Why, which the call rejects with. */
    readonly reason?: unknown;
    /** Calls back once the call is to end. */
    addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
}
