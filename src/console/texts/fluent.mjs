// What the console takes of Fluent. The build makes a script of it (see `xtask/assets.mjs`), which the page loads
// before the console; there it is the global `Fluent`.
export { FluentBundle, FluentNumber, FluentResource } from '@fluent/bundle';
