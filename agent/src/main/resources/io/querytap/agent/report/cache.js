// Draws the section of the result cache: what it holds, what each rule did, why not more, and what was proven against it.
// Loaded before report.js, which hands over what both need.
window.querytapCache = function (page) {
  'use strict';

  const {element, terms, visible, count, plural, duration, percent, moment, byId} = page;

  // What the state of a rule means.
  const STATES = {
    serve: 'The cache answers.',
    shadow: 'The database answers; what the cache would have answered is compared with it.',
    withdrawn: 'Took itself out of service after an answer that was proven wrong, until its wording in the file changes.',
    gone: 'Not in the file with the rules any more.'
  };
  const MEBIBYTE = 1 << 20;
  const KIBIBYTE = 1 << 10;

  function draw(report) {
    const cache = report.cache || {};
    if (!cache.rules || cache.rules.length === 0) return;
    const section = byId('cache');
    section.hidden = false;
    section.append(drawWhole(cache));
    cache.rules.forEach((rule) => section.append(drawRule(rule)));
  }

  function size(bytes) {
    if (bytes >= MEBIBYTE) return (bytes / MEBIBYTE).toFixed(1) + ' MiB';
    return bytes >= KIBIBYTE ? (bytes / KIBIBYTE).toFixed(1) + ' KiB' : count(bytes) + ' B';
  }

  function gauges(...shown) {
    const box = element('div', 'gauges');
    for (const [value, what, className] of shown) {
      box.append(element('div', 'gauge', element('b', className || '', value), element('span', '', what)));
    }
    return box;
  }

  function drawWhole(cache) {
    const shared = cache.shared;
    const state = !cache.on ? 'switched off' : cache.heapFull ? 'keeps nothing: the heap is nearly full' : 'on';
    const left = element('div', '', gauges(
      [count(cache.entries), cache.entries === 1 ? 'entry held' : 'entries held'],
      [size(cache.bytes), 'of ' + size(cache.maxBytes)],
      [count(cache.fences), cache.fences === 1 ? 'write fenced' : 'writes fenced']));
    left.append(terms('props', [
      ['Entries dropped', count(cache.evictions) + ' for want of room or at the end of their time'],
      ['Left undone', cache.droppedTasks > 0 ? plural(cache.droppedTasks, 'comparison') + ' and the like, too much was waiting' : null]
    ]));
    const drivers = element('div', 'block', element('h3', '', 'Drivers'));
    (cache.drivers || []).forEach((driver) => drivers.append(element('p', 'mono', visible(driver))));
    const right = element('div', '', drivers);
    right.append(element('div', 'block', element('h3', '', 'Shared with other JVMs'), shared ? terms('props', [
      ['Redis', shared.reachable ? 'answers' : element('span', 'bad', 'does not answer')],
      ['Not told yet', shared.unsentInvalidations > 0
        ? element('span', 'bad', plural(shared.unsentInvalidations, 'write') + ', the oldest for ' + duration(shared.oldestUnsentSeconds))
        : 'nothing'],
      ['Time-outs', count(shared.timeouts)],
      ['Connected anew', plural(shared.reconnects, 'time')],
      ['Entries not stored', count(shared.droppedPuts)]
    ]) : element('p', 'soft', 'No: what other JVMs write is not seen here before the time to live is over.')));
    return element('div', 'card pool',
      element('div', 'pool-head', element('b', '', 'This JVM'), element('span', 'chip', state)),
      element('div', 'pool-grid', left, right));
  }

  function drawRule(rule) {
    const asked = rule.hits + rule.misses;
    const state = element('span', rule.state === 'withdrawn' ? 'chip error' : 'chip', visible(rule.state));
    state.title = STATES[rule.state] || '';
    const compared = rule.comparisons.trueHits + rule.comparisons.silentChanges;
    const left = element('div', '', rule.state === 'shadow'
      ? gauges([count(compared), 'answers compared'], [count(rule.comparisons.trueHits), 'would have been right'],
        [count(rule.stale), 'would have been wrong', rule.stale > 0 ? 'bad' : ''])
      : gauges([count(rule.hits), asked > 0 ? 'hits, ' + percent(rule.hits / asked) + ' of what was asked for' : 'hits'],
        [count(rule.misses), rule.misses === 1 ? 'miss' : 'misses'],
        [duration(rule.savedSeconds), 'saved']));
    left.append(element('p', 'soft', STATES[rule.state] || ''), terms('props', [
      ['For', rule.tables.length ? visible(rule.tables.join(', ')) : rule.pattern ? 'pattern ' + rule.pattern : null],
      ['Kept', rule.ttlSeconds == null ? null : 'at most ' + duration(rule.ttlSeconds)],
      ['Answered without asking Redis', rule.stalenessSeconds > 0 ? 'for ' + duration(rule.stalenessSeconds) : null],
      ['Hits here, shared, followed', rule.hits > 0
        ? [rule.localHits, rule.sharedHits, rule.followedHits].map((hits) => count(hits)).join(', ') : null],
      ['Results kept', count(rule.fills) + ', ' + size(rule.bytes) + ' held now'],
      ['Outdated by writes', plural(rule.invalidations, 'entry').replace('entrys', 'entries')],
      ['Of these in vain', rule.comparisons.falseInvalidations > 0
        ? count(rule.comparisons.falseInvalidations) + ': the live answer was the same' : null],
      ['Compared without result', rule.comparisons.notCompared > 0 ? count(rule.comparisons.notCompared) : null]
    ]));
    return element('div', 'card pool',
      element('div', 'pool-head', element('b', '', visible(rule.name)), state),
      element('div', 'pool-grid', left, drawRefusals(rule), drawEvidence(rule)));
  }

  function drawRefusals(rule) {
    const box = element('div', '', element('h3', '', 'Answered by the database, or not kept'));
    if (rule.refusals.length === 0) {
      box.append(element('p', 'soft', 'Never for a reason of the statement, the connection or the result.'));
      return box;
    }
    const body = element('tbody');
    for (const refusal of rule.refusals) {
      body.append(element('tr', '',
        element('td', '', element('b', 'mono', visible(refusal.reason)), element('br'), visible(refusal.meaning + ' ' + refusal.advice)),
        element('td', '', count(refusal.count))));
    }
    box.append(element('table', 'spread holders', body));
    return box;
  }

  function drawEvidence(rule) {
    if (rule.evidence.length === 0) return null;
    const body = element('tbody');
    for (const proven of rule.evidence) {
      body.append(element('tr', '', ...[moment(proven.at), proven.entry, duration(proven.ageSeconds),
        proven.row == null ? '–' : count(proven.row), proven.column == null ? '–' : count(proven.column),
        proven.beyondBound ? 'yes' : 'no'].map((cell) => element('td', '', visible(cell)))));
    }
    const head = element('tr', '', ...['At', 'Entry', 'Age', 'First row that differs', 'Its column', 'Older than the rule allows']
      .map((title) => element('th', '', title)));
    return element('div', 'wide scroller', element('h3', '', 'Proven wrong, although no write was seen'),
      element('table', 'spread', element('thead', '', head), body));
  }

  return {draw};
};
