// Browsers resolve `*.localhost` by themselves; Node asks the system, which may not.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host.endsWith('.localhost') ? '127.0.0.1' : host, ...rest);
syncBuiltinESMExports();
