// What is freed by its owner, and not only by the garbage collector.
import { RestError } from './rest-error.js';

/** Lets `using` free the instances of a class, where the platform has it. */
export function disposable({ prototype }) {
  if (!Symbol.dispose) return;
  prototype[Symbol.dispose] = function dispose() {
    this.free();
  };
}

/** What is thrown by one that was freed; `instead` says what to do. */
export function freed(what, instead) {
  return new RestError(`this ${what} was freed: ${instead}`, { kind: 'freed' });
}
