/** Lets `using` free the instances of a class, where the platform has it. */
export function disposable({ prototype }) {
  if (!Symbol.dispose) return;
  prototype[Symbol.dispose] = function dispose() {
    this.free();
  };
}
