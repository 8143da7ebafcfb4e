// The regions as they are measured: who leads, then the others.

const list = document.getElementById('regions');
const template = document.getElementById('region');
/** A bar of full length, in milliseconds. */
const LONGEST = 200;
const MOST = 5;

export function showRegions(regions, leader) {
  const measured = regions.filter(({ roundTripMs }) => roundTripMs !== undefined);
  const rank = ({ name, roundTripMs }) => (name === leader ? -1 : roundTripMs);
  measured.sort((one, other) => rank(one) - rank(other));
  list.replaceChildren(...measured.slice(0, MOST).map(draw));
}

function draw({ title, roundTripMs, class: latency }) {
  const row = template.content.cloneNode(true).firstElementChild;
  row.querySelector('.name').textContent = title;
  row.querySelector('.time').textContent = `${roundTripMs < 10 ? roundTripMs.toFixed(1) : Math.round(roundTripMs)} ms`;
  row.querySelector('.bar').style.setProperty('--share', Math.min(1, roundTripMs / LONGEST));
  row.dataset.latency = latency ?? '';
  return row;
}
