// Trunk's last step: `cargo xtask finish-console`, without the settings that were for the console's own compilation.
import { spawnSync } from 'node:child_process';
import { env, exit } from 'node:process';

const ours = Object.entries(env).filter(([name]) => (
  name !== 'RUSTC_BOOTSTRAP' && name !== 'CARGO_TARGET_DIR' && !name.startsWith('CARGO_UNSTABLE_')
));
const target = env.XTASK_TARGET_DIR ? { CARGO_TARGET_DIR: env.XTASK_TARGET_DIR } : {};
const { status } = spawnSync('cargo', ['run', '--quiet', '--package', 'xtask', '--', 'finish-console'], {
  env: { ...Object.fromEntries(ours), ...target },
  stdio: 'inherit',
});
exit(status ?? 1);
