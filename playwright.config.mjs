// End-to-end tests of the console against a running service. `cargo xtask test e2e` starts the service and sets:
//   BASE_URL         the console's address
//   ARRCONFIG        the development account's file
//   HOSTS_URL        the same console at a service whose servers are real, not simulated
//   HOSTS_ARRCONFIG  the development account's file of that one
//   CHROMIUM_PATH    the browser to drive
//   E2E_FOLDER       where the report and the screenshots of failures go
import { defineConfig } from '@playwright/test';

const folder = process.env.E2E_FOLDER ?? 'target/e2e';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: `${folder}/results`,
  // A test that passes on the second attempt hides a fault.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  // A test waits for the page most of its time: one on each core.
  workers: '100%',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: `${folder}/report.json` }]],
  use: {
    baseURL: process.env.BASE_URL,
    browserName: 'chromium',
    screenshot: 'only-on-failure',
    // A trace records requests with their headers, and so account keys and tokens.
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
