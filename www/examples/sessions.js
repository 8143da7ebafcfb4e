// The sessions: what each is doing, a longer lease, its end.
import { attempt } from './failures.js';

const byId = (id) => document.getElementById(id);
const list = byId('sessions');
const news = byId('news');
const problem = list.parentElement.querySelector('.problem');
const dialog = byId('stop');
const MORE_MINUTES = 30;
const LONGEST_LEASE = 24 * 60;
const EVERY_MS = 15_000;

/** Shows an account's sessions until `signal`. */
export function setUpSessions(account, signal) {
  const rows = new Map();
  list.replaceChildren();
  news.textContent = '';
  byId('none').hidden = true;

  function refresh() {
    return attempt(problem, async () => {
      const { sessions, silent } = await account.sessions();
      if (signal.aborted) return;
      if (silent.length > 0) problem.textContent = `No answer from ${silent.join(', ')}: the list may not be whole.`;
      const found = new Set(sessions.map(({ sessionId }) => sessionId));
      for (const [id, row] of rows) {
        if (found.has(id)) continue;
        row.remove();
        rows.delete(id);
      }
      for (const session of sessions) {
        if (!rows.has(session.sessionId)) rows.set(session.sessionId, newRow(session));
        fill(rows.get(session.sessionId), session, account.nameOf(session.region));
      }
      byId('none').hidden = rows.size > 0;
    });
  }

  function newRow({ sessionId, region }) {
    const row = byId('session').content.cloneNode(true).firstElementChild;
    const client = account.clientIn(region);
    const [failure, extend, stop] = ['.problem', '.extend', '.stop'].map((name) => row.querySelector(name));
    extend.addEventListener('click', () => busy(extend, () => attempt(failure, async () => {
      const { maxLeaseTimeInMinutes: now } = await client.getSession(sessionId);
      const longer = { maxLeaseTimeInMinutes: Math.min(now + MORE_MINUTES, LONGEST_LEASE) };
      const session = await client.updateSession(sessionId, longer);
      fill(row, session, account.nameOf(region));
      news.textContent = `The lease of ${sessionId} is ${session.maxLeaseTimeInMinutes} minutes now.`;
    })));
    stop.addEventListener('click', async () => {
      if (!(await isSure(sessionId))) return;
      await busy(stop, () => attempt(failure, async () => {
        await client.endSession(sessionId);
        news.textContent = `${sessionId} has ended.`;
        row.remove();
        rows.delete(sessionId);
        byId('none').hidden = rows.size > 0;
        byId('sessions-title').focus();
      }));
    });
    list.prepend(row);
    return row;
  }

  byId('refresh').addEventListener('click', refresh, { signal });
  const timer = setInterval(() => document.hidden || refresh(), EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
  refresh();
  return { refresh };
}

function fill(row, session, place) {
  const { sessionId, status, size, maxLeaseTimeInMinutes: lease, properties } = session;
  const find = (name) => row.querySelector(name);
  find('h3').textContent = sessionId;
  find('.status').textContent = status;
  row.dataset.status = status;
  find('.size').textContent = size;
  find('.place').textContent = place;
  const elapsed = properties?.elapsedTimeInMinutes ?? 0;
  Object.assign(find('meter'), { max: lease, value: elapsed, ariaLabel: 'Lease' });
  find('.lease span').textContent = properties ? `${elapsed} of ${lease} min` : `${lease} min once it is ready`;
  find('.host').hidden = !properties;
  find('code').textContent = properties ? `${properties.host}:${properties.handshakePort}` : '';
  find('.extend').ariaLabel = `Extend session ${sessionId} by ${MORE_MINUTES} minutes`;
  find('.extend').disabled = lease >= LONGEST_LEASE;
  find('.stop').ariaLabel = `Stop session ${sessionId}`;
}

async function busy(button, action) {
  button.setAttribute('aria-busy', 'true');
  await action();
  button.removeAttribute('aria-busy');
}

/** Asks before a session is ended. */
function isSure(sessionId) {
  byId('stop-title').textContent = `Stop ${sessionId}?`;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'stop'), { once: true });
  });
}
