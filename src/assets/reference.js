// Trying calls out: a small form in every call, filled from what the page says of it. Nothing is loaded or kept.
const token = document.querySelector('#token');

for (const call of document.querySelectorAll('details.call')) {
  call.addEventListener('toggle', () => call.open && !call.querySelector('.try') && call.append(form(call)), {
    once: true,
  });
}

// A link to a call opens it.
const open = () => {
  const target = location.hash && document.querySelector(CSS.escape ? `#${CSS.escape(location.hash.slice(1))}` : 'x');
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener('hashchange', open);
open();

function form(call) {
  const box = element('div', { className: 'try' }, element('h3', { textContent: 'Try it out' }));
  const fields = [...call.querySelectorAll('tr[data-name]')].map((row) => {
    const { name, in: where } = row.dataset;
    const id = `${call.id}-${name}`;
    const input = element('input', { id, name, spellcheck: false, autocomplete: 'off' });
    box.append(element('label', { htmlFor: id, textContent: `${name} (${where})` }), input);
    return { name, where, input };
  });
  const example = call.querySelector('pre.example');
  const hasBody = [...call.querySelectorAll('h3')].some(({ textContent }) => textContent === 'Body');
  const body = hasBody
    ? element('textarea', { id: `${call.id}-body`, value: example?.textContent ?? '{}' })
    : undefined;
  if (body) box.append(element('label', { htmlFor: body.id, textContent: 'Body' }), body);
  const send = element('button', { className: 'button', type: 'button', textContent: 'Send' });
  const answer = element('pre', { tabIndex: 0, hidden: true });
  answer.setAttribute('aria-live', 'polite');
  send.addEventListener('click', async () => {
    answer.hidden = false;
    answer.textContent = '…';
    answer.textContent = await ask(call, fields, body?.value).catch((error) => `No answer: ${error.message}`);
  });
  box.append(element('p', {}, send), answer);
  return box;
}

async function ask({ dataset }, fields, body) {
  const given = fields.filter(({ input }) => input.value !== '');
  let path = dataset.path;
  for (const { name, where, input } of fields) {
    if (where === 'path') path = path.replace(`{${name}}`, encodeURIComponent(input.value));
  }
  const query = new URLSearchParams(
    given.filter(({ where }) => where === 'query').map(({ name, input }) => [name, input.value]),
  );
  const headers = Object.fromEntries(
    given.filter(({ where }) => where === 'header').map(({ name, input }) => [name, input.value]),
  );
  if (token.value) headers.Authorization = `Bearer ${token.value.trim()}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const begun = performance.now();
  const address = `${path}${query.size > 0 ? `?${query}` : ''}`;
  const reply = await fetch(address, { method: dataset.method, headers, body });
  const text = await reply.text();
  const head = `${reply.status} ${reply.statusText} in ${Math.round(performance.now() - begun)} ms`;
  const seen = ['etag', 'location', 'link', 'retry-after', 'ratelimit', 'x-request-id']
    .filter((name) => reply.headers.has(name))
    .map((name) => `${name}: ${reply.headers.get(name)}`);
  return [`${dataset.method} ${address}`, head, ...seen, '', pretty(text)].join('\n');
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function element(name, properties, ...inside) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}
