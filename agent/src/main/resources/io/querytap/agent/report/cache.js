// Draws the section of the result cache: what it holds, what each rule did, why not more, what was proven against it, and advice.
querytap.cache = (function () {
  'use strict';

  const {element, link, terms, grid, scroller, place, visible, count, plural, duration, percent, moment, byId} = querytap;

  // What the state of a rule means.
  const STATES = {
    serve: 'The cache answers.',
    shadow: 'The database answers; what the cache would have answered is compared with it.',
    withdrawn: 'Took itself out of service after an answer that was proven wrong, until its wording in the file changes.',
    gone: 'Not in the file with the rules any more.'
  };
  const MEBIBYTE = 1 << 20;
  const KIBIBYTE = 1 << 10;

  function draw(run) {
    const cache = run.report.cache || {};
    const rules = cache.rules || [];
    const advice = cache.advice || [];
    const isHidden = rules.length === 0 && advice.length === 0;
    byId('cache').hidden = isHidden;
    place(byId('cache-body'),
      ...(isHidden ? [] : [
        rules.length ? drawWhole(cache) : null,
        rules.length && run.isLive ? querytap.live.drawControls(cache) : null,
        ...rules.map((rule) => drawRule(rule, run)),
        advice.length ? drawAdvice(advice, run) : null]));
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
    const drivers = element('div', 'block', element('h4', '', 'Drivers'));
    (cache.drivers || []).forEach((driver) => drivers.append(element('p', 'mono', visible(driver))));
    const right = element('div', '', drivers);
    right.append(element('div', 'block', element('h4', '', 'Shared with other JVMs'), shared ? terms('props', [
      ['Redis', shared.reachable ? 'answers' : element('span', 'bad', 'does not answer')],
      ['Not told yet', shared.unsentInvalidations > 0
        ? element('span', 'bad', plural(shared.unsentInvalidations, 'write') + ', the oldest for ' + duration(shared.oldestUnsentSeconds))
        : 'nothing'],
      ['Time-outs', count(shared.timeouts)],
      ['Connected anew', plural(shared.reconnects, 'time')],
      ['Entries not stored', count(shared.droppedPuts)]
    ]) : element('p', 'soft', 'No: what other JVMs write is not seen here before the time to live is over.')));
    return element('div', 'card pool',
      element('div', 'pool-head', element('h3', 'name', 'This JVM'), element('span', 'chip', state)),
      element('div', 'pool-grid', left, right));
  }

  function drawRule(rule, run) {
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
    const card = element('div', 'card pool',
      element('div', 'pool-head', element('h3', 'name', visible(rule.name)), state),
      element('div', 'pool-grid', left, drawRefusals(rule), drawEvidence(rule), run.isLive ? querytap.live.drawTtl(rule) : null));
    card.key = 'rule ' + rule.name;
    return card;
  }

  function drawRefusals(rule) {
    const box = element('div', '', element('h4', '', 'Answered by the database, or not kept'));
    if (rule.refusals.length === 0) {
      box.append(element('p', 'soft', 'Never for a reason of the statement, the connection or the result.'));
      return box;
    }
    const rows = rule.refusals.map((refusal) => [
      element('span', '', element('b', 'mono', visible(refusal.reason)), element('br'), visible(refusal.meaning + ' ' + refusal.advice)),
      count(refusal.count)]);
    const caption = 'Why the rule did not answer';
    box.append(scroller(caption, grid('spread holders', caption, ['Reason', 'Times'], rows)));
    return box;
  }

  function drawEvidence(rule) {
    if (rule.evidence.length === 0) return null;
    const rows = rule.evidence.map((proven) => [moment(proven.at), proven.entry, duration(proven.ageSeconds),
      proven.row == null ? '–' : count(proven.row), proven.column == null ? '–' : count(proven.column),
      proven.beyondBound ? 'yes' : 'no'].map((cell) => visible(cell)));
    const caption = 'Proven wrong, although no write was seen';
    return element('div', 'wide', element('h4', '', caption), scroller(caption, grid('spread', caption,
      ['At', 'Entry', 'Age', 'First row that differs', 'Its column', 'Older than the rule allows'], rows)));
  }

  /** What keeping the results of other patterns would have brought. */
  function drawAdvice(advice, run) {
    const rows = advice.map((one) => {
      const entry = run.entries.find((candidate) => candidate.pattern.id === one.pattern);
      const name = entry ? link('#' + entry.key, visible(entry.pattern.summary || entry.pattern.id)) : visible(one.pattern || '');
      const ratio = one.hitRatio && typeof one.hitRatio === 'object'
        ? Object.entries(one.hitRatio).map(([ttl, share]) => visible(ttl) + ': ' + percent(share)).join(', ')
        : one.hitRatio == null ? '–' : percent(one.hitRatio);
      return [name, visible(one.verdict || '–'), ratio, one.savedSecondsPerMinute == null ? '–' : duration(one.savedSecondsPerMinute),
        one.staleRatio == null ? '–' : percent(one.staleRatio), count(one.writesSeen), element('span', 'why', visible(one.why || ''))];
    });
    const caption = 'Results that could be kept';
    return element('div', 'card pool', element('div', 'pool-head', element('h3', 'name', caption)), scroller(caption,
      grid('spread holders', caption, ['Pattern', 'Verdict', 'Hits', 'Saved a minute', 'Outdated', 'Writes seen', 'Why'], rows)));
  }

  return {draw};
})();
