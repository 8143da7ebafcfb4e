// The package in a browser. `cargo xtask test package` installs it into a folder and sets:
//   CONSUMER_FOLDER  that folder
//   TARBALL          the package, which the apps in consumers/ install
//   CHROMIUM_PATH    the browser to drive
import { defineConfig } from '@playwright/test';
import workspace from '../../playwright.config.mjs';

const folder = process.env.CONSUMER_FOLDER;

export default defineConfig({
  ...workspace,
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: `${folder}/results`,
  reporter: [['list'], ['json', { outputFile: `${folder}/report.json` }]],
  use: { ...workspace.use, baseURL: undefined },
});
