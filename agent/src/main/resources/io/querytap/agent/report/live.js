// Keeps the page of the console up to date and offers what changes the state of the cache. A report on disk is without this file.
querytap.live = (function () {
  'use strict';

  const {element, button, input, choice, place, byId, visible, plural, clock} = querytap;

  const EVERY_MILLIS = 2000;
  // After a failure it is tried less often, up to this.
  const RARELY_MILLIS = 10000;
  const PATIENCE_MILLIS = 10000;
  const STATES = {
    starting: 'Connecting',
    live: 'Live',
    paused: 'Paused',
    lost: 'Connection lost, trying again',
    refused: 'Refused by the console',
    locked: 'From another machine, reading needs the token'
  };

  // Kept here and nowhere else: gone with the page.
  let token = '';
  let state = 'starting';
  let said = {text: '', isBad: false};
  let isPaused = false;
  let tag = null;
  let asOf = null;
  let findings = null;
  let wait = EVERY_MILLIS;
  let timer = 0;
  let isAsking = false;
  let drawDocument = null;
  let followAddress = null;

  function start(draw, follow) {
    drawDocument = draw;
    followAddress = follow;
    byId('live').hidden = false;
    byId('subtitle').textContent = 'Waiting for the first figures';
    drawStatus();
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && !isPaused) ask();
    });
    ask();
  }

  // ---------------------------------------------------------------- asking

  function ask() {
    clearTimeout(timer);
    if (isAsking || isPaused || document.hidden) return;
    isAsking = true;
    const headers = tag ? {'If-None-Match': tag} : {};
    if (token) headers.Authorization = 'Bearer ' + token;
    request('api/snapshot', {headers: headers}).then((answer) => {
      if (answer.status === 304) return null;
      if (!answer.ok) throw Object.assign(new Error('status ' + answer.status), {isAnswer: true, isLocked: answer.status === 401});
      tag = answer.headers.get('ETag');
      return answer.json();
    }).then((report) => {
      wait = EVERY_MILLIS;
      become('live');
      if (report && !isPaused) show(report);
    }).catch((failure) => {
      wait = Math.min(RARELY_MILLIS, wait * 2);
      become(failure.isLocked ? 'locked' : failure.isAnswer ? 'refused' : 'lost');
    }).finally(() => {
      isAsking = false;
      clearTimeout(timer);
      // Asking again without another token would only be refused again.
      if (state !== 'locked') timer = setTimeout(ask, wait);
    });
  }

  function request(path, options) {
    const impatience = new AbortController();
    const alarm = setTimeout(() => impatience.abort(), PATIENCE_MILLIS);
    return fetch(path, {cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: impatience.signal, ...options})
      .finally(() => clearTimeout(alarm));
  }

  function show(report) {
    const isFirst = asOf == null;
    asOf = (report.agent || {}).writtenAt;
    try {
      drawDocument(report);
    } catch (failure) {
      querytap.page.fail(failure);
    }
    drawStatus();
    const now = (report.findings || []).length;
    if (!isFirst && now > findings) byId('announced').textContent = plural(now - findings, 'new finding');
    findings = now;
    if (isFirst && location.hash) followAddress();
  }

  // ---------------------------------------------------------------- status

  function become(next) {
    const isNew = next !== state && !(isPaused && next === 'live');
    if (isPaused && next === 'live') return;
    state = next;
    if (isNew) drawStatus();
  }

  function drawStatus() {
    const status = element('span', 'live-state live-' + state, STATES[state]);
    status.setAttribute('role', 'status');
    status.setAttribute('aria-live', 'polite');
    const pause = button('', isPaused ? 'Go on' : 'Pause', () => {
      isPaused = !isPaused;
      become(isPaused ? 'paused' : 'starting');
      drawStatus();
      ask();
    });
    place(byId('live'), status, element('span', 'soft num', asOf ? 'as of ' + clock(Date.parse(asOf)) + ' UTC' : ''),
      ...(state === 'locked' ? [tokenToRead()] : []), pause);
  }

  /** Where the console is open to other machines, it shows nothing without the token. */
  function tokenToRead() {
    const secret = field('live-token', 'password', 'printed by the agent at its start', 'Token');
    const form = element('form', '', labelled('Token', secret));
    form.onsubmit = (sent) => {
      sent.preventDefault();
      token = valueOf('live-token');
      wait = EVERY_MILLIS;
      ask();
    };
    return form;
  }

  // ---------------------------------------------------------------- what changes something

  /** Sends an order with the token and says below the controls what became of it. */
  function order(path, body, done) {
    say('Sent', false);
    request('api/cache/' + path, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', Authorization: 'Bearer ' + token},
      body: JSON.stringify(body)
    }).then((answer) => answer.json().catch(() => ({})).then((content) => {
      if (answer.ok) say(done, false);
      else say((answer.status === 401 || answer.status === 403 ? 'Refused, is the token right? ' : 'Not done. ')
        + (content.error || 'Status ' + answer.status), true);
    })).catch(() => say('Not done: the console did not answer.', true)).finally(() => {
      tag = null;
      ask();
    });
  }

  function say(text, isBad) {
    said = {text: text, isBad: isBad};
    const place = byId('cache-said');
    if (place) place.replaceWith(drawSaid());
  }

  function drawSaid() {
    const box = element('p', 'said' + (said.isBad ? ' bad' : ''), visible(said.text));
    box.id = 'cache-said';
    box.setAttribute('role', 'status');
    return box;
  }

  function labelled(label, control) {
    return element('label', 'field', element('span', '', label), control);
  }

  /** An input whose text stays when the page is drawn again. */
  function field(id, type, placeholder, label) {
    const made = input(type, label);
    made.id = id;
    made.placeholder = placeholder;
    made.autocomplete = 'off';
    made.spellcheck = false;
    made.keepsValue = true;
    return made;
  }

  const valueOf = (id) => byId(id).value.trim();

  /** The controls of the whole cache. */
  function drawControls(cache) {
    const secret = field('cache-token', 'password', 'printed by the agent at its start');
    secret.oninput = function () { token = this.value.trim(); };
    const kinds = choice('What is to be forgotten', [['rule', 'of the rule'], ['table', 'that read the table'], ['text', 'of statements like']],
      chosenKind, (kind) => { chosenKind = kind; });
    const what = field('cache-what', 'text', 'name, or a text with *', 'Its name');
    const forget = element('form', 'order', element('span', '', 'Forget results'), kinds, what, submit('Forget'));
    forget.onsubmit = (sent) => {
      sent.preventDefault();
      const named = valueOf('cache-what');
      if (named) order('invalidate', {[chosenKind]: named}, 'Forgotten: ' + chosenKind + ' ' + named);
      else say('Name what is to be forgotten.', true);
    };
    const orders = element('form', 'orders', labelled('Token', secret),
      button('', cache.on ? 'Switch off' : 'Switch on', () => order('on', {on: !cache.on}, cache.on ? 'Switched off' : 'Switched on')),
      button('', 'Clear all of ' + plural(cache.entries || 0, 'entry').replace('entrys', 'entries'), () => order('clear', {}, 'Cleared')));
    orders.onsubmit = (sent) => sent.preventDefault();
    const box = element('div', 'card pool control-card',
      element('div', 'pool-head', element('h3', 'name', 'Change it')),
      element('p', 'soft', 'Each order carries the token. The page keeps it in memory only.'),
      orders,
      forget, drawSaid());
    box.key = 'controls';
    return box;
  }

  let chosenKind = 'rule';

  function submit(label) {
    const made = element('button', '', label);
    made.type = 'submit';
    return made;
  }

  /** How long a rule's results are kept; an empty field gives back what its file says. */
  function drawTtl(rule) {
    const id = 'ttl-' + rule.name;
    const ttl = field(id, 'text', '30s', 'Time to live of ' + visible(rule.name));
    const form = element('form', 'order wide', element('span', '', 'Keep results at most'), ttl, submit('Set'),
      element('span', 'soft', 'until the JVM ends; empty: as the file with the rules says'));
    form.onsubmit = (sent) => {
      sent.preventDefault();
      const wanted = valueOf(id);
      order('rules', {rule: rule.name, ttl: wanted || null}, wanted ? rule.name + ' keeps results for ' + wanted : rule.name
        + ' keeps results as its file says');
    };
    return form;
  }

  return {start, drawControls, drawTtl};
})();
