// The console's table made by the DOM alone, as a person would write it by hand: `?by=keyed` keeps a node for each session
// and changes what differs, `?by=innerHTML` writes all rows anew. It takes in every session and
// shows the first of them: `rows` says how many.

const query = new URLSearchParams(location.search);
const body = document.querySelector('tbody');
const known = new Map();
const nodes = new Map();
const shown = Number(query.get('rows'));

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const lease = (minutes) => (minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`);

function words(session) {
  const left = session.maxLeaseTimeMinutes - session.elapsedTimeMinutes;
  return {
    total: String(session.maxLeaseTimeMinutes * 60),
    left: String(left * 60),
    lease: `${lease(left)} left`,
    host: session.hostname,
    ports: `Ports ${session.handshakePort} and ${session.arrInspectorPort}`,
  };
}

function markup(session) {
  const id = escape(session.id);
  const now = words(session);
  return `<tr role="row">
    <td role="cell" data-label="Session"><a class="id" href="#/sessions/westeurope/${id}"><code>${id}</code></a><small>West Europe · ${session.size}</small></td>
    <td role="cell" data-label="Status"><span class="status ready" role="status">${session.status}</span></td>
    <td role="cell" data-label="Lease"><div class="lease"><meter min="0" max="${now.total}" value="${now.left}" low="300" aria-label="${now.lease}"></meter><span>${now.lease}</span></div></td>
    <td role="cell" data-label="Host"><code class="host">${escape(now.host)}</code><small>${now.ports}</small></td>
    <td role="cell" class="actions"><button type="button" class="secondary outline" aria-label="Extend ${id}">Extend</button><button type="button" class="secondary outline" aria-label="Stop session ${id}">Stop</button></td></tr>`;
}

/** A session's row, and its parts that change. */
function node(session) {
  const template = document.createElement('template');
  template.innerHTML = markup(session);
  const row = template.content.firstChild;
  const part = (selector) => row.querySelector(selector);
  return { row, now: words(session), meter: part('meter'), lease: part('.lease span'), host: part('.host'), ports: part('.host + small') };
}

function renew(place, session) {
  const next = words(session);
  const { now } = place;
  if (next.total !== now.total) place.meter.max = next.total;
  if (next.left !== now.left) place.meter.value = next.left;
  if (next.lease !== now.lease) {
    place.meter.ariaLabel = next.lease;
    place.lease.firstChild.data = next.lease;
  }
  if (next.host !== now.host) place.host.firstChild.data = next.host;
  if (next.ports !== now.ports) place.ports.firstChild.data = next.ports;
  place.now = next;
}

const draw = {
  innerHTML(sessions) {
    body.innerHTML = sessions.map(markup).join('');
  },
  keyed(sessions) {
    const gone = new Set(nodes.keys());
    let before = null;
    for (const session of sessions) {
      gone.delete(session.id);
      let place = nodes.get(session.id);
      if (place) renew(place, session);
      else nodes.set(session.id, place = node(session));
      const next = before ? before.nextSibling : body.firstChild;
      if (next !== place.row) body.insertBefore(place.row, next);
      before = place.row;
    }
    for (const id of gone) {
      nodes.get(id).row.remove();
      nodes.delete(id);
    }
  },
}[query.get('by')];

globalThis.poll = async () => {
  const answer = await fetch('/peer/sessions');
  for (const session of (await answer.json()).sessions) known.set(session.id, session);
  const newest = [...known.values()].sort((one, other) => (one.creationTime < other.creationTime ? 1 : -1));
  draw(newest.slice(0, shown));
};
globalThis.poll();
