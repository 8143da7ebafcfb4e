/**
 * A session service within your program, for its tests: it answers as the real one does, by the same rules, and nothing is
 * sent. Hand its `fetch` to a client.
 *
 * @packageDocumentation
 */
/// <reference lib="esnext.disposable" />
import type { ModuleSource } from "./index.js";

export interface SandboxOptions {
    /**
     * Lets each answer take as long as from a place in western Europe, so that regions can be ranked. At once if not given.
     */
    distances?: boolean;
}

/**
 * Opens a sandbox: one account, ten regions, no sessions. West Europe has two Standard servers and one Premium server, UK South
 * one of each, and the others always have one more; Southeast Asia answers no probe. Sandboxes know nothing of each other.
 *
 * Wrong options reject with a `RestError` of the kind `invalid-argument`, a module that cannot be loaded with `not-loaded`.
 */
export function openSandbox(options?: SandboxOptions): Promise<Sandbox>;

/**
 * Loads the sandbox's WebAssembly module. Nobody has to call it: `openSandbox` does, from the file beside this one. It is for
 * who keeps that file, `sandbox.wasm`, elsewhere.
 */
export function initSandbox(source?: ModuleSource): Promise<void>;

/** A session service, in the words of an `arrconfig.json`. */
export interface Sandbox {
    /** Where to sign in, and the session API of its default region, West Europe. No resolver knows such a host. */
    readonly endpoint: string;
    readonly accountId: string;
    readonly accountDomain: string;
    /** Opens this account, and nothing else. */
    readonly accountKey: string;

    /**
     * Answers a request as the service would: it is for the option `fetch` of a client or a race, and is called as the
     * platform's. Wrap it to see what is sent, or to let calls fail. It needs no `this`. An aborted call rejects with the
     * signal's reason, and one that nothing of the sandbox answers with a `TypeError`, as the platform's does.
     */
    readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

    /**
     * Moves the sandbox's clock on, in milliseconds: servers boot (20 s are enough), leases end, tokens expire. The clocks of
     * clients and the delays of answers are the platform's.
     */
    advance(milliseconds: number): void;

    /** Lets go of its memory. What is called after it fails with a `RestError` of the kind `freed`. */
    free(): void;
    [Symbol.dispose](): void;
}
