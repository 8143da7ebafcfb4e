// What the console takes of JavaScript. The build makes a script of it (see `xtask/assets.mjs`), which the page loads
// before the console; there it is the global `Page`.
export { FluentBundle, FluentNumber, FluentResource } from '@fluent/bundle';
export { watchBodies } from './in_sight.mjs';
export { openSandbox } from './sandbox.mjs';
export { openStage } from './stage.mjs';
