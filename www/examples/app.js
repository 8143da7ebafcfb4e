// Signs in and out; the rest is in the parts.
import { Account } from './account.js';
import { setUpCreate } from './create.js';
import { attempt } from './failures.js';
import { setUpSessions } from './sessions.js';

const byId = (id) => document.getElementById(id);
const form = byId('sign-in');
const file = form.querySelector('input');
const pasted = byId('pasted');
const drop = form.querySelector('.drop');

/** Ends what the signed-in parts have under way. */
let ended;

async function signIn(text) {
  const button = form.querySelector('button');
  button.disabled = true;
  await attempt(form.querySelector('.problem'), async () => {
    if (!text.trim()) throw new Error('Choose, drop or paste an arrconfig.json.');
    begin(await Account.open(text));
  });
  button.disabled = false;
}

function begin(account) {
  form.reset();
  ended = new AbortController();
  show(true);
  byId('create-title').focus();
  const sessions = setUpSessions(account, ended.signal);
  setUpCreate(account, sessions, ended.signal);
}

function show(isSignedIn) {
  byId('signed-in').hidden = !isSignedIn;
  byId('signed-out').hidden = isSignedIn;
  byId('sign-out').hidden = !isSignedIn;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [chosen] = file.files;
  await signIn(chosen ? await chosen.text() : pasted.value);
});

file.addEventListener('change', async () => {
  await signIn(await file.files[0].text());
  file.value = '';
});

for (const [kind, isOver] of Object.entries({ dragover: true, dragleave: false, drop: false })) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle('over', isOver);
  });
}

drop.addEventListener('drop', async ({ dataTransfer }) => {
  const [dropped] = dataTransfer.files;
  await signIn(dropped ? await dropped.text() : dataTransfer.getData('text'));
});

byId('sign-out').addEventListener('click', () => {
  ended.abort();
  show(false);
  byId('sign-in-title').focus();
});
